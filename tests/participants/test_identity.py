"""Who is one participant (U1, U4): scopes, days, weeks, tripcodes, accounts."""

from datetime import UTC, datetime, timedelta

import pytest

from .rows import day, message, named
from .study import study


def test_a_default_name_without_id_is_nobody(tmp_path):
    """No participant is invented; the record is counted as unidentified and stays readable."""
    got = study(tmp_path, [message(1), message(2, author_name="  "), message(3, author_name=None)])
    assert got.who == {"1": None, "2": None, "3": None}
    assert got.count("messages", "unidentified") == 3
    assert got.people == {}


@pytest.mark.parametrize("fake", ["Aki !realtrip01", "Aki！realtrip01", "Aki◆abcdEFGH12"])
def test_a_typed_tripcode_joins_nobody(tmp_path, fake):
    """What merely looks like a tripcode in a name joins no threads, and is said in the audit."""
    rows = [message(1, poster_id="a", author_name=fake), message(2, 2, poster_id="b", author_name=fake)]
    rows += [message(3, 3, poster_id="c", author_name="Aki", tripcode="!realtrip01")]
    got = study(tmp_path, rows)
    assert got.groups() == [["1"], ["2"], ["3"]]
    assert len(got.verdicts("typed_tripcodes_join_nobody")) == 1
    nameless = study(tmp_path / "no", rows, typed_tripcodes="no_name")
    assert nameless.people["poster_id:example.test/hikky/thread-1:a"]["screen_names"] == []


def test_secure_and_plain_tripcodes_are_two(tmp_path):
    """`!!x` and `!x` come from different passwords."""
    got = study(tmp_path, [message(1, tripcode="!same"), message(2, tripcode="!!same"), message(3, tripcode="!same")])
    assert got.groups() == [["1", "3"], ["2"]]


def test_the_same_id_string_in_two_scopes_is_never_joined(tmp_path):
    """Thread, day, week and board scopes: each holds its own."""
    rows = [message(1, 1, poster_id="a"), message(2, 2, poster_id="a")]
    rows += [message(3, 3, poster_id="a", poster_id_scope="board_day"), message(4, 4, poster_id="a", board="muu")]
    rows += [message(5, 5, poster_id="a", poster_id_scope="board", board="kolmas")]
    rows += [message(6, 6, poster_id="a", poster_id_scope="board", board="kolmas")]
    got = study(tmp_path, rows)
    assert got.groups() == [["1"], ["2"], ["3"], ["4"], ["5", "6"]]


def test_a_site_wide_id_holds_on_all_boards_of_the_site(tmp_path):
    """Scope site: one participant, without a board; another site's is another."""
    rows = [
        message(1, poster_id="a", poster_id_scope="site"),
        message(2, poster_id="a", poster_id_scope="site", board="m"),
    ]
    rows += [message(3, poster_id="a", poster_id_scope="site", site="other.test")]
    got = study(tmp_path, rows)
    assert got.groups() == [["1", "2"], ["3"]]
    person = got.people["poster_id:example.test:a"]
    assert (person["board"], person["scope"], person["threads"]) == (None, "site", 2)


def test_a_day_ends_at_midnight_in_the_boards_zone(tmp_path):
    """23:59 and 00:00 in Tokyo are two days though one in UTC; Helsinki's DST day has its own midnight."""
    tokyo = datetime(2024, 4, 22, 15, 0, tzinfo=UTC)  # 2024-04-23 00:00 JST
    given = {"poster_id": "B7Kq+2Xy", "poster_id_scope": "board_day"}
    rows = [message(n, posted_at=tokyo + timedelta(minutes=n - 2), **given) for n in (1, 2, 3)]
    helsinki = datetime(2024, 3, 30, 22, 0, tzinfo=UTC)  # 2024-03-31 00:00, the day that loses an hour
    dst = given | {"zone": "Europe/Helsinki", "board": "fi"}
    hours = {4: -1 / 60, 5: 0, 6: 22.9, 7: 23}  # that day is 23 hours long
    rows += [message(n, posted_at=helsinki + timedelta(hours=after), **dst) for n, after in hours.items()]
    got = study(tmp_path, rows)
    assert got.groups() == [["1"], ["2", "3"], ["4"], ["5", "6"], ["7"]]
    assert got.who["2"] == "poster_id:example.test/hikky/2024-04-23:B7Kq+2Xy"


def test_a_week_turns_on_thursday(tmp_path):
    """Wednesday 23:59 local and Thursday 00:00 are two weeks; the Wednesday after belongs to the second."""
    thursday = datetime(2024, 4, 24, 15, 0, tzinfo=UTC)  # Thursday 2024-04-25 00:00 JST
    offsets = {
        1: -timedelta(minutes=1),
        2: timedelta(0),
        3: 7 * timedelta(days=1) - timedelta(minutes=1),
        4: 7 * timedelta(days=1),
    }
    rows = [message(n, poster_id="w", poster_id_scope="board_week", posted_at=thursday + o) for n, o in offsets.items()]
    got = study(tmp_path, rows)
    assert got.groups() == [["1"], ["2", "3"], ["4"]]
    assert got.who["2"] == "poster_id:example.test/hikky/week-2024-04-25:w"
    assert got.people[got.who["2"]]["scope"] == "board_week"


def test_a_tripcode_joins_days_and_carries_untripped_records_of_the_same_id(tmp_path):
    """The trip is shown on two days; what those IDs wrote without it is the same participant's."""
    daily = {"poster_id_scope": "board_day"}
    rows = [message(1, poster_id="a", tripcode="◆abcdEFGH12", posted_at=day(1), **daily)]
    rows += [message(2, poster_id="b", tripcode="◆abcdEFGH12", posted_at=day(2), **daily)]
    rows += [message(3, poster_id="b", posted_at=day(2), **daily), message(4, poster_id="b", posted_at=day(3), **daily)]
    got = study(tmp_path / "joined", rows)
    assert got.groups() == [["1", "2", "3"], ["4"]]
    assert got.who["3"] == "tripcode:example.test:◆abcdEFGH12"
    apart = study(tmp_path / "apart", rows, joins_scopes=[])
    assert apart.groups() == [["1"], ["2", "3"], ["4"]]


def test_an_account_is_the_strongest_basis(tmp_path):
    """Account, tripcode and ID on one computer: one participant, named by the account."""
    rows = [
        message(1, account_id="77", poster_id="a"),
        message(2, tripcode="!x", poster_id="a"),
        message(3, tripcode="!x"),
    ]
    got = study(tmp_path, rows)
    assert got.groups() == [["1", "2", "3"]]
    assert set(got.who.values()) == {"account:example.test:77"}


def test_hidden_ids_are_nobodys(tmp_path):
    """`ID:???` and `Heaven` stand for many people."""
    rows = [message(n, poster_id=i) for n, i in enumerate(["???", "???0", "Heaven", "real"], 1)]
    got = study(tmp_path, rows)
    assert [got.who[n] is None for n in "1234"] == [True, True, True, False]
    assert got.messages[0]["poster_id"] == "???"


def test_u4_a_rename_changes_no_participant(tmp_path):
    """The key is the computer, never the name."""
    before = study(tmp_path / "a", named("Aki", "a", "b", "a", "b"))
    after = study(tmp_path / "b", [*named("Aki", "a", "b"), *named("Uusi", "a", "b", start=3)])
    assert before.who == after.who
