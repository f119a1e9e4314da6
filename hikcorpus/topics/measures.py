"""Measures of how words differ between two corpora, spread over texts, and stand together: each as published."""

from collections.abc import Iterable, Sequence
from math import inf, log, log2, sqrt


def log_likelihood(a: int, b: int, c: int, d: int) -> float:
    """G2 of a word that stands a times among c words and b times among d (Rayson & Garside 2000; two terms).

    Above 15.13 the difference is significant at p < .0001, above 3.84 at .05. 0 where it is nowhere.
    """
    both, size = a + b, c + d
    return 2 * sum(seen * log(seen * size / (of * both)) for seen, of in ((a, c), (b, d)) if seen)


def g2(together: int, first: int, second: int, neither: int) -> float:
    """-2 log lambda of a 2 x 2 table (Dunning 1993): both, the first alone, the second alone, neither."""
    table = (together, first, second, neither)
    size = sum(table)
    one, other = together + first, together + second
    expected = (one * other, one * (size - other), (size - one) * other, (size - one) * (size - other))
    return 2 * sum(seen * log(seen * size / of) for seen, of in zip(table, expected, strict=True) if seen)


def log_ratio(a: int, b: int, c: int, d: int) -> float:
    """Binary logarithm of how many times as frequent it is (Hardie 2014): 1 is twice, 2 four times, -1 half.

    A frequency of 0 counts as half an occurrence, as Hardie proposes. nan never: 0 where it is nowhere or c or d is 0.
    """
    if not (a or b) or not c or not d:
        return 0.0
    return log2(((a or 0.5) / c) / ((b or 0.5) / d))


def percent_difference(a: int, b: int, c: int, d: int) -> float:
    """How much more frequent in per cent (%DIFF, Gabrielatos & Marchi 2011); inf where b is 0."""
    if not b or not c or not d:
        return inf if a else 0.0
    return 100 * ((a / c) / (b / d) - 1)


def deviation_of_proportions(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """DP (Gries 2008): 0 = spread as the parts' sizes are, towards 1 = all in a small part. A pair for each part."""
    return dp(zip(counts, sizes, strict=True), sum(counts), sum(sizes))


def dp(inside: Iterable[tuple[int, int]], occurrences: int, size: int) -> float:
    """The same from those parts alone that hold the word: (its count, the part's size)."""
    if not occurrences or not size:
        return 0.0
    differences, covered = 0.0, 0
    for count, part in inside:
        differences += abs(count / occurrences - part / size)
        covered += part
    return (differences + (1 - covered / size)) / 2


def normalised_dp(value: float, smallest: float) -> float:
    """DPnorm (Lijffijt & Gries 2012), which reaches 1. smallest: share of the smallest part in the corpus."""
    return value / (1 - smallest) if smallest < 1 else 0.0


def juilland_d(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """D (Juilland & Chang-Rodríguez 1964) over relative frequencies: 1 = even, 0 = all in one part."""
    rates = [count / size for count, size in zip(counts, sizes, strict=True) if size]
    n = len(rates)
    if n < 2 or not any(rates):
        return 1.0 if any(rates) else 0.0
    mean = sum(rates) / n
    spread = sqrt(sum((rate - mean) ** 2 for rate in rates) / n)
    return max(0.0, 1 - spread / mean / sqrt(n - 1))


def log_dice(together: int, first: int, second: int) -> float:
    """logDice (Rychlý 2008): 14 = never apart; one less is half as often; -inf = never together."""
    return 14 + log2(2 * together / (first + second)) if together else -inf
