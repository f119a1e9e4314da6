"""Japanese terms in text: morphemes as SudachiPy (small dictionary, mode A) cuts them.

Substrings alone find 親 in 親切 and 父 in 秩父; morphemes do not. Mode A, because C hides 母子家庭 and 家庭内暴力.
Lines are analysed one by one: no word reaches over a line break, and only lines that pass the gate cost anything.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from hikcorpus.text.normalise import visible
from hikcorpus.topics.gate import Gate, lowered
from hikcorpus.topics.hits import Hit, settle
from hikcorpus.topics.japanese_phrases import JapanesePhrases
from hikcorpus.topics.notation import japanese
from hikcorpus.topics.terms import JapaneseTerms

LARGEST_INPUT: Final = 49_149  # bytes; SudachiPy raises beyond
_MOST_NEIGHBOURS: Final = 6
_INFLECTED: Final = frozenset("うくぐすつぬぶむるい")
_LINE: Final = re.compile(r"[^\r\n]+")


@cache
def _tokenizer() -> Any:
    import sudachipy

    return sudachipy.Dictionary(dict="small").tokenizer(mode=sudachipy.SplitMode.A)


class JapaneseMatcher:
    """Finds Japanese terms; full and half width are the same (ｶｰﾁｬﾝ, カーチャン)."""

    language = "ja"

    def __init__(self, terms: JapaneseTerms) -> None:
        self._morphemes = {japanese(term): term for term in terms.morphemes}
        self._phrases = JapanesePhrases(terms.phrases)
        self._look_alikes = JapanesePhrases(terms.look_alikes)
        self._analysed = Gate((), map(_unchanging, self._morphemes))
        self.gate = Gate((), [*map(_unchanging, self._morphemes), *self._phrases.needles])

    def match(self, text: str) -> list[Hit]:
        """All hits, in order; offsets in the text as given."""
        return self._match(text, gated=True)

    def match_ungated(self, text: str) -> list[Hit]:
        """The same, with every line analysed: what the gate is measured against."""
        return self._match(text, gated=False)

    def _match(self, text: str, *, gated: bool) -> list[Hit]:
        seen = visible(text)
        lower = lowered(seen.text)
        if gated and not self.gate.passes(lower):
            return []
        found = [Hit(*span) for span in self._phrases.spans(lower)]
        for line in _LINE.finditer(lower):
            if not gated or self._analysed.passes(line[0]):
                found.extend(self._analyse(line[0], line.start()))
        if not found:
            return []
        look_alikes = [(start, end) for start, end, _ in self._look_alikes.spans(lower)]
        return [Hit(*seen.original(hit.start, hit.end), hit.term) for hit in settle(found, look_alikes)]

    def _analyse(self, line: str, offset: int) -> Iterator[Hit]:
        for start, piece in pieces(line):
            yield from self._morpheme_hits(piece, offset + start)

    def _morpheme_hits(self, piece: str, offset: int) -> Iterator[Hit]:
        """Terms that are one morpheme, in whatever form, or exactly several neighbours; the longest at each place."""
        morphemes = [(m.begin(), m.end(), m.dictionary_form()) for m in _tokenizer().tokenize(piece)]
        for first, (begin, end, form) in enumerate(morphemes):
            for last in range(min(first + _MOST_NEIGHBOURS, len(morphemes)) - 1, first - 1, -1):
                term = self._morphemes.get(piece[begin : morphemes[last][1]])
                if term is not None:
                    yield Hit(offset + begin, offset + morphemes[last][1], term)
                    break
            else:
                term = self._morphemes.get(form)
                if term is not None and piece.startswith(_unchanging(form), begin):
                    yield Hit(offset + begin, offset + end, term)


def pieces(line: str) -> Iterator[tuple[int, str]]:
    """The line as (offset, part) in parts that SudachiPy takes, cut behind a full stop or comma where there is one."""
    start = 0
    while len(line[start:].encode()) > LARGEST_INPUT:
        part = line[start:].encode()[:LARGEST_INPUT].decode(errors="ignore")
        cut = max(part.rfind(mark) for mark in "。、!?. ") + 1 or len(part)
        yield start, part[:cut]
        start += cut
    yield start, line[start:]


def _unchanging(term: str) -> str:
    """What all forms of a dictionary form begin with: without the last kana of verbs and adjectives."""
    return term[:-1] if len(term) > 1 and term[-1] in _INFLECTED else term
