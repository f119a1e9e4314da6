"""Agreement against published worked examples, and what must hold of any data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.review.agreement import agreement, alpha, kappa, percent

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability": sections A (binary, two observers), B (nominal, two
# observers) and C (nominal, any number of observers, missing data); "." = missing
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Wikipedia, "Krippendorff's alpha", the example of the package `krippendorff` too (nominal: 0.691)
THREE = (".....34121133.3", "1.213343.......", "..21344.21133.4")


def units(rows):
    """Per unit the values that are there."""
    assert len({len(row) for row in rows}) == 1
    return [[value for value in column if value != "."] for column in zip(*rows, strict=True)]


@pytest.mark.parametrize(("rows", "published"), [(BINARY, 0.095), (NOMINAL, 0.692), (MISSING, 0.743), (THREE, 0.691)])
def test_alpha_of_published_examples(rows, published):
    """To the digits in print."""
    assert round(alpha(units(rows)), 3) == published


def table(*rows):
    """Pairs from a table of counts: rows of the first coder, columns of the second."""
    return [(a, b) for a, row in enumerate(rows) for b, n in enumerate(row) for _ in range(n)]


@pytest.mark.parametrize(
    ("counts", "published"),
    [
        ([(75, 1, 4), (5, 4, 1), (0, 0, 10)], 0.68),  # Fleiss, Levin & Paik 2003, table 18.1
        ([(40, 9), (6, 45)], 0.70),  # Feinstein & Cicchetti 1990: the same agreement of 85 % ...
        ([(80, 10), (5, 5)], 0.32),  # ... and a kappa half as high
        ([(20, 5), (10, 15)], 0.40),
        ([(0, 25), (25, 0)], -1.0),
        ([(25, 25), (25, 25)], 0.0),
    ],
)
def test_kappa_of_published_examples(counts, published):
    """To the digits in print."""
    assert round(kappa(table(*counts)), 2) == published


def test_what_is_not_defined_is_none():
    """Nobody read, or everybody always said the same: no measure, never 1.0 or 0.0."""
    assert (kappa([]), alpha([]), percent([])) == (None, None, None)
    same = [("include", "include")] * 5
    assert (kappa(same), alpha(same), percent(same)) == (None, None, 100.0)
    assert agreement([["include"], []], 2) == (0, None, None, None)


def test_kappa_is_of_two_coders_alone():
    """With three, alpha and percent are left."""
    found = agreement([["a", "a", "b"], ["b", "b", "b"], ["a", "a"]], 3)
    assert found.kappa is None
    assert found.units == 3
    assert found.percent == pytest.approx(100 * (1 / 3 + 1 + 1) / 3)


values = st.sampled_from(["include", "exclude", "unsure"])


@given(st.lists(st.tuples(values, values), min_size=1, max_size=60))
def test_measures_know_no_order_and_no_names(pairs):
    """Units reversed, coders swapped, values renamed: the same; full agreement is 1."""
    renamed = {"include": "x", "exclude": "y", "unsure": "z"}
    again = [(renamed[b], renamed[a]) for a, b in reversed(pairs)]
    for measure in (kappa, alpha, percent):
        assert measure(again) == pytest.approx(measure(pairs))
    full = [(a, a) for a, _ in pairs]
    assert kappa(full) in (None, 1.0)
    assert alpha(full) in (None, 1.0)


@given(st.lists(st.tuples(values, values), min_size=1, max_size=60))
def test_alpha_of_two_coders_is_scotts_pi_for_small_samples(pairs):
    """1 - alpha = (1 - pi) (N - 1) / N with N values in all (Krippendorff 2004); kappa is never below pi."""
    n = 2 * len(pairs)
    said = [value for pair in pairs for value in pair]
    chance = sum((said.count(value) / n) ** 2 for value in set(said))
    if chance == 1:
        assert alpha(pairs) is None
        return
    pi = (sum(a == b for a, b in pairs) / len(pairs) - chance) / (1 - chance)
    assert 1 - alpha(pairs) == pytest.approx((1 - pi) * (n - 1) / n)
    assert kappa(pairs) is None or kappa(pairs) >= pi - 1e-9
