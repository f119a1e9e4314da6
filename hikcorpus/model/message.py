"""What a parser gives back: messages and facts of a thread, as the board shows them, nothing inferred."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

RefKind = Literal["explicit", "inferred"]
MessageState = Literal["live", "deleted"]
ThreadState = Literal["live", "archived", "pruned", "deleted", "moved", "blocked"]
TimePrecision = Literal["microsecond", "second", "minute", "day", "none"]

# Messages and their edges are never changed once made, but not frozen: a frozen dataclass sets every field by
# `object.__setattr__` (6 µs a message instead of 1.4), and making them is half of what parsing costs.


@dataclass(slots=True, unsafe_hash=True)
class Ref:
    """A reply edge: this message points at that one.

    board, thread_id: of the target; None where the mark does not say (then: the same board, the same thread
    if the target stands there).
    message_id: of the target, in the board's own numbering.
    kind: `explicit` for a reply mark, `inferred` where only quoted text shows it.
    dangling: the board itself marks the target as gone, or it stands nowhere in the thread it names.
    """

    message_id: str
    board: str | None = None
    thread_id: str | None = None
    kind: RefKind = "explicit"
    dangling: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on a message. The file itself is never fetched.

    type: extension without the dot, lower case. bytes: size or None. digest: the board's own hash or None.
    """

    type: str
    bytes: int | None = None
    digest: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class Message:
    """One post as a board shows it.

    message_id: unique within the board (imageboards: the post number; 2ch family: `<thread key>.<line>`).
    number: the number shown to readers and used after `>>`.
    author_name: as shown, entities decoded, without tripcode; the default name where nobody typed one.
    tripcode: as shown with its mark (`!abc`, `!!abc`, `◆abc`), only where the engine itself marks it as one.
    poster_id: per-computer token shown by the board; its scope is the board's `poster_id_scope`.
    shared_line: the board's own mark of a public line (`公衆`, proxy), or None.
    mail_field: what stands in the mail field (`sage`, or anything people type there).
    posted_at: aware, UTC. posted_raw: the time as printed or sent.
    text: plain text; line breaks, `>` quotes, `<3`, spoilers and code kept line by line.
    """

    thread_id: str
    message_id: str
    number: int
    is_opening: bool
    text: str
    posted_at: datetime | None
    author_name: str | None = None
    is_default_name: bool = False
    tripcode: str | None = None
    capcode: str | None = None
    account_id: str | None = None
    poster_id: str | None = None
    shared_line: str | None = None
    mail_field: str | None = None
    sage: bool = False
    country: str | None = None
    time_precision: TimePrecision = "second"
    posted_raw: str | None = None
    subject: str | None = None
    refs: tuple[Ref, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    votes: int | None = None
    state: MessageState = "live"
    edited_at: datetime | None = None
    deletion_evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """Facts of a thread as its page shows them.

    state: `live` or `archived` as far as a page can tell; pruned and deleted are concluded by the crawl.
    reply_count: as announced by the page, None where it announces nothing.
    cyclical: old replies fall off by design as new ones come; their absence is nobody's deletion.
    """

    thread_id: str
    title: str | None
    state: ThreadState = "live"
    sticky: bool = False
    locked: bool = False
    reply_count: int | None = None
    cyclical: bool = False
    extra: dict[str, str] = field(default_factory=dict)
