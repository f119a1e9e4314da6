"""Cutting a text into pieces that a model takes, at lines where that is possible."""

import re
from collections.abc import Callable, Iterator
from typing import Final

_CUTS: Final = (re.compile(r"\n"), re.compile(r"[.!?…]+\s|[。！？]"), re.compile(r"\s|[,、]"))
"""Where to cut, best first: behind a line, a sentence, a word."""


def pieces(text: str, fits: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """(start, end) of pieces in order, which together are the text; each fits, or is one character long.

    A piece that is too long is cut near its middle (in the middle half, so that hostile texts take no longer).
    """
    waiting = [(0, len(text))] if text else []
    while waiting:
        start, end = waiting.pop()
        if end - start <= 1 or fits(text[start:end]):
            yield start, end
            continue
        cut = _cut(text, start, end)
        waiting += [(cut, end), (start, cut)]


def _cut(text: str, start: int, end: int) -> int:
    quarter = (end - start) // 4
    middle = (start + end) // 2
    for shape in _CUTS:
        places = (match.end() for match in shape.finditer(text, start + quarter, end - quarter))
        inside = [place for place in places if start < place < end]
        if inside:
            return min(inside, key=lambda place: abs(place - middle))
    return middle
