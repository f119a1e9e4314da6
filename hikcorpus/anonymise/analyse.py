"""Finding identifiers: the short way that the stage takes, and Presidio's own, which must agree with it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from hikcorpus.anonymise.anchors import BLANK, protect
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.entities import LANGUAGES
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.spans import Span, union
from hikcorpus.text.normalise import Normalised, visible

if TYPE_CHECKING:
    from hikcorpus.anonymise.gate import Gate
    from hikcorpus.anonymise.names.tagger import Tagger
    from hikcorpus.anonymise.recogniser import Recogniser, Sight


ROUNDS = 8
"""So many times what masks uncovered is looked at again."""


class Analyser:
    """All recognisers under one configuration. Costs a second to make (Presidio is imported); then reuse it."""

    def __init__(self, config: AnonymiseConfig | None = None) -> None:
        self.config = config or AnonymiseConfig()
        self._kept: dict[str, tuple[_Way, _Way]] = {}

    def find(self, text: str, lang: str | None = None, known: KnownIdentifiers | None = None) -> list[Span]:
        """Identifiers in `text`, in order, none overlapping another; offsets into `text` as given.

        lang: ISO 639-1, or None. known: identifiers that the shard itself names.
        """
        return self.find_with_words(text, lang, known)[0]

    def find_with_words(
        self, text: str, lang: str | None = None, known: KnownIdentifiers | None = None
    ) -> tuple[list[Span], int]:
        """`find`, and how many screen names were left because they are ordinary words of the language."""
        language = _language(lang)

        def look(shown: str, late: bool) -> Iterable[Span]:
            gate, gated, ungated, sight_of = self._ways(language)[late]
            sight = sight_of(shown)
            for place, shapes in gate.open(shown) if gate is not None else ():
                recogniser = gated[place]
                for start, end, score in recogniser.hits(sight, shapes):
                    yield Span(start, end, recogniser.ENTITY, score)
            for recogniser in ungated:
                for start, end, score in recogniser.hits(sight):
                    yield Span(start, end, recogniser.ENTITY, score)

        return self._settled(text, lang, known, look)

    def find_by_presidio(self, text: str, lang: str | None = None, known: KnownIdentifiers | None = None) -> list[Span]:
        """The same through Presidio's AnalyzerEngine: the reference that `find` is tested against."""

        def look(shown: str, late: bool) -> Iterable[Span]:
            for result in engine(late).analyze(shown, language=_language(lang), score_threshold=0):
                yield Span(result.start, result.end, result.entity_type, result.score)

        return self._settled(text, lang, known, look)[0]

    def _ways(self, language: str) -> "tuple[_Way, _Way]":
        """What looks at a text first, and what comes late; of both only what is not kept anyhow."""
        if language not in self._kept:
            masked = [one for one in _recognisers(language) if self.config.entities[one.ENTITY].operator != "keep"]
            self._kept[language] = (
                _way([one for one in masked if not one.LATE]),
                _way([one for one in masked if one.LATE]),
            )
        return self._kept[language]

    def _settled(
        self,
        text: str,
        lang: str | None,
        known: KnownIdentifiers | None,
        look: Callable[[str, bool], Iterable[Span]],
    ) -> tuple[list[Span], int]:
        """Patterns first, then what the shard itself names, then names of persons in what is left.

        look: spans in a text, of the recognisers that come late or of the others.
        """
        made = visible(text)
        shown = protect(made.text)
        if not shown:
            return [], 0
        counted = self._masking(made, look(shown, False))
        words = 0
        if known is not None:
            found, words = known.spans(shown, lang)
            counted = counted + self._masking(made, found)
        rest = _blanked(shown, counted)
        fresh = self._masking(made, [*look(rest, True), *self._by_models(rest, lang)])
        counted = fresh = counted + fresh
        for _ in range(ROUNDS):  # what a mask uncovers: a name or number may be whole only once its neighbour is gone
            if not fresh:
                break
            shown = _blanked(shown, fresh)
            uncovered = known.spans(shown, lang)[0] if known is not None else []
            fresh = self._masking(made, [*look(shown, False), *uncovered])
            counted = counted + fresh
        else:  # a flood: what stands in a line with more of it goes as a whole
            counted = counted + [_whole_line(shown, span) for span in fresh]
        return union(Span(*made.original(span.start, span.end), span.entity, span.score) for span in counted), words

    def _by_models(self, shown: str, lang: str | None) -> list[Span]:
        """What the configured models find, and Voikko; nothing by default."""
        found: list[Span] = []
        if self.config.voikko and lang == "fi":
            found += [Span(start, end, "PERSON", 0.5 + score / 2) for start, end, score in _voikko().find(shown)]
        for model in self.config.models:
            if _language(lang) in model.languages:
                from hikcorpus.anonymise.models import load

                found += [Span(*each) for each in load(model).find(shown)]
        return found

    def _masking(self, made: Normalised, spans: Iterable[Span]) -> list[Span]:
        """Those that the configuration masks, widened to what will really go: whole characters of the original."""
        return [
            Span(*made.whole(span.start, span.end), span.entity, span.score)
            for span in spans
            if self.config.masks(span.entity, span.score)
        ]


@lru_cache(maxsize=1)
def _voikko() -> "Tagger":
    """The Finnish tagger that also asks Voikko. Raises ConfigError where it is not installed."""
    from hikcorpus.anonymise.names.tagger import Tagger

    return Tagger("fi", voikko=True)


def _whole_line(text: str, span: Span) -> Span:
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return replace(span, start=start, end=len(text) if end < 0 else end)


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


class _Way(NamedTuple):
    """Recognisers behind a gate, by their place in it, and those that have no patterns."""

    gate: "Gate | None"
    gated: "list[Recogniser]"
    ungated: "list[Recogniser]"
    sight_of: "Callable[[str], Sight]"


def _way(recognisers: "list[Recogniser]") -> _Way:
    from hikcorpus.anonymise.gate import gate
    from hikcorpus.anonymise.recogniser import Recogniser, Sight

    gated = [one for one in recognisers if isinstance(one, Recogniser)]
    patterns = tuple(tuple(shape.pattern for shape in one.SHAPES) for one in gated)
    ungated = [one for one in recognisers if not isinstance(one, Recogniser)]
    return _Way(gate(patterns) if patterns else None, gated, ungated, Sight.of)


@lru_cache(maxsize=len(LANGUAGES))
def _recognisers(language: str) -> "tuple[Recogniser, ...]":
    from hikcorpus.anonymise.recognisers import build

    return build(language)


@lru_cache(maxsize=2)
def engine(late: bool = False) -> Any:
    """Presidio's AnalyzerEngine with the no-op NLP engine and a registry of nothing but our recognisers.

    late: those of names, which look at what the others left.

    Its stock recognisers stay out: they rewrite reply links, see no boundary beside kana, and ask the network
    for a list of top-level domains.
    """
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    languages = list(LANGUAGES)
    registry = RecognizerRegistry(
        recognizers=[each for language in languages for each in _recognisers(language) if each.LATE is late],
        supported_languages=languages,
    )
    nlp = NoOpNlpEngine([{"lang_code": language, "model_name": "no_op"} for language in languages])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=languages)
