"""jschan (94chan, trashchan, zzzchan): JSON of the posts as its database has them, beside every page.

Sources: fatchan/jschan c0d50eb1 `db/posts.js`, `lib/build/tasks.js`, `models/forms/*.js`, `controllers/pages.js`;
catamphetamine/imageboard `docs/engines/jschan.md`; the 94chan samples.
The catalog is one list in the board's order, the index is cut from it by tens. Poster IDs are the hash of the thread's
own salt and the address: scope thread. Deleted posts vanish and show in the catalog by count and time of the last
bump; an edit (`edited`) shows nowhere but in the thread, nor does a saged reply that pushes the oldest one out of a
full cyclic thread (`hikcorpus crawl` refreshes for both). An empty board is exactly `[]`.
"""

import hashlib
import re
from collections.abc import Set
from dataclasses import replace
from typing import ClassVar, Final
from urllib.parse import quote

import msgspec

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import other_page, segments
from hikcorpus.sources.jschan.blank import blank_json, scrub_json, unknown_names
from hikcorpus.sources.jschan.examples import EXAMPLES
from hikcorpus.sources.jschan.posts import (
    LOOSE,
    POST,
    THREAD,
    LooseThread,
    Post,
    message_of,
    thread_facts,
)
from hikcorpus.sources.json_pages import (
    ITEMS,
    LOST,
    UNREADABLE,
    attempt,
    changed,
    instant,
    is_on,
    read_json,
    readable,
    whole,
)
from hikcorpus.sources.usual import NoArchive, PageGoesToo, Usual
from hikcorpus.sources.yotsuba.refs import RefReader

_BOARD: Final = re.compile(r"[A-Za-z0-9]+\Z")
_THREAD: Final = re.compile(r"([1-9][0-9]*)\.(?:html|json)\Z")
_BOARD_PAGE: Final = re.compile(r"(?:|(?:index|catalog|logs|banners|[1-9][0-9]*)\.(?:html|json)|settings\.json)\Z")
_NO_BOARD: Final = frozenset({
    "asset", "banner", "captcha", "css", "dat", "file", "flag", "forms", "globalmanage", "js", "randombanner", "res",
    "src", "test", "thread",
})  # fmt: skip
_PER_PAGE: Final = 10  # lib/build/tasks.js


class _Settings(msgspec.Struct):
    default_name: str = msgspec.field(name="defaultName")


class Jschan(NoArchive, PageGoesToo, Usual):
    """Boards of jschan."""

    engine: ClassVar[str] = "jschan"
    title: ClassVar[str] = "jschan (JSON)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anon", "Anonymous"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "UTC"
    traces: ClassVar[tuple[str, ...]] = (
        r'<a[^<>]* href="https?://(?:gitgud\.io|git\.fatchan\.org|fatpeople\.lol)/fatchan/jschan',
    )
    refs: ClassVar[RefReader] = RefReader()
    examples: ClassVar[tuple[Example, ...]] = EXAMPLES

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b/catalog.html`, `/b/thread/N.html` ...; never certain: other engines use the same shapes."""
        found = segments(url)
        if found is None or not found[1] or not _BOARD.match(found[1][0]) or found[1][0] in _NO_BOARD:
            return None
        match found:
            case root, [board, "thread", page] if thread := _THREAD.match(page):
                return Address(root, board, thread[1], certain=False)
            case root, [board] | [board, ""]:
                return Address(root, board, certain=False)
            case root, [board, page] if _BOARD_PAGE.match(page):
                return Address(root, board, certain=False)
        return None

    def listing_url(self, board: Board) -> str:
        """`/b/catalog.json`."""
        return f"{board.address}/{quote(board.name)}/catalog.json"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/thread/N.json`."""
        return f"{board.address}/{quote(board.name)}/thread/{thread_id}.json"

    def settings_url(self, board: Board) -> str | None:
        """`/b/settings.json`."""
        return f"{board.address}/{quote(board.name)}/settings.json"

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board with its own default name; a page that tells none changes nothing."""
        settings = attempt(msgspec.json.Decoder(_Settings).decode, page)
        name = settings.default_name.strip() if settings else ""
        return replace(board, default_names=board.default_names | {name}) if name else board

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of `catalog.json`; an empty board (exactly `[]`) has none. Raises LayoutChanged."""
        expected = f"a catalog of {self.engine}"
        entries, problems = read_json(ITEMS, page, expected)
        mended = bool(problems)  # then the entries are not the page's own bytes
        threads: dict[str, ThreadMark] = {}
        for place, raw in enumerate(entries):
            own = bytes(raw)
            entry = _entry(own)
            if entry is None or entry.thread:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
            elif entry.replies is not None:  # a page of the index: the threads below it would look deleted
                raise other_page(page, expected, "its threads stand there with replies")
            elif _is_of_another(entry, board):
                problems.append(Problem("thread_of_another_board", f"entry {place}"))
            elif str(entry.post_id) in threads:
                problems.append(Problem("duplicate_thread", f"thread {entry.post_id}"))
            else:
                facts, bumped = thread_facts(entry), instant(entry.bumped)
                threads[facts.thread_id] = ThreadMark(
                    thread_id=facts.thread_id,
                    position=len(threads),
                    mark=_mark(entry, own),
                    reply_count=facts.reply_count,
                    title=facts.title,
                    entry=None if mended and LOST.search(own) else own,
                    page=place // _PER_PAGE + 1,
                    at=int(bumped.timestamp()) if bumped else None,
                )
        if problems and not threads:
            raise other_page(page, expected, "none of its entries can be read as a thread of this board")
        return Listing(tuple(threads.values()), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of a thread's JSON. Raises LayoutChanged, also where it is another board or thread."""
        expected = f"thread {thread_id} of {self.engine}"
        opening, replies, problems = _posts(page, expected)
        if opening.thread or str(opening.post_id) != thread_id:
            raise other_page(page, expected, f"it begins with post {opening.post_id}")
        if _is_of_another(opening, board):
            raise other_page(page, expected, f"it is of another board than {board.name}")
        if replies is None or opening.omittedposts is not None:
            raise other_page(page, expected, "it is only a part of a thread")
        kept = {opening.post_id: opening}
        highest = opening.post_id
        for post in replies:
            if post.post_id in kept:
                problems.append(Problem("duplicate_message", f"post {post.post_id}"))
            elif post.thread != opening.post_id or _is_of_another(post, board):
                problems.append(Problem("message_of_another_thread", f"post {post.post_id}"))
            else:
                if post.post_id < highest:
                    problems.append(Problem("out_of_order", f"post {post.post_id}"))
                highest = max(highest, post.post_id)
                kept[post.post_id] = post
        refs = self.refs.on_page(board, thread_id, frozenset(map(str, kept)))
        defaults = board.default_names | self.default_names
        messages = tuple(message_of(post, thread_id, defaults, refs) for post in kept.values())
        return ThreadPage(thread_facts(opening), messages, tuple(problems))

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """`/b/index.json`, `/b/2.json` ...: the catalog's threads by tens, each with its newest replies."""
        if mark.page is None:
            return None
        return f"{board.address}/{quote(board.name)}/{'index' if mark.page == 1 else mark.page}.json"

    def parse_index(self, board: Board, page: Page) -> dict[str, bytes]:
        """Thread id -> bytes of its entry, of a page of the index. Raises LayoutChanged where it is another page."""
        entries, problems = read_json(ITEMS, page, f"a page of the index of {self.engine}")
        found: dict[str, bytes] = {}
        twice: set[str] = set()
        for own in map(bytes, entries):
            entry = _entry(own)
            if entry is None or (problems and LOST.search(own)):
                continue
            thread_id = str(entry.post_id)
            if thread_id in found:  # which of them is the newer one?
                twice.add(thread_id)
            found[thread_id] = own
        return {thread_id: own for thread_id, own in found.items() if thread_id not in twice}

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """A tail from its own bytes: of the index, or a catalog's entry of a thread that has no reply.

        The time of the last bump says nothing of edits and deletions, so it is no reason to doubt.
        """
        try:
            opening = THREAD.decode(raw)
        except UNREADABLE:
            return None
        posts: list[Post] = [opening, *(opening.replies or ())]
        if opening.thread or any(_is_of_another(post, board) for post in posts) or not _adds_up(opening, posts):
            return None
        facts = thread_facts(opening)
        refs = self.refs.on_page(board, facts.thread_id, None)
        defaults = board.default_names | self.default_names
        messages = tuple(message_of(post, facts.thread_id, defaults, refs) for post in posts)
        if any(message.posted_at is None for message in messages):
            return None
        return Tail(facts, messages, reply_count=opening.replyposts or 0, explained=True, raw=raw)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts and files that the engine's code does not have."""
        return attempt(unknown_names, page) or frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page, tail or listing without the content of these posts; others byte for byte.

        Only where the page holds half characters, those are mended in it. Bytes that are no JSON come back as they
        are: no message was ever read from them.
        """
        return changed(lambda body: blank_json(body, message_ids), page)

    def scrub(self, page: Page) -> bytes:
        """The body without addresses of posters, which the engine itself never shows (a careless site might)."""
        return changed(scrub_json, page)


def _posts(page: Page, expected: str) -> tuple[Post, list[Post] | None, list[Problem]]:
    """The opening post, the replies that can be read (None: the page has no list of them), the others as problems."""
    try:
        thread = whole(THREAD, page)
    except UNREADABLE:
        loose, problems = read_json(LOOSE, page, expected)
    else:
        return thread, thread.replies, []
    replies = readable(POST, loose.replies or (), problems, "replies")
    return loose, None if loose.replies is None else replies, problems


def _entry(raw: bytes) -> LooseThread | None:
    """An entry of the catalog or the index, its replies unread; None if it is none."""
    try:
        return LOOSE.decode(raw)
    except UNREADABLE:
        return None


def _is_of_another(post: Post, board: Board) -> bool:
    return post.board is not None and post.board != board.name


def _adds_up(opening: Post, posts: list[Post]) -> bool:
    """Whether this is an opening post with its newest replies, and the counts agree with what is shown."""
    shown, count, omitted = len(posts) - 1, opening.replyposts, opening.omittedposts or 0
    if count is None or (count and not shown) or omitted < 0 or shown + omitted != count:
        return False
    numbers = [post.post_id for post in posts]
    return numbers == sorted(set(numbers)) and all(post.thread == opening.post_id for post in posts[1:])


def _mark(entry: Post, raw: bytes) -> str:
    """Everything the catalog tells: what is known to count, readable, and a digest of the whole entry."""
    flags = "".join(
        letter if is_on(flag) else "-"
        for letter, flag in (
            ("s", entry.sticky),
            ("l", entry.locked),
            ("b", entry.bumplocked),
            ("c", entry.cyclic),
        )
    )
    bumped = instant(entry.bumped)
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return f"b{bumped.timestamp() if bumped else None}:r{entry.replyposts}:f{entry.replyfiles}:{flags}:{digest}"
