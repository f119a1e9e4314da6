"""Putting tags in place of identifiers, then pseudonyms in place of numbers in reply links."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.anchors import Place, rewrite
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.spans import Span


@dataclass
class Counts:
    """What was done to the texts of some rows. All are numbers of occurrences.

    masked: by entity. anchors: numbers in reply links replaced. ordinary_names: screen names left standing
    because they are ordinary words of the language (a warning).
    """

    masked: Counter[str] = field(default_factory=Counter)
    anchors: int = 0
    ordinary_names: int = 0


def apply(text: str, spans: Iterable[Span], config: AnonymiseConfig) -> str:
    """The text with each span's tag in its place. spans: in order, none overlapping."""
    pieces: list[str] = []
    done = 0
    for span in spans:
        pieces += [text[done : span.start], config.tag(span.entity)]
        done = span.end
    pieces.append(text[done:])
    return "".join(pieces)


def mask(text: str, lang: str | None, place: Place, analyser: Analyser, known: KnownIdentifiers, counts: Counts) -> str:
    """One text without identifiers and original numbers; what was done is added to `counts`."""
    spans, ordinary = analyser.find_with_words(text, lang, known)
    if spans:
        counts.masked.update(span.entity for span in spans)
        text = apply(text, spans, analyser.config)
    text, anchors = rewrite(text, place)
    counts.anchors += anchors
    counts.ordinary_names += ordinary
    return text
