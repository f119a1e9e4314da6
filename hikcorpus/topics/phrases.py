"""Phrases as topic files write them: `my|your folks`, `vanhem* kuin`, `*yisä*`."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from hikcorpus.topics.gate import Gate, without_dots

_LETTERS: Final = r"[^\W\d_]*"
_BETWEEN: Final = r"(?:\s+|\s*[-\u2010-\u2013'’]\s*)"
_NO_LETTER_BEFORE: Final = r"(?<![^\W\d_])"
_NO_LETTER_AFTER: Final = r"(?![^\W\d_])"
_DOTLESS: Final = str.maketrans("äöå", "aoa")
_TYPED: Final = {"ä": "[äa]", "ö": "[öo]", "å": "[åa]", "'": "['’]"}
_NEAR: Final = 60  # characters; look-alikes are short
_PIECES: Final = re.compile(r"[*']")


class Phrases:
    """Finds phrases as whole words in lower-case text; ä, ö, å are also found typed as a, o, a."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = [(phrase, _keys(phrase), re.compile(_expression(phrase))) for phrase in phrases]
        self.starts, self.anywhere = _beginnings(phrases)
        self._gate = Gate(self.starts, self.anywhere)

    def spans(self, lowered: str) -> list[tuple[int, int, str]]:
        """All places as (start, end, phrase as the file writes it)."""
        return self._within(lowered, 0, len(lowered)) if self._gate.passes(lowered) else []

    def spans_near(self, lowered: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """Those that stand within some words before `start` and behind `end`."""
        first, last = max(0, start - _NEAR), min(len(lowered), end + _NEAR)
        while first > 0 and not lowered[first - 1].isspace():
            first -= 1
        while last < len(lowered) and not lowered[last].isspace():
            last += 1
        return self._within(lowered, first, last)

    def _within(self, lowered: str, first: int, last: int) -> list[tuple[int, int, str]]:
        dotless = lowered[first:last].translate(_DOTLESS)
        return [
            (match.start(), match.end(), phrase)
            for phrase, keys, found in self._phrases
            if any(key in dotless for key in keys)
            for match in found.finditer(lowered, first, last)
        ]


def spellings(words: Iterable[str]) -> set[str]:
    """The words, lower case, and how they are typed without dots."""
    return {spelling for word in words for spelling in without_dots(word.lower())}


def _options(phrase: str) -> list[str]:
    """The alternatives of that word of a phrase which tells most."""
    words = [word.split("|") for word in phrase.lower().split()]
    return max(words, key=lambda options: min(len(_PIECES.split(option)[0]) for option in options))


def _keys(phrase: str) -> list[str]:
    return [max(_PIECES.split(option), key=len).translate(_DOTLESS) for option in _options(phrase)]


def _beginnings(phrases: Sequence[str]) -> tuple[set[str], set[str]]:
    """For the gate: what begins a word of every phrase, and what stands anywhere (words with a leading `*`)."""
    options = [option for phrase in phrases for option in _options(phrase)]
    leading = [max(_PIECES.split(option), key=len) for option in options if option.startswith("*")]
    return spellings(_PIECES.split(option)[0] for option in options if option[0] != "*"), spellings(leading)


def _expression(phrase: str) -> str:
    return _NO_LETTER_BEFORE + _BETWEEN.join(map(_word, phrase.lower().split())) + _NO_LETTER_AFTER


def _word(word: str) -> str:
    options = [_LETTERS.join(map(_typed, option.split("*"))) for option in word.split("|")]
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"


def _typed(part: str) -> str:
    return "".join(_TYPED.get(letter) or re.escape(letter) for letter in part)
