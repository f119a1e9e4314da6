"""A board's own base rate of a topic, and how surprising a thread is against it.

Family words stand in a tenth of all messages of such a board, so nearly every longer thread has some. What tells is
how far a thread lies above what threads of this board usually show, and threads differ more than dice: the number of
messages with a hit is beta-binomial (Skellam 1948), its two parameters by moments (Kleinman 1973, doi
10.1080/01621459.1973.10481332) over the board's threads, the most surprising left out once.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import lgamma, log
from typing import Final

from hikcorpus.topics.rule import Prior

Threads = Counter[tuple[int, int]]
"""(messages, messages with a hit) -> number of such threads."""
_OUTLIER: Final = 3.0
_WIDEST: Final = 0.5


@dataclass(frozen=True, slots=True)
class Base:
    """share: part of the messages with a hit in a thread that is not on the topic. spread: 0 = binomial."""

    share: float
    spread: float

    def surprise(self, messages: int, with_hits: int) -> float:
        """-log10 of the chance that such a thread has so many messages with a hit or more; 0 for none."""
        if with_hits <= 0 or messages <= 0:
            return 0.0
        return -_log_tail(messages, min(with_hits, messages), self.share, self.spread) / log(10)


def base_of(threads: Threads, prior: Prior) -> Base:
    """The base rate of a board from its threads; from `prior` alone where there are none."""
    first = _fit(threads, prior)
    usual = Counter({key: n for key, n in threads.items() if first.surprise(*key) < _OUTLIER})
    return _fit(usual, prior)


def _fit(threads: Mapping[tuple[int, int], int], prior: Prior) -> Base:
    messages = sum(n * count for (n, _), count in threads.items())
    hits = sum(k * count for (_, k), count in threads.items())
    share = (hits + prior.share * prior.messages) / (messages + prior.messages)
    variance = share * (1 - share)
    excess = sum(count * ((k - n * share) ** 2 - n * variance) for (n, k), count in threads.items())
    pairs = sum(count * n * (n - 1) * variance for (n, _), count in threads.items())
    known = prior.messages**2 * variance  # the prior counts as one thread of that many messages
    spread = (excess + prior.spread * known) / (pairs + known)
    return Base(share, min(_WIDEST, max(0.0, spread)))


def _log_tail(n: int, k: int, share: float, spread: float) -> float:
    """Natural logarithm of P(X >= k), X beta-binomial with that mean share and intra-thread correlation."""
    spread = max(spread, 1e-6)
    scale = (1 - spread) / spread
    a, b = share * scale, (1 - share) * scale
    first = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
    first += lgamma(k + a) + lgamma(n - k + b) - lgamma(n + a + b)
    first += lgamma(a + b) - lgamma(a) - lgamma(b)
    total = term = 1.0
    for x in range(k, n):
        term *= (n - x) * (x + a) / ((x + 1) * (n - x - 1 + b))
        total += term
        if term < 1e-12 * total:
            break
    return min(0.0, first + log(total))
