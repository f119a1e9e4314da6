"""YBoard (Sopsy/YBoard = LautaMedia/YBoard): HTML. A sister of Ylilauta's software, not the same.

Sources: its templates `YBoard/View/Snippet/{Thread,Post,ThreadMeta}.phtml`, `YBoard/View/Page/BoardCatalog.phtml`,
`YBoard/Config/UrlRoutes.php`, `YBoard/Model/Post.php`; the recorded engine. A thread is one page. The catalog is the
listing (100 threads a page); it counts replies and shows deletions that way, but no times: as many deleted as new
replies look like nothing (`recheck_per_visit`). The number of readings beside the count is no change. Pages of the
board (10 threads) show each thread's last replies whole: tails. Times are UTC, whatever the zone of the readers.
Names are accounts' (only paying ones may show theirs). Answers: 404 never was, 410 deleted, 302 on another board.
To the operator a visitor without Accept-Language is a bot, and each visitor without a cookie is a new user row.
"""

import hashlib
import re
from collections.abc import Set
from typing import ClassVar, Final
from urllib.parse import quote, unquote

from hikcorpus.errors import LayoutChanged, ThreadMoved
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import decode, encode_like, other_page, segments
from hikcorpus.sources.nul import text_without_nul
from hikcorpus.sources.usual import NoArchive, NoSettings, PageGoesToo, Usual
from hikcorpus.sources.yboard.blank import blank_posts, scrubbed, unknown_of
from hikcorpus.sources.yboard.examples import CATALOG, EMPTY, THREAD_PAGE
from hikcorpus.sources.yboard.pages import BOARD, BODY_CLASS, Part, board_of, facts, messages, parts, subject_of
from hikcorpus.sources.yboard.posts import body_of

_PER_PAGE: Final = 10  # threads on a page of the board, for visitors (UserPreferences.php)
_NAME: Final = re.compile(r"([a-zA-Z0-9åäöÅÄÖ]+)(?:-[0-9]{1,4})?\Z")
_CATALOG: Final = re.compile(r"catalog(?:-?[0-9]{1,4})?\Z")
_NEXT: Final = re.compile(r'<a href="(/[^"<>]*)" class="icon icon-chevron-right chevron">')
_NO_BOARD: Final = frozenset(
    (
        *("gold", "info", "search", "preferences", "profile", "mod", "api", "scripts", "static", "post"),
        *("mythreads", "repliedthreads", "followedthreads", "hiddenthreads"),
    )
)


class Yboard(NoArchive, NoSettings, PageGoesToo, Usual):
    """Boards of YBoard; the site lies at the root of its host."""

    engine: ClassVar[str] = "yboard"
    title: ClassVar[str] = "YBoard (HTML)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 5  # the engine sends no validators: each costs a whole page
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonymous", "Anonyymi"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "UTC"
    traces: ClassVar[tuple[str, ...]] = (r'<button id="e-sidebar-(?:hide|toggle)"',)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("listing", "https://board.example/koti/catalog", CATALOG, thread_ids=("15",)),
        Example("listing", "https://board.example/koti/catalog-2", EMPTY),
        Example("thread", "https://board.example/koti/15", THREAD_PAGE, messages=2),
    )

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b-2/`, `/b/catalog`, `/b/N`; never certain: other engines have such addresses too."""
        found = segments(url)
        if found is None:
            return None
        root, path = found
        name = _NAME.match(path[0]) if path else None
        if name is None or name[1] in _NO_BOARD:
            return None
        match path:
            case [_] | [_, ""]:
                return Address(root, name[1], certain=False)
            case [board, page] if board == name[1]:
                if page.isdecimal() and page.isascii() and len(page) <= 18:
                    return Address(root, board, page, certain=False)
                return Address(root, board, certain=False) if _CATALOG.match(page) else None
        return None

    def listing_url(self, board: Board) -> str:
        """`/b/catalog`."""
        return f"{board.address}/{quote(board.name)}/catalog"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/N`."""
        return f"{board.address}/{quote(board.name)}/{thread_id}"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of a page of the catalog (or of the board). Raises LayoutChanged."""
        expected = f"a listing of board {board.name}"
        html, lost = _text(page, expected)
        kind = BODY_CLASS.search(html)
        if kind is None or kind[1] == "thread":
            raise other_page(page, expected, "it is no page of a board")
        own = BOARD.search(html)
        if own is None or unquote(own[1]) != board.name:
            raise other_page(page, expected, "it is the page of another board")
        found, unreadable = parts(html)
        problems = [*lost, *(Problem("unreadable_thread", "the listing") for _ in range(unreadable))]
        threads: dict[str, ThreadMark] = {}
        for part in found:
            if part.thread_id in threads:
                problems.append(Problem("duplicate_thread", f"thread {part.thread_id}"))
            else:
                threads[part.thread_id] = _mark(part, len(threads))
        if problems and not threads:
            raise other_page(page, expected, "none of its threads can be read")
        following = _NEXT.search(html)
        return Listing(tuple(threads.values()), tuple(problems), _next_url(board, following[1] if following else ""))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the thread. Raises LayoutChanged, ThreadMoved."""
        expected = f"thread {thread_id} of board {board.name}"
        html, lost = _text(page, expected)
        found, _ = parts(html)
        if len(found) != 1:
            raise other_page(page, expected, "it is no page of a single thread")
        part = found[0]
        if part.thread_id != thread_id:
            raise other_page(page, expected, f"it is thread {part.thread_id}")
        own = board_of(part)
        if own is None:
            raise other_page(page, expected, "its title names no board")
        if unquote(own) != board.name:
            moved = other_page(page, expected, "the thread stands on another board now")
            raise ThreadMoved(moved.what, moved.next_step)
        read, problems = messages(part, board.name, board.default_names | self.default_names)
        if not read or not read[0].is_opening:
            raise other_page(page, expected, "it does not begin with the thread's opening post")
        return ThreadPage(facts(part), tuple(read), (*lost, *problems))

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """The page of the board, of ten threads, on which it stands if its place in the catalog is its place there."""
        number = mark.position // _PER_PAGE + 1
        return f"{board.address}/{quote(board.name)}{f'-{number}' if number > 1 else ''}/"

    def parse_index(self, board: Board, page: Page) -> dict[str, bytes]:
        """Threads of a page of the board. Raises LayoutChanged."""
        expected = f"a page of board {board.name}"
        html, lost = _text(page, expected)
        kind, own = BODY_CLASS.search(html), BOARD.search(html)
        if kind is None or kind[1] != "board" or own is None or unquote(own[1]) != board.name:
            raise other_page(page, expected, "it is no page of that board")
        return {} if lost else {part.thread_id: part.html.encode() for part in parts(html)[0]}

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """The tail that a thread's part of a page of the board shows; None where anything in it is unclear."""
        try:
            found, unreadable = parts(text_without_nul(raw.decode())[0])
        except UnicodeDecodeError:
            return None
        if len(found) != 1 or unreadable or unquote(board_of(found[0]) or "") != board.name:
            return None
        part = found[0]
        read, problems = messages(part, board.name, board.default_names | self.default_names)
        thread = facts(part)
        if problems or not read or not read[0].is_opening or thread.reply_count is None:
            return None
        return Tail(thread, tuple(read), thread.reply_count, explained=True, raw=raw)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`class:NAME` for what stands beside names and times and is unknown; `selector:NAME` for what is missing."""
        try:
            return unknown_of(decode(page, "utf-8", "a page of posts")[0])
        except LayoutChanged:
            return frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page or tail without the content of these posts; the rest byte for byte."""
        try:
            html, _ = decode(page, "utf-8", "a page of posts")
        except LayoutChanged:
            return page.body
        blanked = blank_posts(html, message_ids)
        return page.body if blanked == html else encode_like(page, "utf-8", blanked)

    def scrub(self, page: Page) -> bytes:
        """Without the addresses that moderators are shown, and without the visitor's token."""
        return scrubbed(page.body)


def _text(page: Page, expected: str) -> tuple[str, list[Problem]]:
    text, lost = decode(page, "utf-8", expected)
    text, nul = text_without_nul(text)
    return text, [*lost, *nul]


def _mark(part: Part, position: int) -> ThreadMark:
    """Count, marks, and a digest of title and opening message; not how often the thread was opened."""
    thread = facts(part)
    body = body_of(part.html)
    shown = f"{thread.title}\n{part.html[slice(*body)].strip() if body else ''}".encode()
    flags = ("s" if thread.sticky else "-") + ("l" if thread.locked else "-")
    return ThreadMark(
        thread_id=part.thread_id,
        position=position,
        mark=f"r{thread.reply_count}:{flags}:{hashlib.sha256(shown).hexdigest()[:16]}",
        reply_count=thread.reply_count,
        title=subject_of(part),
    )


def _next_url(board: Board, href: str) -> str | None:
    """The next page, if it is one of this board's listings."""
    path = unquote(href)
    if path.startswith((f"/{board.name}/catalog-", f"/{board.name}-")):
        return f"{board.address}{quote(path)}"
    return None
