"""Which Japanese segments may hold a name at all: cheap, without morphological analysis."""

import re

from hikcorpus.anonymise.names.japanese_cues import CALLED, CUE
from hikcorpus.anonymise.names.japanese_lists import openers, plain

_KANJI = re.compile("[一-鿿々ヶノ]{2,}")
_KATAKANA = re.compile("[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]+)*")
_HIRAGANA = re.compile("[ぁ-ゖー]{3,}")
_LATIN = re.compile("[A-Z][a-z]{2,}")
_OPEN, _PERHAPS = "!", "?"
_LONG = 30
"""Characters from which a segment is no chat: rarer names and unknown katakana open the gate in it."""
_WRITTEN = 14
"""Characters from which a sentence that ends in a full stop is written language, which goes to the taggers in any case:
names there stand without honorifics, and no list has all of them. Chosen on folds."""


def written(text: str) -> bool:
    """Whether a segment is a sentence of written language rather than chat."""
    return len(text) >= _WRITTEN and text.endswith("。")


def possible(text: str) -> bool:
    """Whether a segment may hold a name at all; asks no morphological analysis.

    Listed names that are no other word, honorifics and `名前は` say yes; in a long segment also rarer ones and katakana
    that nobody knows. A written sentence may always.
    """
    if written(text):
        return True
    return _opened(text, openers(_OPEN)) or (
        len(text) >= _LONG
        and (_opened(text, openers(_PERHAPS)) or any(_strange(m[0]) for m in _KATAKANA.finditer(text)))
    )


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
    return run not in plain()
