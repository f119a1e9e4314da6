"""A text cut into plain pieces, marked evidence and reply links, so that a page has nothing to compute. Pure.

Offsets of evidence are Unicode code points, which JavaScript does not count in: hence here.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

Piece = str | list[Any]
"""Plain text; ["mark", text, terms]; ["link", text, number in the same thread]; ["gone", text]: elsewhere."""

_ANCHOR: Final = re.compile(r"(?<![0-9A-Za-z])m[a-z2-7]{16}(?![0-9A-Za-z])")


class Span(NamedTuple):
    """Evidence: text[start:end], end exclusive."""

    start: int
    end: int
    term: str


def pieces(text: str, spans: Iterable[Span] = (), numbers: Mapping[str, int] | None = None) -> list[Piece]:
    """The text from its beginning to its end: nothing is left out but pseudonyms, which become numbers.

    spans: evidence, any order; what overlaps becomes one mark, what lies outside the text is cut. numbers: pseudonym
    of a message of this thread -> its number; None = no links.
    """
    out: list[Piece] = []
    done = 0
    for start, end, terms in _merged(spans, len(text)):
        out += _linked(text[done:start], numbers)
        out.append(["mark", text[start:end], ", ".join(terms)])
        done = end
    return out + _linked(text[done:], numbers)


def _merged(spans: Iterable[Span], size: int) -> list[tuple[int, int, list[str]]]:
    found: list[tuple[int, int, list[str]]] = []
    for start, end, term in sorted(spans):
        first, last = max(0, start), min(size, end)
        if first >= last:
            continue
        if found and first < found[-1][1]:
            before, until, terms = found.pop()
            found.append((before, max(until, last), terms if term in terms else [*terms, term]))
        else:
            found.append((first, last, [term]))
    return found


def _linked(text: str, numbers: Mapping[str, int] | None) -> list[Piece]:
    if numbers is None:
        return [text] if text else []
    out: list[Piece] = []
    done = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() > done:
            out.append(text[done : anchor.start()])
        number = numbers.get(anchor[0])
        out.append(["gone", "elsewhere"] if number is None else ["link", str(number), number])
        done = anchor.end()
    return [*out, text[done:]] if done < len(text) else out
