"""Strings of which every text with a match of a pattern holds one.

An automaton that looks for many plain strings grows slowly; one that looks for patterns with options and classes
in them meets something new in every other text. Letters are compared in lower case.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from math import log2, prod

from hikcorpus.anonymise.pattern_tree import Chars, Either, Look, Node, Repeated, Sequence

MEMBERS = 12
"""Characters of a class that may be spelled out."""
STRINGS = 96
"""Strings that neighbouring parts of a pattern may be multiplied out to; a list of words may be longer."""
ENOUGH = 22.0
"""Bits that are selective enough: of two such choices the one of fewer strings."""

Strings = frozenset[str]
_NOTHING: Strings = frozenset(("",))
_ZEROS = bytes(48 if 48 <= byte < 58 else byte for byte in range(256))


def folded(text: str) -> bytes:
    """In lower case and UTF-8, every ASCII digit a zero; i with and without dot are one letter, and so are s and ſ."""
    return _folded(text).encode("utf-8", "surrogatepass").translate(_ZEROS)


def needles(branches: tuple[Sequence, ...]) -> Strings:
    """The rarest strings, folded, of which every folded text holds one in which a pattern matches; none: no such.

    Each is to be looked for in UTF-8.
    """
    found: set[str] = set()
    for branch in branches:
        best = _best(branch)
        if not best:
            return frozenset()
        found |= best
    return frozenset(needle for needle in found if not any(other != needle and other in needle for other in found))


def rarity(strings: Iterable[str]) -> float:
    """Minus the logarithm of a rough chance that one of them stands at a place of a text, to base 2."""
    return -log2(sum(prod(map(_chance, string)) for string in strings) + 1e-30)


def _best(nodes: Sequence) -> Strings:
    """The rarest of what a sequence must hold; empty where nothing is known."""
    rare = [(rarity(strings), strings) for strings in _choices(nodes) if "" not in strings]
    if not rare:
        return frozenset()
    return max(rare, key=lambda each: (min(each[0], ENOUGH), -len(each[1]), sorted(each[1])))[1]


def _choices(nodes: Sequence) -> Iterator[Strings]:
    """Strings of which a sequence must hold one, in many ways: neighbours together, groups by their branches."""
    run: list[Strings] = []
    for node in _flat(nodes):
        strings = _spelled(node)
        if strings is not None:
            run.append(strings)
            continue
        yield from _stretches(run)
        run = []
        inner = node
        while isinstance(inner, Repeated) and inner.least > 0:
            inner = inner.node
        if isinstance(inner, Look) and not inner.negative:
            inner = inner.node
        if isinstance(inner, Either):
            found = list(map(_best, inner.branches))
            if all(found):
                yield frozenset().union(*found)
    yield from _stretches(run)


def _stretches(run: list[Strings]) -> Iterator[Strings]:
    for start, first in enumerate(run):
        yield first
        made = first
        for more in run[start + 1 :]:
            if len(made) * len(more) > STRINGS:
                break
            made = _pairs(made, more)
            yield made


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """Brackets around one sequence fall away; what may stand several times stands at both ends of a gap."""
    for node in nodes:
        if isinstance(node, Either) and len(node.branches) == 1:
            yield from _flat(node.branches[0])
        elif isinstance(node, Repeated) and node.least > 0 and (node.most != node.least or node.most == 1):
            yield from _flat([node.node])
            if node.most != 1:
                yield Chars(frozenset(), beyond=True)
                yield from _flat([node.node])
        else:
            yield node


def _spelled(node: Node) -> Strings | None:
    """All that a node matches, folded; None where that is too much."""
    if isinstance(node, Chars):
        if node.beyond or len(node.ascii) + len(node.others) > MEMBERS:
            return None
        letters = (_folded(character) for character in (*map(chr, node.ascii), *node.others))
        return frozenset("0" if letter in "0123456789" else letter for letter in letters)
    if isinstance(node, Look):
        return _NOTHING if node.negative else None
    if isinstance(node, Repeated):
        inner = _spelled(node.node)
        if inner is None or node.most is None or (node.most > 1 and node.most != node.least):
            return None
        return inner | _NOTHING if node.least == 0 else _joined([inner] * node.least)
    found = [_joined(map(_spelled, branch)) for branch in node.branches]
    return None if None in found else frozenset().union(*filter(None, found))


def _joined(parts: Iterable[Strings | None]) -> Strings | None:
    made = _NOTHING
    for part in parts:
        if part is None or (len(made) * len(part) > 2 * STRINGS and min(len(made), len(part)) > 1):
            return None
        made = _pairs(made, part)
    return made


def _pairs(one: Strings, other: Strings) -> Strings:
    return frozenset(map("".join, product(one, other)))


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s").replace("ς", "σ")


def _chance(character: str) -> float:
    if character in " aeinost":
        return 0.12 if character == " " else 0.06
    if character == "0":
        return 0.07
    if character.isascii():
        return 0.02 if character.isalpha() or character in ".,\n" else 0.004
    return 0.01 if character in "äö" or "ぁ" <= character <= "ん" else 0.001
