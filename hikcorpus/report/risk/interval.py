"""A share and how far it can be trusted."""

import math
from typing import NamedTuple


class Share(NamedTuple):
    """hits of n, and the 95 % interval of the share (Wilson 1927); n = 0 says nothing: 0 to 1."""

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
            return "nothing to measure"
        return (
            f"{self.hits:,} of {self.n:,} = {self.hits / self.n:.1%} (95 % interval {self.low:.1%} to {self.high:.1%})"
        )


def share(hits: int, n: int, z: float = 1.959964) -> Share:
    """The share with its Wilson interval."""
    if not n:
        return Share(hits, n, 0.0, 1.0)
    rate, spread = hits / n, z * z / n
    middle, half = rate + spread / 2, z * math.sqrt(rate * (1 - rate) / n + spread / (4 * n))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    return Share(hits, n, 0.0 if not hits else max(0.0, low), 1.0 if hits == n else min(1.0, high))
