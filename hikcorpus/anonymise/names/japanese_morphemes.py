"""Japanese segments cut by Sudachi, and what a tagger sees of a morpheme alone."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from hikcorpus.anonymise.names.japanese_cues import HONORIFICS, ROLES
from hikcorpus.anonymise.names.japanese_lists import characters, flags_of, scripts
from hikcorpus.anonymise.names.remembered import LONGEST

_CACHED = 1 << 12
"""Words and classes that are remembered, some 2 kB each."""
_BYTES = 49_149
"""The longest text that Sudachi takes, in UTF-8."""


class Word(NamedTuple):
    """A morpheme without its surroundings."""

    own: tuple[str, ...]
    kind: str
    listed: str
    beside: str
    look: str


class Morphemes(NamedTuple):
    """A segment cut by Sudachi: offsets, surfaces, classes and features, one of each per morpheme."""

    spans: list[tuple[int, int]]
    surfaces: list[str]
    pos: list[str]
    words: list[Word]


@cache
def _tokenizer() -> Any:
    import sudachipy

    return sudachipy.Dictionary(dict="small").tokenizer(mode=sudachipy.SplitMode.A)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """(offset, piece): parts short enough for Sudachi, cut at a sentence's end where there is one."""
    start, most = 0, _BYTES // 4
    while len(text) - start > most:
        cut = max(text.rfind(sign, start, start + most) for sign in "。、 ") + 1
        cut = cut if cut > start else start + most
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


@lru_cache(8)
def morphemes(text: str) -> Morphemes:
    """Sudachi's analysis, mode A, without white space; the last few segments are remembered."""
    spans: list[tuple[int, int]] = []
    surfaces: list[str] = []
    tags: list[str] = []
    words: list[Word] = []
    tokenize = _tokenizer().tokenize
    for offset, piece in _pieces(text):
        for morpheme in tokenize(piece):
            begin, end = morpheme.begin() + offset, morpheme.end() + offset
            surface = text[begin:end]
            if begin == end or surface.isspace():
                continue
            tag = _tag(morpheme.part_of_speech())
            spans.append((begin, end))
            surfaces.append(surface)
            tags.append(tag)
            described = _word if end - begin <= LONGEST else _described
            words.append(described(surface, tag, morpheme.is_oov()))
    return Morphemes(spans, surfaces, tags, words)


@lru_cache(_CACHED)
def _tag(pos: tuple[str, ...]) -> str:
    if pos[1] == "固有名詞":
        return pos[0] + pos[1] + pos[2] + pos[3]
    return pos[0] + pos[1] + ("" if pos[0] == "動詞" else pos[2])


def _described(word: str, tag: str, unknown: bool) -> Word:
    kind = scripts(word)
    listed = (flags_of(word) or "-") if len(word) > 1 or kind == "K" else "-"
    own = ["b", "w=" + word, "p=" + tag, "t=" + kind, f"l={min(len(word), 5)}", "x=" + listed, "px=" + tag + listed]
    own += ["a=" + word[0], "z=" + word[-1]]
    if len(word) > 2:
        own += ["a2=" + word[:2], "z2=" + word[-2:]]
    if len(word) > 3 and kind in ("t", "a", "Aa", "ta"):
        own += ["a3=" + word[:3], "z3=" + word[-3:]]
    if unknown:
        own += ["oov", "oov" + kind]
    look = "-"
    if kind == "K" and len(word) <= 4:
        first, last = characters().get(word[0], "0000"), characters().get(word[-1], "0000")
        surname, given = int(first[0]) + int(last[1]), int(first[2]) + int(last[3])
        look = f"{min(surname, 15) // 3}{min(given, 15) // 3}"
        own += [f"cs{len(word)}={surname // 2}", f"cg{len(word)}={given // 2}", f"c={look}{listed[:1]}"]
        own += ["m=" + char for char in word[1:-1]]
    beside = "H" if word in HONORIFICS else "P" if word in ROLES else ""
    return Word(tuple(own), kind, listed, beside, look)


_word = lru_cache(_CACHED)(_described)
