"""What all recognisers share: Presidio's `PatternRecognizer`, and a short way through the same patterns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import regex
from presidio_analyzer import Pattern, PatternRecognizer

from hikcorpus.anonymise.entities import LANGUAGES

FLAGS = int(regex.DOTALL | regex.MULTILINE | regex.IGNORECASE)

Hit = tuple[int, int, float]
"""(start, end, score) in the text that was searched."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Run by the registry's test. found: (text, the value in it). not_found: texts without one of this kind."""

    found: tuple[tuple[str, str], ...]
    not_found: tuple[str, ...] = ()


class Shape(NamedTuple):
    """One pattern. What stands before `\\K` is a cue and not part of the span.

    needs: strings (lower case) of which every text with a match holds one; empty: no such sign exists.
    """

    name: str
    pattern: str
    score: float
    needs: Sequence[str] = ()


class Sight(NamedTuple):
    """What the gates look at, made once per text: the text, in lower case, and how many ASCII digits it has."""

    text: str
    low: str
    digits: int

    @classmethod
    def of(cls, text: str) -> "Sight":
        """The signs of a text made by `text.normalise.visible`."""
        if text.isascii():
            return cls(text, text.lower(), sum(map(text.count, "0123456789")))
        low = text.replace("İ", "i").lower().replace("ı", "i")  # who ignores case takes i with and without dot for one
        return cls(text, low, sum(map(text.count, "0123456789")))


class Recogniser(PatternRecognizer):  # type: ignore[misc]  # Presidio is untyped here
    """A recogniser of one kind of identifier, for text made by `text.normalise.visible`.

    Gates say what a text with a match must have; only the short way asks them. DIGITS: so many ASCII digits.
    GATE: something in its lower case.
    Check digits only raise a score (`validate_result` returns True or None, hence never vetoes by them).
    """

    ENTITY: ClassVar[str]
    SHAPES: ClassVar[tuple[Shape, ...]]
    EXAMPLES: ClassVar[Examples]
    DIGITS: ClassVar[int] = 0
    GATE: ClassVar[re.Pattern[str] | None] = None
    LANGUAGES: ClassVar[tuple[str, ...]] = LANGUAGES
    LATE: ClassVar[bool] = False
    """Whether it looks only at what the others left, blanked where they found something."""

    def __init__(self, language: str) -> None:
        super().__init__(
            supported_entity=self.ENTITY,
            supported_language=language,
            patterns=[Pattern(shape.name, shape.pattern, shape.score) for shape in self.SHAPES],
            global_regex_flags=FLAGS,
        )
        self._compiled = [
            (regex.compile(shape.pattern, FLAGS).finditer, shape.score, tuple(shape.needs)) for shape in self.SHAPES
        ]

    def hits(self, sight: Sight, shapes: Sequence[int] | None = None) -> list[Hit]:
        """The spans that Presidio's own loop would report, without its explanations and clock calls.

        shapes: those that may match by the gate's word; None: who asks had no gate.
        """
        text, low, digits = sight
        found: list[Hit] = []
        if digits < self.DIGITS or (shapes is None and self.GATE is not None and not self.GATE.search(low)):
            return found
        for finditer, score, needs in self._compiled if shapes is None else [self._compiled[at] for at in shapes]:
            if needs and not _any_in(needs, low):
                continue
            for match in finditer(text):
                start, end = match.span()
                verdict = self.validate_result(text[start:end])
                if start < end and verdict is not False:
                    found.append((start, end, 1.0 if verdict else score))
        return found

    def validate_result(self, pattern_text: str) -> bool | None:
        """True raises the score to 1, False says that it is something else, None leaves the pattern's score."""
        return None


def _any_in(needs: tuple[str, ...], low: str) -> bool:
    for need in needs:  # noqa: SIM110 - a third of the time of any() over a generator
        if need in low:
            return True
    return False
