"""From a recogniser's pattern to one for an automaton that matches wherever the pattern does, and a little more.

RE2 has no look-arounds, no `\\K` and other ideas of letters and of case than the `regex` module. So look-arounds
inside a pattern are left out (what is less strict matches more), those at its edges become characters, optional
parts at its edges fall away, `{3,40}` becomes `{3,}`, classes are written out for both cases, and
every class that knows more than ASCII holds all that is not ASCII.
"""

from typing import NamedTuple

from hikcorpus.anonymise.cores import core
from hikcorpus.anonymise.pattern_tree import (
    ALL,
    Chars,
    Either,
    Look,
    Node,
    Repeated,
    Sequence,
    empty,
    optional,
    read,
    single,
)

ANY = r"\x{80}-\x{10FFFF}"


class Relaxed(NamedTuple):
    """Searches in RE2's syntax that succeed in every text in which the pattern does.

    core: of the most selective stretch that holds no loop; many of them fit into one automaton. whole: all of it.
    """

    core: str
    whole: str


def relaxed(pattern: str) -> Relaxed | None:
    """What an automaton can look for instead of `pattern` (DOTALL, IGNORECASE); None where every text would do.

    Raises NotRelaxed for syntax that no recogniser has used so far.
    """
    branches = read(pattern)
    if any(map(empty, branches)):
        return None
    cores = tuple(map(core, branches))
    if any(map(empty, cores)):
        return None
    return Relaxed(_either(cores, left=True, right=True), _either(branches, left=True, right=True))


def _either(branches: tuple[Sequence, ...], *, left: bool, right: bool) -> str:
    made = list(dict.fromkeys(_sequence(branch, left=left, right=right) for branch in branches))
    return made[0] if len(made) == 1 else f"(?:{'|'.join(made)})"


def _sequence(branch: Sequence, *, left: bool, right: bool) -> str:
    """left, right: whether nothing of the pattern is consumed before or behind."""
    nodes = list(branch)
    before = behind = ""
    if left:
        before, nodes = _edge(nodes, behind=True)
    if right:
        behind, turned = _edge(nodes[::-1], behind=False)
        nodes = turned[::-1]
    solid = [node for node in nodes if not isinstance(node, Look)]
    made = [
        _written(node, left=left and not before and place == 0, right=right and not behind and place == len(solid) - 1)
        for place, node in enumerate(solid)
    ]
    return before + "".join(made) + behind


def _edge(nodes: list[Node], *, behind: bool) -> tuple[str, list[Node]]:
    """What the look-arounds at this edge ask of the character beyond it, and the nodes without what may be missing.

    nodes: in the order from the edge inwards.
    """
    place = 0
    while place < len(nodes):
        looks = []
        while place < len(nodes) and isinstance(node := nodes[place], Look):
            if node.behind is behind:
                looks.append(node)
            place += 1
        if made := _beyond(looks, behind):
            return made, nodes[place:]
        if place == len(nodes) or not optional(nodes[place]):
            break
        place += 1
    return "", nodes[place:]


def _beyond(looks: list[Look], behind: bool) -> str:
    for look in looks:
        if not look.negative and not optional(look.node):
            return _written(look.node, left=behind, right=not behind)
    refused = [one.ascii for look in looks if look.negative and (one := single(look.node)) is not None]
    if not refused:
        return ""
    allowed = Chars(ALL - frozenset().union(*refused), beyond=True)
    return f"(?:{chr(92)}{'A' if behind else 'z'}|{_written(allowed, left=False, right=False)})"


def _written(node: Node, *, left: bool, right: bool) -> str:
    if isinstance(node, Chars):
        points = sorted(node.ascii)
        ranges: list[list[int]] = []
        for point in points:
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
        inside = "".join(rf"\x{{{low:x}}}" if low == high else rf"\x{{{low:x}}}-\x{{{high:x}}}" for low, high in ranges)
        return f"[{inside}{ANY if node.beyond else node.others}]"
    if isinstance(node, Either):
        return _either(node.branches, left=left, right=right)
    if isinstance(node, Repeated):
        inner = f"(?:{_written(node.node, left=False, right=False)})"
        if node.least == 0:
            return inner + ("?" if node.most == 1 else "*")
        if left or right or node.most == node.least:  # at an edge the least that it takes is enough
            return inner if node.least == 1 else f"{inner}{{{node.least}}}"
        return inner + ("+" if node.least == 1 else f"{{{node.least},}}")
    return ""
