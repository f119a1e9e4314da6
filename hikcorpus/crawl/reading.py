"""Reading one thread, and the second look before anything is called gone."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from hikcorpus.clock import Clock
from hikcorpus.crawl.agenda import Due
from hikcorpus.crawl.compare import compare
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.crawl.rows import Row, thread_hash, thread_row, tombstone_row
from hikcorpus.crawl.verdict import no_page
from hikcorpus.errors import LayoutChanged
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board, Thread
from hikcorpus.sources.base import Page, Source, ThreadPage
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory, PageMemory

SECOND_LOOK = timedelta(seconds=60)
"""Least time between the two looks that confirm a deletion (stale caches: peers.md lesson 7)."""


class Reader:
    """Reads pages of one board into the notebook.

    board: as completed by its settings page. unreadable: the last page that was no thread page.
    """

    def __init__(
        self,
        board: Board,
        source: Source,
        client: Client,
        memory: Memory,
        dataset: Dataset,
        notebook: Notebook,
        clock: Clock,
        delay: float,
    ) -> None:
        self.unreadable: LayoutChanged | None = None
        self.board, self._source, self._client, self._memory = board, source, client, memory
        self._dataset, self._notebook, self._clock, self._delay = dataset, notebook, clock, delay

    def get(self, url: str, page_kind: str, known: PageMemory | Reply | None) -> Reply:
        """Ask for a page, conditionally where we hold validators. Raises NetworkError, Refused."""
        self._notebook.counts["requests"] += 1
        etag, last_modified = (known.etag, known.last_modified) if known else (None, None)
        return self._client.get(url, etag=etag, last_modified=last_modified, delay=self._delay, page_kind=page_kind)

    def read(self, item: Due, known: PageMemory | None) -> bool:
        """Read one thread; True if something is missing and wants a second look."""
        reply = self.get(self._url(item), "thread", known)
        about: dict[str, Any] = {"thread_id": item.thread_id, "mark": item.mark, "position": item.position}
        if reply.kind == "not_modified":
            self._notebook.visited("thread", "not_modified", reply, known=known, **about)
        elif reply.kind == "gone":
            item.first_look = reply.fetched_at
            self._notebook.visited("thread", "missing", reply, **about)
            return True
        elif reply.kind != "ok":
            self._notebook.visited("thread", "blocked", reply, **about)
            raise no_page(self.board, "thread", reply.kind, reply.status)
        elif known is not None and _older(reply, known):
            self._notebook.counts["stale"] += 1
            self._notebook.visited("thread", "stale", reply, **about)
        elif (page := self._parse(item, reply)) is not None:
            item.reply = reply
            return self._take(item, page, reply)
        return False

    def look_again(self, item: Due) -> None:
        """The second look: at least a minute after the first; only now something is called gone."""
        first = item.first_look or self._clock.now()
        self._clock.sleep((first + SECOND_LOOK - self._clock.now()).total_seconds())
        reply = self.get(self._url(item), "thread", item.reply)
        if item.reply is None:
            if reply.kind == "gone":
                self._thread_gone(item, reply)
            return  # back again, or no answer: the next visit will see
        if reply.kind == "not_modified":  # the server itself says that what was seen still stands
            reply = replace(item.reply, fetched_at=reply.fetched_at)
        if reply.kind == "ok" and (page := self._parse(item, reply)) is not None:
            self._take(item, page, reply)

    def _url(self, item: Due) -> str:
        return self._source.thread_url(self.board, item.thread_id)

    def _parse(self, item: Due, reply: Reply) -> ThreadPage | None:
        try:
            return self._source.parse_thread(self.board, item.thread_id, page_of(reply))
        except LayoutChanged:  # its own sentence names the page, and so the thread: not for a log
            self.unreadable = LayoutChanged(
                f"{self.board.key}: a thread page does not read as {self.board.engine}; nothing of it was stored.",
                "Its visit is marked unreadable in the board's observations table; see whether the board has changed.",
            )
            self._notebook.counts["unreadable"] += 1
            self._notebook.visited("thread", "unreadable", reply, thread_id=item.thread_id, mark=item.mark)
            return None

    def _take(self, item: Due, page: ThreadPage, reply: Reply) -> bool:
        """Add what the page says; what was missing at the first look too becomes a tombstone."""
        known = self._memory.messages(self.board.site, self.board.name, item.thread_id)
        evidence = self._notebook.evidence("thread", reply, self._source.scrub(page_of(reply)))
        found = compare(self.board, page, known, reply.fetched_at, evidence["capture_id"])
        confirmed = [gone for gone in found.missing if gone in item.missing]
        for gone in confirmed:
            old = known[gone]
            found.rows.append(self._tombstone(item, gone, old.version + 1, old.number, "absent"))
        owed = len(confirmed) < len(found.missing)
        if owed:
            item.missing, item.first_look = found.missing, item.first_look or reply.fetched_at
        self._notebook.problems(page.problems)
        self._notebook.counts.update(
            messages_new=found.new, messages_changed=found.changed, messages_deleted=found.deleted + len(confirmed)
        )
        self._notebook.visited(
            "thread",
            "unchanged" if not found.rows else "changed" if known else "new",
            reply,
            thread_id=item.thread_id,
            evidence=evidence,
            finished=not owed,
            shown=len(page.messages),
            messages=found.rows,
            threads=self._thread_version(page.thread, "page", reply.fetched_at, evidence["capture_id"]),
            mark=item.mark,
            position=item.position,
            problems=len(page.problems),
            new=found.new,
            changed=found.changed,
            missing=len(found.missing),
        )
        return owed

    def _thread_gone(self, item: Due, reply: Reply) -> None:
        """A thread that two looks did not find: pruned or deleted; only a deleted one takes its messages along."""
        rows: list[Row] = []
        if item.fate == "deleted":
            messages = self._memory.messages(self.board.site, self.board.name, item.thread_id)
            rows = [
                self._tombstone(item, message_id, old.version + 1, old.number, "thread_deleted")
                for message_id, old in messages.items()
                if old.state == "live"
            ]
        self._notebook.counts.update({f"threads_{item.fate}": 1, "messages_deleted": len(rows)})
        thread = replace(self._last_version(item.thread_id), state=item.fate)
        self._notebook.visited(
            "thread",
            "gone",
            reply,
            thread_id=item.thread_id,
            mark=item.mark,
            messages=rows,
            threads=self._thread_version(thread, "listing, two looks", reply.fetched_at, None),
        )

    def _tombstone(self, item: Due, message_id: str, version: int, number: int, evidence: str) -> Row:
        seen = item.first_look or self._clock.now()
        gone = {"deleted_at": seen, "first_seen": seen, "deletion_evidence": evidence}
        return tombstone_row(self.board, item.thread_id, message_id, number, version, gone)

    def _thread_version(self, thread: Thread, evidence: str, seen: datetime, capture_id: str | None) -> list[Row]:
        old = self._memory.threads(self.board.site, self.board.name).get(thread.thread_id)
        if old is not None and old.hash == thread_hash(thread):
            return []
        self._notebook.counts["threads_new" if old is None else "threads_changed"] += 1
        return [thread_row(self.board, thread, old.version + 1 if old else 1, evidence, seen, capture_id)]

    def _last_version(self, thread_id: str) -> Thread:
        """The thread as raw last had it (memory holds no titles)."""
        last = Thread(thread_id, None)
        for batch in self._dataset.batches("threads", ["thread_id", "title", "sticky", "locked"]):
            for row in batch.to_pylist():
                if row["thread_id"] == thread_id:
                    last = Thread(thread_id, row["title"], sticky=row["sticky"], locked=row["locked"])
        return last


def page_of(reply: Reply) -> Page:
    """The answer as a parser wants it."""
    return Page(reply.url, reply.body, reply.fetched_at, reply.charset)


def _older(reply: Reply, known: PageMemory) -> bool:
    """Whether the server sent an older copy than one it sent before (a cache that lags)."""
    try:
        return parsedate_to_datetime(reply.last_modified or "") < parsedate_to_datetime(known.last_modified or "")
    except ValueError:
        return False
