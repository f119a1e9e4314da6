"""What languages that write words apart share: words, their cache, the gate, phrases and look-alikes."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final

from hikcorpus.text.normalise import Normalised, visible
from hikcorpus.topics.gate import Gate, lowered
from hikcorpus.topics.hits import Hit, settle
from hikcorpus.topics.phrases import Phrases, spellings
from hikcorpus.topics.terms import EnglishTerms

_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CACHED_WORDS: Final = 1 << 16


@cache
def dictionary() -> Any:
    """simplemma's dictionary look-up alone; each language's table is loaded at its first word (fi: 4 s, 400 MB).

    Its rules and compound guesses are left out: they answer `setä` for `setämies` and `isä` for `isännäl`.
    """
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()


class WordMatcher(ABC):
    """Finds the terms of one language in a text, word by word.

    match and match_ungated give the same hits; the first asks the dictionary only about words that the gate lets pass.
    """

    language: str

    def __init__(self, terms: EnglishTerms) -> None:
        self.terms = terms
        self._phrases = Phrases(terms.phrases, self.language)
        self._look_alikes = Phrases(terms.look_alikes, self.language)
        self._lemmas = {lemma.lower(): lemma for lemma in terms.lemmas}
        self._forms = {form.lower(): form for form in terms.forms}
        starts, inside = self.beginnings()
        self.gate = Gate(self._phrases.starts | starts, self._phrases.anywhere, inside)
        self._term_of = lru_cache(_CACHED_WORDS)(self.term_of)

    def match(self, text: str) -> list[Hit]:
        """All hits, in order; offsets in the text as given."""
        seen = visible(text)
        lower = lowered(seen.text)
        places = list(self.gate.places(lower))
        return _in_original(self._hits(lower, _words_at(places, lower)), seen) if places else []

    def match_ungated(self, text: str) -> list[Hit]:
        """The same, with every word analysed: what the gate is measured against."""
        seen = visible(text)
        lower = lowered(seen.text)
        return _in_original(self._hits(lower, _WORD.finditer(lower)), seen)

    @abstractmethod
    def term_of(self, word: str) -> str | None:
        """The term that a lower-case word is a form of, or None."""

    @abstractmethod
    def stem(self, lemma: str) -> set[str]:
        """Beginnings that the forms of a lower-case lemma have, where the file gives it no stems."""

    def beginnings(self) -> tuple[set[str], set[str]]:
        """For the gate, lower case: what begins a word that is a hit, and what stands further inside one."""
        return self.stems_of(self.terms.lemmas) | spellings(self.terms.forms), set()

    def stems_of(self, lemmas: Iterable[str]) -> set[str]:
        """Beginnings of the forms of these lemmas, as the file gives them or by the language's rule."""
        return {
            spelling
            for lemma in lemmas
            for spelling in spellings(self.terms.stems.get(lemma) or tuple(self.stem(lemma.lower())))
        }

    def _hits(self, lower: str, words: Iterable[re.Match[str]]) -> list[Hit]:
        found = [Hit(word.start(), word.end(), term) for word in words if (term := self._term_of(word[0]))]
        found += [Hit(*span) for span in self._phrases.spans(lower)]
        near = [span for hit in found for span in self._look_alikes.spans_near(lower, hit.start, hit.end)]
        return settle(found, [(start, end) for start, end, _ in near])

    def missed(self) -> list[str]:
        """Dictionary forms of the file's lemmas that the gate would not let pass: each is a stem to be added."""
        from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

        wanted = set(self.terms.lemmas)
        starts, inside = self.beginnings()
        words = Gate(starts, (), inside)
        forms: Any = DEFAULT_DICTIONARY_FACTORY.get_dictionary(self.language)
        return sorted(form for form, lemma in forms.items() if lemma in wanted and not words.passes(form))


def _words_at(places: Iterable[int], lower: str) -> Iterator[re.Match[str]]:
    """The words in which these places lie, in order, each once."""
    end = 0
    for place in places:
        if place < end:
            continue
        start = place
        while start > end and _LETTER.match(lower, start - 1):
            start -= 1
        word = _WORD.match(lower, start)
        if word is not None:
            end = word.end()
            yield word


def _in_original(hits: list[Hit], seen: Normalised) -> list[Hit]:
    return [Hit(*seen.original(hit.start, hit.end), hit.term) for hit in hits]
