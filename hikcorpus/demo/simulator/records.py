"""What is known of every post and thread ever made: small records, no text. Instants are whole microseconds."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
Fate = Literal["archived", "pruned", "deleted"]


def ticks(moment: datetime) -> int:
    """Microseconds since 1970 of an aware instant."""
    return (moment - _EPOCH) // _TICK


def instant(at: int) -> datetime:
    """The instant (aware, UTC) of so many microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=at)


@dataclass(slots=True, eq=False)
class Thread:
    """A thread. `changes`, `bumps`, `counts` go together: when its page changed, and bump and live replies then.

    closed: when it left the listing, by `fate`; unreadable: from when on its page is 404 (later, if archived).
    interest: chance that somebody who comes across it replies.
    """

    number: int
    opened: int
    interest: float
    closed: int | None = None
    fate: Fate | None = None
    unreadable: int | None = None
    posts: list["Post"] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    bumps: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    def note(self, at: int, bump: int, count: int) -> None:
        """The page changed."""
        self.changes.append(at)
        self.bumps.append(bump)
        self.counts.append(count)

    def version(self, at: int) -> int:
        """Which of its changes was the last at that moment; -1 before it was opened."""
        return bisect_right(self.changes, at) - 1

    def listed(self, at: int) -> bool:
        """Whether it stands among the living threads."""
        return self.opened <= at and (self.closed is None or at < self.closed)

    def readable(self, at: int) -> bool:
        """Whether its page can be read, live or archived."""
        return self.opened <= at and (self.unreadable is None or at < self.unreadable)

    def archived_by(self, at: int) -> bool:
        """Whether it is closed by age but still there."""
        return self.fate == "archived" and self.closed is not None and self.closed <= at

    def standing(self, at: int) -> list["Post"]:
        """Its posts on the page at that moment, opening post first."""
        return [post for post in self.posts if post.posted <= at and (post.deleted is None or at < post.deleted)]

    def _closed_as(self, fate: Fate) -> datetime | None:
        return instant(self.closed) if self.closed is not None and self.fate == fate else None

    @property
    def opened_at(self) -> datetime:
        """When its opening post was made."""
        return instant(self.opened)

    @property
    def archived_at(self) -> datetime | None:
        """When it fell off a full board into the archive."""
        return self._closed_as("archived")

    @property
    def pruned_at(self) -> datetime | None:
        """When it fell off a full board without archive."""
        return self._closed_as("pruned")

    @property
    def deleted_at(self) -> datetime | None:
        """When somebody deleted it."""
        return self._closed_as("deleted")


@dataclass(slots=True, eq=False)
class Post:
    """A post. poster: 0 = who opened the thread, 1, 2 ... by first appearance. deleted: its own deletion only."""

    number: int
    thread: Thread
    posted: int
    poster: int
    sage: bool = False
    quotes: tuple[int, ...] = ()
    deleted: int | None = None
    edits: tuple[int, ...] = ()

    @property
    def is_opening(self) -> bool:
        """Whether it opened its thread."""
        return self.number == self.thread.number

    @property
    def gone(self) -> int | None:
        """From when on no page shows it: own deletion, or the end of its thread's page."""
        return self.thread.unreadable if self.deleted is None else self.deleted

    @property
    def posted_at(self) -> datetime:
        """When it was made (microseconds; pages show whole seconds, rounded down)."""
        return instant(self.posted)

    @property
    def deleted_by(self) -> Literal["post", "thread"] | None:
        """Whether the post itself was deleted, or its whole thread with it; pruning is no deletion."""
        if self.deleted is not None:
            return "post"
        return "thread" if self.thread.fate == "deleted" else None

    @property
    def deleted_at(self) -> datetime | None:
        """When it was deleted, itself or with its thread."""
        return instant(self.deleted) if self.deleted is not None else self.thread.deleted_at

    @property
    def edited_at(self) -> tuple[datetime, ...]:
        """When a moderator added a note."""
        return tuple(instant(at) for at in self.edits)
