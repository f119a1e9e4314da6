"""How a description says where on a page something stands: `css selector @attribute -> regular expression`.

The notation itself is told in `hikcorpus.config.engines`; here it is taken apart and checked as far as that needs no
HTML parser (the selector itself is tried by `sources.declared`).
"""

import re
from typing import Annotated, Final, NamedTuple

from pydantic import AfterValidator

_NAME: Final = re.compile(r"(?:^|\s)@([A-Za-z_:][\w:.-]*)$")
_ARROW: Final = re.compile(r"(?:^|\s)->(?:\s|$)")
TEXTS: Final = frozenset({"text", "own", "titled", "after"})
"""Names after `@` that are no attributes: all text, the element's own text, text with titles, the text after it."""


class Value(NamedTuple):
    """One place: the selector ('' = the thing itself), what to take of it (an attribute or one of TEXTS), a pattern."""

    selector: str
    take: str = "text"
    pattern: re.Pattern[str] | None = None


def parse_value(text: str) -> Value:
    """A value's three parts. Raises ValueError saying what is wrong with it."""
    place, arrow, expression = text.strip(), "", ""
    if found := _ARROW.search(text):
        place, arrow, expression = text[: found.start()].strip(), "->", text[found.end() :].strip()
    take = "text"
    if named := _NAME.search(place):
        take, place = named[1], place[: named.start()].strip()
    elif "@" in re.sub(r"\[[^\]]*\]", "", place):
        raise ValueError(f"{text!r}: after @ stands one attribute's name, and nothing more but -> and a pattern")
    if arrow and not expression:
        raise ValueError(f"{text!r}: after -> stands a regular expression")
    if not (place or named or arrow):
        raise ValueError("it is empty; leave the key out instead")
    return Value(place, take, _compiled(expression) if arrow else None)


def first_group(match: re.Match[str]) -> str:
    """The first group that took part in a match; the whole match where there is none."""
    return next((group for group in match.groups() if group is not None), match[0])


def _compiled(expression: str) -> re.Pattern[str]:
    try:
        return re.compile(expression)
    except re.error as error:
        raise ValueError(f"{expression!r} is no regular expression: {error}") from None


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    for one in _several(value):
        parse_value(one)
    return _several(value)


def _selectors(value: str | tuple[str, ...]) -> tuple[str, ...]:
    for one in _several(value):
        if not one.strip() or (parsed := parse_value(one)).pattern or parsed.selector != one.strip():
            raise ValueError(f"{one!r}: here stands a CSS selector alone, without @ and ->")
    return _several(value)


def _patterns(value: str | tuple[str, ...]) -> tuple[str, ...]:
    for one in _several(value):
        _compiled(one)
    return _several(value)


Values = Annotated[str | tuple[str, ...], AfterValidator(_values)]
"""One value, or several: the first that finds something counts."""
Selectors = Annotated[str | tuple[str, ...], AfterValidator(_selectors)]
"""One CSS selector, or several: all that any of them finds."""
Patterns = Annotated[str | tuple[str, ...], AfterValidator(_patterns)]
"""One regular expression, or several."""
