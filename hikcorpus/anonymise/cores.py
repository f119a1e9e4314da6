"""The stretch of a pattern that tells most: what an automaton of all patterns looks for.

Whole patterns hold loops, and one automaton that follows hundreds of loops at once has states without number.
A core holds none, so that only the last few characters have to be remembered.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log2

from hikcorpus.anonymise.pattern_tree import Chars, Either, Look, Node, Repeated, Sequence, optional, single

FEW = 6
"""Members of a class that still counts as a letter."""
LITERAL_ENOUGH = 15.0
"""Bits from which a stretch of letters is taken, even if another one is more selective."""
ENOUGH = 22.0
"""Bits that are selective enough: what stands around them would only multiply the states of the automaton."""


def core(branch: Sequence) -> Sequence:
    """The most selective stretch of a sequence that holds no loop: the automaton need remember only so many characters.

    What it leaves out at an edge takes the look-arounds there along.
    """
    runs: list[list[Node]] = [[]]
    for node in _flat(_looked_at(branch)):
        if isinstance(node, Repeated) and (node.most is None or node.most > 1):
            least = [Repeated(node.node, node.least, node.least)] * (node.least > 0)
            if node.most == node.least:
                runs[-1] += least
            else:
                runs[-1] += least
                runs.append(list(least))
        else:
            runs[-1].append(node)
    parts = [part for run in runs for part in _parts(run)]
    literal = _best([stretch for part in parts for stretch in _literal_stretches(part)])
    if _bits(literal) >= LITERAL_ENOUGH:
        return tuple(literal)
    return tuple(_best(parts))


def _best(parts: list[list[Node]]) -> list[Node]:
    """The shortest stretch that is selective enough, else the most selective part."""
    best = max(parts, key=_bits, default=[])
    if _bits(best) < ENOUGH:
        return best
    stretches = (
        part[start : start + length]
        for length in range(1, max(map(len, parts)) + 1)
        for part in parts
        for start in range(len(part) - length + 1)
    )
    return next(stretch for stretch in stretches if _bits(stretch) >= ENOUGH)


def _literal_stretches(part: list[Node]) -> Iterator[list[Node]]:
    stretch: list[Node] = []
    for node in part:
        if _literal(node):
            stretch.append(node)
        elif stretch:
            yield stretch
            stretch = []
    yield stretch


def _literal(node: Node) -> bool:
    """Whether it is of single characters, in both cases perhaps: an automaton of words does not grow by it."""
    if isinstance(node, Chars):
        return not node.beyond and len(node.ascii) + len(node.others) <= FEW
    if isinstance(node, Repeated):
        return _literal(node.node)
    if isinstance(node, Either):
        return all(_literal(inner) for branch in node.branches for inner in branch)
    return True


def _flat(nodes: Iterable[Node]) -> Iterator[Node]:
    """A group that holds a loop and stands once, in place of its brackets: then its ends meet their neighbours."""
    for node in nodes:
        inner = node
        while isinstance(inner, Repeated) and inner.least == inner.most == 1:
            inner = inner.node
        if isinstance(inner, Either) and len(inner.branches) == 1 and not _finite(inner):
            yield from _flat(inner.branches[0])
        elif isinstance(inner, Repeated) and inner.least == 1 and not _finite(inner.node):
            yield from _flat([inner.node])  # once, then perhaps again
            yield Repeated(inner.node, 0, None)
            yield from _flat([inner.node])
        else:
            yield inner


def _looked_at(branch: Sequence) -> list[Node]:
    """The sequence, with what must stand right before or behind it as parts of it."""
    nodes = list(branch)
    for behind in (True, False):
        inwards = nodes if behind else nodes[::-1]
        for node in inwards:
            if not isinstance(node, Look):
                break
            if node.behind is behind and not node.negative and not optional(node.node):
                rest = inwards[inwards.index(node) + 1 :]
                nodes = [node.node, *rest] if behind else [*rest[::-1], node.node]
                break
    return nodes


def _parts(run: list[Node]) -> list[list[Node]]:
    """A run cut where a group holds a loop; such a group stands alone, as the cores of its branches."""
    parts: list[list[Node]] = [[]]
    for node in run:
        if _finite(node):
            parts[-1].append(node)
            continue
        inner = node.node if isinstance(node, Repeated) else node
        if isinstance(inner, Either) and not optional(node):
            parts.append([Either(tuple(map(core, inner.branches)))])
        parts.append([])
    return parts


def _finite(node: Node) -> bool:
    if isinstance(node, Repeated):
        return node.most in (1, node.least) and _finite(node.node)
    if isinstance(node, Either):
        return all(_finite(inner) for branch in node.branches for inner in branch)
    return True


def _bits(nodes: list[Node] | Sequence) -> float:
    """How rare what a sequence matches is: minus the logarithm of a rough chance, to base 2."""
    return sum(map(_rarity, nodes))


def _rarity(node: Node) -> float:
    if isinstance(node, Chars):
        return _class_rarity(node)
    if isinstance(node, Repeated):
        return _rarity(node.node) * node.least
    if isinstance(node, Either):
        return -log2(sum(2 ** -_bits(branch) for branch in node.branches) + 1e-30)
    one = single(node.node)
    return 1.0 if node.negative and one is not None else 0.0


@lru_cache(maxsize=1 << 12)
def _class_rarity(node: Chars) -> float:
    chance = sum(map(_chance, node.ascii)) + (0.5 if node.beyond else 0.001 * len(node.others))
    return -log2(min(max(chance, 1e-4), 1.0))


def _chance(point: int) -> float:
    character = chr(point)
    if character == " ":
        return 0.12
    if character.islower():
        return 0.05 if character in "aeinost" else 0.015
    if character in ".,\n":
        return 0.02
    return 0.004 if character.isdecimal() or character in ":>/" else 0.003 if character.isupper() else 0.001
