"""The study's rules U1-U7: who is one participant, whose records go, and what cannot be decided."""

import inspect
from datetime import UTC, datetime, timedelta

import pytest

from hikcorpus.participants import rules
from hikcorpus.participants.config import ParticipantRules
from hikcorpus.participants.rules import NameSeen, judge_name

from .rows import DEFAULT, message
from .study import study

A_DAY = timedelta(days=1)


def named(name, *ids, start=1, **given):
    """One message a poster ID, in order, all under the name."""
    return [message(start + at, poster_id=one, author_name=name, **given) for at, one in enumerate(ids)]


@pytest.mark.parametrize(
    ("ids", "records", "limit", "outcome", "flags"),
    [
        (1, 1, 2, "not_decidable", ("shared_place_not_decidable",)),
        (1, 2, 2, "not_decidable", ("shared_place_not_decidable",)),
        (1, 3, 2, "kept", ()),
        (2, 2, 2, "not_decidable", ("shared_name_2", "shared_place_not_decidable")),
        (2, 3, 2, "flagged", ("shared_name_2",)),
        (3, 3, 2, "excluded", ()),
        (9, 20, 2, "excluded", ()),
        (3, 4, 3, "flagged", ("shared_name_3",)),
        (2, 2, 1, "excluded", ()),
        (1, 2, 1, "kept", ()),
        (0, 0, 2, "not_decidable", ("shared_place_not_decidable",)),
    ],
)
def test_verdict_on_a_name_turns_at_the_limit(ids, records, limit, outcome, flags):
    """1 and 2 IDs stay, 3 go; a scope with no more records than the limit shows nothing."""
    scope = "s/b/d" if ids else None
    verdict = judge_name(
        NameSeen("s", "b", "n", 30, ids, records, scope), ParticipantRules(max_ids_per_screen_name=limit)
    )
    assert (verdict.outcome, verdict.flags) == (outcome, flags)


def test_every_audit_rule_is_a_function_named_after_a_sentence(tmp_path):
    """The audit's rule column can be looked up in the rules' page."""
    rows = [*named("kahvila", "a", "b", "c"), message(9, shared_line="公衆"), message(10, author_name="Fake !abc")]
    rows += [message(11, poster_id="a", tripcode="!t", author_name="x"), message(12, poster_id="a", author_name="y")]
    audit = study(tmp_path, rows).audit
    functions = {name for name, what in vars(rules).items() if inspect.isfunction(what)}
    assert {row["rule"] for row in audit} <= functions
    assert len({row["rule"] for row in audit}) >= 6


@pytest.mark.parametrize(("ids", "reason"), [("a", None), ("ab", None), ("abc", "shared_place")])
def test_u2_a_name_under_more_than_two_ids_goes(tmp_path, ids, reason):
    """One and two IDs are kept, three are a public place."""
    got = study(tmp_path, named("Saitta", *ids, *ids))
    assert set(got.why.values()) == {reason}
    assert {row["status"] for row in got.people.values()} == {"excluded" if reason else "kept"}
    assert {row["reason"] for row in got.people.values()} == {reason}
    assert ("shared_name_2" in str(got.people)) == (len(ids) == 2)


def test_u2_exactly_two_ids_are_flagged(tmp_path):
    """Semantics (a): both participants stay and carry the flag."""
    got = study(tmp_path, named("Saitta", "a", "b", "a"))
    assert [row["flags"] for row in got.people.values()] == [["shared_name_2"]] * 2
    assert got.verdicts("two_ids")["saitta"][0] == "flagged"


def test_u2_an_id_keeps_what_it_wrote_under_another_name(tmp_path):
    """Semantics (d): the exclusion is of the name's records."""
    rows = named("kahvila", "a", "b", "c")
    rows += [message(7, poster_id="a", author_name="Pekka"), message(8, poster_id="a"), message(9, poster_id="b")]
    got = study(tmp_path, rows)
    assert [number for number, reason in got.why.items() if reason] == ["1", "2", "3"]
    assert got.groups() == [["7", "8"], ["9"]]
    kept = got.people["poster_id:example.test/hikky/thread-1:a"]
    assert (kept["status"], kept["messages"], kept["screen_names"]) == ("kept", 2, ["Pekka"])
    assert got.people["poster_id:example.test/hikky/thread-1:c"]["reason"] == "shared_place"


def test_u2_is_counted_within_the_scope_of_the_ids(tmp_path):
    """Semantics (b): three daily IDs on three days are no public place; three on one day are."""
    over_days = [
        message(at, poster_id=f"id{at}", author_name="Aki", poster_id_scope="board_day", posted_at=_day(at))
        for at in (1, 2, 3)
    ]
    one_day = named("Kahvila", "x", "y", "z", start=10, poster_id_scope="board_day")
    got = study(tmp_path, over_days + one_day)
    assert [got.why[number] for number in ("1", "2", "3", "10")] == [None, None, None, "shared_place"]
    outcome, evidence, messages = got.verdicts("too_few")["aki"]
    assert (outcome, evidence, messages) == ("not_decidable", "ids=1 records_in_one_scope=1", 3)
    assert all(row["flags"] == ["shared_place_not_decidable"] for row in got.people.values() if row["messages"])


def test_a_name_on_a_board_without_ids_is_never_called_clean(tmp_path):
    """No ID, no verdict, however many records; the name itself is the weakest basis."""
    got = study(tmp_path, [message(n, author_name="Aki", poster_id_scope="none") for n in range(1, 9)])
    assert list(got.people) == ["screen_name:example.test/hikky:aki"]
    person = got.people["screen_name:example.test/hikky:aki"]
    assert (person["basis"], person["scope"], person["flags"]) == (
        "screen_name",
        "board",
        ["shared_place_not_decidable"],
    )
    assert not [row for row in got.audit if row["outcome"] == "kept"]


def test_shared_place_takes_the_names_records_without_id_too(tmp_path):
    """All records of the name on that board go, and on that board only."""
    rows = named("kahvila", "a", "b", "c")
    rows += [message(4, author_name="kahvila"), message(5, author_name="kahvila", board="muu", poster_id="q")]
    got = study(tmp_path, rows)
    assert got.why == {"1": "shared_place", "2": "shared_place", "3": "shared_place", "4": "shared_place", "5": None}


def test_a_cafe_name_with_one_tripped_user_keeps_that_user(tmp_path):
    """A real tripcode says whose record it is, whatever the name; the name's other records go."""
    rows = [*named("kahvila", "a", "b", "c"), *named("kahvila", "a", "d", start=5, tripcode="!realtrip01")]
    got = study(tmp_path, rows)
    assert [got.why[number] for number in "12356"] == ["shared_place"] * 3 + [None, None]
    assert got.people["tripcode:example.test:!realtrip01"]["messages"] == 2


def test_tripped_records_do_not_make_a_name_a_public_place(tmp_path):
    """One person with a tripcode under four IDs is one person."""
    got = study(tmp_path, named("Aki", "a", "b", "c", "d", tripcode="!realtrip01"))
    assert got.groups() == [["1", "2", "3", "4"]]
    assert got.verdicts("one_participant")["tripcode:example.test:!realtrip01"] == (
        "merged",
        "accounts=0 tripcodes=1 poster_ids=4",
        4,
    )


@pytest.mark.parametrize("mark", [{"tripcode": "!realtrip01"}, {"account_id": "7"}, {"shared_line": "公衆"}])
def test_records_that_do_not_go_by_the_name_are_no_evidence_on_it(tmp_path, mark):
    """Two computers under the name, and two more whose records are counted by tripcode or account, or not at all."""
    got = study(tmp_path, [*named("Aki", "a", "b", "a"), *named("Aki", "c", "d", start=5, **mark)])
    assert [got.why[number] for number in "123"] == [None] * 3
    assert got.verdicts("two_ids")["aki"] == ("flagged", "ids=2 records_in_one_scope=3", 3)


def test_u7_default_names_are_nobodys(tmp_path):
    """With the list four anonymous IDs stay; without it the more-than-two rule throws them all out."""
    ids = "abcd"
    marked = study(tmp_path / "marked", named(DEFAULT, *ids))
    assert marked.count("participants", "out") == 4
    unmarked = named(DEFAULT, *ids, is_default_name=False)
    assert study(tmp_path / "trap", unmarked).count("participants", "out") == 0
    wide = named("ＡＮＯＮＹＭＯＵＳ　", *ids)
    listed = study(tmp_path / "listed", wide, extra_default_names=["anonymous"])
    assert listed.count("participants", "out") == 4


def test_one_boards_default_name_is_a_name_where_the_board_says_so(tmp_path):
    """The mark stands on the record: what one board prints for everybody, somebody typed on another."""
    rows = [*named("Nyymi", "a", "b", "c", is_default_name=True), *named("Nyymi", "a", "b", "c", start=5, board="muu")]
    got = study(tmp_path, rows)
    assert [got.why[number] for number in "123567"] == [None] * 3 + ["shared_place"] * 3


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
    given = {"poster_id": "A9T3+5Gh", "poster_id_scope": "board_day"}
    rows = [message(n, posted_at=tokyo + timedelta(minutes=n - 2), **given) for n in (1, 2, 3)]
    helsinki = datetime(2024, 3, 30, 22, 0, tzinfo=UTC)  # 2024-03-31 00:00, the day that loses an hour
    dst = given | {"zone": "Europe/Helsinki", "board": "fi"}
    hours = {4: -1 / 60, 5: 0, 6: 22.9, 7: 23}  # that day is 23 hours long
    rows += [message(n, posted_at=helsinki + timedelta(hours=after), **dst) for n, after in hours.items()]
    got = study(tmp_path, rows)
    assert got.groups() == [["1"], ["2", "3"], ["4"], ["5", "6"], ["7"]]
    assert got.who["2"] == "poster_id:example.test/hikky/2024-04-23:A9T3+5Gh"


def test_a_week_turns_on_thursday(tmp_path):
    """Wednesday 23:59 local and Thursday 00:00 are two weeks; the Wednesday after belongs to the second."""
    thursday = datetime(2024, 4, 24, 15, 0, tzinfo=UTC)  # Thursday 2024-04-25 00:00 JST
    offsets = {1: -timedelta(minutes=1), 2: timedelta(0), 3: 7 * A_DAY - timedelta(minutes=1), 4: 7 * A_DAY}
    rows = [message(n, poster_id="w", poster_id_scope="board_week", posted_at=thursday + o) for n, o in offsets.items()]
    got = study(tmp_path, rows)
    assert got.groups() == [["1"], ["2", "3"], ["4"]]
    assert got.who["2"] == "poster_id:example.test/hikky/week-2024-04-25:w"
    assert got.people[got.who["2"]]["scope"] == "board_week"


def test_a_tripcode_joins_days_and_carries_untripped_records_of_the_same_id(tmp_path):
    """The trip is shown on two days; what those IDs wrote without it is the same participant's."""
    day = {"poster_id_scope": "board_day"}
    rows = [message(1, poster_id="a", tripcode="◆abcdEFGH12", posted_at=_day(1), **day)]
    rows += [message(2, poster_id="b", tripcode="◆abcdEFGH12", posted_at=_day(2), **day)]
    rows += [message(3, poster_id="b", posted_at=_day(2), **day), message(4, poster_id="b", posted_at=_day(3), **day)]
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


def test_a_public_line_is_excluded_and_joins_nothing(tmp_path):
    """The board's own mark: the record goes, and its ID is nobody's bridge between two tripcodes."""
    rows = [message(1, poster_id="w", tripcode="!a", shared_line="公衆"), message(2, poster_id="w", tripcode="!b")]
    rows += [message(3, tripcode="!a"), message(4, poster_id="v", shared_line="公衆")]
    got = study(tmp_path, rows)
    assert [got.why[n] for n in "1234"] == ["public_line", None, None, "public_line"]
    assert got.groups() == [["2"], ["3"]]
    assert got.people["poster_id:example.test/hikky/thread-1:v"]["reason"] == "public_line"
    assert got.verdicts("public_line")["poster_id:example.test/hikky/thread-1:v"][0] == "excluded"


def test_an_excluded_participants_reason_is_the_rule_that_took_its_last_record(tmp_path):
    """Public line, then public place, then several names: the last of them emptied it."""
    rows = [*named("kahvila", "a", "b", "c"), message(4, 2, poster_id="c", shared_line="公衆")]
    rows += [message(5, poster_id="a", shared_line="公衆"), *named("Pekka", "b", start=6), *named("Aki", "b", start=7)]
    got = study(tmp_path, rows, several_names="exclude")
    reasons = {key.rpartition(":")[2]: row["reason"] for key, row in got.people.items() if "thread-1" in key}
    assert reasons == {"a": "shared_place", "b": "several_names", "c": "shared_place"}
    assert got.people["poster_id:example.test/hikky/thread-2:c"]["reason"] == "public_line"
    assert got.count("participants", "dropped", "shared_place") == 2
    board = [row | {"poster_id_scope": "board"} for row in rows]
    over_threads = study(tmp_path / "board", board)
    assert over_threads.people["poster_id:example.test/hikky:c"]["reason"] == "shared_place"


def test_names_that_differ_in_width_or_case_are_one_name(tmp_path):
    """Three IDs under three spellings are one public place; one ID under two spellings has one name."""
    rows = [message(n, poster_id=f"i{n}", author_name=name) for n, name in enumerate(["Cafe", "ｃａｆｅ", "CAFE "], 1)]
    rows += [message(n, poster_id="one", author_name=name) for n, name in [(5, "Ａki"), (6, "aki"), (7, "Ａki")]]
    got = study(tmp_path, rows)
    assert [got.why[n] for n in ("1", "2", "3", "5")] == ["shared_place"] * 3 + [None]
    person = got.people["poster_id:example.test/hikky/thread-1:one"]
    assert (person["screen_names"], person["flags"]) == (["Ａki"], [])


POLICIES = {
    "merge": ({"1": None, "2": None, "3": None, "4": None}, "kept", 4, ["b", "a"]),
    "exclude": (dict.fromkeys("1234", "several_names"), "excluded", 0, []),
    "first": ({"1": None, "2": "not_first_name", "3": "not_first_name", "4": None}, "kept", 2, ["a"]),
}


@pytest.mark.parametrize("policy", POLICIES)
def test_u3_several_names_on_one_id_by_policy(tmp_path, policy):
    """The same input, three policies, three documented results; the default-name record follows its ID."""
    rows = [message(n, poster_id="p", author_name=name) for n, name in enumerate(["a", "b", "b", DEFAULT], 1)]
    got = study(tmp_path, rows, several_names=policy)
    why, status, messages, names = POLICIES[policy]
    person = got.people["poster_id:example.test/hikky/thread-1:p"]
    assert got.why == why
    assert (person["status"], person["messages"], person["screen_names"]) == (status, messages, names)
    outcome, evidence, concerned = got.verdicts("one_screen_name")[person["participant"]]
    assert outcome == ("merged" if policy == "merge" else "excluded")
    assert (evidence, concerned) == (f"names=2 policy={policy}", {"merge": 4, "exclude": 4, "first": 2}[policy])
    assert "several_names" in person["flags"]


def test_the_first_name_is_first_in_time_then_in_number(tmp_path):
    """Numbers of two boards tell nothing about which came first; within one minute they do."""
    trip = {"tripcode": "!t", "posted_at": _day(2)}
    rows = [message(3, author_name="later", **trip), message(2, author_name="x", **trip)]
    early = [message(500, author_name="early", board="muu", tripcode="!t", posted_at=_day(1))]
    got = study(tmp_path / "time", rows + early, several_names="first")
    assert got.why == {"500": None, "2": "not_first_name", "3": "not_first_name"}
    assert study(tmp_path / "number", rows, several_names="first").why == {"2": None, "3": "not_first_name"}


def test_a_name_lost_to_a_public_place_is_not_a_second_name(tmp_path):
    """Order (c): default names, public place, then one name per ID."""
    rows = [*named("kahvila", "a", "b", "c"), message(7, poster_id="a", author_name="Pekka")]
    got = study(tmp_path, rows, several_names="exclude")
    assert got.why["7"] is None
    assert got.people["poster_id:example.test/hikky/thread-1:a"]["flags"] == ["shared_place_not_decidable"]


def test_u4_a_rename_changes_no_participant(tmp_path):
    """The key is the computer, never the name."""
    before = study(tmp_path / "a", named("Aki", "a", "b", "a", "b"))
    after = study(tmp_path / "b", [*named("Aki", "a", "b"), *named("Uusi", "a", "b", start=3)])
    assert before.who == after.who


def test_ten_thousand_names_on_one_id(tmp_path):
    """One computer, ten thousand names: one participant, one audit row on it."""
    got = study(tmp_path, [message(n, poster_id="p", author_name=f"nimi {n}") for n in range(1, 10_001)])
    (person,) = got.people.values()
    assert (person["n_screen_names"], person["messages"]) == (10_000, 10_000)
    assert list(got.verdicts("one_screen_name").values()) == [("merged", "names=10000 policy=merge", 10_000)]


def _day(at):
    return datetime(2024, 4, 20, 3, tzinfo=UTC) + at * A_DAY
