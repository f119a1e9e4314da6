"""The study's rules U2: whose records are a public place's, and what cannot be decided."""

import inspect

import pytest

from hikcorpus.participants import rules
from hikcorpus.participants.config import ParticipantRules
from hikcorpus.participants.rules import NameSeen, judge_name

from .rows import day, message, named
from .study import study


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
        message(at, poster_id=f"id{at}", author_name="Aki", poster_id_scope="board_day", posted_at=day(at))
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


def test_a_public_line_is_excluded_and_joins_nothing(tmp_path):
    """The board's own mark: the record goes, and its ID is nobody's bridge between two tripcodes."""
    rows = [message(1, poster_id="w", tripcode="!a", shared_line="公衆"), message(2, poster_id="w", tripcode="!b")]
    rows += [message(3, tripcode="!a"), message(4, poster_id="v", shared_line="公衆")]
    got = study(tmp_path, rows)
    assert [got.why[n] for n in "1234"] == ["public_line", None, None, "public_line"]
    assert got.groups() == [["2"], ["3"]]
    assert got.people["poster_id:example.test/hikky/thread-1:v"]["reason"] == "public_line"
    assert got.verdicts("public_line")["poster_id:example.test/hikky/thread-1:v"][0] == "excluded"
