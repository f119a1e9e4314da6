"""Further mentions of a name that one place of a message shows clearly."""

import re
from collections.abc import Callable, Iterator

from hikcorpus.anonymise.names.japanese_cues import CUE

Found = tuple[int, int, float]

AGAIN = 0.5
"""Names are looked for again in their message from this probability on."""

_KANJI, _KATAKANA = "一-鿿々ヶ", "ァ-ヺー・="
_ALL_KANJI = re.compile(rf"[{_KANJI}]{{2,}}")
_ALL_KATAKANA = re.compile(rf"[{_KATAKANA}]{{3,}}")


def again(text: str, found: list[Found], flags: Callable[[str], str]) -> list[Found]:
    """`found` and the same names where no other kanji or katakana touch them; those in hiragana before an honorific.

    flags: what the lists say of a word, with the gate's signs. Names of two kanji that may be another word, and names
    of one character, are left alone.
    """
    wanted: dict[str, float] = {}
    for start, end, score in found:
        if score >= AGAIN:
            for name in _names(text[start:end], flags):
                wanted[name] = max(score, wanted.get(name, 0.0))
    more = list(found)
    taken = [False] * len(text)
    for start, end, _score in found:
        taken[start:end] = [True] * (end - start)
    cued: set[int] | None = None
    for name in sorted(wanted, key=lambda name: (-len(name), name)):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if True not in taken[start:end]:
                if cued is None:
                    cued = {match.start() for match in CUE.finditer(text)}
                if _alone(text, start, end, honoured=end in cued):
                    more.append((start, end, wanted[name]))
                    taken[start:end] = [True] * (end - start)
            start = text.find(name, end)
    return sorted(more)


def _names(name: str, flags: Callable[[str], str]) -> Iterator[str]:
    """A name, and the surname that a full name begins with."""
    if _ALL_KANJI.fullmatch(name):
        if len(name) > 2 or flags(name).endswith("!"):
            yield name
        for cut in (3, 2):
            surname, given = flags(name[:cut]), flags(name[cut:])
            if surname[:1] in ("A", "B") and surname.endswith("!") and given.rstrip("!?")[-1:] in ("a", "b"):
                yield name[:cut]
                return
    elif len(name) > 2:
        yield name


def _alone(text: str, start: int, end: int, *, honoured: bool) -> bool:
    name, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
    for whole, signs in ((_ALL_KANJI, _KANJI), (_ALL_KATAKANA, _KATAKANA)):
        if whole.fullmatch(name):
            return not re.match(f"[{signs}]", before) and (honoured or not re.match(f"[{signs}]", after))
    return honoured
