"""How far readers agree: percent, Cohen's kappa, Krippendorff's alpha. Pure; `unsure` is a value like the others.

None stands for "not defined": nothing was read by two, or everybody always said the same one thing, so that agreement
by chance is already complete and no measure can tell skill from habit.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import NamedTuple


class Agreement(NamedTuple):
    """units: threads read by at least two. percent: 0 to 100. kappa: only of two coders. alpha: of any number."""

    units: int
    percent: float | None
    kappa: float | None
    alpha: float | None


def agreement(units: Iterable[Sequence[Hashable]], coders: int) -> Agreement:
    """All measures at once. units: per thread the values of those who read it. coders: how many take part in all."""
    read = [values for values in units if len(values) > 1]
    pairs = [(values[0], values[1]) for values in read]
    return Agreement(len(read), percent(read), kappa(pairs) if coders == 2 else None, alpha(read))


def percent(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Pairs of equal values within a unit, of all such pairs, in percent; each unit weighs the same."""
    shares = []
    for values in units:
        pairs = [first == second for first, second in combinations(values, 2)]
        if pairs:
            shares.append(sum(pairs) / len(pairs))
    return 100 * sum(shares) / len(shares) if shares else None


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa, (p_o - p_e) / (1 - p_e), for nominal values of two coders.

    Cohen 1960, Educational and Psychological Measurement 20(1), 37-46, doi 10.1177/001316446002000104.
    """
    n = len(pairs)
    if not n:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs)
    by_chance = sum(times * second[value] for value, times in first.items())
    if by_chance == n * n:
        return None
    return (n * observed - by_chance) / (n * n - by_chance)


def alpha(units: Iterable[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values, any number of coders, missing values left out: 1 - D_o / D_e.

    By coincidences, as in Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C. A unit with
    m values gives each of its ordered pairs the weight 1 / (m - 1); units with one value cannot be compared.
    """
    totals: Counter[Hashable] = Counter()
    disagreed = 0.0
    for values in units:
        m = len(values)
        if m < 2:
            continue
        counts = Counter(values)
        totals.update(counts)
        disagreed += (m * m - sum(times * times for times in counts.values())) / (m - 1)
    n = totals.total()
    expected = n * n - sum(times * times for times in totals.values())
    if not expected:
        return None
    return 1 - (n - 1) * disagreed / expected
