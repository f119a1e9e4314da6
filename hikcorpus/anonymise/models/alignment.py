"""Where tokens stand in the text, for tokenizers that do not say so: those of Japanese BERT, in pure Python."""

import re
from collections.abc import Collection, Sequence
from typing import Final
from unicodedata import normalize

_NEAR: Final = 30  # characters a tokenizer may skip
_LONGEST: Final = 200  # characters that become one unknown token
_MARKS: Final = re.compile("^(##|▁)")


def align(text: str, tokens: Sequence[str], unknown: str, silent: Collection[str]) -> list[tuple[int, int]]:
    """(start, end) of every token; (0, 0) for the silent ones, which stand for nothing in the text.

    Unknown tokens, and any that the text does not hold, get the whole stretch between their neighbours: rather too
    much is masked than too little.
    """
    low = _folded(text)
    found: list[tuple[int, int]] = [(0, 0)] * len(tokens)
    waiting: list[int] = []
    place = 0
    for number, token in enumerate(tokens):
        if token in silent:
            continue
        piece = _folded(normalize("NFC", _MARKS.sub("", token))) if token != unknown else ""
        reach = place + len(piece) + (_LONGEST * len(waiting) if waiting else _NEAR)
        start = low.find(piece, place, reach) if piece else -1
        if start < 0:
            waiting.append(number)
            continue
        for other in waiting:
            found[other] = _stretch(text, place, start)
        waiting.clear()
        found[number] = (start, start + len(piece))
        place = start + len(piece)
    for other in waiting:
        found[other] = _stretch(text, place, len(text))
    return found


def _stretch(text: str, start: int, end: int) -> tuple[int, int]:
    inside = text[start:end]
    return (
        (end, end) if not inside.strip() else (start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip()))
    )


def _folded(text: str) -> str:
    """The same length: small letters without accents, as tokenizers that fold make them."""
    return "".join(normalize("NFD", character.lower())[0] for character in text)
