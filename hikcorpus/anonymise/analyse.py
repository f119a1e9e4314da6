"""Finding identifiers: the short way that the stage takes, and Presidio's own, which must agree with it."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from hikcorpus.anonymise.anchors import BLANK, protect
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.entities import LANGUAGES
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.spans import Span, union
from hikcorpus.text.normalise import Normalised, visible

if TYPE_CHECKING:
    from hikcorpus.anonymise.recogniser import Recogniser, Sight


class Analyser:
    """All recognisers under one configuration. Costs a second to make (Presidio is imported); then reuse it."""

    def __init__(self, config: AnonymiseConfig | None = None) -> None:
        self.config = config or AnonymiseConfig()

    def find(self, text: str, lang: str | None = None, known: KnownIdentifiers | None = None) -> list[Span]:
        """Identifiers in `text`, in order, none overlapping another; offsets into `text` as given.

        lang: ISO 639-1, or None. known: identifiers that the shard itself names.
        """
        return self.find_with_words(text, lang, known)[0]

    def find_with_words(
        self, text: str, lang: str | None = None, known: KnownIdentifiers | None = None
    ) -> tuple[list[Span], int]:
        """`find`, and how many screen names were left because they are ordinary words of the language."""
        made = visible(text)
        shown = protect(made.text)
        spans: list[Span] = []
        if shown:
            recognisers, sight_of = _recognisers(_language(lang))
            sight = sight_of(shown)
            spans = [
                Span(start, end, recogniser.ENTITY, score)
                for recogniser in recognisers
                for start, end, score in recogniser.hits(sight)
            ]
        return self._settle(made, shown, spans, lang, known)

    def find_by_presidio(self, text: str, lang: str | None = None, known: KnownIdentifiers | None = None) -> list[Span]:
        """The same through Presidio's AnalyzerEngine: the reference that `find` is tested against."""
        made = visible(text)
        shown = protect(made.text)
        results = engine().analyze(shown, language=_language(lang), score_threshold=0) if shown else []
        spans = [Span(result.start, result.end, result.entity_type, result.score) for result in results]
        return self._settle(made, shown, spans, lang, known)[0]

    def _settle(
        self,
        made: Normalised,
        shown: str,
        spans: Iterable[Span],
        lang: str | None,
        known: KnownIdentifiers | None,
    ) -> tuple[list[Span], int]:
        counted = self._masking(made, spans)
        words = 0
        if known is not None:
            found, words = known.spans(shown, lang)
            fresh = counted + self._masking(made, found)
            counted = fresh
            while fresh:  # what a mask uncovers: a name may be whole only once its neighbour is gone
                shown = _blanked(shown, fresh)
                fresh = self._masking(made, known.spans(shown, lang)[0])
                counted = counted + fresh
        return union(Span(*made.original(span.start, span.end), span.entity, span.score) for span in counted), words

    def _masking(self, made: Normalised, spans: Iterable[Span]) -> list[Span]:
        """Those that the configuration masks, widened to what will really go: whole characters of the original."""
        return [
            Span(*made.whole(span.start, span.end), span.entity, span.score)
            for span in spans
            if self.config.masks(span.entity, span.score)
        ]


def _blanked(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = text[: span.start] + BLANK * (span.end - span.start) + text[span.end :]
    return text


def find(text: str, lang: str | None, known: KnownIdentifiers | None = None) -> list[Span]:
    """Identifiers in `text` by the default configuration; see `Analyser.find`."""
    return _default().find(text, lang, known)


@lru_cache(maxsize=1)
def _default() -> Analyser:
    return Analyser()


def _language(lang: str | None) -> str:
    return lang if lang in LANGUAGES else "en"


@lru_cache(maxsize=len(LANGUAGES))
def _recognisers(language: str) -> "tuple[tuple[Recogniser, ...], Callable[[str], Sight]]":
    from hikcorpus.anonymise.recogniser import Sight
    from hikcorpus.anonymise.recognisers import build

    return build(language), Sight.of


@lru_cache(maxsize=1)
def engine() -> Any:
    """Presidio's AnalyzerEngine with the no-op NLP engine and a registry of nothing but our recognisers.

    Its stock recognisers stay out: they rewrite reply links, see no boundary beside kana, and ask the network
    for a list of top-level domains.
    """
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    languages = list(LANGUAGES)
    registry = RecognizerRegistry(
        recognizers=[recogniser for language in languages for recogniser in _recognisers(language)[0]],
        supported_languages=languages,
    )
    nlp = NoOpNlpEngine([{"lang_code": language, "model_name": "no_op"} for language in languages])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=languages)
