"""Two taggers that see different things, one of morphemes and one of characters; what they say is averaged."""

from typing import Any

from hikcorpus.anonymise.names import japanese, japanese_characters
from hikcorpus.anonymise.names.shipped import unpacked
from hikcorpus.anonymise.names.tagger import Found, Tagger, Token, _opened, _spans

CHARACTERS = "characters.crfsuite.xz"
FLOOR = 0.03
"""A segment in which the first tagger gives no morpheme this probability holds no name: the second need not look."""


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
        return [
            (start, end, score)
            for one, last, score in _spans(text, tokens, probable, sure, japanese.THRESHOLD)
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
        probable = self._mixed(text, first)
        return (tokens, probable, japanese.sure(text, tokens)) if possible else None

    def _mixed(self, text: str, first: list[float]) -> list[float]:
        """For every morpheme the mean of its own probability and of its characters'."""
        seen = japanese.morphemes(text)
        crf = self._second
        crf.set(japanese_characters.features(seen))
        marginal = crf.marginal
        place = 0
        mixed: list[float] = []
        for surface, probable in zip(seen.surfaces, first, strict=True):
            size = len(surface)
            inside = sum(1.0 - marginal("O", at) for at in range(place, place + size))
            mixed.append((probable + inside / size) / 2)
            place += size
        return mixed


def open_tagger(language: str) -> Tagger:
    """The tagger of a language (ISO 639-1) with its shipped weights: Japanese has two models, the others one."""
    return JapaneseTagger() if language == japanese.CODE else Tagger(language)
