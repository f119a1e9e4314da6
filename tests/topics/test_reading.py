"""Who stays in a corpus: the rule's proposals, or what people decided; content warnings; the flow of both."""

from collections import Counter

import pyarrow as pa
import pytest

from hikcorpus.store.schemas import schema
from hikcorpus.topics.lexicon import load_topic
from hikcorpus.topics.reading import Reading, chosen
from hikcorpus.topics.warnings import WARNINGS, warnings_in

SCORES = pa.Table.from_pylist(
    [
        {"thread_id": name}
        | ({"decision": "kept"} if name in "abcde" else {"decision": "dropped", "reason": "below_threshold"})
        for name in ("a", "b", "c", "d", "e", "x", "y", "z")
    ],
    schema=schema("corpora", "scores"),
)
DECISIONS = {
    "a": ("include", "agreed"),
    "b": ("exclude", "consensus"),
    "c": ("undecided", "unsure"),
    "d": ("undecided", "not_read"),
    "x": ("include", "agreed"),  # of the sample of dropped threads
    "y": ("exclude", "agreed"),
}


def test_without_readers_the_proposals_stay():
    """And nobody is said to have read them."""
    who = chosen(SCORES, None)
    assert who.kept == who.proposed == ["a", "b", "c", "d", "e"]
    assert who.counts == {"threads.kept": 5, "threads.dropped.below_threshold": 3}
    assert set(who.scores["read"].to_pylist()) == {None}


@pytest.mark.parametrize(("accept", "kept"), [(False, ["a", "x"]), (True, ["a", "c", "d", "e", "x"])])
def test_decisions_alone_count_unless_proposals_are_accepted(accept, kept):
    """What a reader excluded is out either way; a dropped thread that readers include comes in."""
    who = chosen(SCORES, Reading(DECISIONS, accept))
    assert who.kept == kept
    assert who.proposed == ["a", "b", "c", "d", "e", "x", "y"]
    lost = sum(n for name, n in who.counts.items() if name.startswith("read.dropped."))
    assert who.counts["read.in"] == 7 == who.counts["read.kept"] + lost
    assert who.counts["read.accepted_unread"] == (3 if accept else 0)
    said = dict(zip(who.scores["thread_id"].to_pylist(), who.scores["read"].to_pylist(), strict=True))
    assert said == {"a": "include", "b": "exclude", "c": "undecided", "d": "undecided", "e": "undecided"} | {
        "x": "include", "y": "exclude", "z": None
    }  # fmt: skip


def test_reasons_of_readers_are_counted():
    """Excluded, and each way of not deciding."""
    counts = chosen(SCORES, Reading(DECISIONS)).counts
    assert {name: n for name, n in counts.items() if "read.dropped" in name} == {
        "read.dropped.excluded": 2, "read.dropped.unsure": 1, "read.dropped.not_read": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lang", "said"),
    [
        ("mietin itsemurhaa joka päivä", "fi", {"suicide"}),
        ("viiltelin käsiäni taas", "fi", {"suicide", "self_harm"}),
        ("isäni hakkasi minua", "fi", {"violence"}),
        ("i was raped by my uncle", "en", {"violence", "sexual_abuse"}),
        ("自殺したい", "ja", {"suicide"}),
        ("söin aamiaista", "fi", set()),
    ],
)
def test_threads_carry_their_warnings(text, lang, said):
    """A single hit warns; deleted messages do not."""
    rows = [{"thread_id": "t", "message_id": "m", "text": text, "lang": lang, "state": "live"}]
    rows += [{"thread_id": "u", "message_id": "n", "text": text, "lang": lang, "state": "deleted"}]
    topics = [load_topic(name) for name in WARNINGS]
    found = warnings_in(pa.Table.from_pylist(rows, schema=schema("pseudonymised", "messages")), topics).to_pylist()
    assert {row["warning"] for row in found} >= said
    assert bool(found) == bool(said)
    assert Counter(row["thread_id"] for row in found) == Counter({"t": len(found)} if found else {})
