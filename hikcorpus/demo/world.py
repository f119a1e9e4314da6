"""The invented world: three boards, their people and threads, and all that changes between two visits."""

import hashlib
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Literal

from hikcorpus.demo.compose import PosterId, Scribe
from hikcorpus.demo.history import History
from hikcorpus.demo.markup import Where
from hikcorpus.demo.people import People
from hikcorpus.demo.phrasebook import phrasebook
from hikcorpus.demo.records import BoardFacts, Key, Persona, Post, Thread
from hikcorpus.demo.timeline import Timeline

Visit = Literal[1, 2]
SEED = 20261122
FIRST_VISIT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
BETWEEN = timedelta(days=1)

_BOARDS = (  # name, title, zone, country, default name, network, threads, family threads, first number
    ("fi", "Nurkkalauta", "Europe/Helsinki", "FI", "Nimetön", "192.0.2", 90, 8, 5201),
    ("ja", "すみっこ板", "Asia/Tokyo", "JP", "名無しさん", "198.51.100", 80, 6, 812),
    ("en", "Corner", "Europe/London", "GB", "Anonymous", "203.0.113", 80, 6, 30417),
)
_MESSAGES = 23.2  # a thread, before the first visit


@dataclass(frozen=True)
class World:
    """Frozen truth of an invented site.

    visits: the two moments (aware, UTC) at which the site is looked at; all changes lie between them, the first
    an hour or more after visit 1. threads: by board, then by opening number. salt: of the poster IDs.
    """

    seed: int
    scale: float
    visits: tuple[datetime, datetime]
    boards: tuple[BoardFacts, ...]
    personas: tuple[Persona, ...]
    threads: tuple[Thread, ...]
    salt: str

    @classmethod
    def make(
        cls, seed: int = SEED, scale: float = 1.0, first_visit: datetime = FIRST_VISIT, between: timedelta = BETWEEN
    ) -> "World":
        """Invent a world: about 250 threads with 6,000 posts at scale 1; the same for the same arguments.

        scale: 0.1 is enough for tests. between: time from visit 1 to visit 2, at least three hours.
        """
        first = first_visit.astimezone(UTC).replace(microsecond=0)
        visits = (first, first + max(between, timedelta(hours=3)))
        for attempt in range(100):
            world = cls._invent(seed, scale, visits, hashlib.sha256(f"demo {seed} {attempt}".encode()).hexdigest())
            if world.ids_tell_apart():
                return world
        raise AssertionError("no salt keeps the poster IDs apart")

    @classmethod
    def _invent(cls, seed: int, scale: float, visits: tuple[datetime, datetime], salt: str) -> "World":
        boards, personas, threads = [], [], list[Thread]()
        for name, title, zone, country, default, network, count, family, number in _BOARDS:
            size = max(12, round(count * scale))
            roomy = name == "en"  # never full: nothing is pruned there
            board = BoardFacts(name, title, name, zone, country, default, network, 10, size + 20 if roomy else size)
            rng = random.Random(f"{seed}/{name}/{scale}")
            people = People(rng, board, scale)
            history = History(rng, board, people, phrasebook(name), visits)
            plans = history.plan(size, max(2, round(family * scale)), round(size * _MESSAGES))
            scribe = Scribe(rng, board, number, _poster_ids(salt))
            old = [t.key for t in threads if t.posts[0].posted_at < visits[0] - timedelta(weeks=4)]
            timeline = Timeline(rng, board, phrasebook(name), visits, whole_thread=name != "ja")
            settled = timeline.settle(scribe.write(plans, old))
            threads += sorted(settled, key=lambda t: t.number)
            boards.append(board)
            personas += people.personas
        return cls(seed, scale, visits, tuple(boards), tuple(personas), tuple(threads), salt)

    def ids_tell_apart(self) -> bool:
        """Whether no two computers of a thread got the same poster ID (five characters can collide)."""
        computers = [{p.computer for p in t.posts} for t in self.threads]
        return all(
            len({self.poster_id(c, t.number) for c in group}) == len(group)
            for t, group in zip(self.threads, computers, strict=True)
        )

    @cached_property
    def _threads(self) -> dict[Key, Thread]:
        return {t.key: t for t in self.threads}

    @cached_property
    def _posts(self) -> dict[Key, Post]:
        return {p.key: p for p in self.posts}

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Every post that ever stands at one of the visits or between them, thread by thread."""
        return tuple(p for t in self.threads for p in t.posts)

    def moment(self, visit: Visit) -> datetime:
        """When that visit is (aware, UTC)."""
        return self.visits[visit - 1]

    def board(self, name: str) -> BoardFacts:
        """Facts of that board; KeyError if there is none."""
        return {b.name: b for b in self.boards}[name]

    def thread(self, key: Key) -> Thread:
        """The thread with that opening post; KeyError if there is none."""
        return self._threads[key]

    def post(self, key: Key) -> Post:
        """That post; KeyError if there is none."""
        return self._posts[key]

    def poster_id(self, computer: str, thread: int) -> str:
        """The poster ID that vichan shows for that computer in that thread."""
        return _poster_ids(self.salt)(computer, thread)

    def catalog(self, board: str, visit: Visit) -> list[Thread]:
        """The threads that stand there at that visit, in the order of the catalog."""
        at = self.moment(visit)
        living = [t for t in self.threads if t.board == board and t.shown_at(at)]
        return sorted(living, key=lambda t: (t.sticky, t.bumped_at(at), t.number), reverse=True)

    def where(self, visit: Visit) -> Where:
        """Which thread a post stands in at that visit."""
        at = self.moment(visit)
        standing = {p.key: t.number for t in self.threads for p in t.posts_at(at)}
        return lambda board, number: standing.get((board, number))


def _poster_ids(salt: str) -> PosterId:
    """vichan's poster_id(): sha1 of sha1 of address, salt and thread; five characters."""

    def poster_id(computer: str, thread: int) -> str:
        inner = hashlib.sha1(f"{computer}{salt}{thread}".encode(), usedforsecurity=False).hexdigest()
        return hashlib.sha1(f"{inner}{salt}".encode(), usedforsecurity=False).hexdigest()[:5]

    return poster_id
