"""The measures give the values that were published."""

from math import inf, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.topics.measures import (
    deviation_of_proportions,
    dp,
    g2,
    juilland_d,
    log_dice,
    log_likelihood,
    log_ratio,
    normalised_dp,
    percent_difference,
)


@pytest.mark.parametrize(
    ("table", "published"),
    [
        ((110, 2442, 111, 29114), 270.72),
        ((29, 13, 123, 31612), 263.90),
        ((31, 23, 139, 31584), 256.84),
        ((10, 0, 3, 31764), 167.23),
        ((76, 104, 2476, 29121), 157.21),
        ((16, 16, 51, 31694), 157.03),
    ],
)
def test_dunning(table, published):
    """Bigrams of Dunning (1993), table 1: the swiss, can be, previous year, mineral water, at the, real terms."""
    assert g2(*table) == pytest.approx(published, abs=0.005)


def test_rayson_and_garside():
    """Lancaster's worked example: 52 in 50,000 words against 57 in 75,000 is 2.65, not significant."""
    assert log_likelihood(52, 57, 50_000, 75_000) == pytest.approx(2.65, abs=0.005)


def test_hardie():
    """Log Ratio: one point is twice as often, 3.32 ten times; nothing counts as half an occurrence."""
    assert log_ratio(20, 10, 1000, 1000) == 1
    assert log_ratio(100, 10, 1000, 1000) == pytest.approx(3.32, abs=0.005)
    assert log_ratio(10, 20, 1000, 1000) == -1
    assert log_ratio(8, 0, 1000, 1000) == 4


def test_gabrielatos_and_marchi():
    """%DIFF: twice as often is 100 per cent more."""
    assert percent_difference(20, 10, 1000, 1000) == pytest.approx(100)
    assert percent_difference(1, 0, 10, 10) == inf


def test_gries():
    """The corpus of five parts of Gries (2008, 2020): DP .18, DPnorm .2195, Juilland's D .785."""
    counts, sizes = (1, 2, 3, 4, 5), (9, 10, 10, 10, 11)
    found = deviation_of_proportions(counts, sizes)
    assert found == pytest.approx(0.18)
    assert normalised_dp(found, 9 / 50) == pytest.approx(0.2195, abs=0.00005)
    assert juilland_d(counts, sizes) == pytest.approx(0.785, abs=0.0005)


def test_lijffijt_and_gries():
    """Three equal parts, two thirds in one, one third in another: DP 1/3, DPnorm 1/2."""
    assert deviation_of_proportions((2, 1, 0), (7, 7, 7)) == pytest.approx(1 / 3)
    assert normalised_dp(1 / 3, 1 / 3) == pytest.approx(1 / 2)


def test_rychly():
    """logDice: 14 where they are never apart; 0 is one occurrence together in 16,000."""
    assert log_dice(50, 50, 50) == 14
    assert log_dice(1, 16384, 16384) == 0
    assert log_dice(0, 5, 5) == -inf


COUNTS = st.integers(0, 500)


@given(COUNTS, COUNTS, st.integers(500, 10_000), st.integers(500, 10_000))
def test_log_likelihood_is_symmetric(a, b, c, d):
    """Never below 0; the sides may be swapped; the ratio changes its sign."""
    assert log_likelihood(a, b, c, d) == pytest.approx(log_likelihood(b, a, d, c), abs=1e-9)
    assert log_likelihood(a, b, c, d) >= -1e-9
    assert log_ratio(a, b, c, d) == pytest.approx(-log_ratio(b, a, d, c))


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_g2_is_never_negative(one, two, three, four):
    """And 0 where the word is nowhere."""
    assert g2(one, two, three, four) >= -1e-6


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(40, 400)), min_size=2, max_size=12))
def test_dp_from_parts_with_the_word_alone(parts):
    """Parts without the word need not be looked at."""
    counts, sizes = zip(*parts, strict=True)
    if not any(counts):
        assert deviation_of_proportions(counts, sizes) == 0
        return
    total, size = sum(counts), sum(sizes)
    plain = sum(abs(count / total - part / size) for count, part in parts) / 2
    assert dp([pair for pair in parts if pair[0]], total, size) == pytest.approx(plain)
    assert 0 <= plain <= 1
    assert 0 <= juilland_d(counts, sizes) <= 1


def test_log_ratio_by_hand():
    """7 in 900 against 3 in 4,000."""
    assert log_ratio(7, 3, 900, 4000) == pytest.approx(log2((7 / 900) / (3 / 4000)))
