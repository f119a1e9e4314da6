"""Which patterns a text needs at all: a few automata read it once and say which may match in it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from hikcorpus.anonymise.needles import folded, needles, rarity
from hikcorpus.anonymise.pattern_tree import NotRelaxed, read
from hikcorpus.anonymise.relaxed import Relaxed, relaxed

MEMORY = 16 << 20
"""Bytes of an automaton of many; what is full is emptied, so that long runs need no more."""
SMALL = 1 << 19
"""The same of an automaton of one pattern, doubled until it is enough."""
RARE = 8.0
"""Bits from which plain strings are looked for rather than a core that tells more and costs more."""
SHORT = 20
"""So many strings of one pattern may have less than three characters: those stand everywhere."""

_DIGITS = re.compile(r"\\x\{30\}-\\x\{39\}(?!\\x\{41\})")
_EDGES = re.compile(r"^\(\?:\\A\|\[[^\]]*\]\)|\(\?:\\z\|\[[^\]]*\]\)$")


class _Shape(NamedTuple):
    """One pattern: of which recogniser, the how manieth of it, and its automaton; None: its sign is enough."""

    recogniser: int
    shape: int
    match: Any


class _Signs(NamedTuple):
    """An automaton of many, and for which patterns each of what it looks for is a sign."""

    match: Any
    shapes: tuple[tuple[int, ...], ...]


class Gate:
    """Made of the patterns of several recognisers. Opens for every text in which one of them matches.

    First the strings of which every match holds one, or, where they tell too little, the cores of the patterns,
    in automata by what they are made of (in one, the states of the different sorts would multiply); then, one by
    one, the few patterns of which a sign was seen, whole, without their look-arounds.
    Equality with the patterns themselves is a property test. google-re2 grows its automata while it reads and keeps
    them in caches of bounded size; time grows with the text and no faster.
    """

    def __init__(self, patterns: Sequence[Sequence[str]]) -> None:
        """patterns: of each recogniser, as `Shape.pattern` has them."""
        self._shapes: list[_Shape] = []
        self._always: list[int] = []
        strings: tuple[dict[str, list[int]], ...] = ({}, {})
        kinds: dict[str, dict[str, list[int]]] = {}
        for place, group in enumerate(patterns):
            for shape, pattern in enumerate(group):
                at, made = len(self._shapes), _relaxed(pattern)
                if made is None:
                    self._always.append(at)
                    self._shapes.append(_Shape(place, shape, None))
                    continue
                signs = needles(read(pattern))
                plain = signs and rarity(signs) >= RARE and _few_short(signs)
                if plain:
                    for sign in signs:
                        strings[sign.isascii()].setdefault(sign, []).append(at)
                else:
                    kinds.setdefault(_kind(made.core), {}).setdefault(made.core, []).append(at)
                known = made.whole == made.core and not plain
                self._shapes.append(_Shape(place, shape, None if known else _automaton([made.whole], SMALL)))
        self._beyond, self._ascii = (_signs(map(re.escape, some), some.values()) for some in strings)
        self._cores = [_signs(cores, cores.values()) for cores in kinds.values()]

    def open(self, text: str) -> list[tuple[int, list[int]]]:
        """(recogniser, its patterns that may match), both by their place in what the gate was made of."""
        data = text.encode("utf-8", "surrogatepass")
        seen = set(self._always)
        low = folded(text)
        for sign in self._ascii.match(low) or ():
            seen.update(self._ascii.shapes[sign])
        if not low.isascii():
            for sign in self._beyond.match(low) or ():
                seen.update(self._beyond.shapes[sign])
        for match, shapes in self._cores:
            for core in match(data) or ():
                seen.update(shapes[core])
        found: dict[int, list[int]] = {}
        for at in sorted(seen):
            place, shape, match = self._shapes[at]
            if match is None or match(data):
                found.setdefault(place, []).append(shape)
        return list(found.items())


@lru_cache(maxsize=2)
def gate(patterns: tuple[tuple[str, ...], ...]) -> Gate:
    """The gate of these patterns; languages whose recognisers share them share it."""
    return Gate(patterns)


def _relaxed(pattern: str) -> Relaxed | None:
    try:
        return relaxed(pattern)
    except NotRelaxed:
        return None  # no gate is slow, a wrong one leaks


def _few_short(strings: Iterable[str]) -> bool:
    return sum(len(string) < 3 for string in strings) < SHORT


def _kind(core: str) -> str:
    """What a core is made of, edges apart."""
    inner = _EDGES.sub("", core)
    if _DIGITS.search(inner):
        return "digits"
    return "letters" if "10FFFF" not in inner and r"}-\x{" in inner else "others"


def _signs(patterns: Iterable[str], shapes: Iterable[list[int]]) -> _Signs:
    return _Signs(_automaton(patterns, MEMORY), tuple(map(tuple, shapes)))


def _automaton(patterns: Iterable[str], memory: int) -> Any:
    """What says which of the patterns match in bytes, by their place."""
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.log_errors = False
    patterns = list(patterns)
    while True:
        options.max_mem = memory
        made = re2.Set.SearchSet(options)
        for pattern in patterns:
            made.Add(pattern)
        try:
            made.Compile()
        except re2.error:  # not memory enough
            if memory > 1 << 30:
                raise
            memory *= 2
        else:
            return made.Match
