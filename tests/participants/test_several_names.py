"""Names of one participant (U3, U7): default names, spellings, policies, order of the rules."""

import pytest

from .rows import DEFAULT, day, message, named
from .study import study


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
    trip = {"tripcode": "!t", "posted_at": day(2)}
    rows = [message(3, author_name="later", **trip), message(2, author_name="x", **trip)]
    early = [message(500, author_name="early", board="muu", tripcode="!t", posted_at=day(1))]
    got = study(tmp_path / "time", rows + early, several_names="first")
    assert got.why == {"500": None, "2": "not_first_name", "3": "not_first_name"}
    assert study(tmp_path / "number", rows, several_names="first").why == {"2": None, "3": "not_first_name"}


def test_a_name_lost_to_a_public_place_is_not_a_second_name(tmp_path):
    """Order (c): default names, public place, then one name per ID."""
    rows = [*named("kahvila", "a", "b", "c"), message(7, poster_id="a", author_name="Pekka")]
    got = study(tmp_path, rows, several_names="exclude")
    assert got.why["7"] is None
    assert got.people["poster_id:example.test/hikky/thread-1:a"]["flags"] == ["shared_place_not_decidable"]


def test_ten_thousand_names_on_one_id(tmp_path):
    """One computer, ten thousand names: one participant, one audit row on it."""
    got = study(tmp_path, [message(n, poster_id="p", author_name=f"nimi {n}") for n in range(1, 10_001)])
    (person,) = got.people.values()
    assert (person["n_screen_names"], person["messages"]) == (10_000, 10_000)
    assert list(got.verdicts("one_screen_name").values()) == [("merged", "names=10000 policy=merge", 10_000)]
