"""Reading one thread: asking for it, refusing what is stale or no page, having taken down what the look adds."""

from dataclasses import replace
from urllib.parse import urlsplit

from hikcorpus.crawl import account
from hikcorpus.crawl.account import Found, Look
from hikcorpus.crawl.agenda import Due, partial_mark
from hikcorpus.crawl.asking import Asker
from hikcorpus.crawl.copies import lags, older, page_of, shows_all
from hikcorpus.crawl.drift import Drift
from hikcorpus.crawl.leaves import bound
from hikcorpus.crawl.notebook import Notebook
from hikcorpus.crawl.recollection import Recollection
from hikcorpus.crawl.taking import Taker
from hikcorpus.crawl.verdict import SAYS_NOTHING, no_page
from hikcorpus.errors import LayoutChanged, ThreadMoved
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board
from hikcorpus.sources.base import Source, ThreadPage
from hikcorpus.store.memory import PageMemory

REFUSALS = 3
"""Threads refused one after another, from which on it is the site that refuses."""


class Reader:
    """Reads threads of one board.

    unreadable: the last page that was no thread page. unread: threads that were due and could not be read: refused,
    an old copy, or in part only. known: what is known of threads. take: takes them down.
    """

    def __init__(self, board: Board, source: Source, asker: Asker, known: Recollection, notebook: Notebook) -> None:
        self.unreadable: LayoutChanged | None = None
        self.unread = 0
        self.drift = Drift()
        self.known = known
        self.take = Taker(board, source, notebook, known, self._fault)
        self._source, self._asker, self._notebook = source, asker, notebook
        self._refused = 0
        self._looked_for_news = False

    @property
    def board(self) -> Board:
        """The board, as completed by its settings page."""
        return self.take.board

    @board.setter
    def board(self, board: Board) -> None:
        self.take.board = board

    def read(self, item: Due, known: PageMemory | None) -> None:
        """Read one thread, as the agenda has it. known: the page as we hold it."""
        if item.fate is not None and self._fallen(item):
            return
        asked = self._source.thread_url(self.board, item.thread_id)
        may = item.conditional and not self._source.in_pages  # one page's validators say nothing of the others
        held = known if may and not self.known.is_blocked(item.thread_id) else None
        reply = self._asker.get(asked, "thread", held, item.thread_id)
        look = Look(reply.fetched_at, None, item.backfill)
        if reply.kind in SAYS_NOTHING:
            self._nothing(item, reply, look)
            return
        self._refused = 0
        if reply.kind == "not_modified":
            found = account.same_again(self.board, self.known.standing(item.thread_id), item.thread_id, look)
            self.take.page(item, found, reply, known)
        elif reply.kind == "gone":
            if not self._fell(item):
                self._gone(item, reply, look, item.fate)
        elif not self._stale(item, reply, known):
            self._page(item, reply, known, moved=urlsplit(reply.url).path != urlsplit(asked).path)

    def _stale(self, item: Due, reply: Reply, known: PageMemory | None) -> bool:
        """Whether an older copy came than one that was read; it is put down."""
        if known is None or not older(reply, known):
            return False
        self.unread += 1
        self._notebook.counts["stale"] += 1
        self._notebook.failed("thread", "stale", reply.fetched_at, reply.status, item.thread_id)
        return True

    def _fallen(self, item: Due) -> bool:
        """Whether a thread that left the listing is gone, on engines whose thread pages outlive their threads."""
        place = self._source.standing_url(self.board, item.thread_id)
        if place is None:
            return False
        reply = self._asker.get(place, "standing", None, item.thread_id)
        if reply.kind == "gone":
            self._gone(item, reply, Look(reply.fetched_at, None, item.backfill), item.fate)
        return reply.kind == "gone"

    def _fell(self, item: Due) -> bool:
        """Whether a thread whose address is gone was read where the board keeps its fallen ones."""
        place = self._source.fallen_url(self.board, item.thread_id)
        if place is None:
            return False
        reply = self._asker.get(place, "thread", None, item.thread_id)
        if reply.kind in SAYS_NOTHING:
            self._nothing(item, reply, Look(reply.fetched_at, None, item.backfill))
            return True
        if reply.kind == "ok":
            self.take_whole(item, reply, None)  # one that cannot be read says nothing either
        return reply.kind == "ok"

    def take_whole(self, item: Due, reply: Reply, known: PageMemory | None) -> bool:
        """Take a thread's page that came though something else was asked for; False where it is none.

        An older copy than one that was read is left alone, and that is all that can be had now.
        """
        if self._stale(item, reply, known):
            return True
        before = self._notebook.counts["unreadable"]
        self._page(item, reply, known, moved=False)
        return self._notebook.counts["unreadable"] == before

    def _page(self, item: Due, reply: Reply, known: PageMemory | None, *, moved: bool) -> None:
        """Take what the page says. moved: it came from another address."""
        try:
            page = self._source.parse_thread(self.board, item.thread_id, page_of(reply))
        except ThreadMoved:
            self._elsewhere(item, reply)
            return
        except LayoutChanged:
            if moved:  # led to another thread or board: the thread has gone there
                self._gone(item, reply, Look(reply.fetched_at), None if item.fate is None else "moved")
            else:
                self._unreadable(item, reply)
            return
        standing = self.known.standing(item.thread_id)
        held = {name for name, old in standing.messages.items() if old.state == "live"}
        absent = standing.owed.absent if standing.owed else {}
        doubted = {name: standing.messages[name].number for name in absent if name in held}
        held_then = held if page.next_url else set[str]()
        rest = self._asker.leaves(self.board, page, item.thread_id, held_then, doubted, reply.url)
        pages = [page, *rest.pages]
        page = bound(pages)
        if self._fault(page):
            self._unreadable(item, reply)
            return
        self._unknown_fields(reply)
        evidence = self._notebook.evidence("thread", reply, self._source.scrub(page_of(reply)))
        look = Look(reply.fetched_at, evidence["capture_id"], item.backfill)
        self._notebook.problems(page.problems)
        lagging = lags(item.announced, page, reply, known, several=self._source.in_pages)
        came = rest.whole or (rest.lost and item.announced is not None and shows_all(item.announced, page))
        # where no reading was ever whole, the list may always have announced too many: it hides nothing that is held
        never = known is not None and known.whole_at is None and known.refused == 0
        whole = came and (not lagging or (never and held <= {message.message_id for message in page.messages}))
        self._notebook.counts["stale"] += lagging
        self.unread += not came
        if whole:
            found = account.page_seen(self.board, standing, page, look, prunes=self._source.prunes)
        else:
            found = account.tail_seen(self.board, standing, page, look)
        shown, problems = len(page.messages), len(page.problems)
        self.take.later_pages(item, rest.replies, rest.pages)
        kind = "thread" if whole else "tail"
        again = item
        if not came:  # it stays due
            again = replace(item, mark=partial_mark(item.mark, known.mark if known else None))
        self.take.page(again, found, reply, known, evidence, shown, problems, kind)
        if rest.halt is not None and rest.halt.kind in ("rate_limited", "unavailable", "challenge"):
            raise no_page(self.board, "thread", rest.halt.kind, rest.halt.status)

    def _elsewhere(self, item: Due, reply: Reply) -> None:
        """The thread stands on another board: it has moved; or it never stood here (an announcement to all boards),
        or has moved long ago, and the listing goes on naming it.
        """
        if self.known.state(item.thread_id) != "moved" and self.known.standing(item.thread_id).messages:
            self._gone(item, reply, Look(reply.fetched_at), "moved")
        else:
            self._notebook.counts["of_another_board"] += 1
            self.take.page(item, Found(), reply, None)

    def _gone(self, item: Due, reply: Reply, look: Look, fate: str | None) -> None:
        last = self.known.last_version(item.thread_id)
        standing = self.known.standing(item.thread_id)
        if (
            item.position is not None and standing.owed is not None
        ):  # it is listed (again): what it was called once is void
            standing = replace(standing, owed=replace(standing.owed, fate=None))
        found = account.page_gone(self.board, standing, last, fate, look)
        self.take.page(item, found, reply, None)

    def _nothing(self, item: Due, reply: Reply, look: Look) -> None:
        """An answer from which nothing follows; a single refused thread does not end the visit."""
        if reply.kind != "blocked":
            self._notebook.failed("thread", reply.kind, reply.fetched_at, reply.status, item.thread_id)
            raise no_page(self.board, "thread", reply.kind, reply.status)
        last, before = self.known.last_version(item.thread_id), self.known.is_blocked(item.thread_id)
        self.take.page(
            item, account.page_refused(self.board, self.known.standing(item.thread_id), last, look), reply, None
        )
        self.unread += 1
        self._refused += not before
        if self._refused >= REFUSALS:
            raise no_page(self.board, "thread", reply.kind, reply.status)

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
