"""The source that reads a board by its description (`configs/engines/NAME.toml`; notation: `config.engines`)."""

from collections.abc import Set
from functools import cached_property
from urllib.parse import urlsplit

from hikcorpus.config.engines import EngineFile
from hikcorpus.errors import LayoutChanged, ThreadMoved
from hikcorpus.model import Board, Thread
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.declared.addresses import Pictures
from hikcorpus.sources.declared.blank import blanked, missing_fields
from hikcorpus.sources.declared.listing import count_of, last_page_of, read_rows
from hikcorpus.sources.declared.places import Found
from hikcorpus.sources.declared.plan import Plan
from hikcorpus.sources.declared.posts import Reader, Where
from hikcorpus.sources.decoding import decode, encode_like, other_page
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo

_DEEP = (1000, 1000)
_ANSWERS: tuple[Answer, ...] = ("rate_limited", "unavailable", "moved", "gone", "blocked")


class Declared(NoTails, NoArchive, NoSettings, PageGoesToo):
    """Any board that a description tells how to read.

    root: the only site that its addresses may be of, for the description of a single site; None = any.
    Raises ConfigError at the first page if a selector of the description is none.
    """

    def __init__(self, file: EngineFile, root: str | None = None) -> None:
        self.file = file
        self.engine = file.engine
        self.title = file.title
        self.experimental = file.experimental
        self.crawlable = file.crawlable
        self.recheck_per_visit = file.recheck_per_visit
        self.default_names = frozenset(file.default_names)
        self.poster_id_scope = file.poster_id_scope
        self.zone = file.zone or "UTC"
        self.prunes = file.prunes
        self.in_pages = bool(file.thread.next)
        self.appends = False
        self.instead = ""
        self.traces = tuple(file.traces)
        self.examples = tuple(
            Example(one.kind, one.url, one.html.encode(), one.threads, one.messages) for one in file.examples
        )
        self._root = root.rstrip("/") if root else None

    @cached_property
    def _addresses(self) -> Pictures:
        return Pictures(self.file.addresses)

    @cached_property
    def plan(self) -> Plan:
        """The description, every selector tried. Raises ConfigError naming the key that is wrong."""
        return Plan(self.file, self.within)

    @property
    def within(self) -> str:
        """What stands before the names of its tables in its file: `source.` in a site's own."""
        return "source." if self._root else ""

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.plan)

    def recognise(self, url: str) -> Address | None:
        """By the pictures of its addresses; the board is '' where a thread's address does not name it."""
        address = self._addresses.recognise(url)
        if address is None or self._root is None:
            return address
        return Address(self._root, address.board, address.thread_id) if address.root == self._root else None

    def classify(self, page: Page) -> Answer:
        """By the [answers] of the description; ok where none of them stands on the page."""
        plan = self.plan
        asked = [(answer, plan[f"answers.{answer}"]) for answer in _ANSWERS if plan[f"answers.{answer}"]]
        if not asked:
            return "ok"
        try:
            text, _ = self._decoded(page, "a page")
        except LayoutChanged:
            return "other"
        found: Found | None = None
        for answer, values in asked:
            for value in values:
                if not value.selector:
                    if value.pattern is not None and value.pattern.search(text):
                        return answer
                    continue
                found = found or Found(text)
                if found.holds((value,)):
                    return answer
        return "ok"

    def listing_url(self, board: Board) -> str:
        """The first page of the board's list."""
        return self._addresses.written(self.file.addresses.listing, board.address, board=board.name)

    def thread_url(self, board: Board, thread_id: str) -> str:
        """The thread's first page."""
        return self._addresses.written(self.file.addresses.thread, board.address, board=board.name, thread=thread_id)

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of this page of the list. Raises LayoutChanged."""
        expected = f"a list of threads of {self.title}"
        text, lost = self._decoded(page, expected)
        found, plan = Found(text), self.plan
        shown = found.first(plan["listing.board"])
        if shown and board.name and shown != board.name:
            raise other_page(page, expected, f"it is another board's, {self.within}listing.board says")
        marks, problems, rows = read_rows(plan, found, board, page)
        if not rows and not found.holds(plan["listing.empty"]):
            raise other_page(page, expected, self._nothing("no row of a thread stands on it", "listing.row"))
        if rows and len([one for one in problems if one.reason == "row_without_id"]) == rows:
            raise other_page(page, expected, self._nothing("none of its rows names a thread", "listing.id"))
        following, strayed = self._next(board, None, page, found, "listing.next")
        return Listing(tuple(marks), (*lost, *problems, *strayed), following)

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All messages of this page of the thread. Raises LayoutChanged, ThreadMoved."""
        expected = f"thread {thread_id} of {self.title}"
        text, lost = self._decoded(page, expected)
        found, plan, rules = Found(text), self.plan, self.file.thread
        posts = self._reader.posts(found)
        if not posts.starts:
            raise other_page(page, expected, self._nothing("no post stands on it", "post.each"))
        shown = found.first(plan["thread.id"])
        if shown and shown != thread_id:
            raise other_page(page, expected, f"it is another thread's, {self.within}thread.id says")
        self._same_board(board, page, found.first(plan["thread.board"]))
        following, strayed = self._next(board, thread_id, page, found, "thread.next")
        number = found.first(plan["thread.page"])
        first = self._is_first(number, page)
        title = found.first(plan["thread.title"]) or None
        count = count_of(found.first(plan["thread.replies"]))
        facts = {key: found.holds(plan[f"thread.{key}"]) for key in ("sticky", "locked", "archived")}
        whole = first and following is None and not (number and self.in_pages)
        where = Where(board, thread_id, page.fetched_at, first, whole)
        messages, problems = self._reader.read(posts, where)
        if not messages:
            raise other_page(page, expected, self._nothing("none of its posts has an id", "post.id"))
        if title is None and first:
            title = messages[0].subject
        thread = Thread(
            thread_id=thread_id,
            title=title,
            state="archived" if facts["archived"] else "live",
            sticky=facts["sticky"],
            locked=facts["locked"],
            reply_count=count if count is None or not rules.counts_opening else max(count - 1, 0),
        )
        return ThreadPage(thread, tuple(messages), (*lost, *problems, *strayed), following)

    def _decoded(self, page: Page, expected: str) -> tuple[str, tuple[Problem, ...]]:
        """The page as text; queries of several parts take time cubic to how deep elements stand in one another."""
        return decode(page, self.file.encoding, expected, deep=_DEEP)

    def _nothing(self, why: str, key: str) -> str:
        """Why a page is another one, and the key of the description that found nothing."""
        return f"{why} ({self.within}{key} finds nothing)"

    def _same_board(self, board: Board, page: Page, shown: str | None) -> None:
        if shown and board.name and shown != board.name:
            path = urlsplit(page.url).path or "/"
            raise ThreadMoved(
                f"The thread at {path} stands on another board now.", "It is collected there, if that board is."
            )

    def _is_first(self, number: str | None, page: Page) -> bool:
        if self.file.thread.page:
            return number is None or count_of(number) == 1
        return self.first_by_address(page)

    def first_by_address(self, page: Page) -> bool:
        """Whether the page's address is one of a thread's first page."""
        told = self._addresses.page_of(page.url)
        return told == 0 or (told == 1 and "{page}" in (self.file.addresses.thread_page or ""))

    def _next(
        self, board: Board, thread_id: str | None, page: Page, found: Found, key: str
    ) -> tuple[str | None, list[Problem]]:
        """The page that follows, if its address is one of this very list or thread."""
        href = found.first(self.plan[key])
        if not href:
            return None, []
        head = found.tree.head
        base = head.css_first("base[href]") if head is not None else None
        home = self._addresses.plain(base.attributes.get("href") or "", page.url) if base is not None else None
        url = self._addresses.plain(href, home or page.url)
        meant = self._addresses.recognise(url) if url else None
        if url is None or meant is None or meant.thread_id != thread_id or meant.root != board.address.rstrip("/"):
            return None, [Problem("next_page", "its link leads elsewhere")]
        if url == page.url.partition("#")[0]:
            return None, [Problem("next_page", "its link leads back")]
        return url, []

    def newest_url(self, board: Board, mark: ThreadMark) -> str | None:
        """The last page, as the row's links tell it, else as its number of replies and the posts of a page do."""
        picture, per_page = self.file.addresses.thread_page, self.file.thread.per_page
        if picture is None:
            return None
        number = last_page_of(mark.mark)
        if number is None and per_page and mark.reply_count is not None:
            before = mark.reply_count // per_page
            number = before * per_page if "{offset}" in picture else before + 1
        if not number or (number == 1 and "{page}" in picture):
            return None
        return self._addresses.written(
            picture, board.address, board=board.name, thread=mark.thread_id, page=number, offset=number
        )

    def fallen_url(self, board: Board, thread_id: str) -> str | None:
        """None: what is gone is gone."""
        return None

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`selector:FIELD` for each field that every post should have and some post lacks."""
        try:
            text, _ = self._decoded(page, "a thread")
        except LayoutChanged:
            return frozenset()
        return missing_fields(self.plan, self._reader.posts(Found(text)))

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts."""
        try:
            text, _ = self._decoded(page, "a thread")
        except LayoutChanged:
            return page.body
        found = Found(text)
        first = self._is_first(found.first(self.plan["thread.page"]), page)
        address = self._addresses.recognise(page.url)
        thread_id = (address.thread_id if address else None) or ""
        out = blanked(self.plan, self._reader.posts(found), message_ids, thread_id, opening=first)
        return page.body if out is None else encode_like(page, self.file.encoding, out)

    def scrub(self, page: Page) -> bytes:
        """The body without what the description's `hosts` find in it."""
        hosts = self.plan.hosts
        if hosts is None:
            return page.body
        try:
            text, _ = self._decoded(page, "a page")
        except LayoutChanged:
            return page.body
        clean = hosts.sub("", text)
        return page.body if clean == text else encode_like(page, self.file.encoding, clean)
