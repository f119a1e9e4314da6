"""Taking down what a look at a thread adds: its page, its later pages, or only what is new in it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hikcorpus.crawl import account
from hikcorpus.crawl.account import Found, Look
from hikcorpus.crawl.agenda import Due
from hikcorpus.crawl.copies import page_of
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.crawl.recollection import Recollection
from hikcorpus.crawl.rows import Row
from hikcorpus.crawl.tails import accounts_for, page_of_tail
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board
from hikcorpus.sources.base import Source, Tail, ThreadPage
from hikcorpus.store.memory import PageMemory


class Taker:
    """Takes threads of one board down.

    board: as completed by its settings page. fault_of: why a page that reads as one is none after all, or None.
    """

    def __init__(
        self,
        board: Board,
        source: Source,
        notebook: Notebook,
        known: Recollection,
        fault_of: Callable[[ThreadPage], str | None],
    ) -> None:
        self.board, self._source, self._notebook = board, source, notebook
        self._known, self._fault = known, fault_of

    def fresh(self, item: Due, tail: Tail, replies: Sequence[Reply], pages: Sequence[ThreadPage]) -> bool:
        """Take a long thread's newest pages; False if they do not account for all that happened."""
        standing = self._known.standing(item.thread_id)
        if not accounts_for(tail, standing) or self._fault(page_of_tail(tail)):
            return False
        evidence = self._notebook.evidence("page", replies[0], self._source.scrub(page_of(replies[0])))
        look = Look(replies[0].fetched_at, evidence["capture_id"], item.backfill)
        page = replace(page_of_tail(tail), thread=self._known.with_title(tail.thread))
        found = account.tail_seen(self.board, standing, page, look)
        self._notebook.counts["tails"] += 1
        self.later_pages(item, replies[1:], pages[1:])
        self._tail(item, found, replies[0], evidence, len(tail.messages), None)
        return True

    def appended(self, item: Due, page: ThreadPage, reply: Reply, size: int) -> bool:
        """Take lines that were appended to a thread's file. size: of the file now, in bytes."""
        if self._fault(page):
            return False
        standing = self._known.standing(item.thread_id)
        self._notebook.problems(page.problems)
        evidence = self._notebook.evidence("page", reply, self._source.scrub(page_of(reply)))
        look = Look(reply.fetched_at, evidence["capture_id"], item.backfill)
        page = replace(page, thread=self._known.with_title(page.thread))
        found = account.tail_seen(self.board, standing, page, look)
        self._notebook.counts["appended"] += 1
        self._tail(item, found, reply, evidence, len(page.messages), None if page.problems else size)
        return True

    def tail(self, item: Due, tail: Tail, reply: Reply) -> bool:
        """Take a thread's newest messages from a listing; False if they do not account for all that happened."""
        standing = self._known.standing(item.thread_id)
        if not accounts_for(tail, standing) or self._fault(page_of_tail(tail)):
            return False
        evidence = self._notebook.evidence("tail", reply, tail.raw)
        look = Look(reply.fetched_at, evidence["capture_id"], item.backfill, "listing")
        found = account.tail_seen(self.board, standing, page_of_tail(tail), look)
        self._notebook.counts["tails"] += 1
        self._notebook.visited(
            "thread" if len(tail.messages) == tail.reply_count + 1 else "tail",  # a short thread is seen whole
            found,
            reply,
            thread_id=item.thread_id,
            evidence=evidence if found.messages or found.threads else None,
            messages=len(tail.messages),
            mark=item.mark,
            position=item.position,
            backfill=item.backfill,
            etag=None,  # the listing's validators are not the thread's
            last_modified=None,
        )
        return True

    def page(
        self,
        item: Due,
        found: Found,
        reply: Reply,
        known: PageMemory | None,
        evidence: dict[str, object] | None = None,
        shown: int = 0,
        problems: int = 0,
        kind: str = "thread",
    ) -> None:
        """Write down that a thread's page was read, or what came in its place."""
        self._notebook.visited(
            kind,
            found,
            reply,
            thread_id=item.thread_id,
            known=known,
            evidence=evidence,
            messages=shown,
            problems=problems,
            mark=item.mark,
            position=item.position,
            backfill=item.backfill,
            size=_size(reply, known, problems) if kind == "thread" else None,
        )

    def later_pages(self, item: Due, replies: Sequence[Reply], pages: Sequence[ThreadPage]) -> None:
        """Write down pages of a thread after the first, before it: only with it do they count."""
        for reply, page in zip(replies, pages, strict=True):
            evidence = self._notebook.evidence("page", reply, self._source.scrub(page_of(reply)))
            self._notebook.visited(
                "page",
                Found(),
                reply,
                thread_id=item.thread_id,
                evidence=evidence,
                messages=len(page.messages),
                size=len(reply.body),
            )

    def _tail(self, item: Due, found: Found, reply: Reply, evidence: Row, messages: int, size: int | None) -> None:
        """Write down that a thread's newest messages were read. size: of its file, where lines were appended to it."""
        none = {"etag": None, "last_modified": None}  # one page's validators are not the thread's
        self._notebook.visited(
            "tail",
            found,
            reply,
            thread_id=item.thread_id,
            evidence=evidence,
            messages=messages,
            mark=item.mark,
            position=item.position,
            backfill=item.backfill,
            size=size,
            **(none if size is None else {}),
        )


def _size(reply: Reply, known: PageMemory | None, problems: int) -> int | None:
    """Bytes of the page as it came. None where some of it could not be read: nobody could say which lines come next."""
    if reply.kind == "ok":
        return None if problems else len(reply.body)
    return known.size if known else None
