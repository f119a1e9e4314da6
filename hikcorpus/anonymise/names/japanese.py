"""Japanese names: morphemes, what a tagger sees of each, what opens the gate, and what of a name is masked."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from hikcorpus.anonymise.names import japanese_again
from hikcorpus.anonymise.names.japanese_cues import CALLED, CUE, HONORIFICS, PERSONAL, ROLES
from hikcorpus.anonymise.names.shipped import unpacked

CODE = "ja"
THRESHOLD = 0.2

_CACHED = 1 << 16
_BYTES = 49_149
"""The longest text that Sudachi takes, in UTF-8."""

_KANJI = re.compile("[一-鿿々ヶノ]{2,}")
_KATAKANA = re.compile("[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]+)*")
_HIRAGANA = re.compile("[ぁ-ゖー]{3,}")
_LATIN = re.compile("[A-Z][a-z]{2,}")
_OPEN, _PERHAPS = "!", "?"
_LONG = 30
"""Characters from which a segment is no chat: rarer names and unknown katakana open the gate in it."""


class _Word(NamedTuple):
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
    words: list[_Word]


@cache
def _tokenizer() -> Any:
    import sudachipy

    return sudachipy.Dictionary(dict="small").tokenizer(mode=sudachipy.SplitMode.A)


@cache
def names() -> dict[str, str]:
    """Flags of words: A-C surname, a-c given name, frequent to rare; k katakana; ! opens the gate, ? perhaps."""
    return dict(line.split("\t") for line in _unpacked("names.txt.xz"))


@cache
def _openers(sign: str) -> frozenset[str]:
    return frozenset(word for word, flags in names().items() if flags[-1] == sign)


@cache
def _plain() -> frozenset[str]:
    """Katakana words that are no names."""
    return frozenset(_unpacked("katakana.txt.xz"))


@lru_cache(_CACHED)
def flags_of(word: str) -> str:
    """What the lists know of a word, without the gate's signs."""
    return names().get(word, "").rstrip("!?k")


@cache
def characters() -> dict[str, str]:
    """For each kanji four digits: is it likelier to begin, end a surname, begin, end a given name than in words."""
    return dict(line.split("\t") for line in _unpacked("characters.txt.xz"))


def _unpacked(name: str) -> list[str]:
    return unpacked(CODE, name).decode().splitlines()


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
    words: list[_Word] = []
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
            words.append(_word(surface, tag, morpheme.is_oov()))
    return Morphemes(spans, surfaces, tags, words)


@lru_cache(_CACHED)
def _tag(pos: tuple[str, ...]) -> str:
    if pos[1] == "固有名詞":
        return pos[0] + pos[1] + pos[2] + pos[3]
    return pos[0] + pos[1] + ("" if pos[0] == "動詞" else pos[2])


def tokens(text: str) -> list[tuple[int, int]]:
    """Sudachi's morphemes, mode A."""
    return morphemes(text).spans


def possible(text: str) -> bool:
    """Whether a segment may hold a name at all; asks no morphological analysis.

    Listed names that are no other word, honorifics and `名前は` say yes; in a long segment also rarer ones and katakana
    that nobody knows.
    """
    return _opened(text, _openers(_OPEN)) or (
        len(text) >= _LONG
        and (_opened(text, _openers(_PERHAPS)) or any(_strange(m[0]) for m in _KATAKANA.finditer(text)))
    )


def triggers(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """All tokens of a segment that may hold a name, or none: a name that no list has stands beside others."""
    return [possible(text)] * len(tokens)


def _opened(text: str, openers: frozenset[str]) -> bool:
    for match in _KANJI.finditer(text):
        run = match[0]
        last = len(run) - 1
        for start in range(last):
            if run[start : start + 2] in openers or (start + 1 < last and run[start : start + 3] in openers):
                return True
    for match in _KATAKANA.finditer(text):
        if match[0] in openers or "・" in match[0] or "=" in match[0]:
            return True
    for match in _HIRAGANA.finditer(text):
        run = match[0]
        for start in range(len(run) - 2):
            if run[start : start + 3] in openers or run[start : start + 4] in openers:
                return True
    return CUE.search(text) is not None or CALLED.search(text) is not None or _LATIN.search(text) is not None


def _strange(run: str) -> bool:
    return run not in _plain()


def scripts(word: str) -> str:
    """Which scripts a word is written in, repeats folded: K kanji, h hiragana, t katakana, A a Latin, 9 digits."""
    kinds = ""
    for char in word:
        if "一" <= char <= "鿿" or char in "々〆ヶ":
            kind = "K"
        elif "ぁ" <= char <= "ゖ":
            kind = "h"
        elif "ァ" <= char <= "ヺ" or char == "ー":
            kind = "t"
        elif "A" <= char <= "Z":
            kind = "A"
        elif char.isalpha():
            kind = "a"
        elif char.isdigit():
            kind = "9"
        else:
            kind = char if char in "・=、。「」()" else "."
        if not kinds.endswith(kind):
            kinds += kind
    return kinds


@lru_cache(_CACHED)
def _word(word: str, tag: str, unknown: bool) -> _Word:
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
    return _Word(tuple(own), kind, listed, beside, look)


def features(text: str, tokens: list[tuple[int, int]]) -> list[list[str]]:  # noqa: PLR0912 - one if per group
    """The word, its class and its listing, the same of its neighbours, and names that several morphemes make."""
    seen = morphemes(text)
    surfaces, pos, words = seen.surfaces, seen.pos, seen.words
    made = [list(word.own) for word in words]
    _joined(seen, made)
    _chains(seen, made)
    size = len(words)
    called = {surfaces[i] for i in range(size - 1) if words[i + 1].beside == "H"}
    forms = [word.listed + word.kind for word in words]
    for i, row in enumerate(made):
        word = words[i]
        for step in (-2, -1, 1, 2):
            at = i + step
            if 0 <= at < size:
                row += [f"{step}w={surfaces[at]}", f"{step}p={pos[at]}", f"{step}x={forms[at]}"]
                if words[at].beside:
                    row.append(f"{step}h{words[at].beside}")
                if step in (-1, 1):
                    row.append(f"{step}c={words[at].look}|{word.look}")
            else:
                row.append(f"{step}#")
        if i > 2:
            row.append("-3w=" + surfaces[i - 3])
        if i + 3 < size:
            row.append("3w=" + surfaces[i + 3])
        if i:
            row += [f"-p={pos[i - 1]}|{pos[i]}", f"-x={forms[i - 1]}|{forms[i]}"]
        if i > 1:
            row.append(f"--w={surfaces[i - 2]}|{surfaces[i - 1]}")
        if i + 1 < size:
            row += [f"+p={pos[i]}|{pos[i + 1]}", f"+x={forms[i]}|{forms[i + 1]}", f"+w={surfaces[i]}|{surfaces[i + 1]}"]
            if i:
                row += [
                    f"ppp={pos[i - 1]}|{pos[i]}|{pos[i + 1]}",
                    f"wtw={surfaces[i - 1]}|{word.kind}|{surfaces[i + 1]}",
                ]
        if i + 2 < size:
            row += [f"++w={surfaces[i + 1]}|{surfaces[i + 2]}", f"++t={word.kind}{surfaces[i + 1]}|{pos[i + 2]}"]
        if surfaces[i] in called and len(surfaces[i]) > 1 and not (i + 1 < size and words[i + 1].beside == "H"):
            row.append("called")
    return made


def _joined(seen: Morphemes, made: list[list[str]]) -> None:
    """Listed names, and a surname with a given name, that Sudachi cut into several morphemes."""
    spans, surfaces, _pos, words = seen
    for i, word in enumerate(words):
        if word.kind != "K" or len(surfaces[i]) > 3:
            continue
        whole = surfaces[i]
        for j in range(i + 1, min(i + 4, len(words))):
            if (
                spans[j][0] != spans[j - 1][1]
                or words[j].kind not in ("K", "h", "Kh")
                or len(whole) + len(surfaces[j]) > 5
            ):
                break
            whole += surfaces[j]
            flags = flags_of(whole)
            if flags:
                _mark(made, i, j, "j", flags)
            if words[j].kind == "K" and len(whole) > 2:
                best = _full(whole)
                if best:
                    _mark(made, i, j, "f", best)


def _mark(made: list[list[str]], first: int, last: int, sign: str, flags: str) -> None:
    made[first].append(f"{sign}B{flags}")
    for place in range(first + 1, last + 1):
        made[place].append(f"{sign}I{flags}")


@lru_cache(_CACHED)
def _full(whole: str) -> str:
    """The most frequent reading of kanji as surname and given name: a flag of each, or nothing."""
    found = [
        surname[0] + given[-1]
        for cut in range(1, min(4, len(whole)))
        for surname, given in [(flags_of(whole[:cut]), flags_of(whole[cut:]))]
        if surname[:1] in ("A", "B", "C") and given[-1:] in ("a", "b", "c")
    ]
    return min(found, default="")


def _chains(seen: Morphemes, made: list[list[str]]) -> None:
    """Katakana joined by middle dots: what is known of one link says something about all."""
    _spans, surfaces, pos, words = seen
    size = len(words)
    first = 0
    while first < size:
        last = first
        while last + 2 < size and words[last].kind == words[last + 2].kind == "t" and surfaces[last + 1] in "・=":
            last += 2
        if last > first:
            tags = pos[first : last + 1]
            known = "N" if any("人名" in tag for tag in tags) else "L" if any("地名" in tag for tag in tags) else "-"
            after = pos[last + 1] + words[last + 1].beside if last + 1 < size else ""
            for row in made[first : last + 1]:
                row += [
                    f"ch={known}",
                    f"ch{min(3, (last - first) // 2)}",
                    f"chn={known}{after}",
                    f"che={surfaces[last][-2:]}",
                ]
        first = last + 1


def sure(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """Morphemes that Sudachi knows as names of persons, right before an honorific."""
    seen = morphemes(text)
    cued = {match.start() for match in CUE.finditer(text)}
    return [
        end in cued and "人名" in tag and word.beside != "P" and after in PERSONAL
        for (_start, end), tag, word, after in zip(
            seen.spans, seen.pos, seen.words, [*seen.surfaces[1:], ""], strict=True
        )
    ]


_EDGE = re.compile(rf"^[・=、。「」()\s\-&/]+|(?:(?<=.)(?:{'|'.join(PERSONAL)})|[・=、。「」()\s\-&/])+$")


def settle(text: str, start: int, end: int) -> tuple[int, int]:
    """Without honorifics and signs at the edges."""
    name = text[start:end]
    bare = _EDGE.sub("", name)
    if not bare:
        return start, start
    begin = start + name.index(bare)
    return begin, begin + len(bare)


def again(text: str, found: list[tuple[int, int, float]]) -> list[tuple[int, int, float]]:
    """`found` and further mentions of its names in the message."""
    return japanese_again.again(text, found, lambda word: names().get(word, ""))
