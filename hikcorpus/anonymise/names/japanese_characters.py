"""What a second tagger sees of every character of a Japanese segment. Names that Sudachi cuts wrongly show here."""

from functools import lru_cache

from hikcorpus.anonymise.names.japanese_lists import characters, flags_of, scripts
from hikcorpus.anonymise.names.japanese_morphemes import Morphemes

_CACHED = 1 << 13
_REACH = range(-3, 4)
_MARGIN = 5
"""So many characters on either side are more than any feature looks at."""


@lru_cache(_CACHED)
def _signs(char: str) -> tuple[str, tuple[str, ...]]:
    """The script of a character, and its place in names."""
    kind = scripts(char)
    digits = characters().get(char, "0000") if kind == "K" else ""
    return kind, tuple(f"q{column}{digit}" for column, digit in enumerate(digits))


@lru_cache(_CACHED)
def _at(char: str, pos: str) -> tuple[tuple[str, str, str], ...]:
    """Character, script and class as seen from each distance."""
    kind = scripts(char)
    return tuple((f"{step}c={char}", f"{step}t={kind}", f"{step}p={pos}") for step in _REACH)


def _flags(word: str) -> str:
    """The commonest use of a listed word as a surname and as a given name."""
    flags = flags_of(word)
    return "" if not flags else flags[0] if flags[0] == flags[-1] else flags[0] + flags[-1]


def features(seen: Morphemes, first: int = 0, last: int | None = None) -> list[list[str]]:  # noqa: PLR0912 - one if per group
    """A row of features for every character of every morpheme, in order; white space has none.

    first, last: only of these morphemes; the rows are those that they have in the whole segment.
    """
    surfaces = seen.surfaces
    begin, stop, shown = _window(surfaces, first, len(surfaces) - 1 if last is None else last)
    chars: list[str] = []
    owner: list[int] = []
    pos: list[str] = []
    for number in range(begin, stop):
        surface, tag = surfaces[number], seen.pos[number]
        end = len(surface) - 1
        for place, char in enumerate(surface):
            chars.append(char)
            owner.append(number)
            pos.append(("S" if not end else "B" if not place else "E" if place == end else "M") + tag)
    size = len(chars)
    whole = "".join(chars)
    signs = [_signs(char) for char in chars]
    kinds = [sign[0] for sign in signs]
    at_all = [_at(char, tag) for char, tag in zip(chars, pos, strict=True)]
    pairs = [
        _pairs(whole[i : i + 2], f"{pos[i]}|{pos[i + 1]}", f"{kinds[i]}|{kinds[i + 1]}|{kinds[i - 1] if i else ''}")
        for i in range(size - 1)
    ]
    lists = _lists(whole)
    made: list[list[str]] = []
    for i in shown:
        row = ["b"]
        for step in _REACH:
            at = i + step
            if 0 <= at < size:
                row += at_all[at][step + 3]
            else:
                row.append(f"{step}#")
        for step in range(-2, 2):
            at = i + step
            if 0 <= at < size - 1:
                row += pairs[at][step + 2]
        for step in (-1, 0, 1):
            if 0 <= i + step < size - 2:
                row.append(f"{step}ccc={whole[i + step : i + step + 3]}")
        row += ["L" + flag for flag in lists[i]]
        if i:
            row += ["L-1" + flag for flag in lists[i - 1]]
        if i + 1 < size:
            row += ["L1" + flag for flag in lists[i + 1]]
        row += signs[i][1]
        number = owner[i]
        row.append("w=" + surfaces[number])
        if number:
            row += ["<w=" + surfaces[number - 1], "<p=" + seen.pos[number - 1]]
        if number + 1 < len(surfaces):
            row += [">w=" + surfaces[number + 1], ">p=" + seen.pos[number + 1]]
            if seen.words[number + 1].beside == "H":
                row.append(">H")
        made.append(row)
    return made


def _window(surfaces: list[str], first: int, last: int) -> tuple[int, int, range]:
    """Morphemes (from, before) that features of some hang on, and where in these the characters of those stand."""
    begin, stop, margin = first, last + 1, 0
    while begin and margin < _MARGIN:
        begin -= 1
        margin += len(surfaces[begin])
    shown = range(margin, margin + sum(map(len, surfaces[first:stop])))
    margin = 0
    while stop < len(surfaces) and margin < _MARGIN:
        margin += len(surfaces[stop])
        stop += 1
    return begin, stop, shown


@lru_cache(_CACHED)
def _pairs(characters: str, classes: str, scripts: str) -> tuple[tuple[str, str, str], ...]:
    """Two neighbours as seen from each distance."""
    return tuple((f"{step}cc={characters}", f"{step}pp={classes}", f"{step}tt={scripts}") for step in range(-2, 2))


def _lists(whole: str) -> list[dict[str, None]]:
    """For each character the listed names that begin, end with it or hold it; no set, whose order changes each run."""
    found: list[dict[str, None]] = [{} for _ in whole]
    for start in range(len(whole) - 1):
        for length in (2, 3, 4):
            word = whole[start : start + length]
            if len(word) < length:
                break
            for flag in _flags(word):
                found[start][f"B{length}{flag}"] = None
                found[start + length - 1][f"E{length}{flag}"] = None
                for place in range(start + 1, start + length - 1):
                    found[place]["M" + flag] = None
    return found
