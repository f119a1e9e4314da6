"""A share of a sample and how far it can be trusted: the exact interval of Clopper & Pearson (1934).

Biometrika 26(4), 404-413, doi 10.1093/biomet/26.4.404. Exact = it covers the true share in at least 95 % of samples,
also where few or none were found: what an elusion sample mostly looks like.
"""

from collections.abc import Callable
from math import exp, lgamma, log, log1p
from typing import NamedTuple

_STEPS = 60


class Share(NamedTuple):
    """hits of n, and the interval of the share; n = 0 says nothing: 0 to 1."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """hits / n."""
        return self.hits / self.n if self.n else None

    def __str__(self) -> str:
        if not self.n:
            return "nothing read"
        return (
            f"{self.hits:,} of {self.n:,} = {self.hits / self.n:.1%} (95 % interval {self.low:.1%} to {self.high:.1%})"
        )


def clopper_pearson(hits: int, n: int, level: float = 0.95) -> Share:
    """The share hits / n with its exact interval. level: 0 to 1. Raises ValueError unless 0 <= hits <= n."""
    if not 0 <= hits <= n:
        raise ValueError("hits must lie between 0 and n")
    half = (1 - level) / 2
    low = _where(lambda p: _at_least(hits, n, p) < half) if hits else 0.0
    high = 1 - _where(lambda q: _at_least(n - hits, n, q) < half) if hits < n else 1.0
    return Share(hits, n, low, high)


def _at_least(k: int, n: int, p: float) -> float:
    """P(X >= k) of a binomial distribution, summed from k away from its middle."""
    if not 0 < p < 1:
        return float(p >= 1 or k <= 0)
    if k <= n * p:
        return 1 - _at_least(n - k + 1, n, 1 - p)
    term = exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p))
    total, odds = term, p / (1 - p)
    for x in range(k, n):
        term *= odds * (n - x) / (x + 1)
        total += term
        if term < 1e-17 * total:
            break
    return total


def _where(below: Callable[[float], bool]) -> float:
    """The share at which a tail that grows with it stops being below its bound."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return (low + high) / 2
