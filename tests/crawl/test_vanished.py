"""Pruned or deleted: only the order of the listing can tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.crawl.vanished import fates


@pytest.mark.parametrize(
    ("before", "now", "untouched", "expected"),
    [
        ("abc", "abc", "abc", {}),
        ("abc", "xab", "ab", {"c": "pruned"}),  # full board, one came, the last went
        ("abc", "ac", "ac", {"b": "deleted"}),  # one below still stands
        ("abc", "xac", "ac", {"b": "deleted"}),  # the same, though one came
        ("abc", "ab", "ab", {"c": "deleted"}),  # nobody came: nothing had to make room
        ("abcd", "xca", "a", {"b": "deleted", "d": "pruned"}),  # c was touched: shrunk by one, room for one
        ("abc", "xyza", "a", {"b": "pruned", "c": "pruned"}),
        ("", "ab", "", {}),
        ("ab", "", "", {"a": "deleted", "b": "deleted"}),  # an emptied board pruned nothing
    ],
)
def test_fates(before, now, untouched, expected):
    """Each case of the rule."""
    assert fates(list(before), list(now), set(untouched)) == expected


@given(st.permutations("abcdef"), st.integers(1, 5), st.integers(1, 5))
def test_a_full_board_prunes_from_its_end(order, arrived, kept):
    """Where nothing was deleted and nothing bumped, everything that vanished from a full board was pruned."""
    now = [f"new{n}" for n in range(arrived)] + order
    now = now[: len(order)]
    stay = set(now) & set(order)

    assert set(fates(order, now, stay).values()) <= {"pruned"}
