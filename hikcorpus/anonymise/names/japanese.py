"""Japanese names: the parts that a tagger of this language has, what is surely a name, and what of one is masked."""

import re

from hikcorpus.anonymise.names import japanese_again
from hikcorpus.anonymise.names.japanese_cues import CUE, PERSONAL
from hikcorpus.anonymise.names.japanese_features import features
from hikcorpus.anonymise.names.japanese_gate import possible, written
from hikcorpus.anonymise.names.japanese_lists import CODE, names, scripts
from hikcorpus.anonymise.names.japanese_morphemes import morphemes

__all__ = ["CODE", "THRESHOLD", "again", "chosen", "features", "possible", "settle", "sure", "tokens", "triggers"]

THRESHOLD = 0.1
"""In chat. The corpora that thresholds are chosen on are written language: these sentences tell nothing of it."""
THRESHOLD_KANJI = 0.03
"""Of morphemes of kanji in written sentences: less is enough, their characters tell names from words."""
THRESHOLD_REST = 0.25
"""Of others there; katakana words that no list has look alike, names or not."""
BESIDE = 0.02
"""Of morphemes that touch one which is a name: half a name helps nobody."""


def tokens(text: str) -> list[tuple[int, int]]:
    """Sudachi's morphemes, mode A."""
    return morphemes(text).spans


def triggers(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """All tokens of a segment that may hold a name, or none: a name that no list has stands beside others."""
    return [possible(text)] * len(tokens)


def chosen(text: str, tokens: list[tuple[int, int]], probable: list[float], sure: list[bool]) -> list[bool]:
    """Morphemes to mask: those over the threshold of their script, and what touches them and is likely enough."""
    kanji, rest = (THRESHOLD_KANJI, THRESHOLD_REST) if written(text) else (THRESHOLD, THRESHOLD)
    taken = [
        certain or probability >= (kanji if scripts(text[start:end]) == "K" else rest)
        for (start, end), probability, certain in zip(tokens, probable, sure, strict=True)
    ]
    if True in taken:
        size = len(taken)
        for order, step in ((range(1, size), -1), (range(size - 2, -1, -1), 1)):
            for at in order:
                if not taken[at] and taken[at + step] and probable[at] >= BESIDE:
                    left, right = sorted((at, at + step))
                    taken[at] = tokens[left][1] == tokens[right][0]
    return taken


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
