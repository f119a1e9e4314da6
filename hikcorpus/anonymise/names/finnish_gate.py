"""Which Finnish words open the gate to the tagger, and which are names whatever it says."""

import re

from hikcorpus.anonymise.names.finnish_stems import CLITIC
from hikcorpus.anonymise.names.finnish_words import BEGINS, CACHED, NO_PERSON, PERSONS, cue, flags, known, lemma, names
from hikcorpus.anonymise.names.remembered import remembered

_SURNAME = re.compile(
    r".{2,}(?:nen|sen|sta|se(?:lle|ll[aä]|lt[aä]|st[aä])|sson|ström|berg|qvist|ski|skin|mann|stein|ov|ovin|jev|ić)$"
)
_FOREIGN, _EXACT, _NAMED = frozenset("ft"), frozenset("gnsf"), frozenset("gnsft")

_COMPOUND = 11
"""Longer words in small letters that neither dictionary nor list has are compounds, hardly ever names."""


@remembered(CACHED)
def _opens(word: str) -> tuple[bool | None, bool | None, int]:
    """Whether a word may be a name at a beginning, elsewhere (None: ask the model about it alone); `_next_place`."""
    return *_anywhere(word), _next_place(word)


def _anywhere(word: str) -> tuple[bool | None, bool | None]:
    if not word[0].isalpha() or len(word) < 2:
        return False, False
    low = word.lower()
    capital = word[0].isupper() and not word.isupper()
    if len(low) > 3 and not known(low):
        if _SURNAME.fullmatch(low):
            return True, True
        marks = flags(low)
        if not PERSONS.isdisjoint(marks) or (len(low) > 4 and word[0].isupper() and not _FOREIGN.isdisjoint(marks)):
            return True, True
        if len(low) > _COMPOUND and word.islower() and _FOREIGN.isdisjoint(marks):
            return False, False
        return None, True if capital and NO_PERSON.isdisjoint(marks) else None
    exact = not _EXACT.isdisjoint(names().get(low, ""))
    if capital:
        return None if exact else False, None if _NAMED.isdisjoint(flags(low)) else True
    return (None, None) if exact else (False, False)


@remembered(CACHED)
def _opens_cued(word: str) -> bool:
    """Whether a word that opens nothing elsewhere may be a name after a cue."""
    if not word[0].isalpha() or len(word) < 2:
        return False
    low = word.lower()
    return not _NAMED.isdisjoint(flags(low)) or not known(low)


def triggers(text: str, tokens: list[tuple[int, int]]) -> list[bool | None]:
    """Words that can hardly be anything but a name, and words that may be one where a capital or a cue says so."""
    found: list[bool | None] = []
    place = 0
    for start, end in tokens:
        word = text[start:end]
        beginning, elsewhere, after = _opens(word)
        if place == _CUED:
            elsewhere = elsewhere if elsewhere is not False else _opens_cued(word)
        found.append(elsewhere if place else beginning)
        place = after
    return found


_CUED = 2


def _next_place(word: str) -> int:
    """What follows this word is at a beginning (0), elsewhere (1), after a cue (2)."""
    return 0 if word in BEGINS else _CUED if word == "@" or cue(word.lower()) else 1


_FAMILY = re.compile(r".{2,}(?<!lai)(?<!läi)(?<=[aeiouyäö])(?:nen|sen|selle|sella|sellä|selta|seltä|sesta|sestä)$")
"""Forms of surnames in -nen."""


@remembered(CACHED)
def _sure(word: str) -> int:
    """2: a name wherever it stands. 1: a name with this capital, which an ordinary word could have at a beginning."""
    if len(word) < 4 or word.isupper() or not word[0].isupper():
        return 0
    low = word.lower()
    marks = set(flags(low))
    if marks & NO_PERSON or ("-" in low and not all(_part(part) for part in low.split("-"))):
        return 0
    if marks & set("gs"):
        base = lemma(low)
        if base and base != low and base[0].islower() and not PERSONS.intersection(names().get(base, "")):
            return 0  # Uudessa: of `uusi`, not of `Uuti`
        ordinary = known(low) or known(CLITIC.sub("", low))
        return 1 if ordinary or marks & set("wW") else 2
    return 1 if _FAMILY.fullmatch(low) and not known(low) and not known(CLITIC.sub("", low)) else 0


def _part(low: str) -> bool:
    """Whether the part of a double name may be one itself."""
    return bool(low) and not _NAMED.isdisjoint(flags(low))


def sure(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """Words with a capital that list or ending show to be names; at a beginning only those that are no word."""
    found = []
    before = "."
    for start, end in tokens:
        certain = _sure(text[start:end])
        found.append(certain > 1 or (certain == 1 and before not in BEGINS))
        before = text[start:end]
    return found
