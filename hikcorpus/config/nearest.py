"""What a mistyped name was probably meant to be."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_LIKE: Final = 0.6
"""Share of letters that two names have in common above which one may be meant by the other."""


def nearest(name: str, known: Iterable[str], like: float = _LIKE) -> list[str]:
    """Up to three known names that look most like this one, best first; capitals do not matter.

    like: share of letters that they have in common at least, 0 to 1.
    """
    by_small = {one.lower(): one for one in known}
    return [by_small[one] for one in get_close_matches(name.lower(), by_small, 3, like)]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`Did you mean 'a' or 'b'? `, or '' where nothing looks like it; a sentence follows."""
    found = [repr(one) for one in nearest(name, known)]
    return f"Did you mean {' or '.join(found)}? " if found else ""
