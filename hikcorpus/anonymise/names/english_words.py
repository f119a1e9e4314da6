"""What an English word is: listed name, dictionary word, cue, and how it is written."""

import re

from hikcorpus.anonymise.names.english_cues import COMMON, CUES, KIN, TITLES, VERBS
from hikcorpus.anonymise.names.remembered import remembered
from hikcorpus.anonymise.names.shipped import listed
from hikcorpus.text.dictionary import TABLES

CACHED = 1 << 14
"""Words that each function remembers: most of a text is of these, and a longer memory only grows for months."""
ROWS = 1 << 12
"""The same of features, some 2 kB a word."""

LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
TOKEN = re.compile(
    rf"\ue000+|[@#]\w+|[{LATIN}]+(?:['’](?!(?:s|d|m|ll|re|ve)(?![{LATIN}]))[{LATIN}]+|-(?=[{LATIN}])[{LATIN}]+)*"
    rf"|['’](?:s|d|m|ll|re|ve)(?![{LATIN}])|\d+|[^\W\d_{LATIN}]+|[^\w\s]|_+",
    re.IGNORECASE,
)


def names() -> dict[str, str]:
    """Flags of every listed name; see training/names/english_lists.py."""
    return listed("en")


@remembered(CACHED)
def flags(low: str) -> str:
    """Flags of a lower-case word; of its first part where it is hyphenated; with z where an s too many was cut."""
    every = names()
    found = every.get(low)
    if found is not None:
        return found
    if "-" in low:
        return flags(low.partition("-")[0])
    if low.endswith("s") and (found := every.get(low[:-1])):
        return found + "z"
    return ""


@remembered(CACHED)
def known(low: str) -> bool:
    """Whether a lower-case word is in the dictionary, or is one of those that it lacks."""
    return low in COMMON or low in TABLES.get_dictionary("en")


def shape(word: str) -> str:
    """How a word is written, in one or two signs."""
    if word[0] in "@#":
        return word[0]
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) == 1 else "XX"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "0" if word.isdigit() else "xX" if word.isalpha() else "."


def cue(low: str) -> str:
    """Which kind of cue a lower-case word is: kin, title, cue, verb, or none."""
    if low in KIN:
        return "kin"
    if low in TITLES:
        return "title"
    return "cue" if low in CUES else "verb" if low in VERBS else ""


def kind(low: str) -> str:
    """Whether a word is a name, in short: given or family, with how far it is a word beside."""
    marks = set(flags(low))
    given = "g" if marks & set("gnp") else "h" if marks & set("hf") else ""
    family = "s" if "s" in marks else "t" if "t" in marks else ""
    rest = "c" if "c" in marks else "w" if "w" in marks else ""
    return f"{given}{family}{rest}{'l' if 'l' in marks else ''}{'k' if known(low) else 'u'}"
