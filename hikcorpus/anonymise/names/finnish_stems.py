"""Nominatives that a Finnish word form may come from. Wide on purpose: a list of names decides between them."""

import re
from collections.abc import Iterator
from functools import lru_cache

CLITIC = re.compile(r"(?:kin|kaan|kään|han|hän|kos?|kös?|pas?|päs?)$")
_CASE = re.compile(
    r"(?:lla|llä|lta|ltä|lle|ssa|ssä|sta|stä|ksi|nna|tta|ttä|na|nä|ta|tä|n|a|ä|t|"
    r"h[aeiouyäö]n|seen|i[ae]n|in|ien|iden|ille|illa|illä|ilta|iltä|issa|issä|ista|istä|ia|iä|ja|jä|it|lt|st|l|s)$"
)
"""Case endings, spoken ones (`Matilt`, `Villel`) and those with the i of foreign names (`Thomasin`) included."""

_VOWELS = "aeiouyäöå"
_STRONG = (
    (re.compile(rf"(?<=[{_VOWELS}lrnhm])([kpt])([{_VOWELS}]{{1,2}})$"), r"\1\1\2"),  # Mikon, Antin
    (re.compile(rf"(?<=[{_VOWELS}lrh])d([{_VOWELS}]{{1,2}})$"), r"t\1"),  # Lahden
    (re.compile(rf"(?<=[{_VOWELS}lr])v([{_VOWELS}]{{1,2}})$"), r"p\1"),  # Kylväjä, Lepän
    (re.compile(rf"(?<=[{_VOWELS}uy])v([uy])$"), r"k\1"),
    (re.compile(rf"ng([{_VOWELS}]{{1,2}})$"), r"nk\1"),  # Kaupungin
    (re.compile(rf"mm([{_VOWELS}]{{1,2}})$"), r"mp\1"),  # Lammen
    (re.compile(rf"nn([{_VOWELS}]{{1,2}})$"), r"nt\1"),  # Rannan
    (re.compile(rf"ll([{_VOWELS}]{{1,2}})$"), r"lt\1"),  # Pellon
    (re.compile(rf"rr([{_VOWELS}]{{1,2}})$"), r"rt\1"),  # Parran
    (re.compile(r"([lr])j(e)$"), r"\1k\2"),  # Kurjen
    (re.compile(rf"(?<=[{_VOWELS}lrh])([{_VOWELS}])$"), r"k\1"),  # Mäen, Joen
)
_LAST = (
    (re.compile(r"se$"), "nen"),  # Virtasen
    (re.compile(r"s$"), "nen"),  # Virtasta
    (re.compile(r"si$"), "nen"),  # Virtasille
    (re.compile(r"kse$"), "s"),  # Markuksen
    (re.compile(r"aa$"), "as"),  # Tuomaan
    (re.compile(r"ee$"), "e"),
    (re.compile(r"e$"), "i"),  # Niemen
    (re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])i$"), ""),  # Thomasille
)


_TAILS = 1 << 12
"""Ends of words that are remembered; a language has few."""
_CHANGED = 3
"""So many characters at the end of a base, at most, differ from those of its nominative."""


def stems(word: str, *, clitics: bool = True, beginnings: frozenset[str] | None = None) -> Iterator[str]:
    """Candidates for the nominative of a lower-case word form, the form itself first; some come twice.

    beginnings: of the words that are looked for, where known: candidates with another one may be left out.
    """
    yield word
    for ending in _endings(word):
        base = word[: -len(ending)]
        if len(base) >= 2 and (beginnings is None or base[:-_CHANGED] in beginnings):
            yield from _bases(base)
    if clitics and len(word) > 5 and (clitic := CLITIC.search(word)):
        yield from stems(word[: clitic.start()], clitics=False, beginnings=beginnings)


def _endings(word: str) -> Iterator[str]:
    for size in _cases(word[-4:]):
        if len(word) > size + 1:
            yield word[-size:]
    if len(word) > 4 and word[-1] == "n" and word[-2] == word[-3]:
        yield word[-2:]  # Annaan, Mikkoon


@lru_cache(_TAILS)
def _cases(tail: str) -> tuple[int, ...]:
    """Lengths of the case endings that four characters may end in."""
    return tuple(size for size in range(1, min(len(tail), 4) + 1) if _CASE.fullmatch(tail[-size:]))


def _bases(base: str) -> Iterator[str]:
    head = base[:-4]
    for tail in _tails(base[-4:]):
        yield head + tail


@lru_cache(_TAILS)
def _tails(tail: str) -> tuple[str, ...]:
    """What the last four characters of a base may be in the nominative: no rule looks farther back."""
    found = [tail]
    found += [pattern.sub(last, tail) for pattern, last in _LAST if pattern.search(tail)]
    for pattern, strong in _STRONG:
        if pattern.search(tail):
            grown = pattern.sub(strong, tail)
            found.append(grown)
            if grown[-1] == "e":
                found.append(grown[:-1] + "i")  # Lahden, Mäen
    if tail[-1] == "e":
        found.append(tail[:-1] + "i")
    return tuple(found)
