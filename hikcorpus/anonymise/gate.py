"""Which recognisers a text needs at all: a few automata read it once and say which patterns may match in it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from hikcorpus.anonymise.pattern_tree import NotRelaxed
from hikcorpus.anonymise.relaxed import Relaxed, relaxed

MEMORY = 16 << 20
"""Bytes of each automaton of cores; what is full is emptied, so that long runs need no more."""
SMALL = 2 << 20
"""The same of an automaton of one recogniser."""

_DIGITS = re.compile(r"\\x\{30\}-\\x\{39\}(?!\\x\{41\})")
_EDGES = re.compile(r"^\(\?:\\A\|\[[^\]]*\]\)|\(\?:\\z\|\[[^\]]*\]\)$")


class Gate:
    """Made of the patterns of several recognisers. Opens for every text in which one of them matches.

    First the cores of all patterns, in four automata by what they are made of (in one, the states of the
    different sorts would multiply); then, of the few recognisers whose core was seen, the whole patterns without
    their look-arounds. Equality with the patterns themselves is a property test. google-re2 keeps its states
    in a cache of bounded size, and time grows with the text and no faster.
    """

    def __init__(self, patterns: Sequence[Sequence[str]]) -> None:
        """patterns: of each recogniser, as `Shape.pattern` has them."""
        self._wholes: list[tuple[Any, tuple[int, ...], tuple[int, ...]]] = []
        kinds: dict[str, dict[str, list[int]]] = {}
        for place, group in enumerate(patterns):
            made = {shape: _relaxed(pattern) for shape, pattern in enumerate(group)}
            wholes = {shape: one.whole for shape, one in made.items() if one is not None}
            always = tuple(shape for shape, one in made.items() if one is None)
            self._wholes.append((_automaton(wholes.values(), SMALL).Match, tuple(wholes), always))
            for one in made.values():
                if one is not None:
                    kinds.setdefault(_kind(one.core), {}).setdefault(one.core, []).append(place)
        self._ungated = tuple(place for place, (_, _, always) in enumerate(self._wholes) if always)
        self._cores = [(_automaton(cores, MEMORY).Match, tuple(map(tuple, cores.values()))) for cores in kinds.values()]

    def open(self, text: str) -> list[tuple[int, list[int]]]:
        """(recogniser, its patterns that may match), both by their place in what the gate was made of."""
        data = text.encode("utf-8", "surrogatepass")
        seen: set[int] = set(self._ungated)
        for match, places in self._cores:
            for core in match(data) or ():
                seen.update(places[core])
        found = []
        for place in sorted(seen):
            match, shapes, always = self._wholes[place]
            opened = sorted((*(shapes[index] for index in match(data) or ()), *always))
            if opened:
                found.append((place, opened))
        return found


@lru_cache(maxsize=2)
def gate(patterns: tuple[tuple[str, ...], ...]) -> Gate:
    """The gate of these patterns; languages whose recognisers share them share it."""
    return Gate(patterns)


def _relaxed(pattern: str) -> Relaxed | None:
    try:
        return relaxed(pattern)
    except NotRelaxed:
        return None  # no gate is slow, a wrong one leaks


def _kind(core: str) -> str:
    """What a core is made of, edges apart."""
    inner = _EDGES.sub("", core)
    if _DIGITS.search(inner):
        return "digits"
    if "10FFFF" in inner:
        return "beyond ASCII"
    return "letters" if r"}-\x{" in inner else "words"


def _automaton(patterns: Iterable[str], memory: int) -> Any:
    import re2  # type: ignore[import-untyped]

    options = re2.Options()
    options.max_mem = memory
    options.log_errors = False
    made = re2.Set.SearchSet(options)
    for pattern in patterns:
        made.Add(pattern)
    made.Compile()  # raises where the memory is not enough for a pattern
    return made
