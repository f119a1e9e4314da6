"""What the invented world is made of: boards, threads, posts, and what was planted in them. Frozen truth."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

Key = tuple[str, int]
"""(board, original number): how a post, or a thread by its opening post, is named in all of this room."""


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """One invented board.

    zone, country: wall clock and holidays. default_name: what vichan prints where nobody typed a name.
    threads_per_page, capacity: a thread beyond `capacity` in bump order is pruned when a new one is made.
    """

    name: str
    title: str
    language: str
    zone: str
    country: str
    default_name: str
    network: str
    threads_per_page: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody, or some place, that posts.

    kind: named, several_names, trip, anonymous, cafe, pair, default_like, near_default, fake_trip, word or
    staff. computers: documentation-range IP addresses, never served. names: as typed; "" where none is typed.
    """

    key: str
    kind: str
    computers: tuple[str, ...]
    names: tuple[str, ...]
    trip: str = ""


class Voice(NamedTuple):
    """One way in which a persona posts: from this computer, under this name."""

    persona: Persona
    computer: str
    name: str


@dataclass(frozen=True, slots=True)
class Planted:
    """Something planted in a text, exactly as it stands there.

    kind: email, phone, url, ip, host, hetu, iban, card, handle, tripcode, poster_id; beyond this stage:
    person, address, school, screen_name; decoy: looks like an identifier and is none. form: spelling or
    variety. parts: tell-tale parts of the value, none of which should be left when the value is masked.
    """

    kind: str
    form: str
    value: str
    parts: tuple[str, ...] = ()


BEYOND: frozenset[str] = frozenset({"person", "address", "school", "screen_name"})
"""Kinds counted apart: no stage of today is expected to find them in running text."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file on a post, as vichan's API tells it (`tim`: its name on the server, milliseconds)."""

    width: int
    height: int
    size: int
    ext: str
    tim: str
    filename: str
    md5: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A moderator's edit; vichan shows no mark of it. at: aware, UTC."""

    at: datetime
    typed: str


@dataclass(frozen=True, slots=True)
class Post:
    """One post and its fate. Times are aware, UTC, whole seconds.

    typed: the text as typed (with vichan's marks `**spoiler**`, `>>N`...). tags: family, passing, lookalike,
    code, spoiler... where a sentence of that sort stands in it. edit, deleted_at: None where nothing happens.
    """

    board: str
    thread: int
    number: int
    posted_at: datetime
    persona: str
    computer: str
    name: str
    trip: str
    mail: str
    capcode: str
    subject: str
    typed: str
    planted: tuple[Planted, ...]
    tags: tuple[str, ...]
    picture: Picture | None = None
    edit: Edit | None = None
    deleted_at: datetime | None = None

    @property
    def key(self) -> Key:
        """(board, number)."""
        return self.board, self.number

    def typed_at(self, moment: datetime) -> str:
        """The text as it stood then."""
        return self.edit.typed if self.edit is not None and self.edit.at <= moment else self.typed

    def shown_at(self, moment: datetime) -> bool:
        """Whether the post stood there then (its thread's fate apart)."""
        return self.posted_at <= moment and (self.deleted_at is None or self.deleted_at > moment)


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread and its fate.

    theme: key of the phrase file. trap: `word` (full of look-alikes), `story` (family of invented figures) or "";
    neither is about family. strength: share of its messages meant to speak of the theme.
    """

    board: str
    number: int
    subject: str
    theme: str
    about_family: bool
    trap: str
    strength: float
    sticky: bool
    locked: bool
    posts: tuple[Post, ...]
    deleted_at: datetime | None = None
    pruned_at: datetime | None = None

    @property
    def key(self) -> Key:
        """(board, number of the opening post)."""
        return self.board, self.number

    def shown_at(self, moment: datetime) -> bool:
        """Whether the thread stood on the board then."""
        gone = [at for at in (self.deleted_at, self.pruned_at) if at is not None]
        return self.posts[0].posted_at <= moment and not any(at <= moment for at in gone)

    def posts_at(self, moment: datetime) -> tuple[Post, ...]:
        """The posts that its page showed then, opening post first; none where the thread was gone."""
        return tuple(p for p in self.posts if p.shown_at(moment)) if self.shown_at(moment) else ()

    def bumped_at(self, moment: datetime) -> datetime:
        """When it was last bumped: sage does not bump, and a deletion takes no bump back."""
        return max(
            p.posted_at for p in self.posts if p.posted_at <= moment and (p is self.posts[0] or p.mail != "sage")
        )
