"""A linear-chain CRF over the tokens of a segment, and the gate that spares most segments the tagging.

A language is a module of this package, with the attributes of `Language`. Weights are models of
python-crfsuite with the labels B and I for names (and any others), compressed, in
`hikcorpus/weights/names/<code>/model.crfsuite.xz`.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol, cast

from hikcorpus.anonymise.names.plain import PLAIN
from hikcorpus.anonymise.names.shipped import unpacked

Token = tuple[int, int]
"""(start, end) of a token in the text that was given."""

Found = tuple[int, int, float]
"""(start, end, score) of a name; score is the model's probability that this is one, 1.0 where a list says so."""

SOLO = 0.1
REACH = 2
"""Features of a token hang on so many tokens on either side and on the segment's text, and on nothing else."""
_REMEMBERED = 1 << 14

MODULES = {"fi": "finnish", "ja": "japanese", "en": "english"}
WEIGHTS = "model.crfsuite.xz"

_CUT = re.compile(r"\n+|(?<=[^\W\d_]{5}[.])[ \t]+|(?<=[!?])[ \t]+|(?<=[。！？])")
"""Ends of lines, and of sentences where that is sure: a short word with a full stop may be an abbreviation."""


class Language(Protocol):
    """What a module of this package gives."""

    CODE: str
    """ISO 639-1."""
    THRESHOLD: float
    """A token is (part of) a name from this probability on; chosen in development, never on gold sets."""

    def tokens(self, text: str) -> list[Token]:
        """Tokens of one segment in order, none overlapping; white space belongs to none."""
        ...

    def features(self, text: str, tokens: list[Token]) -> list[list[str]]:
        """For every token the features that the weights were trained with."""
        ...

    def triggers(self, text: str, tokens: list[Token]) -> Sequence[bool | None]:
        """Tokens that may hold a name together: cheap. A span without one is no name, whatever the weights say.

        None leaves the word to the model: it is one if it would be a name with probability SOLO if it stood alone.
        """
        ...

    def sure(self, text: str, tokens: list[Token]) -> list[bool]:
        """Tokens that lists and cues alone call a name; each must be a trigger."""
        ...

    def settle(self, text: str, start: int, end: int) -> Token:
        """The part of a found span to mask: case endings and honorifics stay outside. (n, n) drops the span."""
        ...


def language_module(code: str) -> Language:
    """The module of a language (ISO 639-1)."""
    return cast(Language, import_module(f"{__package__}.{MODULES[code]}"))


def segments(text: str) -> Iterator[Token]:
    """(start, end) of what is tagged at once: lines, cut at sure ends of sentences. Also used in training."""
    start = 0
    for cut in _CUT.finditer(text):
        if cut.start() > start:
            yield start, cut.start()
        start = cut.end()
    if start < len(text):
        yield start, len(text)


class Tagger:
    """Finds names of persons in one language. Not safe between threads (the CRF keeps the last segment)."""

    def __init__(self, language: str, weights: bytes | None = None, *, voikko: bool = False) -> None:
        """language: ISO 639-1. weights: an uncompressed CRFsuite model instead of the shipped one (training).

        voikko: also ask Voikko (Finnish only); never asked unless told to, so that spans do not hang on the machine.
        Raises ConfigError where it does not answer. The attribute `voikko` says afterwards which it was.
        """
        self.language = language_module(language)
        self.voikko = voikko
        if voikko:
            from hikcorpus.anonymise.names.voikko import require

            require()
        self._weights = shipped(language) if weights is None else weights  # CRFsuite reads them where they lie
        self._solo: dict[str, bool] = {}
        self._plain: frozenset[str] = PLAIN.get(language, frozenset())
        self._solo_from = getattr(self.language, "SOLO", SOLO)
        self._crf: Any = _opened(self._weights)

    def find(self, text: str, *, gated: bool = True) -> list[Found]:
        """Names in `text` (made by `text.normalise.visible`), in order, none overlapping.

        gated=False asks the model about every segment; the spans are the same, it only takes longer.
        """
        found: list[Found] = []
        for start, end in segments(text):
            found += [(start + a, start + b, score) for a, b, score in self._segment(text[start:end], gated)]
        again = getattr(self.language, "again", None)  # optional: further mentions of the names of this text
        return again(text, found) if found and again else found

    def _segment(self, text: str, gated: bool) -> list[Found]:
        language = self.language
        tokens = language.tokens(text)
        if not tokens:
            return []
        triggers = language.triggers(text, tokens)
        extra: Sequence[bool] = self._extra(text, tokens) if self.voikko else ()
        if extra:
            triggers = [True if more else known for known, more in zip(triggers, extra, strict=True)]
        parts = [
            part
            for part in _parts(text, tokens, triggers, self._plain)
            if not gated or self._opened(text, tokens, triggers, *part)
        ]
        if not parts:
            return []
        # what the model sees of a token is the same whether its neighbours' neighbours are shown too or not
        whole = None if gated else (language.features(text, tokens), self._sure(text, tokens, extra))
        threshold = language.THRESHOLD
        if text.islower():
            threshold = getattr(language, "THRESHOLD_LOW", threshold)  # optional: where there is no capital
        found: list[Found] = []
        for first, last in parts:
            if whole is None:
                start, end = max(0, first - REACH), last + 1 + REACH
                shown = tokens[start:end]
                seen, certain = language.features(text, shown), self._sure(text, shown, extra[start:end])
                seen, certain = seen[first - start : last + 1 - start], certain[first - start : last + 1 - start]
            else:
                seen, certain = whole[0][first : last + 1], whole[1][first : last + 1]
            probable = self._probabilities(seen)
            within = tokens[first : last + 1]
            for edge in (0, last - first):  # where parts meet stands a word that is never part of a name
                if triggers[first + edge] is not True and text[slice(*within[edge])] in self._plain:
                    probable[edge] = 0.0
            found += [
                (start, end, score)
                for one, other, score in _spans(text, within, probable, certain, threshold)
                if self._opened(text, tokens, triggers, first + one, first + other)
                for start, end in [language.settle(text, within[one][0], within[other][1])]
                if start < end
            ]
        return found

    def _opened(self, text: str, tokens: list[Token], triggers: Sequence[bool | None], first: int, last: int) -> bool:
        """Whether one of these tokens is a trigger; the model is asked about words alone only where none surely is."""
        some = triggers[first : last + 1]
        return True in some or any(
            opens is None and self._alone(text[start:end])
            for opens, (start, end) in zip(some, tokens[first : last + 1], strict=True)
        )

    def _sure(self, text: str, tokens: list[Token], extra: Sequence[bool]) -> list[bool]:
        sure = self.language.sure(text, tokens)
        return [known or more for known, more in zip(sure, extra, strict=True)] if extra else sure

    def _extra(self, text: str, tokens: list[Token]) -> list[bool]:
        from hikcorpus.anonymise.names.voikko import sure

        return sure(text, tokens)

    def _alone(self, word: str) -> bool:
        known = self._solo.get(word)
        if known is None:
            if len(self._solo) >= _REMEMBERED:
                self._solo.clear()
            known = self._probabilities(self.language.features(word, [(0, len(word))]))[0] >= self._solo_from
            self._solo[word] = known
        return known

    def _probabilities(self, features: list[list[str]]) -> list[float]:
        crf = self._crf
        crf.set(features)
        marginal = crf.marginal
        return [marginal("B", place) + marginal("I", place) for place in range(len(features))]


def _parts(
    text: str, tokens: list[Token], triggers: Sequence[bool | None], plain: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """(first token, last token) of what is tagged at once: a segment cut at words that are never part of a name.

    Such a word ends one part and begins the next, so that the model sees beside what names stand. A span lies in
    one part, hence a part without a trigger may be left out.
    """
    first = 0
    last = len(tokens) - 1
    for place, (start, end) in enumerate(tokens):
        if text[start:end] in plain and triggers[place] is not True:
            if place > first + 1 or (place and not first):
                yield first, place
            first = place
    yield first, last


def _spans(
    text: str, tokens: list[Token], probable: Sequence[float], sure: Sequence[bool], threshold: float
) -> Iterator[tuple[int, int, float]]:
    """(first token, last token, score): runs of name tokens with at most a blank, hyphen or middle dot between."""
    first = -1
    score = 0.0
    for place, certain in enumerate(sure):
        if not certain and probable[place] < threshold:
            if first >= 0:
                yield first, place - 1, score
            first = -1
            continue
        if first >= 0 and text[tokens[place - 1][1] : tokens[place][0]] not in _JOINTS:
            yield first, place - 1, score
            first = -1
        if first < 0:
            first, score = place, 0.0
        score = max(score, 1.0 if certain else probable[place])
    if first >= 0:
        yield first, len(tokens) - 1, score


_JOINTS = frozenset(("", " ", "-", "・", "=", "＝", "\u3000"))


@lru_cache(maxsize=len(MODULES))
def shipped(language: str) -> bytes:
    """The weights in the package, unpacked. Raises FileNotFoundError where none are shipped."""
    return unpacked(language, WEIGHTS)


def _opened(weights: bytes) -> Any:
    import pycrfsuite

    crf = pycrfsuite.Tagger()
    crf.open_inmemory(weights)
    return crf
