"""The words of a message with their dictionary forms: what keyness, collocates and near forms count.

Finnish and English by simplemma's dictionary (a word that it lacks is its own lemma), Japanese by SudachiPy's mode A,
content words alone. Only the writer's own words: quoted lines, reply marks, addresses and masks are left out.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from hikcorpus.text.normalise import visible
from hikcorpus.topics.gate import lowered
from hikcorpus.topics.japanese import pieces
from hikcorpus.topics.match import own_words
from hikcorpus.topics.words import dictionary

LANGUAGES: Final = ("fi", "ja", "en")

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MASK: Final = re.compile(r"\[[A-Z][A-Z_]+(?::[^\[\]\s]{1,80})?\]")
_LINE: Final = re.compile(r"[^\r\n]+")
_LETTER: Final = re.compile(r"[^\W\d_]")
_CONTENT: Final = frozenset(
    ["名詞", "代名詞", "動詞", "形容詞", "形状詞", "副詞", "連体詞", "感動詞", "接頭辞", "接尾辞"]
)
_CACHED: Final = 1 << 17


class Word(NamedTuple):
    """text[start:end] of the message as it came, as lower-case form and lemma."""

    lemma: str
    form: str
    start: int
    end: int


def words(text: str, language: str) -> list[Word]:
    """The message's own words in order. language: one of LANGUAGES; others have no lemmas: a word is its own."""
    own = _MASK.sub(lambda mask: " " * len(mask[0]), own_words(text))
    seen = visible(own)
    lower = lowered(seen.text)
    found = _japanese(lower) if language == "ja" else _spaced(lower, language)
    if isinstance(seen.offsets, range):
        return list(found)
    return [Word(lemma, form, *seen.original(start, end)) for lemma, form, start, end in found]


def lemma(word: str, language: str) -> str:
    """The lower-case dictionary form of a lower-case word; the word itself where the dictionary lacks it."""
    return _lemma(language)(word)


@cache
def _lemma(language: str) -> Callable[[str], str]:
    if language not in LANGUAGES or language == "ja":
        return lambda word: word

    @lru_cache(_CACHED)
    def looked_up(word: str) -> str:
        found = dictionary().get_lemma(word, language)
        return str(found).lower() if found else word

    return looked_up


def _spaced(lower: str, language: str) -> Iterator[Word]:
    look_up = _lemma(language)
    for found in _WORD.finditer(lower):
        form = found[0]
        yield Word(look_up(form), form, found.start(), found.end())


@cache
def _tokenizer() -> Any:
    import sudachipy

    return sudachipy.Dictionary(dict="small").tokenizer(mode=sudachipy.SplitMode.A)


def _japanese(lower: str) -> Iterator[Word]:
    for line in _LINE.finditer(lower):
        for offset, piece in pieces(line[0]):
            at = line.start() + offset
            for each in _tokenizer().tokenize(piece):
                form = each.surface()
                if each.part_of_speech()[0] in _CONTENT and _LETTER.search(form):
                    yield Word(each.dictionary_form(), form, at + each.begin(), at + each.end())
