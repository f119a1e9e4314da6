"""A board's base rate and the surprise of a thread against it."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.topics.base import Base, base_of
from hikcorpus.topics.rule import Prior

PRIOR = Prior(share=0.05, messages=300, spread=0.05)


def tail(n, k, p):
    """P(X >= k), X binomial: the definition, term by term."""
    return sum(math.comb(n, x) * p**x * (1 - p) ** (n - x) for x in range(k, n + 1))


@pytest.mark.parametrize(("n", "k", "p"), [(10, 3, 0.1), (63, 20, 0.1), (500, 60, 0.1), (5, 5, 0.4)])
def test_without_spread_it_is_the_binomial_tail(n, k, p):
    """The beta-binomial's limit."""
    assert Base(p, 0.0).surprise(n, k) == pytest.approx(-math.log10(tail(n, k, p)), rel=2e-3)


def test_a_tail_of_the_beta_binomial_by_hand():
    """n = 2, mean 1/2, a = b = 1 (spread 1/3) is uniform on 0, 1, 2."""
    base = Base(0.5, 1 / 3)
    assert base.surprise(2, 2) == pytest.approx(-math.log10(1 / 3))
    assert base.surprise(2, 1) == pytest.approx(-math.log10(2 / 3))


@given(st.integers(1, 3000), st.floats(0.001, 0.6), st.floats(0, 0.5), st.data())
def test_more_hits_are_more_surprising(n, share, spread, data):
    """Never negative, never falling, finite."""
    base = Base(share, spread)
    k = data.draw(st.integers(0, n - 1))
    less, more = base.surprise(n, k), base.surprise(n, k + 1)
    assert 0 <= less <= more + 1e-6 < math.inf


def test_the_base_rate_is_that_of_usual_threads():
    """Threads on the topic do not raise what they are measured against."""
    usual = Counter({(60, 6): 500, (60, 4): 300, (60, 9): 200})
    alone = base_of(usual, PRIOR)
    mixed = base_of(usual + Counter({(60, 40): 20}), PRIOR)
    assert alone.share == pytest.approx(0.1, abs=0.01)
    assert mixed.share == pytest.approx(alone.share, abs=0.002)
    assert mixed.surprise(60, 40) > 6


def test_an_unknown_board_has_the_prior_s():
    """And three messages change little."""
    assert base_of(Counter(), PRIOR) == Base(0.05, 0.05)
    assert base_of(Counter({(3, 3): 1}), PRIOR).share == pytest.approx(0.05, abs=0.02)
