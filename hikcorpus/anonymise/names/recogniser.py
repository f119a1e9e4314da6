"""Presidio's interface round the taggers of names; one subclass per language in `recognisers/person_<language>.py`."""

from functools import cache
from typing import Any, ClassVar

from presidio_analyzer import EntityRecognizer, RecognizerResult

from hikcorpus.anonymise.names.tagger import Tagger
from hikcorpus.anonymise.recogniser import Examples, Hit, Sight


class PersonRecogniser(EntityRecognizer):  # type: ignore[misc]  # Presidio is untyped here
    """Names of persons in one language. The short way asks the gate first; Presidio's asks about every segment."""

    ENTITY: ClassVar[str] = "PERSON"
    EXAMPLES: ClassVar[Examples]
    LANGUAGES: ClassVar[tuple[str, ...]]
    LATE: ClassVar[bool] = True

    def __init__(self, language: str) -> None:
        super().__init__(supported_entities=[self.ENTITY], supported_language=language)

    def load(self) -> None:
        """Nothing: weights are unpacked at the first text (and once per process)."""

    def hits(self, sight: Sight) -> list[Hit]:
        """Spans in the text. Scores lie between .5 and 1: what is below the language's threshold is no hit."""
        return self._found(sight.text, gated=True)

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[RecognizerResult]:
        """The same as Presidio's results."""
        if entities and self.ENTITY not in entities:
            return []
        return [RecognizerResult(self.ENTITY, *hit) for hit in self._found(text, gated=False)]

    def _found(self, text: str, *, gated: bool) -> list[Hit]:
        found = _tagger(self.supported_language).find(text, gated=gated)
        return [(start, end, 0.5 + score / 2) for start, end, score in found]


@cache
def _tagger(language: str) -> Tagger:
    from hikcorpus.anonymise.names.japanese_tagger import open_tagger

    return open_tagger(language)
