"""`hikcorpus reparse`: messages and threads made again from the visits on record and the bytes kept. No network.

Every visit goes through `account` again, thread by thread, in the order in which they were made: so a better parser
mends what a worse one wrote, and an unchanged one gives the same tables. Left as they are: rows of messages whose
content was blanked, and threads of which any bytes have gone out of retention or cannot be read any more.
"""

from collections import Counter
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path

from hikcorpus.crawl import account
from hikcorpus.crawl.account import Found, Look, Standing
from hikcorpus.crawl.leaves import bound
from hikcorpus.crawl.rows import Row
from hikcorpus.crawl.scroll import History, histories
from hikcorpus.crawl.tails import page_of_tail
from hikcorpus.errors import LayoutChanged
from hikcorpus.log import Progress
from hikcorpus.model import Board, Thread
from hikcorpus.sources.base import Page, Source, ThreadPage
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import READ, Known, Owed
from hikcorpus.store.remake import remake


def reparse(
    board: Board, source: Source, dataset: Dataset, scratch: Path, month: str, progress: Progress
) -> Counter[str]:
    """Make the tables of a board again. Gives counts: threads, messages, kept as they were by reason, changed 0 or 1.

    scratch: a protected folder for what sorting spills. month: `YYYY-MM` of the writing. Raises DataDamaged,
    CannotWrite.
    """
    counts: Counter[str] = Counter()
    again = _Again(board, source, counts)
    total = dataset.rows("threads")

    def rows() -> Generator[dict[str, list[Row]], None, None]:
        with histories(dataset, scratch) as all_threads:
            for done, history in enumerate(all_threads):
                progress(f"reparse {board.key}", done, max(total, done + 1))
                yield again.thread(history)

    with closing(rows()) as made:  # whatever ends this, the database that sorts is closed
        counts["changed"] = int(remake(dataset, ("messages", "threads"), made, month))
    progress(f"reparse {board.key}", total, total)
    return counts


class _Unreadable(Exception):
    """Bytes that are not there any more, or that this parser cannot read; its text is the reason."""


@dataclass(slots=True)
class _Thread:
    """A thread while its visits pass by again.

    stood: its versions as they stand. leaves: its later pages, which wait for the first. moved: messages that the crawl
    found in other threads and that were not here since: what it knew of those then is on record with its visits.
    """

    thread_id: str
    stood: list[Row]
    messages: dict[str, Known] = field(default_factory=dict)
    newest: Known | None = None
    facts: Thread | None = None
    owed: Owed | None = None
    leaves: list[Row] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)

    def take(self, found: Found) -> None:
        """Remember what a look added, as the crawl's memory does."""
        for row in found.messages:
            known = Known(row["version"], row["content_hash"][:32], row["state"], row["number"] or 0)
            self.messages[row["message_id"]] = known
            if known.state == "live":
                self.moved.discard(row["message_id"])
        for row in found.threads:
            self.newest = Known(row["version"], row["content_hash"][:32], row["state"])
            self.facts = Thread(self.thread_id, row["title"], sticky=row["sticky"], locked=row["locked"])
        self.rows += found.messages
        self.versions += found.threads

    def title(self, at: datetime) -> str | None:
        """The title that a page had which has lost it with a blanked message: the last one, unless none was written."""
        written = [row for row in self.stood if row["first_seen"] <= at]
        last = max(written, key=itemgetter("version"))["title"] if written else None
        return last if last is None or self.facts is None else self.facts.title


@dataclass(frozen=True, slots=True)
class _Again:
    """Reads threads again from their histories."""

    board: Board
    source: Source
    counts: Counter[str]

    def thread(self, history: History) -> dict[str, list[Row]]:
        """The thread's rows, table by table."""
        blanked = {row["message_id"] for row in history.messages if row["blanked_at"] is not None}
        thread = _Thread(history.thread_id, history.threads)
        self.counts["threads"] += 1
        try:
            for row in history.visits():
                self._look(thread, row, blanked)
        except _Unreadable as why:
            self.counts[f"kept_{why}"] += 1
            self.counts["messages"] += len(history.messages)
            return {"messages": history.messages, "threads": history.threads}
        kept = [row for row in history.messages if row["message_id"] in blanked]
        self.counts["kept_blanked"] += len(kept)
        self.counts["messages"] += len(thread.rows) + len(kept)
        titled = not any(row["is_opening"] for row in kept)  # a title is the opening message's subject
        return {"messages": kept + thread.rows, "threads": thread.versions if titled else history.threads}

    def _look(self, thread: _Thread, row: Row, blanked: set[str]) -> None:
        """One visit, as it was then."""
        look = Look(row["observed_at"], row["capture_id"], row["backfill"])
        thread.moved.update(row["moved"] or ())
        standing = Standing(thread.messages, thread.newest, thread.owed, thread.moved.intersection)
        outcome, kind = row["outcome"], row["page_kind"]
        if kind == "page":
            thread.leaves.append(row)
            return
        last = thread.facts or Thread(thread.thread_id, None)
        if outcome in ("new", "changed", "unchanged") or (kind, outcome) == ("saved", "stale"):
            found = self._page(thread, standing, row, look, blanked)
        elif outcome == "not_modified":
            found = account.same_again(self.board, standing, thread.thread_id, look)
        elif outcome == "missing":
            found = Found(outcome=outcome, fate=row["fate"])
        elif outcome == "gone":
            found = account.page_gone(self.board, standing, last, row["fate"], look)
        elif outcome == "blocked":
            found = account.page_refused(self.board, standing, last, look)
        else:
            return
        thread.take(found)
        if kind in ("thread", "tail"):
            thread.owed = _owed(thread.owed, found, row["observed_at"])

    def _page(self, thread: _Thread, standing: Standing, row: Row, look: Look, blanked: set[str]) -> Found:
        if row["capture_id"] is None:  # a tail that told nothing new: its bytes were not kept
            return Found()
        later = [leaf for leaf in thread.leaves if leaf["run_id"] == row["run_id"]]  # others: that run was killed
        thread.leaves.clear()
        page = bound([self._parsed(thread.thread_id, each) for each in (row, *later)])
        if page.thread.title is None and row["evidence_kind"] == "page" and thread.facts is not None:
            page = replace(page, thread=replace(page.thread, title=thread.facts.title))
        elif page.thread.title is None and row["blanked"]:
            page = replace(page, thread=replace(page.thread, title=thread.title(row["observed_at"])))
        page = replace(page, messages=tuple(m for m in page.messages if m.message_id not in blanked))
        if row["page_kind"] == "saved":
            look = replace(look, evidence="saved page")
            return account.saved_seen(self.board, standing, page, look, older=row["outcome"] == "stale")
        look = replace(look, evidence="listing" if row["evidence_kind"] == "tail" else "page")
        if row["page_kind"] == "tail" or look.evidence == "listing":
            return account.tail_seen(self.board, standing, page, look)
        return account.page_seen(self.board, standing, page, look, prunes=self.source.prunes)

    def _parsed(self, thread_id: str, row: Row) -> ThreadPage:
        if row["body"] is None:
            raise _Unreadable("out_of_retention")
        try:
            if row["evidence_kind"] == "tail":
                tail = self.source.parse_tail(self.board, row["body"])
                if tail is None:
                    raise _Unreadable("unreadable")
                return page_of_tail(tail)
            page = Page(row["url"], row["body"], row["fetched_at"], row["charset"])
            return self.source.parse_thread(self.board, thread_id, page)
        except LayoutChanged as error:
            raise _Unreadable("unreadable") from error


def _owed(before: Owed | None, found: Found, at: datetime) -> Owed | None:
    """Second looks owed after this one: the rule of `store.fold`."""
    if found.outcome == "missing":
        before = before or Owed()
        return replace(before, gone_at=before.gone_at or at, fate=found.fate)
    if found.outcome == "gone":
        return None
    if found.outcome not in READ:
        return before
    first = before.absent if before else {}
    absent = {name: first.get(name, at) for name in found.absent}
    return Owed(absent) if absent else None
