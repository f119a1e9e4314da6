"""Compiling regular expressions whose groups are repeated possessively: `(?:a|b)*+` as the atomic `(?>(?:a|b)*)`.

The two mean the same, but Python 3.11 loses the marks of captures round a possessive group with alternatives in it
(`_sre` then reads memory that was never set: right in a young process, wrong in an old one; measured on 3.11.7,
cf. CPython gh-101955). Possessive repeats of a single character or class are sound and stay.
"""

import re
from typing import AnyStr

_POSSESSIVE = re.compile(r"(?:[*+?]|\{\d*,?\d*\})\+")


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """`re.compile`, with possessive groups made atomic. Raises re.error."""
    if isinstance(pattern, bytes):
        return re.compile(atomic(pattern.decode("latin-1")).encode("latin-1"), flags)
    return re.compile(atomic(pattern), flags)


def atomic(pattern: str) -> str:
    """The pattern with every possessive repeat of a group as an atomic group round a greedy one."""
    out: list[str] = []
    opened: list[int] = []
    place = 0
    while place < len(pattern):
        char = pattern[place]
        if char == "\\":
            out.append(pattern[place : place + 2])
            place += 2
        elif char == "[":
            end = _class_end(pattern, place)
            out.append(pattern[place:end])
            place = end
        else:
            out.append(char)
            place += 1
            if char == "(":
                opened.append(len(out) - 1)
            elif char == ")":
                start = opened.pop()
                if (repeat := _POSSESSIVE.match(pattern, place)) is not None:
                    out[start] = "(?>" + out[start]
                    out.append(repeat[0][:-1] + ")")
                    place = repeat.end()
    return "".join(out)


def _class_end(pattern: str, start: int) -> int:
    """One past the end of the character class that begins at `start`."""
    place = start + 1
    if pattern[place : place + 1] == "^":
        place += 1
    if pattern[place : place + 1] == "]":
        place += 1
    while pattern[place] != "]":
        place += 2 if pattern[place] == "\\" else 1
    return place + 1
