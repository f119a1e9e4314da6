"""How topic files write phrases: parts between blanks, each with its alternatives.

`a|b` one of these; `(a|b)` the same, or nothing; `...` a gap; `#` a number. What every hit must hold is one literal
piece at least: by it the gate and the index find the phrase.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, Literal

from hikcorpus.text.normalise import visible
from hikcorpus.topics.gate import lowered

GAP: Final = "..."
_WORD_PIECES: Final = re.compile(r"[*'#]")
_MARKS: Final = re.compile(r"[#()]|\.\.\.")
_JAPANESE_MARKS: Final = re.compile(r"[#()| ]|\.\.\.")
_ENOUGH: Final = 2
_KANJI: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々]")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands between two blanks of a phrase; a gap has no options."""

    kind: Literal["word", "optional", "gap"]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Needle:
    """A literal string that must stand in the text, there at the beginning of a word or anywhere."""

    text: str
    anywhere: bool
    weight: float


@cache
def parts(phrase: str) -> tuple[Part, ...]:
    """The phrase part by part. Raises ValueError with a sentence that names what is wrong."""
    out: list[Part] = []
    for token in phrase.split():
        if token == GAP:
            out.append(Part("gap"))
            continue
        optional = len(token) > 2 and token[0] == "(" and token[-1] == ")"
        bare = token[1:-1] if optional else token
        if re.match(r"[(]|.*[)]$", bare) or (re.search(r"[()]", bare) and "|" in bare):
            raise ValueError(f"{phrase!r}: brackets stand around one whole part, as in (a|b)")
        if GAP in bare:
            raise ValueError(f"{phrase!r}: the gap {GAP} stands alone between blanks")
        if "" in bare.split("|"):
            raise ValueError(f"{phrase!r}: an alternative beside | is empty")
        out.append(Part("optional" if optional else "word", tuple(bare.split("|"))))
    kinds = [part.kind for part in out if part.kind != "optional"]
    if "word" not in kinds:
        raise ValueError(f"{phrase!r}: at least one part must be neither a gap nor in brackets")
    if "gap" in (kinds[0], kinds[-1]) or ("gap", "gap") in pairwise(kinds):
        raise ValueError(f"{phrase!r}: the gap {GAP} needs a part before and behind it that is not in brackets")
    return tuple(out)


@cache
def needles(phrase: str) -> tuple[Needle, ...]:
    """One for each alternative of the part that tells most; for phrases of languages that write words apart."""
    return _most_telling([[_of_word(option) for option in part.options] for part in _firm(phrase)])


@cache
def japanese_needles(phrase: str) -> tuple[Needle, ...]:
    """The same for Japanese phrases; a phrase without notation is its own needle."""
    if not _JAPANESE_MARKS.search(phrase):
        return (Needle(phrase, True, _weight(phrase)),)
    return _most_telling([[_of_japanese(option) for option in part.options] for part in _firm(phrase)])


def checked(phrase: str) -> str:
    """The phrase. Raises ValueError where its notation is wrong or leaves nothing for the gate."""
    if min(needle.weight for needle in needles(phrase)) < _ENOUGH and _MARKS.search(phrase):
        raise ValueError(f"{phrase!r}: one part must have two letters in a row in each of its alternatives")
    return phrase


def japanese(phrase: str) -> str:
    """A Japanese phrase as it is compared: half and full width the same, lower case."""
    return lowered(visible(phrase).text)


def checked_japanese(phrase: str) -> str:
    """As `checked`, for Japanese."""
    made = japanese(phrase)
    if min(needle.weight for needle in japanese_needles(made)) < _ENOUGH and _JAPANESE_MARKS.search(made):
        raise ValueError(f"{phrase!r}: one part must have a kanji or two kana in a row in each of its alternatives")
    return phrase


def plain(phrase: str) -> bool:
    """Whether a Japanese phrase is a literal string."""
    return not _JAPANESE_MARKS.search(phrase)


def examples(phrase: str, between: str) -> list[str]:
    """Strings that the phrase should find; each of its alternatives stands in one of them at least."""
    kept = [part.options for part in parts(phrase) if part.kind != "gap"]
    return [
        between.join(options[at % len(options)].replace("*", "").replace("#", "7") for options in kept)
        for at in range(max(map(len, kept)))
    ]


def _firm(phrase: str) -> list[Part]:
    return [part for part in parts(phrase) if part.kind == "word"]


def _most_telling(choices: list[list[Needle]]) -> tuple[Needle, ...]:
    """The part that stands in the fewest texts, each letter taken to make it four times rarer."""
    telling = [options for options in choices if min(needle.weight for needle in options) >= _ENOUGH]
    if not telling:
        return tuple(dict.fromkeys(max(choices, key=lambda options: min(needle.weight for needle in options))))
    return tuple(dict.fromkeys(min(telling, key=lambda options: sum(4**-needle.weight for needle in options))))


def _of_word(option: str) -> Needle:
    pieces = _WORD_PIECES.split(option)
    if option[0] == "*":
        piece = max(pieces, key=len)
        return Needle(piece, True, min(len(piece), 2))  # stands anywhere: any other part tells more
    piece = pieces[0] or pieces[1] if option[0] == "#" and len(option) > 1 else pieces[0]
    return Needle(piece, False, len(piece))


def _of_japanese(option: str) -> Needle:
    piece = max(option.split("#"), key=_weight)
    return Needle(piece, True, _weight(piece))


def _weight(piece: str) -> int:
    """Its letters, kanji counting double."""
    return sum(2 if _KANJI.match(letter) else letter.isalnum() for letter in piece)
