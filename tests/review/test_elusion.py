"""Intervals against printed values, and estimates against worlds whose truth is known."""

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.review.elusion import estimate
from hikcorpus.review.interval import clopper_pearson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),  # 1 - 0.025 ** (1 / 10)
        (10, 10, 0.6915, 1.0),
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (81, 263, 0.2527, 0.3676),  # Newcombe 1998, table I, method 5
        (15, 148, 0.0578, 0.1617),
        (0, 20, 0.0, 0.1684),
        (1, 29, 0.0009, 0.1776),
    ],
)
def test_printed_intervals(hits, n, low, high):
    """Newcombe 1998 (Statistics in Medicine 17, 857-872) and common tables."""
    found = clopper_pearson(hits, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 40), st.data())
def test_the_bounds_are_where_the_tails_are_two_and_a_half_percent(n, data):
    """By the definition, in whole binomial sums."""
    hits = data.draw(st.integers(0, n))
    found = clopper_pearson(hits, n)
    assert found.low <= hits / n <= found.high
    if hits:
        tail = sum(comb(n, x) * found.low**x * (1 - found.low) ** (n - x) for x in range(hits, n + 1))
        assert tail == pytest.approx(0.025, rel=1e-6)
    if hits < n:
        tail = sum(comb(n, x) * found.high**x * (1 - found.high) ** (n - x) for x in range(hits + 1))
        assert tail == pytest.approx(0.025, rel=1e-6)


def test_large_samples_stay_exact():
    """No overflow, no drift: near the normal interval for half of 100,000."""
    found = clopper_pearson(50_000, 100_000)
    assert found.low == pytest.approx(0.4969, abs=1e-4)
    assert found.high == pytest.approx(0.5031, abs=1e-4)


def outcomes(**threads):
    """Thread -> outcome, whatever why."""
    return {thread: (what, "agreed") for thread, what in threads.items()}


def test_a_worked_estimate():
    """60 of 80 proposals belong in; 2 of 100 sampled of 2,500 dropped: 50 missed, recall 60 / 110."""
    said = {f"p{n}": ("include" if n < 60 else "exclude", "agreed") for n in range(80)}
    said |= {f"d{n}": ("include" if n < 2 else "exclude", "agreed") for n in range(100)}
    said["p79"], said["d99"] = ("undecided", "disagreed"), ("undecided", "unsure")
    found = estimate(said, [f"p{n}" for n in range(80)], [f"d{n}" for n in range(100)], 2500)
    assert found.precision[:2] == (60, 79)
    assert found.elusion[:2] == (2, 99)
    assert found.missed[0] == pytest.approx(2 / 99 * 2500)
    assert found.recall[0] == pytest.approx(60 / (60 + 2 / 99 * 2500))
    assert found.recall[1] < found.recall[0] < found.recall[2]
    assert (found.undecided_proposed, found.undecided_sampled) == (1, 1)


def test_reading_all_that_was_dropped_leaves_no_doubt():
    """The sample is everything: what was found is what was missed."""
    found = estimate(outcomes(a="include", b="include", c="exclude"), "a", "bc", 2)
    assert found.missed == (1, 1, 1)
    assert found.recall == (0.5, 0.5, 0.5)


def test_nothing_read_says_nothing():
    """No recall out of no sample; none where nothing belongs in."""
    assert estimate(outcomes(a="include"), "a", "", 50).recall is None
    assert estimate(outcomes(a="exclude", b="exclude"), "a", "b", 1).recall is None
    assert estimate({}, "a", "b", 9).precision == (0, 0, 0.0, 1.0)


def test_the_interval_covers_the_true_recall():
    """1,000 draws from worlds of 42 of 2,589 threads of which the filter finds 36: at least 95 % hold the truth."""
    chance, held = random.Random(5), 0
    said = {f"p{n}": ("include" if n < 36 else "exclude", "agreed") for n in range(60)}
    said |= {f"d{n}": ("include" if n < 6 else "exclude", "agreed") for n in range(2529)}
    dropped = [f"d{n}" for n in range(2529)]
    for _ in range(1000):
        _, low, high = estimate(said, [f"p{n}" for n in range(60)], chance.sample(dropped, 100), 2529).recall
        held += low <= 36 / 42 <= high
    assert held >= 950
