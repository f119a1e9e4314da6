"""What a visit writes down: rows of observations and evidence, and its counts."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hikcorpus.crawl.account import Found
from hikcorpus.crawl.buffer import Buffer
from hikcorpus.crawl.rows import Row, observation_row
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board
from hikcorpus.model.columns import EVIDENCE
from hikcorpus.sources.base import Listing, Problem
from hikcorpus.store.memory import READ, Owed, PageMemory
from hikcorpus.store.orders import listed, told


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A listing as it will be remembered: thread ids in its order (first = top) and the most it ever had.

    announced: replies by thread, as far as it came anew and says, of boards whose threads stand on several pages, each
    of which may be a copy of its own. whole_at: of a listing in several pages, when it was last read to its end (aware,
    UTC); None for one of a page.
    """

    reply: Reply
    outcome: str
    digest: str
    order: Sequence[str]
    most: int
    known: PageMemory | None = None
    expected: int | None = None
    whole_at: datetime | None = None
    announced: Mapping[str, int | None] = field(default_factory=dict)

    def mark(self, highest: int | None) -> str:
        """`most;highest;id,id,...`: the next visit tells by it pruned threads from deleted ones, and new from old.
        Where that is shorter, the ids are told as what is other than in the listing before (`store.orders`).

        Of a listing in several pages `most@seconds`: when (seconds since 1970, UTC) all of it was last read.
        """
        at = f"@{int(self.whole_at.timestamp())}" if self.whole_at else ""
        before = LastListing.from_mark(self.known.mark if self.known else None).order
        return f"{self.most}{at};{highest or 0};{told(self.order, before)}"


@dataclass(frozen=True, slots=True)
class LastListing:
    """What the last listing's mark says: the most it ever had, the highest message number then, its thread ids.

    The mark has its order in full, as memory holds it. whole_at: see `ListingRead`.
    """

    most: int = 0
    highest: int = 0
    order: Sequence[str] = ()
    whole_at: datetime | None = None

    @classmethod
    def from_mark(cls, mark: str | None) -> "LastListing":
        """From a mark as `ListingRead` writes it; nothing known where there is none."""
        parts = (mark or "").split(";", 2)
        if len(parts) != 3:
            return cls()
        most, _, at = parts[0].partition("@")
        whole_at = datetime.fromtimestamp(int(at), UTC) if at else None
        return cls(int(most), int(parts[1]), listed(parts[2]), whole_at)


def announced_in(listing: Listing) -> int | None:
    """Messages that a listing announces in all its threads; None where one of them has no count."""
    counts = [mark.reply_count for mark in listing.threads]
    return None if None in counts else sum(count + 1 for count in counts if count is not None)


class Notebook:
    """Takes down visits of one run to one board. `counts`: requests, new, changed ..., problems by reason."""

    def __init__(self, board: Board, run_id: str, buffer: Buffer) -> None:
        self.counts: Counter[str] = Counter()
        self._board, self._run_id, self._buffer = board, run_id, buffer
        self._listed: int | None = None
        self._absent: dict[str | None, int] = {}

    def open_listing(self, listing: ListingRead) -> None:
        """From now on visits to threads carry the listing's length."""
        self._listed = len(listing.order)

    def close_listing(self, listing: ListingRead, owed: Mapping[str, Owed], *, again: bool = False) -> None:
        """Write the listing's visit down, last: from now on its validators spare asking for what it showed.

        owed: absences that waited for a second look when the visit began: what is absent is not held. again: some of
        what it showed is still to be read, so that the next visit must see it whole: the validators stay those of
        the listing before.
        """
        highest, before = self._buffer.highest(), listing.known
        absent = {thread: len(waits.absent) for thread, waits in owed.items()} | self._absent
        kept: dict[str, Any] = {}
        if again:
            kept = {name: getattr(before, name, None) for name in ("etag", "last_modified", "capture_id")}
        self.visited(
            "listing",
            Found(outcome=listing.outcome),
            listing.reply,
            known=listing.known,
            **{"capture_id": listing.digest} | kept,
            mark=listing.mark(highest),
            expected=listing.expected,
            held=self._buffer.held(listing.order) - sum(absent.get(thread, 0) for thread in listing.order),
            highest=highest,
        )

    def settle(self, thread_id: str) -> None:
        """Commit what waits, if any of it is of this thread: what is known of it is asked of memory alone."""
        if self._buffer.waits(thread_id):
            self._buffer.commit()

    def settle_messages(self, message_ids: Collection[str]) -> None:
        """Commit what waits, if any of these messages is among it, of whatever thread."""
        if self._buffer.waits_for(message_ids):
            self._buffer.commit()

    def problems(self, problems: Iterable[Problem]) -> None:
        """Count what could not be read, by reason."""
        self.counts.update(f"problem_{problem.reason}" for problem in problems)

    def evidence(self, kind: str, reply: Reply, body: bytes) -> Row:
        """A row for bytes worth keeping: `body` is scrubbed of posters' hosts and addresses."""
        row: Row = {column.name: None for column in EVIDENCE}
        return row | {
            "capture_id": hashlib.sha256(body).hexdigest(),
            "page_kind": kind,
            "url": reply.url,
            "status": reply.status,
            "fetched_at": reply.fetched_at,
            "charset": reply.charset,
            "blanked": 0,
            "body": body,
        }

    def failed(self, kind: str, outcome: str, at: datetime, status: int = 0, thread_id: str | None = None) -> None:
        """Write down a look that says nothing: no answer, or one that is no page."""
        self._buffer.add(
            observation_row(
                self._board, self._run_id, kind, outcome, at, status=status, thread_id=thread_id, listed=self._listed
            )
        )
        self.counts[f"look_{outcome}"] += 1

    def visited(
        self,
        kind: str,
        found: Found,
        reply: Reply,
        *,
        thread_id: str | None = None,
        known: PageMemory | None = None,
        evidence: Row | None = None,
        **facts: Any,
    ) -> None:
        """Write down one visit with the versions it brought; all of it is committed together or not at all.

        known: the page as we knew it: what a 304 confirms, so its validators stay, and whose bytes are stored.
        """
        about: dict[str, Any] = {
            "thread_id": thread_id,
            "status": reply.status,
            "listed": self._listed,
            "new": found.new,
            "changed": found.changed,
            "missing": found.missing,
            "absent": found.absent or None,
            "moved": found.moved or None,
            "fate": found.fate,
        }
        if reply.kind == "not_modified" and known is not None:
            about |= {"etag": known.etag, "last_modified": known.last_modified, "capture_id": known.capture_id}
        else:
            about |= {"etag": reply.etag, "last_modified": reply.last_modified}
        if evidence is not None:
            about["capture_id"] = evidence["capture_id"]
            if known is not None and known.capture_id == evidence["capture_id"]:
                evidence = None  # these very bytes are stored
        self.counts.update(found.counts)
        if kind in ("thread", "tail") and found.outcome in READ:
            self._absent[thread_id] = len(found.absent)
        self._buffer.add(
            observation_row(self._board, self._run_id, kind, found.outcome, reply.fetched_at, **(about | facts)),
            messages=found.messages,
            threads=found.threads,
            evidence=evidence,
            grown=found.grown,
        )
