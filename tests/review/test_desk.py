"""Two desks: what one coder sees of the other (nothing), and what both see when they have finished."""

import json

import pytest

from hikcorpus.errors import UsageError
from tests.review.conftest import CONSENSUS, desk_of


def all_of(desk, verdict, but=()):
    """Decide every thread alike, but some otherwise."""
    for thread in desk.threads():
        desk.decide(thread, dict(but).get(thread, verdict), "")


def shown(desk):
    """All that a page could ever get."""
    return json.dumps([desk.study(), desk.result(), *(desk.thread(thread) for thread in desk.threads())])


def test_one_sees_nothing_of_the_other(data, clock):
    """Byte for byte the same page, whatever the other does, until both have read everything."""
    anna, ben = (desk_of(data, name, clock) for name in ("anna", "ben"))
    all_of(anna, "exclude")
    before = shown(anna)
    for thread in ben.threads()[:-1]:
        ben.decide(thread, "include", "BEN-REASON")
        assert shown(anna) == before
    ben.decide(ben.threads()[-1], "include", "BEN-REASON")
    assert anna.result()["finished"]
    assert "BEN-REASON" not in shown(anna)


def test_no_page_tells_which_threads_were_proposed(desk):
    """Neither score nor stratum, in no word and no order."""
    text = shown(desk)
    assert all(word not in text for word in ("proposed", "dropped", "stratum", "score", "kept"))
    assert len(desk.threads()) == 10


def test_decisions_come_back(data, clock):
    """A page loaded anew, and a server started anew, show what was decided; the last word counts."""
    desk = desk_of(data, "anna", clock)
    thread = desk.threads()[3]
    desk.decide(thread, "unsure", "")
    desk.decide(thread, "include", "puhutaan äidistä")
    listed = {one["id"]: one for one in desk_of(data, "anna", clock).study()["threads"]}
    assert (listed[thread]["decision"], listed[thread]["reason"]) == ("include", "puhutaan äidistä")
    assert sum(one["decision"] is not None for one in listed.values()) == 1


@pytest.mark.parametrize(
    ("thread", "verdict", "reason"),
    [("nothere", "include", ""), (None, "maybe", ""), (None, "include", "x" * 2001), (None, "", "")],
)
def test_what_is_no_decision_is_refused(desk, thread, verdict, reason):
    """Nothing is written."""
    with pytest.raises(UsageError):
        desk.decide(thread or desk.threads()[0], verdict, reason)
    assert desk.folder.coders() == []


def test_consensus_shows_disagreements_alone_and_settles_them(data, clock):
    """With both decisions and reasons; afterwards the coders' own pages change these no more."""
    anna, ben = (desk_of(data, name, clock) for name in ("anna", "ben"))
    first, second, third = anna.threads()[:3]
    all_of(anna, "exclude", {first: "include", third: "unsure"})
    all_of(ben, "exclude", {second: "unsure", third: "unsure"})
    anna.decide(first, "include", "about her mother")
    together = desk_of(data, CONSENSUS, clock)
    assert set(together.threads()) == {first, second, third}
    assert together.thread(ben.threads()[0] if ben.threads()[0] not in (first, second, third) else "x") is None
    said = together.thread(first)["said"]
    assert said == [
        {"coder": "anna", "decision": "include", "reason": "about her mother"},
        {"coder": "ben", "decision": "exclude", "reason": ""},
    ]
    together.decide(first, "include", "")
    with pytest.raises(UsageError, match="settled by consensus"):
        anna.decide(first, "exclude", "")
    assert together.found().settled == 1
    assert together.found().agreement.units == 10


def test_threads_without_a_title_are_listed_by_their_beginning(desk):
    """Many boards have no titles; a deleted opening message says nothing there either."""
    from hikcorpus.review.threads import Reading

    listed = desk.study()["threads"]
    assert all(one["opening"] and one["lang"] in ("fi", "en", "ja") for one in listed)
    rows = [row | {"state": "deleted"} for row in desk.reading.messages.to_pylist()]
    table = desk.reading.messages.from_pylist(rows, schema=desk.reading.messages.schema)
    assert Reading(desk.reading.titles, table).openings == {}
