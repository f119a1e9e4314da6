"""One invented person (or computer) of the site: when they write, under which names, when they are in the chat.

Times are aware, JST. Everything that the truth will say about time (daytime, sessions, presence) is fixed here as a
plan is laid, by the slot of the day that is chosen; nothing is measured afterwards.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal

from tests.gold.seed_study import days

Board = Literal["keijiban", "chat"]
Slot = Literal["early", "day", "evening", "night"]
Fate = Literal["kept", "shared_place", "screened_by_hand", "activity", "ghost"]
GenderPlan = Literal["man", "woman", "none", "misleading", "conflict", "too_little"]

# First and last minute of the day at which a session of the slot may begin. No session lasts above 85 minutes, so
# slots never come within 30 minutes of each other; early to night of one day is a spell far below 48 hours.
_BEGIN: dict[Slot, tuple[int, int]] = {
    "early": (4 * 60, 6 * 60 + 50),
    "day": (9 * 60, 15 * 60 + 30),
    "evening": (18 * 60, 19 * 60 + 30),
    "night": (21 * 60 + 30, 23 * 60 + 59),
}
_LONGEST = 85 * 60


@dataclass(frozen=True)
class Cue:
    """What shows a gender: kind, whom it points to, the form that shows it."""

    kind: Literal["self_statement", "marker"]
    points: Literal["man", "woman"]
    form: str


@dataclass
class Post:
    """A planned message. daytime: 09:00 <= local time < 17:00 on a working day. session: number within the person."""

    at: datetime
    board: Board
    name: str | None
    daytime: bool
    session: int
    session_day: date
    shared: bool = False
    sentences: list[str] = field(default_factory=list)
    cue: Cue | None = None
    misleading: bool = False
    message_id: str = ""


@dataclass
class Visit:
    """A stay in the chat. leave None: the line was lost, no leave was shown."""

    join: datetime
    leave: datetime | None
    name: str


@dataclass
class Person:
    """One permanent ID, its fate and its plan."""

    key: int
    fate: Fate
    detail: str
    names: list[str | None] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    gender: GenderPlan = "none"
    gender_detail: str = "nothing"
    posts: list[Post] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    busy: set[date] = field(default_factory=set)
    sessions: int = 0
    spells_posts: int = 0
    spells_visits: int = 0
    poster_id: str = ""

    @property
    def own(self) -> list[Post]:
        """Planned posts outside shared places, in time order."""
        return sorted((post for post in self.posts if not post.shared), key=lambda post: post.at)


def at(day: date, clock: str) -> datetime:
    """That time of that day, JST."""
    return datetime.combine(day, time.fromisoformat(clock), days.JST)


def pick(person: Person, rng: random.Random, pool: tuple[date, ...], n: int) -> list[date]:
    """`n` days of the pool, none of them next to another day of this person."""
    found: list[date] = []
    for day in rng.sample(pool, len(pool)):
        if len(found) == n:
            break
        if not any(day + timedelta(days=k) in person.busy for k in (-1, 0, 1)):
            person.busy.add(day)
            found.append(day)
    if len(found) < n:
        raise ValueError(f"the calendar has no {n} days left for one person")
    return sorted(found)


def split(total: int, parts: int) -> list[int]:
    """`total` in `parts` nearly equal parts, the larger first."""
    return [total // parts + (k < total % parts) for k in range(parts)]


def session(
    person: Person,
    rng: random.Random,
    day: date,
    slot: Slot,
    n: int,
    *,
    name: str | None,
    board: Board | None = None,
    shared: bool = False,
) -> None:
    """A session of `n` posts, gaps below 30 minutes; in the chat with its visit."""
    low, high = _BEGIN[slot]
    begin = datetime.combine(day, time(), days.JST) + timedelta(seconds=rng.randint(low * 60, high * 60))
    longest = min(29 * 60, _LONGEST // max(n - 1, 1))
    moments = [begin]
    for _ in range(n - 1):
        moments.append(moments[-1] + timedelta(seconds=rng.randint(20, longest)))
    if board is None:
        board = "chat" if name and rng.random() < 0.35 else "keijiban"
    daytime = slot == "day" and days.is_working(day)
    fixed(person, [(moment, daytime) for moment in moments], name=name, board=board, shared=shared)
    if board == "chat":
        visits(person, rng, moments, name or "")


def fixed(
    person: Person,
    moments: list[tuple[datetime, bool]],
    *,
    name: str | None,
    board: Board = "keijiban",
    shared: bool = False,
) -> None:
    """One session with posts at exactly these moments, each with its daytime as planned."""
    for moment, daytime in moments:
        begun = moments[0][0].date()
        person.posts.append(Post(moment, board, name, daytime, person.sessions, begun, shared=shared))
    person.sessions += 1


def visits(person: Person, rng: random.Random, moments: list[datetime], name: str) -> None:
    """The stay around a chat session; at times left and joined again between two posts."""
    join = moments[0] - timedelta(seconds=rng.randint(40, 180))
    for before, after in pairwise(moments):
        if (after - before) >= timedelta(seconds=240) and rng.random() < 0.2:
            person.visits.append(Visit(join, before + timedelta(seconds=50), name))
            join = after - timedelta(seconds=50)
    person.visits.append(Visit(join, moments[-1] + timedelta(seconds=rng.randint(60, 300)), name))


def leisure(person: Person, rng: random.Random, n: int, *, name: str | None, board: Board | None = None) -> None:
    """About `n` posts that never fall into daytime on a working day: nights, early mornings, free days."""
    while n > 0:
        size = min(n, rng.randint(1, 4))
        if rng.random() < 0.5:
            slot: Slot = rng.choice(("early", "evening", "night"))
            session(person, rng, pick(person, rng, days.WORKING, 1)[0], slot, size, name=name, board=board)
        else:
            slot = rng.choice(("early", "day", "evening", "night"))
            session(person, rng, pick(person, rng, days.FREE, 1)[0], slot, size, name=name, board=board)
        n -= size
