"""What all recognisers share: Presidio's `PatternRecognizer`, and a short way through the same patterns."""

import re
from dataclasses import dataclass
from typing import ClassVar

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


class Recogniser(PatternRecognizer):  # type: ignore[misc]  # Presidio is untyped here
    """A recogniser of one kind of identifier, for text made by `text.normalise.visible`.

    PATTERNS: (name, regular expression, score). What stands before `\\K` is a cue and not part of the span.
    GATE: what every match or its cue must contain; None: no cheap sign exists. Only the short way asks it.
    Check digits only raise a score (`validate_result` returns True or None, hence never vetoes by them).
    """

    ENTITY: ClassVar[str]
    PATTERNS: ClassVar[tuple[tuple[str, str, float], ...]]
    EXAMPLES: ClassVar[Examples]
    GATE: ClassVar[re.Pattern[str] | None] = None
    LANGUAGES: ClassVar[tuple[str, ...]] = LANGUAGES

    def __init__(self, language: str) -> None:
        super().__init__(
            supported_entity=self.ENTITY,
            supported_language=language,
            patterns=[Pattern(name, pattern, score) for name, pattern, score in self.PATTERNS],
            global_regex_flags=FLAGS,
        )
        self._compiled = [(regex.compile(pattern, FLAGS), score) for _, pattern, score in self.PATTERNS]

    def hits(self, text: str) -> list[Hit]:
        """The spans that Presidio's own loop would report, without its explanations and clock calls."""
        if self.GATE is not None and not self.GATE.search(text):
            return []
        found: list[Hit] = []
        for pattern, score in self._compiled:
            for match in pattern.finditer(text):
                start, end = match.span()
                verdict = self.validate_result(text[start:end])
                if start < end and verdict is not False:
                    found.append((start, end, 1.0 if verdict else score))
        return found

    def validate_result(self, pattern_text: str) -> bool | None:
        """True raises the score to 1, False says that it is something else, None leaves the pattern's score."""
        return None
