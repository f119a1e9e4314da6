"""English terms in text: simplemma's lemma, listed forms, phrases."""

from hikcorpus.topics.words import WordMatcher, dictionary


class EnglishMatcher(WordMatcher):
    """Finds English terms. `parents'`, `mom's` are found as `parents`, `mom`: an apostrophe ends a word."""

    language = "en"

    def term_of(self, word: str) -> str | None:
        """The term that a lower-case word is a form of, or None."""
        if word in self._forms:
            return self._forms[word]
        lemma = dictionary().get_lemma(word, "en") or word
        bare = word.removesuffix("s")  # plurals that the dictionary lacks or knows only as such: stepmums, grandmas
        return self._lemmas.get(word) or self._lemmas.get(lemma.lower()) or self._lemmas.get(bare)

    def stem(self, lemma: str) -> set[str]:
        """Regular inflection keeps all but a final -y, -e or -f(e)."""
        for ending in ("fe", "y", "e", "f"):
            if lemma.endswith(ending) and len(lemma) > len(ending) + 1:
                return {lemma.removesuffix(ending)}
        return {lemma}
