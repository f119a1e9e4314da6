"""A visit that comes late says so of what it finds."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.crawl.gaps import backfill, longest_wait, usual_interval
from tests.crawl.facts import at
from tests.crawl.small_board import SmallBoard, post


@pytest.mark.parametrize(
    ("looks", "now", "why"),
    [
        ([], 0, "first_visit"),
        ([0], 10**6, None),  # what is usual is not known yet
        ([0, 900], 10**6, None),
        ([0, 900, 1800], 1800 + 900, None),
        ([0, 900, 1800], 1800 + 2100, None),  # twice the usual and five minutes
        ([0, 900, 1800], 1800 + 2101, "gap"),
        ([0, 60, 120, 180], 180 + 420, None),
        ([0, 60, 120, 180], 180 + 421, "gap"),
        ([0, 900, 1800, 90_000, 90_900], 90_900 + 2101, "gap"),  # one long pause changes nothing of what is usual
    ],
)
def test_when_a_visit_is_late(looks, now, why):
    """Each case of the rule, in seconds."""
    assert backfill([at(look) for look in looks], at(now)) == why


@settings(deadline=None)
@given(st.lists(st.integers(1, 10_000), min_size=2, max_size=60), st.integers(0, 10**6))
def test_a_gap_is_longer_than_the_longest_wait(spaces, wait):
    """Whatever the visits were: late is exactly what is later than `longest_wait` of the median space."""
    looks = [at(sum(spaces[:count])) for count in range(len(spaces) + 1)]
    usual = sorted(timedelta(seconds=space) for space in spaces)[len(spaces) // 2]
    assert usual_interval(looks) == usual
    late = timedelta(seconds=wait) > longest_wait(usual)
    assert (backfill(looks, looks[-1] + timedelta(seconds=wait)) == "gap") is late


def test_rows_say_why_they_were_read_late(tmp_path, clock):
    """The first visit, ordinary growth, and what came during a pause are told apart in the rows and visits."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)]})
    board.visit()
    for number in (12, 13, 14):
        board.threads[10].append(post(number, 10))
        board.visit()
    board.threads[10].append(post(15, 10))
    done, _ = board.visit(after=6 * 3600)
    board.threads[10].append(post(16, 10))
    board.visit()

    found = {row["number"]: row["backfill"] for row in board.rows()}
    assert found == {10: "first_visit", 11: "first_visit", 12: None, 13: None, 14: None, 15: "gap", 16: None}
    assert done.counts["backfill_gap"] == 1
    assert [row["backfill"] for row in board.looks(10)] == ["first_visit", None, None, None, "gap", None]
