"""Spans of identifiers, and how overlapping ones become one."""

from collections.abc import Iterable
from dataclasses import dataclass

from hikcorpus.anonymise.entities import RANK


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """An identifier in a text: code points start to end (exclusive) of the text it was found in."""

    start: int
    end: int
    entity: str
    score: float


def union(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, none overlapping another.

    Spans that overlap are joined: the whole stretch goes to the entity of highest priority, with the best
    score among them. So nothing of a found identifier is ever left beside a mask.
    """
    joined: list[Span] = []
    for span in sorted(spans):
        last = joined[-1] if joined else None
        if last is None or span.start >= last.end:
            joined.append(span)
            continue
        entity = min(last.entity, span.entity, key=lambda name: (RANK.get(name, len(RANK)), name))
        joined[-1] = Span(last.start, max(last.end, span.end), entity, max(last.score, span.score))
    return joined
