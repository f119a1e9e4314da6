"""Operators on identifiers, then pseudonyms in place of numbers in reply links."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.anchors import rewrite
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.operators import Found, operator
from hikcorpus.anonymise.place import Place
from hikcorpus.anonymise.spans import Span


@dataclass
class Counts:
    """What was done to the texts of some rows. All are numbers of occurrences.

    masked: by entity. anchors: numbers in reply links replaced. ordinary_names: screen names left standing
    because they are ordinary words of the language (a warning). suppressed: texts that did not come out, by reason.
    """

    masked: Counter[str] = field(default_factory=Counter)
    anchors: int = 0
    ordinary_names: int = 0
    suppressed: Counter[str] = field(default_factory=Counter)


def apply(
    text: str, spans: Iterable[Span], config: AnonymiseConfig, place: Place, lang: str | None
) -> list[str | Span]:
    """The text in pieces, each span's replacement among them; a span itself where it suppresses the text.

    spans: in order, none overlapping.
    """
    pieces: list[str | Span] = []
    done = 0
    for span in spans:
        rule = config.entities[span.entity]
        pieces.append(text[done : span.start])
        instead = operator(rule.operator)(Found(span.entity, text[span.start : span.end], lang), rule, place)
        pieces.append(span if instead is None else instead)
        done = span.end
    pieces.append(text[done:])
    return pieces


def mask(
    text: str, lang: str | None, place: Place, analyser: Analyser, known: KnownIdentifiers, counts: Counts
) -> str | None:
    """One text without identifiers and original numbers; what was done is added to `counts`. None: suppressed."""
    spans, ordinary = analyser.find_with_words(text, lang, known)
    if spans:
        pieces = apply(text, spans, analyser.config, place, lang)
        for piece in pieces:
            if isinstance(piece, Span):
                counts.suppressed[piece.entity] += 1
                return None
        counts.masked.update(span.entity for span in spans)
        text = "".join(map(str, pieces))
    text, anchors = rewrite(text, place)
    counts.anchors += anchors
    counts.ordinary_names += ordinary
    return text
