"""Is this an ordinary word of the language? Such a screen name cannot be told from the word in running text."""

from functools import lru_cache


@lru_cache(maxsize=1 << 14)
def is_ordinary(word: str, lang: str | None) -> bool:
    """Whether `word` is a dictionary word of `lang` (fi, en, ja), or of any of them where `lang` is None or another.

    Proper nouns are not ordinary: a name in the dictionary is still a name. Several words together are not
    ordinary either, nor is anything with a digit beside letters. Digits alone are, up to five of them.
    """
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


def _in_western(word: str, language: str) -> bool:
    from simplemma import Lemmatizer, is_known
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    low = word.lower()
    if not is_known(low, language, low_memory=True):
        return False
    lemmatizer = Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=LOW_MEMORY_DICTIONARY_FACTORY))
    return not lemmatizer.lemmatize(low, language)[:1].isupper()


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
