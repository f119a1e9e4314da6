"""What languages that write words apart share: words, their cache, the gate, phrases and look-alikes."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from typing import Any, Final

from hikcorpus.text.normalise import visible
from hikcorpus.topics.gate import Gate
from hikcorpus.topics.hits import Hit, settle
from hikcorpus.topics.lexicon import EnglishTerms
from hikcorpus.topics.phrases import Phrases, spellings

_WORD: Final = re.compile(r"[^\W\d_]+")
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
        self._phrases = Phrases(terms.phrases)
        self._look_alikes = Phrases(terms.look_alikes)
        starts, anywhere = self._phrases.beginnings()
        self._lemmas = {lemma.lower(): lemma for lemma in terms.lemmas}
        self._forms = {form.lower(): form for form in terms.forms}
        word_starts, word_anywhere = self.beginnings()
        self.gate = Gate(starts | word_starts, anywhere | word_anywhere)
        self._words = Gate(word_starts, word_anywhere)
        self._ungated = lru_cache(_CACHED_WORDS)(self.term_of)
        self._gated = lru_cache(_CACHED_WORDS)(self._gated_term)

    def match(self, text: str) -> list[Hit]:
        """All hits, in order; offsets in the text as given."""
        seen = visible(text)
        if not self.gate.passes(seen.text):
            return []
        return [Hit(*seen.original(hit.start, hit.end), hit.term) for hit in self._hits(seen.text, self._gated)]

    def match_ungated(self, text: str) -> list[Hit]:
        """The same, with every word analysed: what the gate is measured against."""
        seen = visible(text)
        return [Hit(*seen.original(hit.start, hit.end), hit.term) for hit in self._hits(seen.text, self._ungated)]

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

    def _gated_term(self, word: str) -> str | None:
        return self.term_of(word) if self._words.passes(word) else None

    def _hits(self, text: str, term_of: Callable[[str], str | None]) -> list[Hit]:
        found = list(self._found(text, term_of))
        return settle(found, [(start, end) for start, end, _ in self._look_alikes.spans(text)]) if found else []

    def _found(self, text: str, term_of: Callable[[str], str | None]) -> Iterator[Hit]:
        for word in _WORD.finditer(text):
            term = term_of(word[0].lower())
            if term is not None:
                yield Hit(word.start(), word.end(), term)
        for start, end, phrase in self._phrases.spans(text):
            yield Hit(start, end, phrase)

    def missed(self) -> list[str]:
        """Dictionary forms of the file's lemmas that the gate would not let pass: each is a stem to be added."""
        from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

        wanted = set(self.terms.lemmas)
        forms: Any = DEFAULT_DICTIONARY_FACTORY.get_dictionary(self.language)
        return sorted(
            form for form, lemma in forms.items() if lemma in wanted and not self._words.passes(form)
        )
