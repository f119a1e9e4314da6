"""A hit, and which of several overlapping hits counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A place where a lexicon term stands: text[start:end], Unicode code points, end exclusive.

    term: the lexicon entry that matched, which need not look like the words it stands for.
    """

    start: int
    end: int
    term: str


def settle(found: Iterable[Hit], look_alikes: Sequence[tuple[int, int]]) -> list[Hit]:
    """Hits in order of place, none overlapping another, none inside a look-alike.

    Of overlapping hits the longer counts, of equally long ones the earlier.
    look_alikes: (start, end) of the phrases that only look like the topic; a hit that reaches beyond one stays.
    """
    kept: list[Hit] = []
    for hit in sorted(set(found), key=lambda hit: (hit.start - hit.end, hit.start, hit.term)):
        if any(start <= hit.start and hit.end <= end for start, end in look_alikes):
            continue
        if all(hit.end <= other.start or other.end <= hit.start for other in kept):
            kept.append(hit)
    return sorted(kept)
