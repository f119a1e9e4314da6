"""What a text is counted in: words in Finnish and English, characters in Japanese, which writes no spaces."""

import re
from collections.abc import Iterator

RUNS = {"words": (2, 3, 4, 8), "characters": (4, 6, 8, 16)}
"""Lengths of the runs that are looked at. Two characters carry about as much as one word."""

_TAG = re.compile(r"\[[A-Z_]+(?::[^\]\s]*)?\]|>>+[0-9a-z]+")
_WORD = re.compile(r"[^\W_]+")


def kind(lang: str | None) -> str:
    """words or characters."""
    return "characters" if lang == "ja" else "words"


def units(text: str, lang: str | None) -> list[str]:
    """Lower-case words, or letters one by one; tags and reply links are none of the poster's words."""
    words = _WORD.findall(_TAG.sub(" ", text).lower())
    return [letter for word in words for letter in word] if kind(lang) == "characters" else words


def runs(found: list[str], n: int) -> Iterator[str]:
    """All runs of n units."""
    for start in range(len(found) - n + 1):
        yield "\x00".join(found[start : start + n])
