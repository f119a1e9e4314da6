"""Reading one thread: asking, refusing what is stale or no page, and writing down what the look adds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from hikcorpus.clock import Clock
from hikcorpus.crawl import account
from hikcorpus.crawl.account import Found, Look, Standing
from hikcorpus.crawl.agenda import Due
from hikcorpus.crawl.copies import lags, older, page_of
from hikcorpus.crawl.drift import Drift
from hikcorpus.crawl.leaves import Leaves, bound, leaves
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.crawl.rows import Row
from hikcorpus.crawl.tails import accounts_for, page_of_tail
from hikcorpus.crawl.verdict import SAYS_NOTHING, no_page
from hikcorpus.errors import LayoutChanged, NetworkError, ThreadMoved
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board, Thread
from hikcorpus.sources.base import Source, Tail, ThreadPage
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory, Owed, PageMemory

_JUDGED = ("listing", "thread", "index", "archive", "standing")
REFUSALS = 3
"""Threads refused one after another, from which on it is the site that refuses."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How a site is asked: seconds between requests, and whether its operator lifted robots.txt for us."""

    delay: float = 1.0
    permitted: bool = False


class Reader:
    """Reads pages of one board into the notebook.

    board: as completed by its settings page. unreadable: the last page that was no thread page. unread: threads that
    were due and could not be read: refused, or an old copy. owed: absences that wait for a second look, by thread.
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
        asking: Asking,
    ) -> None:
        self.unreadable: LayoutChanged | None = None
        self.unread = 0
        self.drift = Drift()
        self.board, self._source, self._client, self._memory = board, source, client, memory
        self._dataset, self._notebook, self._clock, self._asking = dataset, notebook, clock, asking
        self.owed: dict[str, Owed] = memory.owed(board.site, board.name)
        self._refused = 0
        self._looked_for_news = False

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return self._clock.now()

    def get(
        self,
        url: str,
        page_kind: str,
        known: PageMemory | None,
        thread_id: str | None = None,
        start: int | None = None,
    ) -> Reply:
        """Ask for a page, conditionally where we hold validators; start: from this byte on.

        A page that says with status 200 that it is none is one no more. Raises NetworkError, Refused.
        """
        self._notebook.counts["requests"] += 1
        try:
            reply = self._client.get(
                url,
                etag=known.etag if known else None,
                last_modified=known.last_modified if known else None,
                delay=self._asking.delay,
                page_kind=page_kind,
                robots="permitted" if self._asking.permitted else "obey",
                start=start,
            )
        except NetworkError:
            self._notebook.failed(page_kind, "unreachable", self._clock.now(), thread_id=thread_id)
            raise
        if reply.kind == "ok" and page_kind in _JUDGED:
            reply = replace(reply, kind=self._source.classify(page_of(reply)))
        return reply

    def read(self, item: Due, known: PageMemory | None) -> None:
        """Read one thread, as the agenda has it. known: the page as we hold it."""
        if item.fate is not None and self._fallen(item):
            return
        asked = self._source.thread_url(self.board, item.thread_id)
        may = item.conditional and not self._source.in_pages  # one page's validators say nothing of the others
        held = known if may and not self._is_blocked(item.thread_id) else None
        reply = self.get(asked, "thread", held, item.thread_id)
        look = Look(reply.fetched_at, None, item.backfill)
        if reply.kind in SAYS_NOTHING:
            self._nothing(item, reply, look)
            return
        self._refused = 0
        if reply.kind == "not_modified":
            found = account.same_again(self.board, self.standing(item.thread_id), item.thread_id, look)
            self._write(item, found, reply, known)
        elif reply.kind == "gone":
            if not self._fell(item):
                self._gone(item, reply, look, item.fate)
        elif known is not None and older(reply, known):
            self.unread += 1
            self._notebook.counts["stale"] += 1
            self._notebook.failed("thread", "stale", reply.fetched_at, reply.status, item.thread_id)
        else:
            self._page(item, reply, known, moved=urlsplit(reply.url).path != urlsplit(asked).path)

    def _fallen(self, item: Due) -> bool:
        """Whether a thread that left the listing is gone, on engines whose thread pages outlive their threads."""
        place = self._source.standing_url(self.board, item.thread_id)
        if place is None:
            return False
        reply = self.get(place, "standing", None, item.thread_id)
        if reply.kind == "gone":
            self._gone(item, reply, Look(reply.fetched_at, None, item.backfill), item.fate)
        return reply.kind == "gone"

    def _fell(self, item: Due) -> bool:
        """Whether a thread whose address is gone was read where the board keeps its fallen ones."""
        place = self._source.fallen_url(self.board, item.thread_id)
        if place is None:
            return False
        reply = self.get(place, "thread", None, item.thread_id)
        return reply.kind == "ok" and self.take_whole(item, reply, None)

    def leaves(self, first: ThreadPage, thread_id: str) -> Leaves:
        """The pages that follow a thread's page, asked for. Raises NetworkError, Refused."""
        return leaves(
            first,
            lambda url: self.get(url, "thread", None, thread_id),
            lambda reply: self._source.parse_thread(self.board, thread_id, page_of(reply)),
        )

    def take_fresh(self, item: Due, tail: Tail, replies: Sequence[Reply], pages: Sequence[ThreadPage]) -> bool:
        """Take a long thread's newest pages; False if they do not account for all that happened."""
        standing = self.standing(item.thread_id)
        if not accounts_for(tail, standing) or self._fault(page_of_tail(tail)):
            return False
        evidence = self._notebook.evidence("page", replies[0], self._source.scrub(page_of(replies[0])))
        look = Look(replies[0].fetched_at, evidence["capture_id"], item.backfill)
        page = replace(page_of_tail(tail), thread=self._facts(tail.thread))
        found = account.tail_seen(self.board, standing, page, look)
        self._notebook.counts["tails"] += 1
        self._later_pages(item, replies[1:], pages[1:])
        self._tail(item, found, replies[0], evidence, len(tail.messages), None)
        return True

    def take_appended(self, item: Due, page: ThreadPage, reply: Reply, size: int) -> bool:
        """Take lines that were appended to a thread's file. size: of the file now, in bytes."""
        if self._fault(page):
            return False
        standing = self.standing(item.thread_id)
        self._notebook.problems(page.problems)
        evidence = self._notebook.evidence("page", reply, self._source.scrub(page_of(reply)))
        look = Look(reply.fetched_at, evidence["capture_id"], item.backfill)
        page = replace(page, thread=self._facts(page.thread))
        found = account.tail_seen(self.board, standing, page, look)
        self._notebook.counts["appended"] += 1
        self._tail(item, found, reply, evidence, len(page.messages), size)
        return True

    def take_whole(self, item: Due, reply: Reply, known: PageMemory | None) -> bool:
        """Take a thread's page that came though something else was asked for; False where it is none."""
        before = self._notebook.counts["unreadable"]
        self._page(item, reply, known, moved=False)
        return self._notebook.counts["unreadable"] == before

    def take_tail(self, item: Due, tail: Tail, reply: Reply) -> bool:
        """Take a thread's newest messages from a listing; False if they do not account for all that happened."""
        standing = self.standing(item.thread_id)
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

    def _page(self, item: Due, reply: Reply, known: PageMemory | None, *, moved: bool) -> None:
        """Take what the page says. moved: it came from another address."""
        try:
            page = self._source.parse_thread(self.board, item.thread_id, page_of(reply))
        except ThreadMoved:
            self._gone(item, reply, Look(reply.fetched_at), "moved")
            return
        except LayoutChanged:
            if moved:  # led to another thread or board: the thread has gone there
                self._gone(item, reply, Look(reply.fetched_at), "moved")
            else:
                self._unreadable(item, reply)
            return
        rest = self.leaves(page, item.thread_id)
        pages = [page, *rest.pages]
        page = bound(pages)
        if self._fault(page):
            self._unreadable(item, reply)
            return
        self._unknown_fields(reply)
        standing = self.standing(item.thread_id)
        evidence = self._notebook.evidence("thread", reply, self._source.scrub(page_of(reply)))
        look = Look(reply.fetched_at, evidence["capture_id"], item.backfill)
        self._notebook.problems(page.problems)
        lagging = lags(item.announced, page, reply)
        whole = rest.whole and not lagging
        self._notebook.counts["stale"] += lagging
        self.unread += not rest.whole
        found = (account.page_seen if whole else account.tail_seen)(self.board, standing, page, look)
        shown, problems = len(page.messages), len(page.problems)
        self._later_pages(item, rest.replies, rest.pages)
        self._write(item, found, reply, known, evidence, shown, problems, "thread" if whole else "tail")

    def _gone(self, item: Due, reply: Reply, look: Look, fate: str | None) -> None:
        last = self._last_version(item.thread_id)
        found = account.page_gone(self.board, self.standing(item.thread_id), last, fate, look)
        self._write(item, found, reply, None)

    def _nothing(self, item: Due, reply: Reply, look: Look) -> None:
        """An answer from which nothing follows; a single refused thread does not end the visit."""
        if reply.kind != "blocked":
            self._notebook.failed("thread", reply.kind, reply.fetched_at, reply.status, item.thread_id)
            raise no_page(self.board, "thread", reply.kind, reply.status)
        last = self._last_version(item.thread_id)
        self._write(item, account.page_refused(self.board, self.standing(item.thread_id), last, look), reply, None)
        self.unread += 1
        self._refused += 1
        if self._refused >= REFUSALS:
            raise no_page(self.board, "thread", reply.kind, reply.status)

    def _write(
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
            size=len(reply.body) if reply.kind == "ok" else known.size if known else None,
        )

    def _later_pages(self, item: Due, replies: Sequence[Reply], pages: Sequence[ThreadPage]) -> None:
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
        validators = (
            {} if size is not None else {"etag": None, "last_modified": None}
        )  # one page's are not the thread's
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
            **validators,
        )

    def _facts(self, thread: Thread) -> Thread:
        """The thread's facts; where the page shows no title, it is the last one known."""
        return thread if thread.title is not None else replace(thread, title=self._last_version(thread.thread_id).title)

    def _unreadable(self, item: Due, reply: Reply) -> None:
        # the parser's own sentence names the page, and so the thread: not for a log
        self.unreadable = LayoutChanged(
            f"{self.board.key}: a thread page does not read as {self.board.engine}; nothing of it was stored.",
            "Its visit is marked unreadable in the board's observations table; see whether the board has changed.",
        )
        self._notebook.counts["unreadable"] += 1
        self._notebook.failed("thread", "unreadable", reply.fetched_at, reply.status, item.thread_id)

    def _fault(self, page: ThreadPage) -> str | None:
        return self.drift.fault_of(page, names_expected=bool(self._source.default_names))

    def _unknown_fields(self, reply: Reply) -> None:
        """Once a visit: fields that the parser has never heard of are a sign, not yet a fault."""
        if not self._looked_for_news:
            self._looked_for_news = True
            names = self._source.unknown_fields(page_of(reply))
            self._notebook.counts.update({f"unknown_field_{name}": 1 for name in sorted(names)[:20]})

    def _is_blocked(self, thread_id: str) -> bool:
        """Whether it was refused at the last look: then only its page, no 304, shows it live again."""
        last = self._memory.thread(self.board.site, self.board.name, thread_id)
        return last is not None and last.state == "blocked"

    def standing(self, thread_id: str) -> Standing:
        """What is known of a thread."""
        where = self.board.site, self.board.name
        self._notebook.settle(thread_id)
        return Standing(
            self._memory.messages(*where, thread_id), self._memory.thread(*where, thread_id), self.owed.get(thread_id)
        )

    def _last_version(self, thread_id: str) -> Thread:
        """The thread as raw last had it (memory holds no titles); the newest parts first, for that is where it is."""
        tables = self._dataset.manifest().tables.get("threads", ())
        for number in reversed(range(len(tables))):
            rows = self._dataset.part("threads", number).select(["thread_id", "title", "sticky", "locked"])
            for row in reversed(rows.to_pylist()):
                if row["thread_id"] == thread_id:
                    return Thread(thread_id, row["title"], sticky=row["sticky"], locked=row["locked"])
        return Thread(thread_id, None)
