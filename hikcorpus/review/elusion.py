"""What the filter missed, estimated from the dropped threads that were read, and how right its proposals were. Pure.

Elusion = share of what was dropped that belonged in (a term of electronic discovery: Roitblat 2007, Sedona Conference
Journal 8). Recall follows from it: included / (included + elusion x dropped).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hikcorpus.review.interval import Share, clopper_pearson


@dataclass(frozen=True, slots=True)
class Estimate:
    """precision: proposals included, of those decided. elusion: sampled dropped threads included, of those decided.

    missed: threads, (estimate, low, high), of all `dropped`. recall: (estimate, low, high), None where nothing was
    included at all. undecided_*: read threads that are not settled and so count in neither.
    """

    precision: Share
    elusion: Share
    dropped: int
    missed: tuple[float, float, float]
    recall: tuple[float, float, float] | None
    undecided_proposed: int
    undecided_sampled: int


def estimate(
    outcomes: Mapping[str, tuple[str, str]], proposed: Collection[str], sampled: Collection[str], dropped: int
) -> Estimate:
    """Precision and recall of the filter.

    outcomes: thread -> (include, exclude or undecided, why). sampled: a random sample of `dropped` threads in all.
    The interval is of the sample alone (Clopper-Pearson; what was read cannot be missed any more, nor can more be
    missed than was not found to be off the topic); that precision rests on proposals not all decided is not in it.
    """
    included, precise = _count(outcomes, proposed)
    found, read = _count(outcomes, sampled)
    elusion = clopper_pearson(found, read)
    low = max(float(found), elusion.low * dropped)
    high = min(float(dropped - (read - found)), elusion.high * dropped)
    middle = found / read * dropped if read else (low + high) / 2
    return Estimate(
        precision=clopper_pearson(included, precise),
        elusion=elusion,
        dropped=dropped,
        missed=(middle, low, high),
        recall=_recall(included, middle, low, high) if read else None,
        undecided_proposed=len(proposed) - precise,
        undecided_sampled=len(sampled) - read,
    )


def _recall(included: int, middle: float, low: float, high: float) -> tuple[float, float, float] | None:
    if not included + high:
        return None
    lowest = included / (included + high)
    best = included / (included + low) if included + low else 1.0
    likely = included / (included + middle) if included + middle else best
    return likely, lowest, best


def _count(outcomes: Mapping[str, tuple[str, str]], threads: Collection[str]) -> tuple[int, int]:
    """(included, decided) of these threads."""
    said = [outcomes.get(thread, ("undecided", ""))[0] for thread in threads]
    return said.count("include"), len(said) - said.count("undecided")
