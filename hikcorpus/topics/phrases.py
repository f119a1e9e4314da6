"""Phrases of languages that write words apart: `my|your folks`, `vanhem* kuin`, `neet for (about) # years`."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from hikcorpus.topics.gate import without_dots
from hikcorpus.topics.index import Index
from hikcorpus.topics.notation import Needle, Part, needles, parts
from hikcorpus.topics.numbers import DIGITS, number, number_words

_LETTERS: Final = r"[^\W\d_]*"
_BETWEEN: Final = r"(?:\s+|\s*[-\u2010-\u2013'’]\s*)"
_BEHIND_NUMBER: Final = rf"(?:{_BETWEEN}|(?<=[\d+]))"  # 7yrs
_SPACE: Final = r"[,;:]?[^\S\r\n]+"
_GAP: Final = rf"{_SPACE}(?:(?:[^\s.!?…]|[.!?…](?=\w)){{1,40}}{_SPACE}){{0,3}}?"
_NO_LETTER_BEFORE: Final = r"(?<![^\W\d_])"
_NO_LETTER_AFTER: Final = r"(?![^\W\d_])"
_TYPED: Final = {"ä": "[äa]", "ö": "[öo]", "å": "[åa]", "'": "['’]"}
_NEAR: Final = 60  # characters; look-alikes are short


class Phrases:
    """Finds phrases as whole words in lower-case text; ä, ö, å are also found typed as a, o, a.

    language: whose number words `#` stands for, besides digits.
    """

    def __init__(self, phrases: Sequence[str], language: str = "") -> None:
        self._phrases, self._language = phrases, language
        found = [needles(phrase.lower()) for phrase in phrases]
        self.starts = spellings(needle.text for each in found for needle in each if not needle.anywhere)
        self.anywhere = spellings(needle.text for each in found for needle in each if needle.anywhere)
        self._index = Index([map(_dotless, each) for each in found])

    def spans(self, lowered: str) -> list[tuple[int, int, str]]:
        """All places as (start, end, phrase as the file writes it)."""
        return self._within(lowered, 0, len(lowered))

    def spans_near(self, lowered: str, start: int, end: int) -> list[tuple[int, int, str]]:
        """Those that stand within some words before `start` and behind `end`."""
        first, last = max(0, start - _NEAR), min(len(lowered), end + _NEAR)
        while first > 0 and not lowered[first - 1].isspace():
            first -= 1
        while last < len(lowered) and not lowered[last].isspace():
            last += 1
        return self._within(lowered, first, last)

    def _within(self, lowered: str, first: int, last: int) -> list[tuple[int, int, str]]:
        return [
            (match.start(), match.end(), self._phrases[at])
            for at in self._index.candidates(dotless(lowered[first:last]))
            for match in _expression(self._phrases[at].lower(), self._language).finditer(lowered, first, last)
        ]


def spellings(words: Iterable[str]) -> set[str]:
    """The words, lower case, and how they are typed without dots."""
    return {spelling for word in words for spelling in without_dots(word.lower())}


def dotless(lowered: str) -> str:
    """ä, ö, å as a, o, a: six times as fast as `translate`."""
    return lowered if lowered.isascii() else lowered.replace("ä", "a").replace("ö", "o").replace("å", "a")


def _dotless(needle: Needle) -> Needle:
    return Needle(dotless(needle.text), needle.anywhere, needle.weight)


@cache
def _expression(phrase: str, language: str) -> re.Pattern[str]:
    out, between = "", ""
    for part in parts(phrase):
        if part.kind == "gap":
            out, between = out + _GAP, ""
            continue
        word, behind = _word(part, language), _BEHIND_NUMBER if "#" in "".join(part.options) else _BETWEEN
        if part.kind == "word":
            out, between = out + between + word, behind
        elif between:
            out += f"(?:{between}{word})?"
            between = behind if behind == _BEHIND_NUMBER else between
        else:
            out += f"(?:{word}{behind})?"
    return re.compile(_NO_LETTER_BEFORE + out + _NO_LETTER_AFTER)


def _word(part: Part, language: str) -> str:
    options = [_option(option, language) for option in part.options]
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"


def _option(option: str, language: str) -> str:
    if option == "#":
        return _number(language)
    return DIGITS.join(_LETTERS.join(map(_typed, piece.split("*"))) for piece in option.split("#"))


@cache
def _number(language: str) -> str:
    return number(language, map(_typed, number_words(language)))


def _typed(part: str) -> str:
    return "".join(_TYPED.get(letter) or re.escape(letter) for letter in part)
