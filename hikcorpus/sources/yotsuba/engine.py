"""The JSON that 4chan's software invented and vichan's family copied: catalog and thread.

Sources: 4chan/4chan-API `pages/*.md`; vichan `inc/api.php`. Not an engine itself: `fourchan` and `vichan` are.
"""

import hashlib
from collections.abc import Set
from typing import ClassVar, TypeVar

from hikcorpus.model import Board
from hikcorpus.sources.base import Listing, Page, Problem, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import other_page
from hikcorpus.sources.json_pages import LOST, UNREADABLE, attempt, read_json
from hikcorpus.sources.nul import page_without_nul
from hikcorpus.sources.usual import NoSettings, PageGoesToo, Usual
from hikcorpus.sources.yotsuba.blank import blank_json
from hikcorpus.sources.yotsuba.fields import unknown_names
from hikcorpus.sources.yotsuba.posts import (
    CATALOG,
    INDEX,
    LOOSE,
    PAGES,
    POST,
    THREAD,
    Post,
    is_on,
    message_of,
    number_of,
    plain,
    thread_facts,
)
from hikcorpus.sources.yotsuba.refs import RefReader
from hikcorpus.sources.yotsuba.tails import TailReader

T = TypeVar("T")


class YotsubaJson(NoSettings, PageGoesToo, Usual):
    """Reads catalog and thread JSON; the engines on it add their addresses."""

    engine: ClassVar[str]
    title: ClassVar[str]
    default_names: ClassVar[frozenset[str]]
    refs: ClassVar[RefReader]
    tails: ClassVar[TailReader]

    def scrub(self, page: Page) -> bytes:
        """The body as it is: this JSON holds no host names or addresses of posters."""
        return page.body

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts that no documentation of the family knows."""
        return attempt(unknown_names, page) or frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page, tail or listing without the content of these posts; others byte for byte.

        Only where the page holds half characters, those are mended in it. Bytes that are no JSON come back as they
        are: no message was ever read from them.
        """
        found = attempt(lambda body: blank_json(body, message_ids), page)
        return page.body if found is None else found

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of `catalog.json`; an empty board (exactly `[{"page":0}]`) has none. Raises LayoutChanged."""
        expected = f"a catalog of {self.engine}"
        page, problems = page_without_nul(page)
        pages, lost = read_json(CATALOG, page, expected)
        problems += lost
        if not pages or (any(one.threads is None for one in pages) and not self._is_empty(page, expected)):
            raise other_page(page, expected, "it is JSON of another shape")
        threads: list[ThreadMark] = []
        seen: set[int] = set()
        entries = ((one.page, raw) for one in pages for raw in one.threads or ())
        mended = bool(problems)  # then the entries are not the page's own bytes
        for place, (page_number, raw) in enumerate(entries):
            try:
                entry = POST.decode(raw)
            except UNREADABLE:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            if entry.no in seen:
                problems.append(Problem("duplicate_thread", f"thread {entry.no}"))
                continue
            seen.add(entry.no)
            own = bytes(raw)
            threads.append(
                ThreadMark(
                    thread_id=str(entry.no),
                    position=len(threads),
                    mark=_mark(entry, own),
                    reply_count=entry.replies,
                    title=plain(entry.sub),
                    entry=None if mended and LOST.search(own) else own,
                    page=page_number,
                    at=number_of(entry.last_modified),
                )
            )
        if problems and not threads:
            raise other_page(page, expected, "none of its entries can be read as a thread")
        return Listing(tuple(threads), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of a thread's JSON. Raises LayoutChanged, also where it is another board or thread."""
        expected = f"thread {thread_id} of {self.engine}"
        posts, problems = self._posts(page, expected)
        opening = posts[0] if posts else None
        if opening is None:
            raise other_page(page, expected, "it holds no post that can be read")
        if str(opening.no) != thread_id:
            raise other_page(page, expected, f"it begins with post {opening.no}")
        if opening.tail_size is not None and opening.time is None:
            raise other_page(page, expected, "it is only the tail of a thread")
        kept: dict[int, Post] = {}
        highest = opening.no
        for post in posts:
            if post.no in kept:
                problems.append(Problem("duplicate_message", f"post {post.no}"))
            elif post is not opening and post.resto != opening.no:
                problems.append(Problem("message_of_another_thread", f"post {post.no}"))
            else:
                if post.no < highest:
                    problems.append(Problem("out_of_order", f"post {post.no}"))
                else:
                    highest = post.no
                kept[post.no] = post
        numbers = frozenset(map(str, kept))
        refs = self.refs.on_page(board, thread_id, numbers)
        defaults = board.default_names | self.default_names
        messages = tuple(message_of(post, thread_id, defaults, refs) for post in kept.values())
        if refs.is_another_board():
            raise other_page(page, expected, f"its reply links lead to another board than {board.name}")
        return ThreadPage(thread_facts(opening, thread_id), messages, tuple(problems))

    def parse_index(self, board: Board, page: Page) -> dict[str, bytes]:
        """Thread id -> bytes of its entry, of a page of the index. Raises LayoutChanged where it is another page."""
        page, problems = page_without_nul(page)
        index, lost = read_json(INDEX, page, f"a page of the index of {self.engine}")
        problems += lost
        found: dict[str, bytes] = {}
        seen: set[str] = set()
        for raw in index.threads:
            own = bytes(raw)
            thread_id = self.tails.thread_of(own)
            if thread_id is None or (problems and LOST.search(own)):
                continue
            if thread_id in seen:  # which of them is the newer one?
                found.pop(thread_id, None)
            else:
                found[thread_id] = own
            seen.add(thread_id)
        return found

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """A tail from its own bytes, of either shape."""
        return self.tails.read(board, raw)

    def _posts(self, page: Page, expected: str) -> tuple[list[Post], list[Problem]]:
        page, problems = page_without_nul(page)
        try:
            return THREAD.decode(page.body).posts, problems
        except UNREADABLE:
            loose, lost = read_json(LOOSE, page, expected)
        problems += lost
        posts: list[Post] = []
        for place, raw in enumerate(loose.posts):
            try:
                posts.append(POST.decode(raw))
            except UNREADABLE:
                problems.append(Problem("unreadable_message", f"posts[{place}]"))
        return posts, problems

    def _is_empty(self, page: Page, expected: str) -> bool:
        """Whether pages without threads hold nothing else either: else the threads have another name now."""
        pages, _ = read_json(PAGES, page, expected)
        return all(one.keys() == {"page"} or bytes(one.get("threads", b"null")) != b"null" for one in pages)


def _mark(entry: Post, raw: bytes) -> str:
    """Everything the catalog tells: what is known to count, readable, and a digest of the whole entry."""
    flags = "".join(
        letter if is_on(flag) else "-"
        for letter, flag in (
            ("s", entry.sticky),
            ("l", entry.locked),
            ("l", entry.closed),
            ("c", entry.cyclical),
        )
    )
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return f"m{entry.last_modified}:r{entry.replies}:i{entry.images}:{flags}:{digest}"
