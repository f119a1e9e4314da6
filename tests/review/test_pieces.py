"""Texts cut for the page: nothing is lost, nothing becomes markup."""

from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.review.pieces import Span, pieces

MINE, OTHER = "m" + "a" * 16, "m" + "b" * 16


def test_marks_count_in_code_points():
    """An emoji and a kana with its mark are one and two characters, as in Python."""
    text = "😀 がち mutsi"
    start = text.index("mutsi")
    assert pieces(text, [Span(start, start + 5, "mutsi")]) == ["😀 がち ", ["mark", "mutsi", "mutsi"]]


def test_overlapping_hits_become_one_mark():
    """With all their terms; those that only touch stay two."""
    spans = [Span(0, 4, "isän"), Span(2, 8, "äiti"), Span(2, 8, "äiti"), Span(8, 9, "x")]
    assert pieces("isänäitix.", spans) == [["mark", "isänäiti", "isän, äiti"], ["mark", "x", "x"], "."]


def test_spans_that_lie_outside_are_cut():
    """Evidence of another text marks what there is, and breaks nothing."""
    assert pieces("abc", [Span(-2, 1, "a"), Span(2, 99, "c"), Span(7, 9, "z"), Span(2, 2, "n")]) == [
        ["mark", "a", "a"], "b", ["mark", "c", "c"],
    ]  # fmt: skip


def test_reply_marks_lead_to_numbers_of_the_thread():
    """Those of other threads lead nowhere; what only looks like one stays text."""
    text = f">>{MINE} ja >>{OTHER},{MINE}\n{MINE}x mummo"
    assert pieces(text, numbers={MINE: 3}) == [
        ">>", ["link", "3", 3], " ja >>", ["gone", "elsewhere"], ",", ["link", "3", 3], f"\n{MINE}x mummo",
    ]  # fmt: skip


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(-3, 45), st.integers(-3, 45)), max_size=8))
def test_nothing_of_a_text_is_lost(text, spans):
    """The pieces joined are the text; no piece is empty."""
    cut = pieces(text, [Span(start, end, "t") for start, end in spans], None)
    words = [piece if isinstance(piece, str) else piece[1] for piece in cut]
    assert "".join(words) == text
    assert all(words)
