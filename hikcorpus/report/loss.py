"""Expected loss: the share of posts that come and go between two visits, for any interval. Pure; no text, no ids.

A post lives a random time R. A share p of posts is doomed, R of those is exponential with mean tau; replies that are
deleted, and threads deleted with all their posts, are two such causes. At interval T a post is never seen if it is
gone before the next visit; posts fall anywhere between two visits, so loss(T) = mean of F(r), r uniform in 0..T.

What is seen are posts that lived to their first look (age a); of those, removals between two looks (ages l..d). That
they were seen at a is known, so each says P(l < R <= d | R > a): their ages tell tau even where T is far longer.
Where numbers tell how many posts nobody saw, that count enters the same likelihood, and so calibrates the model.
Both are weighed on a grid, flat in log tau and in the root of the share that is seen removed (Jeffreys' prior).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TABLE = (1, 5, 15, 60, 180)
"""Minutes for which the loss is foretold, beside the interval in use."""

_FASTEST, _SLOWEST = 30.0, 43_200.0  # seconds: means outside cannot be told apart by visits
_TAUS, _PS = 22, 11
_DEEP, _THIN = 8.0, 10.0  # log likelihood below the best at which points, and pairs of points, are left out


@dataclass(frozen=True, slots=True)
class Lives:
    """Lives of posts as far as they were seen, by one cause of removal. Ages in seconds, each with how many posts.

    began: ages at the first look. stood: ages at the last look at which they stood, of those never seen removed by
    this cause. gone: (l, d, n): stood at age l, gone at d. cluster: posts that go together (1 = each alone).
    """

    began: Sequence[tuple[float, float]]
    stood: Sequence[tuple[float, float]]
    gone: Sequence[tuple[float, float, float]]
    cluster: float = 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Number runs outside gaps: made and missing posts. spread: variance over that of independent posts, if known.

    spaces: (seconds between two looks, posts made in such). threads: posts of deleted threads are in it too.
    apart: it tells of more than deletions (threads fall off the end within an interval or two), so that it says how
    much is lost at the interval in use but must not calibrate what deletions cost at others.
    """

    made: int
    missing: int
    spread: float | None
    spaces: Sequence[tuple[float, float]]
    threads: bool = True
    apart: bool = False


@dataclass(frozen=True, slots=True)
class _Point:
    weight: float  # log
    tau: float
    p: float


def unseen(tau: float, seconds: float) -> float:
    """Share of the doomed, of mean life tau, that come and go within this time between two visits."""
    x = seconds / tau
    return x / 2 - x * x / 6 if x < 1e-4 else 1 + math.expm1(-x) / x


def _loss(one: _Point, two: _Point, seconds: float) -> float:
    """Share of posts unseen with both causes at work: 1 - mean of S1(r) S2(r)."""
    u, v = unseen(one.tau, seconds), unseen(two.tau, seconds)
    both = u + v - unseen(_joint(one, two), seconds)
    return one.p * u + two.p * v - one.p * two.p * both


def _likelihood(lives: Lives, tau: float) -> "tuple[float, list[tuple[float, float]], list[tuple[float, float]]]":
    """What of the likelihood does not depend on p, and exp(-age / tau) of `stood` and `began`."""
    fixed = 0.0
    for low, high, n in lives.gone:
        fixed += n * (math.log(-math.expm1(-max(high - low, 1.0) / tau)) - low / tau)
    stood, began = ([(math.exp(-age / tau), n) for age, n in part] for part in (lives.stood, lives.began))
    return fixed, stood, began


def _grid(lives: Lives) -> list[_Point]:
    """The likelihood over (tau, p), first coarse, then close to where it is high; each point with its weight."""
    low, high = math.log(_FASTEST), math.log(_SLOWEST)
    points: list[_Point] = []
    for _ in range(3):
        step = (high - low) / (_TAUS - 1)
        points = [point for k in range(_TAUS) for point in _ridge(lives, math.exp(low + k * step))]
        best = max(point.weight for point in points)
        points = [point for point in points if point.weight > best - _DEEP]
        taus = [math.log(point.tau) for point in points]
        narrow = max(low, min(taus) - step), min(high, max(taus) + step)
        if narrow[1] - narrow[0] > 0.7 * (high - low):
            break
        low, high = narrow
    return points


def _ridge(lives: Lives, tau: float) -> list[_Point]:
    """Points over the root of p for one tau, as far as they are likely."""
    fixed, stood, began = _likelihood(lives, tau)
    removed = sum(n for _, _, n in lives.gone)

    def at(root: float) -> float:
        p = root * root
        likely = removed * math.log(p) + fixed if removed else 0.0
        likely += sum(n * math.log1p(p * (e - 1)) for e, n in stood)
        return (likely - sum(n * math.log1p(p * (e - 1)) for e, n in began)) / lives.cluster

    low, high = 1e-6, 0.99
    best = _peak(at, low, high)
    top = at(best)
    low, high = _edge(at, best, low, top - _DEEP), _edge(at, best, high, top - _DEEP)
    step = (high - low) / (_PS - 1)
    roots = [low + k * step for k in range(_PS)]
    caught = sum(e * n for e, n in began) / max(1e-9, sum(n for _, n in began))  # p * caught: seen, then removed
    flat = math.log(max(step, 1e-12)) + 0.5 * math.log(max(caught, 1e-12))
    return [_Point(at(root) + flat, tau, root * root) for root in roots]


def _peak(at: Any, low: float, high: float) -> float:
    golden = (math.sqrt(5) - 1) / 2
    a, b = high - golden * (high - low), low + golden * (high - low)
    fa, fb = at(a), at(b)
    for _ in range(26):
        if fa < fb:
            low, a, fa = a, b, fb
            b = low + golden * (high - low)
            fb = at(b)
        else:
            high, b, fb = b, a, fa
            a = high - golden * (high - low)
            fa = at(a)
    return (low + high) / 2


def _edge(at: Any, inside: float, outside: float, level: float) -> float:
    if at(outside) >= level:
        return outside
    for _ in range(24):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if at(middle) >= level else (inside, middle)
    return outside


def foretell(
    replies: Lives, threads: Lives, measured: Measured | None, seconds: Sequence[float]
) -> list[dict[str, float]] | None:
    """For each interval (the one in use first): `seconds`, `loss`, `low`, `high` (95 %), as shares of posts made.

    None where nothing can be said: no removal was seen, and no numbers tell what was not.
    """
    if measured is None and not replies.gone and not threads.gone:
        return None
    apart = measured is not None and measured.apart
    spread = _spread(replies, threads, measured)
    pairs = _weighed(_grid(replies), _grid(threads), None if apart else measured, spread)
    told = [{"seconds": each} | _summary([(_loss(a, b, each), w) for a, b, w in pairs]) for each in seconds]
    if measured is not None and apart:
        told[0] = {"seconds": seconds[0]} | _wilson(measured.missing, measured.made, spread)
    return told


def _wilson(missing: int, made: int, spread: float) -> dict[str, float]:
    """A share with Wilson's 95 % interval, for as many independent posts as the spread leaves."""
    n, share, z = made / spread, missing / made, 1.96
    middle, half = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return {"loss": share, "low": max(0.0, low), "high": min(1.0, high)}


def _spread(replies: Lives, threads: Lives, measured: Measured | None) -> float:
    """As measured; else as if what was missed went together in threads like what was seen removed."""
    if measured is None or not measured.threads:
        return 1.0
    one, two = (sum(row[2] for row in lives.gone) + 0.5 for lives in (replies, threads))
    return measured.spread or 1.0 + (threads.cluster - 1.0) * two / (one + two)


def _weighed(
    ones: list[_Point], twos: list[_Point], measured: Measured | None, spread: float
) -> list[tuple[_Point, _Point, float]]:
    """Pairs of points with their weights; the unlikely ones are left out."""
    pairs = [(a, b, a.weight + b.weight) for a in ones for b in twos]
    if measured is not None and measured.made:
        usual = sum(each * n for each, n in measured.spaces) / sum(n for _, n in measured.spaces)
        alone = {id(each): _over(each, measured.spaces) for each in (*ones, *twos)}
        missed, seen = measured.missing, measured.made - measured.missing

        def fits(a: _Point, b: _Point) -> float:
            u, v = alone[id(a)], alone[id(b)] * measured.threads
            both = u + v
            if v:
                both -= a.p * b.p * (unseen(a.tau, usual) + unseen(b.tau, usual) - unseen(_joint(a, b), usual))
            both = min(max(both, 1e-12), 1 - 1e-12)
            return (missed * math.log(both) + seen * math.log1p(-both)) / spread

        pairs = [(a, b, weight + fits(a, b)) for a, b, weight in pairs]
    best = max(weight for _, _, weight in pairs)
    return [(a, b, math.exp(weight - best)) for a, b, weight in pairs if weight > best - _THIN]


def _over(point: _Point, spaces: Sequence[tuple[float, float]]) -> float:
    return point.p * sum(unseen(point.tau, each) * n for each, n in spaces) / sum(n for _, n in spaces)


def _joint(one: _Point, two: _Point) -> float:
    return one.tau * two.tau / (one.tau + two.tau)


def _summary(values: list[tuple[float, float]]) -> dict[str, float]:
    """Median and the middle 95 %."""
    values.sort()
    whole, run = sum(weight for _, weight in values), 0.0
    found: list[float] = []
    marks = [0.025, 0.5, 0.975]
    for value, weight in values:
        run += weight
        while len(found) < 3 and run >= marks[len(found)] * whole:
            found.append(value)
    found += [values[-1][0]] * (3 - len(found))
    return {"loss": found[1], "low": found[0], "high": found[2]}
