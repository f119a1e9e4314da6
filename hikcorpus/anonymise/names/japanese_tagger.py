"""Two taggers that see different things, one of morphemes and one of characters; their odds are averaged."""

import math
from collections.abc import Iterator
from typing import Any

from hikcorpus.anonymise.names import japanese, japanese_characters, japanese_morphemes
from hikcorpus.anonymise.names.shipped import unpacked
from hikcorpus.anonymise.names.tagger import Found, Tagger, Token, _opened, _spans

CHARACTERS = "characters.crfsuite.xz"
FLOOR = 0.09
"""A clause in which the first tagger gives no morpheme this probability holds no name: the second need not look."""
_MARKS = frozenset("、。，．,!?！？…")
_LEAST = 1e-4
"""Probabilities are cut here and at 1 less this before their odds are averaged."""


class JapaneseTagger(Tagger):
    """`Tagger("ja")` with the second model. Not safe between threads."""

    def __init__(self, weights: bytes | None = None, characters: bytes | None = None) -> None:
        """weights, characters: uncompressed CRFsuite models instead of the shipped ones (training)."""
        super().__init__("ja", weights)
        if characters is None:
            characters = unpacked("ja", CHARACTERS)
        self._held = characters  # CRFsuite reads them where they lie
        self._second: Any = _opened(characters)

    def _segment(self, text: str, gated: bool) -> list[Found]:
        judged = self._judged(text, gated)
        if judged is None:
            return []
        tokens, probable, sure = judged
        taken = japanese.chosen(text, tokens, probable, sure)
        if True not in taken:
            return []
        kept = [probability if yes else 0.0 for probability, yes in zip(probable, taken, strict=True)]
        return [
            (start, end, score)
            for one, last, score in _spans(text, tokens, kept, sure, _LEAST)
            for start, end in [japanese.settle(text, tokens[one][0], tokens[last][1])]
            if start < end
        ]

    def _judged(self, text: str, gated: bool) -> tuple[list[Token], list[float], list[bool]] | None:
        """Morphemes, how probably each is (part of) a name, and which surely are. None where a gate stays shut.

        Both gates, the lists' and the first tagger's, decide about spans; gated, they also save the work.
        """
        possible = japanese.possible(text)
        if gated and not possible:
            return None
        tokens = japanese.tokens(text)
        if not tokens:
            return None
        first = self._probabilities(japanese.features(text, tokens))
        possible = possible and max(first) >= FLOOR
        if gated and not possible:
            return None
        probable = self._mixed(text, first, gated)
        return (tokens, probable, japanese.sure(text, tokens)) if possible else None

    def _mixed(self, text: str, first: list[float], gated: bool) -> list[float]:
        """For every morpheme the probability whose log odds are the mean of its own and of its characters'.

        Zero in a clause that leaves the first tagger no doubt; gated, the second then does not look at it.
        """
        seen = japanese_morphemes.morphemes(text)
        crf = self._second
        marginal = crf.marginal
        mixed: list[float] = []
        for begin, last in _clauses(seen.surfaces):
            doubt = max(first[begin : last + 1]) >= FLOOR
            if gated and not doubt:
                mixed += [0.0] * (last + 1 - begin)
                continue
            crf.set(japanese_characters.features(seen, begin, last))
            place = 0
            for number in range(begin, last + 1):
                size = len(seen.surfaces[number])
                inside = sum(1.0 - marginal("O", at) for at in range(place, place + size))
                mixed.append(between(first[number], inside / size) if doubt else 0.0)
                place += size
        return mixed


def _clauses(surfaces: list[str]) -> Iterator[tuple[int, int]]:
    """(first, last) of the morphemes between marks at which no name goes on."""
    begin = 0
    for place, surface in enumerate(surfaces):
        if surface in _MARKS:
            yield begin, place
            begin = place + 1
    if begin < len(surfaces):
        yield begin, len(surfaces) - 1


def between(one: float, other: float) -> float:
    """The probability whose log odds are the mean of those of two; the sure and the impossible are none."""
    one = min(max(one, _LEAST), 1 - _LEAST)
    other = min(max(other, _LEAST), 1 - _LEAST)
    odds = math.sqrt(one / (1 - one) * other / (1 - other))
    return odds / (1 + odds)


def open_tagger(language: str) -> Tagger:
    """The tagger of a language (ISO 639-1) with its shipped weights: Japanese has two models, the others one."""
    return JapaneseTagger() if language == japanese.CODE else Tagger(language)
