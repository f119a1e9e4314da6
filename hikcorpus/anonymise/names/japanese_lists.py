"""What the shipped lists say of Japanese words, and which scripts a word is written in."""

from functools import cache

from hikcorpus.anonymise.names.shipped import unpacked

CODE = "ja"


@cache
def names() -> dict[str, str]:
    """Flags of words: A-C surname, a-c given name, frequent to rare; k katakana; ! opens the gate, ? perhaps."""
    return dict(line.split("\t") for line in _unpacked("names.txt.xz"))


@cache
def openers(sign: str) -> frozenset[str]:
    """Words that open the gate (`!`), or only in a long segment (`?`)."""
    return frozenset(word for word, flags in names().items() if flags[-1] == sign)


@cache
def plain() -> frozenset[str]:
    """Katakana words that are no names."""
    return frozenset(_unpacked("katakana.txt.xz"))


def flags_of(word: str) -> str:
    """What the lists know of a word, without the gate's signs."""
    found = names().get(word)
    return found.rstrip("!?k") if found else ""


@cache
def characters() -> dict[str, str]:
    """For each kanji four digits: is it likelier to begin, end a surname, begin, end a given name than in words."""
    return dict(line.split("\t") for line in _unpacked("characters.txt.xz"))


def _unpacked(name: str) -> list[str]:
    return unpacked(CODE, name).decode().splitlines()


def scripts(word: str) -> str:
    """Which scripts a word is written in, repeats folded: K kanji, h hiragana, t katakana, A a Latin, 9 digits."""
    kinds = ""
    for char in word:
        if "一" <= char <= "鿿" or char in "々〆ヶ":
            kind = "K"
        elif "ぁ" <= char <= "ゖ":
            kind = "h"
        elif "ァ" <= char <= "ヺ" or char == "ー":
            kind = "t"
        elif "A" <= char <= "Z":
            kind = "A"
        elif char.isalpha():
            kind = "a"
        elif char.isdigit():
            kind = "9"
        else:
            kind = char if char in "・=、。「」()" else "."
        if not kinds.endswith(kind):
            kinds += kind
    return kinds
