"""Phrases as topic files write them: `my|your folks`, `vanhem* kuin`, `*yisä*`."""

import re
from collections.abc import Sequence
from typing import Final

from hikcorpus.topics.gate import without_dots

_LETTERS: Final = r"[^\W\d_]*"
_BETWEEN: Final = r"(?:\s+|\s*[-‐‑–'’]\s*)"
_NO_LETTER_BEFORE: Final = r"(?<![^\W\d_])"
_NO_LETTER_AFTER: Final = r"(?![^\W\d_])"


class Phrases:
    """Finds phrases as whole words, whatever the case; ä, ö, å are also found typed as a, o, a."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(phrases)
        self._found = [re.compile(_expression(phrase), re.IGNORECASE) for phrase in self._phrases]

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """All places as (start, end, phrase as the file writes it)."""
        return [
            (match.start(), match.end(), phrase)
            for phrase, found in zip(self._phrases, self._found, strict=True)
            for match in found.finditer(text)
        ]

    def beginnings(self) -> tuple[set[str], set[str]]:
        """For the gate: what begins a word of every phrase, and what stands anywhere (phrases that begin with `*`)."""
        starts: set[str] = set()
        anywhere: set[str] = set()
        for phrase in self._phrases:
            for word in phrase.split()[0].lower().split("|"):
                (anywhere if word.startswith("*") else starts).update(without_dots(word.strip("*")))
        return starts, anywhere


def _expression(phrase: str) -> str:
    return _NO_LETTER_BEFORE + _BETWEEN.join(_word(word) for word in phrase.split()) + _NO_LETTER_AFTER


def _word(word: str) -> str:
    options = [_LETTERS.join(map(_typed, option.split("*"))) for option in word.lower().split("|")]
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"


def _typed(part: str) -> str:
    return "".join({"ä": "[äa]", "ö": "[öo]", "å": "[åa]"}.get(c) or re.escape(c) for c in part)


def spellings(words: Sequence[str]) -> set[str]:
    """All beginnings and their spellings without dots, lower case."""
    return {spelling for word in words for spelling in without_dots(word.lower())}

