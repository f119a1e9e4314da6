"""Is this an ordinary word of the language? Such a screen name cannot be told from the word in running text."""

from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize

from hikcorpus.text.dictionary import TABLES

if TYPE_CHECKING:
    from simplemma import Lemmatizer
    from simplemma.strategies import DictionaryLookupStrategy


def is_ordinary(word: str, lang: str | None) -> bool:
    """Whether `word` is a dictionary word of `lang` (fi, en, ja), or of any of them where `lang` is None or another.

    Proper nouns are not ordinary: a name in the dictionary is still a name. Several words together are not
    ordinary either, nor is anything with a digit beside letters. Digits alone are, up to five of them.
    """
    return _kept(word, lang) if len(word) <= _LONGEST else _is_ordinary(word, lang)


def _is_ordinary(word: str, lang: str | None) -> bool:
    word = word.strip()
    if not any(character.isalnum() for character in word):
        return True  # emoticons and the like: nothing that could be told from the next one
    if word.isdecimal():
        return len(word) < 6
    if any(character.isspace() or character.isdecimal() or character == "_" for character in word):
        return False
    languages = (lang,) if lang in {"fi", "en", "ja"} else ("fi", "en", "ja")
    latin = any("a" <= character.lower() <= "ɏ" for character in word)
    return any(
        _in_japanese(word) if language == "ja" else _in_western(word, language)
        for language in languages
        if (language == "ja") != latin
    )


_LONGEST = 40
"""Longer words never come again: they are not remembered."""
_kept = lru_cache(maxsize=1 << 14)(_is_ordinary)


def _in_western(word: str, language: str) -> bool:
    low = word.lower()
    lookup, lemmatizer = _simplemma()
    if lookup.get_lemma(normalize("NFC", low), language) is None:
        return False
    return not lemmatizer.lemmatize(low, language)[:1].isupper()


@lru_cache(maxsize=1)
def _simplemma() -> "tuple[DictionaryLookupStrategy, Lemmatizer]":
    """Its ways of looking a word up, with one table of a language in a process."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy, DictionaryLookupStrategy

    return DictionaryLookupStrategy(TABLES), Lemmatizer(
        cache_max_size=1, lemmatization_strategy=DefaultStrategy(dictionary_factory=TABLES)
    )


def _in_japanese(word: str) -> bool:
    tokenizer = _tokenizer()
    if len(word.encode()) > 4096:
        return False
    morphemes = list(tokenizer.tokenize(word))  # type: ignore[attr-defined]
    return len(morphemes) == 1 and not morphemes[0].is_oov() and morphemes[0].part_of_speech()[1] != "固有名詞"


@lru_cache(maxsize=1)
def _tokenizer() -> object:
    from sudachipy import Dictionary, SplitMode

    return Dictionary(dict="small").tokenizer(mode=SplitMode.C)
