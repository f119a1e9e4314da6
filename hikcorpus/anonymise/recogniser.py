"""What all recognisers share: Presidio's `PatternRecognizer`, and a short way through the same patterns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, NamedTuple, cast

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


class _Later:
    """Patterns made when somebody asks for them."""

    def __init__(self, make: Callable[[], tuple[Shape, ...]]) -> None:
        self._make = cache(make)

    def __get__(self, one: object, cls: type) -> tuple[Shape, ...]:
        return self._make()


def at_first_use(make: Callable[[], tuple[Shape, ...]]) -> tuple[Shape, ...]:
    """SHAPES of a recogniser whose patterns hold lists from files: no file is read at import."""
    made: Any = _Later(make)
    return cast("tuple[Shape, ...]", made)


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

    DIGITS: so many ASCII digits has every text with a match; only the short way asks.
    Check digits only raise a score (`validate_result` returns True or None, hence never vetoes by them).
    """

    ENTITY: ClassVar[str]
    SHAPES: ClassVar[tuple[Shape, ...]]
    EXAMPLES: ClassVar[Examples]
    DIGITS: ClassVar[int] = 0
    LANGUAGES: ClassVar[tuple[str, ...]] = LANGUAGES
    LATE: ClassVar[bool] = False
    """Whether it looks only at what the others left, blanked where they found something."""

    def __init__(self, language: str) -> None:
        super().__init__(
            supported_entity=self.ENTITY,
            supported_language=language,
            patterns=[_for_presidio(shape.name, shape.pattern, shape.score) for shape in self.SHAPES],
            global_regex_flags=FLAGS,
        )
        self._compiled = [(_finder(shape.pattern), shape.score, tuple(shape.needs)) for shape in self.SHAPES]

    def hits(self, sight: Sight, shapes: Sequence[int] | None = None) -> list[Hit]:
        """The spans that Presidio's own loop would report, without its explanations and clock calls.

        shapes: those that may match by the gate's word; None: who asks had no gate.
        """
        text, low, digits = sight
        found: list[Hit] = []
        if digits < self.DIGITS:
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


@cache
def _finder(pattern: str) -> Callable[[str], Iterator[regex.Match[str]]]:
    """Compiled once for all languages: `regex` itself forgets what it compiled when there is much of it."""
    found: Callable[[str], Iterator[regex.Match[str]]] = regex.compile(pattern, FLAGS).finditer
    return found


@cache
def _for_presidio(name: str, pattern: str, score: float) -> Pattern:
    """Made once for all languages: it compiles the pattern to see that it is one."""
    return Pattern(name, pattern, score)


def _any_in(needs: tuple[str, ...], low: str) -> bool:
    for need in needs:  # noqa: SIM110 - a third of the time of any() over a generator
        if need in low:
            return True
    return False
