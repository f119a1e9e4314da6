"""What a board engine must know to be read: addresses, listing, thread. Pure: bytes in, messages out.

*Engine = code, site = data*: a source knows how an engine writes its pages; a site on that engine is a file
in `configs/boards/`. A source opens no file and no socket, and asks no clock. It never drops a line silently:
what it cannot read becomes a `Problem`, located and counted.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, Protocol

from hikcorpus.model import Board, Message, Thread


@dataclass(frozen=True, slots=True)
class Page:
    """A response as it came: `body` undecoded, `charset` only if the server named one.

    fetched_at: aware, UTC (the moment that relative dates are relative to).
    """

    url: str
    body: bytes
    fetched_at: datetime
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something on a page that could not be read: a reason code and its place, never the text itself."""

    reason: str
    where: str


LEFT_OUT: Final = frozenset({"skipped_row", "deleted_thread", "hidden_message", "thread_of_another_board"})
"""Reasons of problems that are no faults: what is rightly no thread or message of this board, counted all the same."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What a listing (or a page of the index) shows of a thread beside its mark: the newest messages, whole.

    thread: its facts, as its own page would give them. messages: opening message first, if shown, then the newest
    replies, oldest first; each as the thread's own page would give it (same content, so same content hash).
    reply_count: live replies of the thread at the moment of this very entry, opening message not counted.
    explained: nothing but the messages shown here accounts for the thread's time of change: where a later
    time tells of an edit, a deletion or a moderator's act, this is False. raw: the entry's bytes as they stand
    in the page: evidence, and what `parse_tail` reads again.
    """

    thread: Thread
    messages: tuple[Message, ...]
    reply_count: int
    explained: bool
    raw: bytes


@dataclass(frozen=True, slots=True)
class ThreadMark:
    """A thread as the listing shows it.

    position: 0 = first in the listing. mark: everything that the listing tells of the thread's present state,
    as one string; any difference means "fetch the thread". reply_count: None where not listed.
    entry: its entry's own bytes, where `parse_tail` may find the newest messages in them. page: the page of the
    listing on which it stands, as the board counts them. at: the server's own time of the thread's last change
    (epoch seconds). None where not listed.
    """

    thread_id: str
    position: int
    mark: str
    reply_count: int | None = None
    title: str | None = None
    entry: bytes | None = None
    page: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Living threads of a board, in the board's order: all of them, or those on one page of the listing.

    next_url: the page of the listing that follows this one; None on the last, and where there is but one.
    """

    threads: tuple[ThreadMark, ...]
    problems: tuple[Problem, ...] = ()
    next_url: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One thread with all its messages, opening message first, each message once; or one page of a long thread.

    next_url: the page of the thread that follows this one; None on the last, and where there is but one. Only the
    first page of a thread has an opening message. A reply mark whose target may stand on another page of its thread
    is not dangling.
    """

    thread: Thread
    messages: tuple[Message, ...]
    problems: tuple[Problem, ...] = ()
    next_url: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """What an address means to a source: the site's root, the board, and the thread if it names one.

    certain: False where other engines use addresses of this shape too, so that the board has to be asked.
    """

    root: str
    board: str
    thread_id: str | None = None
    certain: bool = True


Answer = Literal["ok", "gone", "moved", "challenge", "blocked", "rate_limited", "unavailable", "other"]
"""What an answer means, in the words of `fetch.classify`."""


@dataclass(frozen=True, slots=True)
class Example:
    """A tiny invented page in the engine's own markup with what must come of it; run by the registry test."""

    kind: Literal["listing", "thread"]
    url: str
    body: bytes
    thread_ids: tuple[str, ...] = ()
    messages: int = 0


class Source(Protocol):
    """A board engine. All methods are pure; parse methods raise LayoutChanged where the page is another page."""

    @property
    def engine(self) -> str:
        """Name in configs and tables."""

    @property
    def title(self) -> str:
        """For `hikcorpus sources`."""

    @property
    def experimental(self) -> bool:
        """No recording of a real board has confirmed it yet."""

    @property
    def crawlable(self) -> bool:
        """It may be crawled; else its pages are imported."""

    @property
    def instead(self) -> str:
        """What to do in place of crawling, a sentence; empty where the usual advice will do."""

    @property
    def recheck_per_visit(self) -> int:
        """How many unmarked threads a visit with a changed listing asks again (conditionally), because this engine's
        listing cannot show deletions or edits; 0 where it shows deletions.
        """

    @property
    def default_names(self) -> frozenset[str]:
        """Names that it prints where nobody typed one."""

    @property
    def poster_id_scope(self) -> str:
        """How far its poster IDs hold (`model.PosterIdScope`)."""

    @property
    def zone(self) -> str:
        """IANA zone of the times that it prints, unless the site's file says another."""

    @property
    def prunes(self) -> bool:
        """Old threads fall off the board as new ones come. A forum keeps them: there a thread that is gone was deleted
        or moved.
        """

    @property
    def in_pages(self) -> bool:
        """Long threads stand on several pages."""

    @property
    def appends(self) -> bool:
        """A thread is a file of lines that grows at its end, so that what is new may be asked for alone:
        `parse_thread` is then also given addresses that end in `#N-`, whose body begins with line N (title: None).
        """

    @property
    def traces(self) -> tuple[str, ...]:
        """Regular expressions (over text, any case); any of them near the beginning or end of any HTML page of a site
        shows that the engine made it. Only what no other engine writes.
        """

    @property
    def examples(self) -> tuple[Example, ...]:
        """Tiny invented pages and what must come of them, a thread last; run by the registry test."""

    def recognise(self, url: str) -> Address | None:
        """What this address means on this engine, or None if it cannot be one of its addresses."""
        ...

    def classify(self, page: Page) -> Answer:
        """What an answer with a status of success really is: many sites say "no such thread" or "wait" with 200.

        `ok` where it may be the page asked for; whether it is, the parse methods say. HTTP statuses, and the
        protection pages that any site may show, are judged in `fetch`.
        """
        ...

    def listing_url(self, board: Board) -> str:
        """The address that lists all living threads, or its first page, latest activity first."""
        ...

    def thread_url(self, board: Board, thread_id: str) -> str:
        """The address that holds the whole thread, or its first page."""
        ...

    def settings_url(self, board: Board) -> str | None:
        """Where the board tells its own settings (default name ...), or None."""
        ...

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board, completed by what its settings page says."""
        ...

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of the listing. Raises LayoutChanged."""
        ...

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All messages of the thread, or of this page of it. Raises LayoutChanged, also where it is another thread's;
        ThreadMoved where it is this thread, but on another board.
        """
        ...

    def newest_url(self, board: Board, mark: ThreadMark) -> str | None:
        """The page on which a long thread's newest messages stand (the last one), as far as its mark tells.

        None where the thread has but one page, or the listing does not tell.
        """
        ...

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """The page of the index that shows the newest messages of that thread, or None.

        Threads that give the same address stand on the same page.
        """
        ...

    def parse_index(self, board: Board, page: Page) -> dict[str, bytes]:
        """Thread id -> its entry's own bytes, of a page of the index. Raises LayoutChanged."""
        ...

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """The tail that an entry's bytes show (of a listing, or a page of the index); None if they show none."""
        ...

    def standing_url(self, board: Board, thread_id: str) -> str | None:
        """Where to see whether a thread that left the listing still stands, if its own page outlives it; else None."""
        ...

    def fallen_url(self, board: Board, thread_id: str) -> str | None:
        """Where a thread can still be read whose own address is gone (2ch family: oyster, kako), or None.

        `parse_thread` tells by such an address that the thread is archived.
        """
        ...

    def archive_url(self, board: Board) -> str | None:
        """The address that lists threads closed by age but still readable, or None."""
        ...

    def parse_archive(self, board: Board, page: Page) -> tuple[str, ...]:
        """Thread ids of that list. Raises LayoutChanged."""
        ...

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on a thread page that this parser has never heard of: the board may have changed."""
        ...

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """A thread page or tail with the content of these messages taken out; id, time and all others stay.

        Content: names, tripcodes, ids, mail, subject, text, file names. The result still parses, others unchanged.
        """
        ...

    def scrub(self, page: Page) -> bytes:
        """The body without host names and IP addresses of posters: what may be kept as raw evidence."""
        ...


class SavedPages(Protocol):
    """A source that tells by a saved page itself which thread it is (`hikcorpus import`)."""

    def recognise_saved(self, page: Page) -> Address | None:
        """Which thread this saved page is, or None if it is not a thread page of this engine."""
        ...
