"""What a second tagger sees of every character of a Japanese segment. Names that Sudachi cuts wrongly show here."""

from functools import lru_cache

from hikcorpus.anonymise.names.japanese_lists import characters, flags_of, scripts
from hikcorpus.anonymise.names.japanese_morphemes import Morphemes

_CACHED = 1 << 16
_REACH = range(-3, 4)


@lru_cache(_CACHED)
def _signs(char: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Features of a character for each distance at which it stands, its script, and its place in names."""
    kind = scripts(char)
    digits = characters().get(char, "0000") if kind == "K" else ""
    return (
        tuple(f"{step}c={char}" for step in _REACH),
        kind,
        tuple(f"q{column}{digit}" for column, digit in enumerate(digits)),
    )


@lru_cache(_CACHED)
def _at(sign: str, value: str) -> tuple[str, ...]:
    return tuple(f"{step}{sign}={value}" for step in _REACH)


@lru_cache(_CACHED)
def _flags(word: str) -> str:
    """The commonest use of a listed word as a surname and as a given name."""
    flags = flags_of(word)
    return "" if not flags else flags[0] if flags[0] == flags[-1] else flags[0] + flags[-1]


def features(seen: Morphemes) -> list[list[str]]:  # noqa: PLR0912 - one if per group
    """A row of features for every character of every morpheme, in order; white space has none."""
    chars: list[str] = []
    owner: list[int] = []
    pos: list[str] = []
    for number, surface in enumerate(seen.surfaces):
        last = len(surface) - 1
        for place, char in enumerate(surface):
            chars.append(char)
            owner.append(number)
            pos.append(("S" if not last else "B" if not place else "E" if place == last else "M") + seen.pos[number])
    size = len(chars)
    whole = "".join(chars)
    signs = [_signs(char) for char in chars]
    kinds = [sign[1] for sign in signs]
    kind_at = [_at("t", kind) for kind in kinds]
    pos_at = [_at("p", tag) for tag in pos]
    pairs = [_pair("cc", whole[i : i + 2]) for i in range(size - 1)]
    tags = [_pair("pp", f"{pos[i]}|{pos[i + 1]}") for i in range(size - 1)]
    kinds3 = [_pair("tt", f"{kinds[i]}|{kinds[i + 1]}|{kinds[i - 1] if i else ''}") for i in range(size - 1)]
    lists = _lists(whole)
    made: list[list[str]] = []
    for i in range(size):
        row = ["b"]
        for step in _REACH:
            at = i + step
            if 0 <= at < size:
                row += (signs[at][0][step + 3], kind_at[at][step + 3], pos_at[at][step + 3])
            else:
                row.append(f"{step}#")
        for step in range(-2, 2):
            at = i + step
            if 0 <= at < size - 1:
                row += (pairs[at][step + 2], tags[at][step + 2], kinds3[at][step + 2])
        for step in (-1, 0, 1):
            if 0 <= i + step < size - 2:
                row.append(f"{step}ccc={whole[i + step : i + step + 3]}")
        row += ["L" + flag for flag in lists[i]]
        if i:
            row += ["L-1" + flag for flag in lists[i - 1]]
        if i + 1 < size:
            row += ["L1" + flag for flag in lists[i + 1]]
        row += signs[i][2]
        number = owner[i]
        row.append("w=" + seen.surfaces[number])
        if number:
            row += ["<w=" + seen.surfaces[number - 1], "<p=" + seen.pos[number - 1]]
        if number + 1 < len(seen.surfaces):
            row += [">w=" + seen.surfaces[number + 1], ">p=" + seen.pos[number + 1]]
            if seen.words[number + 1].beside == "H":
                row.append(">H")
        made.append(row)
    return made


@lru_cache(_CACHED)
def _pair(sign: str, value: str) -> tuple[str, ...]:
    return tuple(f"{step}{sign}={value}" for step in range(-2, 2))


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
