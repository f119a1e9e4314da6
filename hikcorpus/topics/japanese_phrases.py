"""Japanese phrases: literal strings found anywhere, and those with notation (`引きこもり|ニート (に)なって #年`)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from hikcorpus.topics.index import Index
from hikcorpus.topics.notation import japanese, japanese_needles, parts, plain
from hikcorpus.topics.numbers import JAPANESE

_SPACES: Final = r"[ \t]{0,3}"
_GAP: Final = r"[^。!?\r\n]{0,8}?"


class JapanesePhrases:
    """Finds phrases in text as `gate.lowered(text.normalise.visible(text).text)` gives it."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = [(japanese(phrase), phrase) for phrase in phrases]
        found = [japanese_needles(made) for made, _ in self._phrases]
        self.needles = {needle.text for each in found for needle in each}
        self._index = Index(found)

    def spans(self, lowered: str) -> list[tuple[int, int, str]]:
        """All places as (start, end, phrase as the file writes it)."""
        return [
            (start, end, phrase)
            for made, phrase in map(self._phrases.__getitem__, self._index.candidates(lowered))
            for start, end in (_places(made, lowered) if plain(made) else _found(made, lowered))
        ]


def _places(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(phrase)
    while at >= 0:
        yield at, at + len(phrase)
        at = text.find(phrase, at + 1)


def _found(phrase: str, text: str) -> Iterator[tuple[int, int]]:
    for match in _expression(phrase).finditer(text):
        yield match.span()


@cache
def _expression(phrase: str) -> re.Pattern[str]:
    out, between = "", ""
    for part in parts(phrase):
        if part.kind == "gap":
            out, between = out + _GAP, ""
            continue
        segment = "|".join(JAPANESE.join(map(re.escape, option.split("#"))) for option in part.options)
        out += f"(?:{between}(?:{segment}))?" if part.kind == "optional" else f"{between}(?:{segment})"
        between = _SPACES
    return re.compile(out)
