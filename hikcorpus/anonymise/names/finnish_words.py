"""What is known of a single Finnish word: listed names it may be a form of, dictionary, shape, what it announces."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from hikcorpus.anonymise.names.finnish_cues import COMMON, CUES, KIN, PARTICLES, TITLES
from hikcorpus.anonymise.names.finnish_stems import stems
from hikcorpus.anonymise.names.remembered import remembered
from hikcorpus.anonymise.names.shipped import listed
from hikcorpus.text.dictionary import TABLES

TOKEN = re.compile(r"\ue000+|[^\W\d_]+(?:['’´`-][^\W\d_]+)*|\d+|[^\w\s]|_+")
CACHED = 1 << 14
"""Words that each function remembers: most of a text is of these, and a longer memory only grows for months."""
ROWS = 1 << 12
"""The same of features, some 2 kB a word."""
BEGINS = frozenset('.!?:"”»-–>')
"""After these a capital says nothing."""
PERSONS = frozenset("gns")
NO_PERSON = frozenset("pPoO")


def tokens(text: str) -> list[tuple[int, int]]:
    """Words (hyphenated ones whole), numbers, single signs."""
    return [match.span() for match in TOKEN.finditer(text)]


@cache
def names() -> dict[str, str]:
    """Flags of every listed name: g given, n hypocorism, s surname, f, t foreign, w also a Finnish word.

    What is no name of a person, or not only: p place, o company, brand, band, thing.
    """
    return listed("fi")


def beginnings(words: Iterable[str]) -> frozenset[str]:
    """Of all these words, themselves included: a short cut to those of a word's stems that may be among them."""
    return frozenset(word[:size] for word in words for size in range(len(word) + 1))


@cache
def _listed_beginnings() -> frozenset[str]:
    return beginnings(names())


@remembered(CACHED)
def flags(low: str) -> str:
    """Flags of the listed names that a lower-case word may be a form of; in capitals where it is one as it stands."""
    every = names()
    found = set(every.get(low, "").upper())
    for stem in stems(low, beginnings=_listed_beginnings()):
        found.update(every.get(stem, ""))
    if "-" in low:
        found.update(*(flags(part).lower() for part in low.split("-") if part))
    return "".join(sorted(found))


@cache
def _lemmas() -> Callable[[str], str | None]:
    """simplemma's table, the one that `ordinary` asks too: one process loads it once."""
    return TABLES.get_dictionary("fi").get


def lemma(word: str) -> str:
    """The dictionary's lemma of a word form as it is spelt; empty for one it does not have."""
    return str(_lemmas()(word) or "")


@remembered(CACHED)
def known(low: str) -> bool:
    """Whether a lower-case word is a form of a Finnish dictionary word that is no listed name (`matti`)."""
    if low in COMMON:
        return True
    found = lemma(low)
    if not found or found[0].isupper():  # `wolters`: the dictionary has a few names in lower case
        return False
    marks = names().get(found, "w")
    return "w" in marks or not PERSONS.intersection(marks)


@remembered(CACHED)
def proper(low: str) -> str:
    """N: the dictionary has the word, capitalised, as a form of a listed name. P: of another one, mostly a place."""
    found = lemma(low[:1].upper() + low[1:])
    if not found:
        return ""
    return "N" if PERSONS.intersection(names().get(found.lower(), "")) else "P"


def shape(word: str) -> str:
    """Capitals and small letters, in short."""
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "0" if word.isdigit() else "xX" if word.isalpha() else "."


def cue(low: str) -> str:
    """What a word announces."""
    if low in KIN:
        return "kin"
    return "title" if low in TITLES else "cue" if low in CUES else "van" if low in PARTICLES else ""


@remembered(CACHED)
def kind(word: str) -> str:
    """Shape, given name or surname, dictionary word or not, in short."""
    low = word.lower()
    if not low[0].isalpha():
        return low if word in BEGINS or word in ",()" else "0" if low.isdigit() else "."
    marks = set(flags(low))
    given = "g" if marks & set("gGnNfF") else ""
    family = "s" if marks & set("sStT") else ""
    place = "p" if marks & set("pP") else ""
    thing = "o" if marks & set("oO") else ""
    usual = "k" if known(low) else "u"
    named = proper(low).lower() if usual == "u" or word[0].isupper() else ""
    return f"{shape(word)}{given}{family}{place}{thing}{usual}{named}{cue(low)[:1]}"
