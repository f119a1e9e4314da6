"""TinyIB: static JSON beside the pages: `/b/catalog.json`, `/b/res/N.json`.

Sources: tslocum/TinyIB daf6ba8 `inc/html.php`, `inc/functions.php`, `imgboard.php`; the recorded engine. The catalog
is the listing, not the smaller `threads.json`, because only it counts replies: sage and most deletions show nowhere
else. It names every living thread. `bumped` moves with replies that are not sage (and back when they are deleted).
No poster IDs. The zone of a board is its operator's setting (TINYIB_TIMEZONE); JSON times are epoch seconds.

The page of a deleted or pruned thread is taken away, **but its JSON stays** as it was (deletePost unlinks
`res/N.html` only; seen in the recording): a thread that the catalog does not name is gone, whatever its JSON answers.
"""

import hashlib
import re
from collections.abc import Set
from typing import ClassVar, Final
from urllib.parse import quote

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.cooked import plain
from hikcorpus.sources.decoding import other_page, res_address
from hikcorpus.sources.json_pages import OBJECT, UNREADABLE, changed, is_on, read_json, readable, whole
from hikcorpus.sources.tinyib.posts import (
    CATALOG,
    LOOSE,
    POST,
    THREAD,
    Post,
    blank_posts,
    has_note,
    message_of,
    thread_facts,
    unknown_names,
)
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, Usual

_THREAD: Final = re.compile(r"([0-9]+)\.(?:html|json)\Z")
_BOARD_PAGE: Final = re.compile(r"(?:|index\.html|catalog\.(?:html|json)|threads\.json|[0-9]+\.html|imgboard\.php)\Z")
_NO_BOARD: Final = frozenset({"", "res", "src", "thumb", "inc", "css", "js", "test", "dat", "thread", "read.cgi"})


class Tinyib(NoTails, NoArchive, NoSettings, Usual):
    """Boards of TinyIB; each lies in a folder of its own."""

    engine: ClassVar[str] = "tinyib"
    title: ClassVar[str] = "TinyIB (JSON)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0  # the catalog's counts show deletions
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonymous"})
    poster_id_scope: ClassVar[str] = "none"
    zone: ClassVar[str] = "UTC"
    traces: ClassVar[tuple[str, ...]] = (r'src="[^"<>]*js/tinyib\.js"', r"<a href=\"https?://[^\"<>]*/tslocum/tinyib")
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://board.example/koti/catalog.json",
            b'{\n    "threads": [\n        {\n            "id": 5,\n            "parent": 0,\n'
            b'            "timestamp": 1600000000,\n            "bumped": 1600000300,\n'
            b'            "name": "Anonymous",\n            "tripcode": "",\n            "subject": "Y\\u00f6",\n'
            b'            "message": "Valvon<br>",\n            "file": "",\n            "stickied": 0,\n'
            b'            "locked": 0,\n            "replies": 1,\n            "images": 0\n        }\n    ]\n}',
            thread_ids=("5",),
        ),
        Example("listing", "https://board.example/koti/catalog.json", b'{\n    "threads": []\n}'),
        Example(
            "thread",
            "https://board.example/koti/res/5.json",
            b'{\n    "posts": [\n        {\n            "id": 5,\n            "parent": 0,\n'
            b'            "timestamp": 1600000000,\n            "bumped": 1600000000,\n'
            b'            "name": "Anonymous",\n            "tripcode": "",\n            "subject": "Y\\u00f6",\n'
            b'            "message": "Valvon<br>",\n            "file": "",\n            "stickied": 0,\n'
            b'            "locked": 0,\n            "replies": 1,\n            "images": 0\n        },\n'
            b'        {\n            "id": 6,\n            "parent": 5,\n            "timestamp": 1600000300,\n'
            b'            "bumped": 1600000300,\n            "name": "Hiiri",\n'
            b'            "tripcode": "abcdefghij",\n            "subject": "",\n            "message": '
            b'"<a href=\\"res\\/5.html#5\\" class=\\"refop\\">&gt;&gt;5<\\/a><br>Samoin &lt;3<br>",\n'
            b'            "file": ""\n        }\n    ]\n}',
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b/catalog.json`, `/b/res/N.html`, `/b/imgboard.php` ...; never certain: others use such shapes."""
        return res_address(url, _THREAD, _BOARD_PAGE, _NO_BOARD)

    def listing_url(self, board: Board) -> str:
        """`/b/catalog.json`."""
        return f"{board.address}/{quote(board.name)}/catalog.json"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/res/N.json`."""
        return f"{board.address}/{quote(board.name)}/res/{thread_id}.json"

    def standing_url(self, board: Board, thread_id: str) -> str | None:
        """`/b/res/N.html`: the engine takes that away with the thread, but leaves the JSON (recorded)."""
        return f"{board.address}/{quote(board.name)}/res/{thread_id}.html"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of `catalog.json`; an empty board (exactly `{"threads": []}`) has none. Raises LayoutChanged."""
        expected = f"a catalog of {self.engine}"
        catalog, problems = read_json(CATALOG, page, expected)
        if not catalog.threads and read_json(OBJECT, page, expected)[0].keys() != {"threads"}:
            raise other_page(page, expected, "it is JSON of another shape")
        mended = bool(problems)  # then the entries are not the page's own bytes
        threads: list[ThreadMark] = []
        seen: set[int] = set()
        for place, raw in enumerate(catalog.threads):
            own = bytes(raw)
            try:
                entry = POST.decode(own)
            except UNREADABLE:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            if entry.parent:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            if entry.id in seen:
                problems.append(Problem("duplicate_thread", f"thread {entry.id}"))
                continue
            seen.add(entry.id)
            threads.append(
                ThreadMark(
                    thread_id=str(entry.id),
                    position=len(threads),
                    mark=_mark(entry, own),
                    reply_count=entry.replies,
                    title=plain(entry.subject),
                    entry=None if mended else own,
                    at=entry.bumped,
                )
            )
        if problems and not threads:
            raise other_page(page, expected, "none of its entries can be read as a thread")
        return Listing(tuple(threads), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of a thread's JSON. Raises LayoutChanged, also where it is another thread.

        The JSON does not name its board: the same number on another board cannot be told apart.
        """
        expected = f"thread {thread_id} of {self.engine}"
        posts, problems = _posts(page, expected)
        opening = posts[0] if posts else None
        if opening is None:
            raise other_page(page, expected, "it holds no post that can be read")
        if str(opening.id) != thread_id or opening.parent:
            raise other_page(page, expected, f"it begins with post {opening.id}")
        kept: dict[int, Post] = {}
        highest = 0
        for post in posts:
            if post.id in kept:
                problems.append(Problem("duplicate_message", f"post {post.id}"))
            elif post is not opening and post.parent != opening.id:
                problems.append(Problem("message_of_another_thread", f"post {post.id}"))
            else:
                if post.id < highest:
                    problems.append(Problem("out_of_order", f"post {post.id}"))
                highest = max(highest, post.id)
                kept[post.id] = post
        numbers = frozenset(map(str, kept))
        defaults = board.default_names | self.default_names
        messages = tuple(message_of(post, thread_id, board.name, defaults, numbers) for post in kept.values())
        noted = [str(post.id) for post in kept.values() if has_note(post)]
        return ThreadPage(thread_facts(opening, noted), messages, tuple(problems))

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """The tail of a catalog's entry: the opening post of a thread without replies, which is all of it; else None.

        Replies stand only in HTML pages of the index, with times in an unnamed zone and a configurable form.
        """
        try:
            post = POST.decode(raw)
        except UNREADABLE:
            return None
        if post.parent or post.replies != 0 or post.timestamp is None or post.bumped is None:
            return None
        number = str(post.id)
        message = message_of(post, number, board.name, board.default_names | self.default_names, frozenset({number}))
        if message.posted_at is None:
            return None
        explained = 0 <= post.bumped - post.timestamp <= 1  # both are read from the clock, one after the other
        return Tail(thread_facts(post, [number] if has_note(post) else []), (message,), 0, explained, raw)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts that this engine is not known to write."""
        return unknown_names(page.body)

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page, catalog or entry without the content of these posts; others byte for byte.

        Bytes that are no JSON come back as they are: no message was ever read from them.
        """
        return changed(lambda body: blank_posts(body, message_ids), page)

    def scrub(self, page: Page) -> bytes:
        """The body as it is: this JSON holds no host names or addresses of posters."""
        return page.body


def _posts(page: Page, expected: str) -> tuple[list[Post], list[Problem]]:
    try:
        return whole(THREAD, page).posts, []
    except UNREADABLE:
        loose, problems = read_json(LOOSE, page, expected)
    return readable(POST, loose.posts, problems, "posts"), problems


def _mark(entry: Post, raw: bytes) -> str:
    """Everything the catalog tells: what is known to count, readable, and a digest of the whole entry."""
    flags = ("s" if is_on(entry.stickied) else "-") + ("l" if is_on(entry.locked) else "-")
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return f"b{entry.bumped}:r{entry.replies}:i{entry.images}:{flags}:{digest}"
