"""The report's numbers are the flow table's."""

from hikcorpus.report.flow import flow_text, kept_sentence
from hikcorpus.store.flow import dropped, row

ROWS = [
    row("raw", "captured", "threads", "in", 2589),
    row("corpora", "threads on the topic", "threads", "in", 2589),
    *dropped("corpora", "threads on the topic", "threads", {"no_hit": 2000, "below_threshold": 547, "never": 0}),
    row("corpora", "threads on the topic", "threads", "out", 42),
    row("corpora", "threads on the topic", "messages", "in", 155_000),
    row("corpora", "threads on the topic", "messages", "out", 2644),
]


def test_the_studys_sentence():
    """In the words of the Finnish family study (C3 of the checklist)."""
    assert kept_sentence(ROWS) == "kept 42 of 2,589 threads containing 2,644 messages"
    assert kept_sentence(ROWS[:1]) is None


def test_every_line_of_the_flow_is_told():
    """A block a step, reasons in words, nothing for a reason that never was."""
    text = flow_text(ROWS)
    assert text.splitlines()[0] == "Captured: captured"
    assert "below threshold, automatic" in text
    assert "never" not in text
    assert len(text.splitlines()) == len(ROWS) + 2
