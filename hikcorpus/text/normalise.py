"""NFKC with a way back: every span of the normalised text maps onto whole characters of the original.

Matching is done on normalised text (full-width digits, half-width kana and ligatures folded); what is masked
or quoted is the original. Offsets are Unicode code points, ends exclusive.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, is_normalized, normalize

# Beside marks (category M), these may melt into the character before them: vowel and final jamo, their
# compatibility and half-width forms, half-width voicing marks. A test holds the list against all of Unicode.
_EXTENDING = re.compile("[\u1161-\u1175\u11a8-\u11c2\u3133-\u3163\uff9e\uff9f\uffa1-\uffdc]")

# Shown as nothing, so that an identifier pasted with one of them inside still looks whole to readers.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text made for matching.

    text: normalised. offsets: for each character of `text` where its source begins in the original, and
    at the end the length of the original; len(offsets) == len(text) + 1, never decreasing.
    """

    text: str
    offsets: Sequence[int]

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """The smallest span of `text` around this one that comes from whole characters of the original.

        An empty span stays as it is.
        """
        offsets = self.offsets
        if isinstance(offsets, range) or end <= start:
            return start, max(start, end)
        while start and offsets[start - 1] == offsets[start]:
            start -= 1
        while end < len(self.text) and offsets[end] == offsets[end - 1]:
            end += 1
        return start, end

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The whole characters of the original that text[start:end] comes from, as (start, end).

        An empty span maps to an empty span.
        """
        start, end = self.whole(start, end)
        return self.offsets[start], self.offsets[end]


@lru_cache(maxsize=1 << 14)
def _single(character: str) -> tuple[str, bool]:
    """NFKC of one character, and whether it may melt into the one before it."""
    extends = category(character)[0] == "M" or _EXTENDING.match(character) is not None
    return normalize("NFKC", character), extends


def normalise(text: str) -> Normalised:
    """NFKC of `text` (exactly `unicodedata.normalize("NFKC", text)`) with its offsets."""
    if text.isascii() or is_normalized("NFKC", text):
        return Normalised(text, range(len(text) + 1))
    folded = [_single(character) for character in text]
    pieces: list[str] = []
    offsets: list[int] = []
    start, size = 0, len(text)
    while start < size:
        piece = folded[start][0]
        end = start + 1
        if end < size and folded[end][1]:
            while end < size and folded[end][1]:
                end += 1
            piece = normalize("NFKC", text[start:end])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        start = end
    offsets.append(size)
    return Normalised("".join(pieces), offsets)


def visible(text: str) -> Normalised:
    """`normalise`, without soft hyphens, zero-width and direction characters: what a reader sees."""
    made = normalise(text)
    if made.text.isascii() or not _INVISIBLE.search(made.text):
        return made
    kept = [index for index, character in enumerate(made.text) if not _INVISIBLE.match(character)]
    return Normalised(
        "".join(made.text[index] for index in kept),
        [*(made.offsets[index] for index in kept), made.offsets[len(made.text)]],
    )
