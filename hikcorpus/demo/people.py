"""Who posts: personas with several names, one-name cafes, pairs, default names, tripcodes true and typed."""

import random
import re
import string
import tomllib
from functools import cache
from importlib.resources import files

from hikcorpus.demo.records import BoardFacts, Persona, Voice

_TRIP = string.ascii_letters + string.digits + "./"
_DICE = re.compile(r"!\d*d[-+]?\d", re.IGNORECASE)  # vichan rolls dice where such a trip is quoted

SHARED = frozenset({"cafe", "default_like"})
"""Kinds whose name is typed from more than two computers within single threads."""


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    text = files("hikcorpus.demo").joinpath("phrases/names.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def tripcode(rng: random.Random, mark: str = "!") -> str:
    """A tripcode such as vichan makes of `#pass` (`!`) or `##pass` (`!!`)."""
    while True:
        trip = mark + "".join(rng.choice(_TRIP) for _ in range(10))
        if not _DICE.search(trip) and ".." not in trip:
            return trip


class People:
    """The personas of one board and how often each speaks."""

    def __init__(self, rng: random.Random, board: BoardFacts, scale: float) -> None:
        self._rng = rng
        self._addresses = [f"{board.network}.{n}" for n in range(1, 255)]
        rng.shuffle(self._addresses)
        self._board = board
        self._weights: list[float] = []
        self.personas: list[Persona] = []
        self._populate(_names()[board.language], scale)

    def _take(self, count: int) -> tuple[str, ...]:
        while len(self._addresses) < count:  # a big world: on with the documentation prefix of IPv6 (RFC 3849)
            self._addresses.insert(0, f"2001:db8::{len(self.personas):x}:{len(self._addresses):x}")
        return tuple(self._addresses.pop() for _ in range(count))

    def _add(self, kind: str, computers: int, names: list[str], weight: float, trip: str = "") -> Persona:
        key = f"{self._board.name}-{kind}-{len(self.personas)}"
        persona = Persona(key, kind, self._take(computers), tuple(names), trip)
        self.personas.append(persona)
        self._weights.append(weight)
        return persona

    def _populate(self, names: dict[str, list[str]], scale: float) -> None:
        rng = self._rng

        def some(kind: str, least: int) -> list[str]:
            return names[kind][: max(least, round(len(names[kind]) * min(1.0, scale)))]

        for name in some("named", 5):
            self._add("named", 1, [name], rng.uniform(1.0, 4.0))
        for group in some("several_names", 2):
            self._add("several_names", 1, list(group), rng.uniform(2.0, 4.0))
        for place, name in enumerate(some("trip", 3)):
            # the second shows a trip and no name; the third posts from two computers; the last has a secure trip
            typed, computers = ("" if place == 1 else name), (2 if place == 2 else 1)
            self._add("trip", computers, [typed], 2.5, tripcode(rng, "!!" if place == 3 else "!"))
        for name in some("cafe", 2):
            self._add("cafe", rng.randint(4, 6), [name], 2.0)
        for name in some("pair", 1):
            self._add("pair", 2, [name], 1.5)
        for name in some("default_like", 1):
            self._add("default_like", rng.randint(4, 6), [name], 1.5)
        for name in some("near_default", 1):
            self._add("near_default", 1, [name], 1.5)
        for place, name in enumerate(some("fake_trip", 2)):
            mark = "◆" if self._board.language == "ja" else "!"
            real = next(p for p in self.personas if p.kind == "trip")
            # the first is an impostor: the real name and trip typed into the name field
            faked = f"{real.names[0]}{real.trip}" if place == 0 else f"{name}{mark}{tripcode(rng)[1:]}"
            self._add("fake_trip", 1, [faked], 1.0)
        for name in some("word", 1):
            self._add("word", 1, [name], 1.5)
        for _ in range(max(12, round(95 * scale))):
            self._add("anonymous", 1, [""], rng.paretovariate(1.6))
        self.staff = self._add("staff", 1, [""], 0.0)

    def gathering(self, size: int) -> list[Persona]:
        """That many different personas for a thread, the talkative ones more often."""
        order = sorted(
            range(len(self.personas)),
            key=lambda n: self._rng.random() ** (1.0 / self._weights[n]) if self._weights[n] else -1.0,
            reverse=True,
        )
        return [self.personas[n] for n in order[:size] if self._weights[n]]

    def voice(self, persona: Persona) -> Voice:
        """One way in which that persona posts; somebody with names sometimes types none (1 in 12)."""
        name = self._rng.choice(persona.names)
        if persona.kind in {"named", "several_names"} and self._rng.random() < 1 / 12:
            name = ""
        return Voice(persona, self._rng.choice(persona.computers), name)

    def of_kind(self, *kinds: str) -> list[Persona]:
        """The personas of these kinds."""
        return [p for p in self.personas if p.kind in kinds]
