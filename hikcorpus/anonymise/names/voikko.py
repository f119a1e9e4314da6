"""Voikko's word classes: `hikcorpus[voikko]` and the system's libvoikko with its Finnish words.

Asked only by a `Tagger("fi", voikko=True)`: what is found must not hang on what a machine happens to have installed.
"""

from functools import cache, lru_cache
from typing import Any

from hikcorpus.errors import ConfigError

_GIVEN, _FAMILY, _PLACE = "etunimi", "sukunimi", "paikannimi"
_PERSON = frozenset((_GIVEN, _FAMILY))
_BEGINS = frozenset('.!?:"”»-–>')


@cache
def _voikko() -> Any:
    try:
        from libvoikko import Voikko, VoikkoException  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    try:
        return Voikko("fi")
    except (VoikkoException, OSError):  # the wrapper without its library, or without the dictionary
        return None


def available() -> bool:
    """Whether Voikko answers."""
    return _voikko() is not None


def require() -> None:
    """Raises ConfigError where Voikko was asked for and does not answer."""
    if not available():
        raise ConfigError(
            "Finnish names were to be looked up in Voikko, which does not answer on this machine.",
            "Install hikcorpus[voikko] and the system's libvoikko with voikko-fi, or switch the option off.",
        )


@lru_cache(1 << 14)
def classes(word: str) -> frozenset[str]:
    """The word classes of all readings of a word; empty for an unknown one, and without Voikko."""
    voikko = _voikko()
    return frozenset() if voikko is None else frozenset(reading.get("CLASS", "") for reading in voikko.analyze(word))


def is_person(word: str) -> bool:
    """Whether every reading of a word is a first name or surname; False without Voikko."""
    found = classes(word)
    return bool(found) and found <= _PERSON


def sure(text: str, tokens: list[tuple[int, int]]) -> list[bool]:
    """Words that can only be names, names that stand where no sentence begins, and surnames after a first name."""
    found = []
    before, given = ".", False
    for start, end in tokens:
        word = text[start:end]
        kind = _kind(word)
        certain = kind > 2 or (kind == 2 and before not in _BEGINS) or (kind == 1 and given)
        found.append(certain)
        given = certain and _GIVEN in (classes(word) or classes(word.capitalize()))
        before = word
    return found


@lru_cache(1 << 14)
def _kind(word: str) -> int:
    """3: a name. 2: a name, if its capital is not that of a beginning. 1: a surname after a first name."""
    if len(word) < 3 or not word[0].isalpha() or (word.isupper() and len(word) < 5):
        return 0
    if word[0].islower():
        return 3 if len(word) > 3 and (is_person(word) or (not classes(word) and is_person(word.capitalize()))) else 0
    found = classes(word)
    if not found:
        return 1
    if found <= _PERSON:
        return 3
    if found & _PERSON:
        return 1 if _PLACE in found else 2
    return 0
