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
        ("abc", "ab", "ab", {"c": "pruned"}),  # one may have come, pushed it off and been deleted: in doubt pruned
        ("abcd", "xca", "a", {"b": "pruned", "d": "pruned"}),  # c was touched: nothing below shows the board full
        ("abc", "xyza", "a", {"b": "pruned", "c": "pruned"}),
        ("", "ab", "", {}),
        ("ab", "", "", {"a": "deleted", "b": "deleted"}),  # an emptied board pruned nothing
    ],
)
def test_fates(before, now, untouched, expected):
    """Each case of the rule."""
    assert fates(list(before), list(now), set(untouched)) == expected


def test_a_board_with_room_pushes_nobody_off():
    """Where the listing was longer before, what came had room: a thread gone from the end was deleted."""
    assert fates(list("abc"), list("xab"), set("ab"), most=10) == {"c": "deleted"}
    assert fates(list("abc"), list("xab"), set("ab"), most=4) == {"c": "pruned"}  # room for one, two may have come


@given(st.permutations("abcdef"), st.integers(1, 5), st.integers(1, 5))
def test_a_full_board_prunes_from_its_end(order, arrived, kept):
    """Where nothing was deleted and nothing bumped, everything that vanished from a full board was pruned."""
    now = [f"new{n}" for n in range(arrived)] + order
    now = now[: len(order)]
    stay = set(now) & set(order)

    assert set(fates(order, now, stay).values()) <= {"pruned"}
