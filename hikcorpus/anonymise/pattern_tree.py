"""A recogniser's pattern as a tree: the syntax of the `regex` module, as far as our patterns use it.

Only what matters to `relaxed` is kept. Case is resolved: a class holds both cases of its letters, but inside
`(?-i:...)`. What starts and ends lines, `\\K` and laziness say nothing about which texts match, or too little.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

ALL = frozenset(range(128))
MANY = 64
"""Characters beyond ASCII that a class may list one by one; with more it is taken to hold all of them."""
_SPACE = frozenset(b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f")
_KIN = {"i": "ıİ", "k": "\u212a", "s": "ſ"}  # characters that ignoring case takes for an ASCII letter
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


class NotRelaxed(ValueError):
    """The pattern holds syntax that is not known here."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character: of these in ASCII, or any other where `beyond`, else of `others`."""

    ascii: frozenset[int]
    beyond: bool = False
    others: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """A look-around: nothing is consumed."""

    node: "Node"
    behind: bool
    negative: bool


@dataclass(frozen=True, slots=True)
class Repeated:
    """A node so many times; most=None: without end."""

    node: "Node"
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Either:
    """One of several sequences."""

    branches: "tuple[tuple[Node, ...], ...]"


Node = Chars | Look | Repeated | Either


Sequence = tuple[Node, ...]


def read(pattern: str) -> tuple[Sequence, ...]:
    """The branches of a pattern that ignores case. Raises NotRelaxed for syntax that no recogniser has used so far."""
    return _Reader(pattern).whole()


def empty(branch: Sequence) -> bool:
    """Whether a sequence can match nothing."""
    return all(map(optional, branch))


def optional(node: Node) -> bool:
    """Whether it can match nothing."""
    if isinstance(node, Repeated):
        return node.least == 0 or optional(node.node)
    if isinstance(node, Either):
        return any(map(empty, node.branches))
    return isinstance(node, Look)


def single(node: Node) -> Chars | None:
    """The class, where that is all there is; what it holds beyond ASCII may not be all that it says."""
    while isinstance(node, Either) and len(node.branches) == 1 and len(node.branches[0]) == 1:
        node = node.branches[0][0]
    return node if isinstance(node, Chars) else None


class _Reader:
    """A pattern, read once from left to right. Case counts inside (?-i:...) only."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def whole(self) -> tuple[Sequence, ...]:
        branches = self._branches(ignoring=True)
        if self.at != len(self.pattern):
            raise NotRelaxed(self.pattern)
        return branches

    def _branches(self, *, ignoring: bool) -> tuple[Sequence, ...]:
        branches: list[tuple[Node, ...]] = []
        sequence: list[Node] = []
        while self.at < len(self.pattern) and self.pattern[self.at] != ")":
            if self.pattern[self.at] == "|":
                self.at += 1
                branches.append(tuple(sequence))
                sequence = []
                continue
            node = self._atom(ignoring)
            if node is not None:
                sequence.append(self._repeated(node))
        return (*branches, tuple(sequence))

    def _take(self, *choices: str) -> str | None:
        for choice in choices:
            if self.pattern.startswith(choice, self.at):
                self.at += len(choice)
                return choice
        return None

    def _atom(self, ignoring: bool) -> Node | None:
        if opened := self._take("(?:", "(?-i:", "(?=", "(?!", "(?<=", "(?<!", "("):
            if opened == "(" and self.pattern.startswith("?", self.at):
                raise NotRelaxed(self.pattern)
            inside = Either(self._branches(ignoring=ignoring and opened != "(?-i:"))
            if self._take(")") is None:
                raise NotRelaxed(self.pattern)
            if "=" in opened or "!" in opened:
                return Look(inside, behind="<" in opened, negative="!" in opened)
            return inside
        if self._take("["):
            return self._class(ignoring)
        if self._take("."):
            return Chars(ALL, beyond=True)
        if self._take("^", "$"):
            return None
        if self._take("\\"):
            return self._escaped(ignoring)
        character = self.pattern[self.at]
        if character in "*+?{}":
            raise NotRelaxed(self.pattern)
        self.at += 1
        return _letter(character, ignoring)

    def _escaped(self, ignoring: bool) -> Chars | Repeated | None:
        character = self.pattern[self.at]
        self.at += 1
        if character == "K":
            return None
        if character == "p":
            self.at = self.pattern.index("}", self.at) + 1
            return Chars(frozenset(), beyond=True)
        if character == "s":
            return Chars(_SPACE, beyond=True)
        if character == "S":
            return Chars(ALL - _SPACE, beyond=True)
        if character.isdecimal():  # what a group matched before: anything
            return Repeated(Chars(ALL, beyond=True), 0, None)
        character = _ESCAPES.get(character, character if not character.isalnum() else "")
        if not character:
            raise NotRelaxed(self.pattern)
        return _letter(character, ignoring)

    def _class(self, ignoring: bool) -> Chars:
        negated = self._take("^") is not None
        points: set[int] = set()
        beyond = False
        first = True
        while first or self.pattern[self.at] != "]":
            first = False
            low = self._member()
            if low is None or len(low) > 1:
                beyond = True
                points |= {ord(each) for each in low or ""}
                continue
            if self.pattern[self.at] == "-" and self.pattern[self.at + 1] != "]":
                self.at += 1
                high = self._member()
                if high is None or len(high) > 1:
                    raise NotRelaxed(self.pattern)
                points.update(range(ord(low), ord(high) + 1))
            else:
                points.add(ord(low))
        self.at += 1
        if negated:
            return Chars(ALL - (_folded(points) if ignoring else points), beyond=True)
        made = _chars(points, ignoring)
        return replace(made, beyond=True) if beyond else made

    def _member(self) -> str | None:
        """A character of a class; several for a short-hand; None for a script."""
        character = self.pattern[self.at]
        self.at += 1
        if character == "[":
            raise NotRelaxed(self.pattern)
        if character != "\\":
            return character
        made = self.pattern[self.at]
        if made == "s":
            self.at += 1
            return "".join(map(chr, _SPACE))
        escaped = self._escaped(ignoring=False)
        if not isinstance(escaped, Chars) or (escaped.beyond and escaped.ascii):
            raise NotRelaxed(self.pattern)
        return None if escaped.beyond else chr(*escaped.ascii) if escaped.ascii else escaped.others

    def _repeated(self, node: Node) -> Node:
        if sign := self._take("*", "+", "?"):
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        elif self._take("{"):
            end = self.pattern.index("}", self.at)
            low, comma, high = self.pattern[self.at : end].partition(",")
            self.at = end + 1
            least, most = int(low or 0), int(high) if high else None if comma else int(low)
        else:
            return node
        self._take("?")  # lazy: matches in the same texts
        if self.at < len(self.pattern) and self.pattern[self.at] in "+*{":
            raise NotRelaxed(self.pattern)
        return Repeated(node, least, most)


def _folded(points: set[int]) -> set[int]:
    """Those in ASCII, in both cases."""
    return {ord(case) for point in points if point < 128 for case in (chr(point).lower(), chr(point).upper())}


@lru_cache(maxsize=1 << 12)
def _letter(character: str, ignoring: bool) -> Chars:
    return _chars({ord(character)}, ignoring)


def _chars(points: set[int], ignoring: bool) -> Chars:
    """A class of these characters; where case is ignored, of those in the other case too."""
    in_ascii = {point for point in points if point < 128}
    if not ignoring:
        found = Chars(frozenset(in_ascii))
    else:
        in_ascii |= {ord(letter) for letter, kin in _KIN.items() for other in kin if ord(other) in points}
        found = Chars(frozenset(_folded(in_ascii)))
    if len(points) - len(in_ascii) > MANY:
        return replace(found, beyond=True)
    others = {chr(point) for point in points if point >= 128}
    if ignoring:
        others |= {case for other in others for case in (other.lower(), other.upper())}
        others |= {other for letter, kin in _KIN.items() if ord(letter) in found.ascii for other in kin}
        if any(len(other) > 1 for other in others):
            return replace(found, beyond=True)
    return replace(found, others="".join(sorted(other for other in others if not other.isascii())))
