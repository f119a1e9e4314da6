"""LynxChan and its forks (Kohlchan, Endchan, nyymichan.fi ...): JSON beside the pages. No recording yet: experimental.

Sources: LynxChan `doc/Json.txt`, `jsonBuilder.js`, `generator/board.js`, `postingOps/`; catamphetamine/imageboard
`docs/engines/lynxchan.md`. Times are ISO UTC with milliseconds. Poster IDs hash address and the thread's own salt:
scope thread. Deleted posts vanish, the catalog's counts show it; a staff member's edit of a reply shows only on the
thread's page (`lastEditTime`), for neither edits nor locks make the engine write its catalog anew.
Traps: the catalog's `page` moves with other threads' bumps, so the mark leaves it out; replies on a page of the index
come in no order; `postCount` and `omittedPosts` (`ommitedPosts` before 2.7) are left out where nothing is to count,
and a fork may never send them; an empty board's catalog is `[]`. Where a board forces anonymity nobody can type a name:
there every name without a tripcode is the board's default, as it is for posts of before the rule.
"""

import hashlib
import re
from collections.abc import Set
from typing import ClassVar, Final
from urllib.parse import quote

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.cooked import plain
from hikcorpus.sources.decoding import other_page, segments
from hikcorpus.sources.json_pages import ITEMS, OBJECT, UNREADABLE, Fields, instant, read_json, whole
from hikcorpus.sources.lynxchan.json import blank_json, scrub_json, unknown_names
from hikcorpus.sources.lynxchan.posts import (
    ENTRY,
    LOOSE,
    POST,
    THREAD,
    Entry,
    LooseThread,
    Opening,
    Post,
    is_on,
    message_of,
    thread_facts,
)
from hikcorpus.sources.lynxchan.tails import index_entries, tail_of
from hikcorpus.sources.usual import NoArchive, NoSettings, PageGoesToo, Usual
from hikcorpus.sources.yotsuba.refs import RefReader

_THREAD: Final = re.compile(r"([0-9]+)\.(?:html|json)\Z")
_BOARD_PAGE: Final = re.compile(r"(?:|index\.(?:html|rss)|(?:catalog|rules|[0-9]+)\.(?:html|json))\Z")
_BOARD: Final = re.compile(r"\w{1,64}\Z", re.ASCII)
_NO_BOARD: Final = frozenset({"res", "last", "src", "thumb", "test", "dat", "thread"})


class Lynxchan(NoArchive, NoSettings, PageGoesToo, Usual):
    """Boards of LynxChan."""

    engine: ClassVar[str] = "lynxchan"
    title: ClassVar[str] = "LynxChan (JSON)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonymous", "Anonyymi"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "UTC"
    traces: ClassVar[tuple[str, ...]] = (r'<a[^<>]* href="https?://gitgud\.io/LynxChan/LynxChan',)
    refs: ClassVar[RefReader] = RefReader()
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://board.example/koti/catalog.json",
            b'[{"message":"Valvon","markdown":"Valvon","threadId":5,"postCount":1,"fileCount":0,"page":1,'
            b'"subject":"Y\\u00f6","locked":false,"pinned":false,"cyclic":false,"autoSage":false,'
            b'"lastBump":"2020-09-13T12:31:40.250Z"}]',
            thread_ids=("5",),
        ),
        Example("listing", "https://board.example/koti/catalog.json", b"[]"),
        Example(
            "thread",
            "https://board.example/koti/res/5.json",
            b'{"signedRole":null,"id":"a1b2c3","name":"Anonymous","email":null,"boardUri":"koti","threadId":5,'
            b'"subject":"Y\\u00f6","markdown":"Valvon","message":"Valvon","creation":"2020-09-13T12:26:40.125Z",'
            b'"locked":false,"archived":false,"pinned":false,"cyclic":false,"autoSage":false,"files":[],"posts":['
            b'{"name":"Hiiri#aB3/+z","signedRole":null,"email":"sage","id":"d4e5f6","subject":null,"markdown":'
            b'"<a class=\\"quoteLink\\" href=\\"/koti/res/5.html#5\\">&gt;&gt;5</a>\\nSamoin &lt;3","message":'
            b'">>5\\r\\nSamoin <3","postId":6,"creation":"2020-09-13T12:31:40.250Z","files":[]}],"boardName":"Koti",'
            b'"boardDescription":"","boardMarkdown":null,"maxMessageLength":4096,"maxFileCount":3,'
            b'"maxFileSize":"10.00 MB"}',
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b/catalog.html`, `/b/res/N.html`, `/b/last/N.html`; never certain: others use these shapes too."""
        found = segments(url)
        if found is None or not _BOARD.match(found[1][0] if found[1] else "") or found[1][0] in _NO_BOARD:
            return None
        match found[1]:
            case [board, "res" | "last", page] if thread := _THREAD.match(page):
                return Address(found[0], board, thread[1], certain=False)
            case [board] | [board, _] if len(found[1]) == 1 or _BOARD_PAGE.match(found[1][1]):
                return Address(found[0], board, certain=False)
        return None

    def listing_url(self, board: Board) -> str:
        """`/b/catalog.json`."""
        return f"{board.address}/{quote(board.name)}/catalog.json"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/res/N.json`."""
        return f"{board.address}/{quote(board.name)}/res/{thread_id}.json"

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """`/b/<page>.json`, counted from 1 as the catalog does."""
        return None if mark.page is None else f"{board.address}/{quote(board.name)}/{mark.page}.json"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of `catalog.json`; `[]` is a board without threads. Raises LayoutChanged."""
        expected = f"a catalog of {self.engine}"
        entries, problems = read_json(ITEMS, page, expected)
        counted = any(b'"postCount"' in bytes(raw) for raw in entries)
        threads: list[ThreadMark] = []
        seen: set[int] = set()
        for place, raw in enumerate(entries):
            try:
                entry, fields = ENTRY.decode(raw), OBJECT.decode(raw)
            except UNREADABLE:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
                continue
            if entry.thread_id in seen:
                problems.append(Problem("duplicate_thread", f"thread {entry.thread_id}"))
                continue
            seen.add(entry.thread_id)
            bumped = instant(entry.last_bump)
            threads.append(
                ThreadMark(
                    thread_id=str(entry.thread_id),
                    position=len(threads),
                    mark=_mark(entry, fields),
                    reply_count=0 if entry.post_count is None and counted else entry.post_count,
                    title=plain(entry.subject),
                    page=entry.page,
                    at=int(bumped.timestamp()) if bumped else None,
                )
            )
        if entries and not threads:
            raise other_page(page, expected, "none of its entries can be read as a thread")
        return Listing(tuple(threads), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of a thread's JSON. Raises LayoutChanged, also where it is another board or thread."""
        expected = f"thread {thread_id} of {self.engine}"
        opening, replies, problems = _posts(page, expected)
        if opening.thread_id is None:
            raise other_page(page, expected, "it is JSON of another shape")
        if str(opening.thread_id) != thread_id:
            raise other_page(page, expected, f"it is thread {opening.thread_id}")
        if opening.board_uri not in (None, board.name):
            raise other_page(page, expected, f"it stands on another board than {board.name}")
        kept: dict[int, Post] = {opening.thread_id: opening}
        highest = opening.thread_id
        for place, post in replies:
            number = post.post_id
            if number is None:
                problems.append(Problem("unreadable_message", f"posts[{place}]"))
            elif number in kept:
                problems.append(Problem("duplicate_message", f"post {number}"))
            elif post.thread_id not in (None, opening.thread_id) or post.board_uri not in (None, board.name):
                problems.append(Problem("message_of_another_thread", f"post {number}"))
            else:
                if number < highest:
                    problems.append(Problem("out_of_order", f"post {number}"))
                highest = max(number, highest)
                kept[number] = post
        shown = frozenset(map(str, kept))
        refs = self.refs.on_page(board, thread_id, shown)
        names, forced = board.default_names | self.default_names, is_on(opening.force_anonymity)
        messages = tuple(
            message_of(post, number, thread_id, names, refs, shown, forced=forced) for number, post in kept.items()
        )
        problems += [
            Problem("unreadable_time", f"post {one.number}")
            for one, post in zip(messages, kept.values(), strict=True)
            if one.posted_at is None or (post.last_edit_time is not None and one.edited_at is None)
        ]
        return ThreadPage(thread_facts(opening, thread_id), messages, tuple(problems))

    def parse_index(self, board: Board, page: Page) -> dict[str, bytes]:
        """Thread id -> bytes of its entry, where it tells enough to be a tail. Raises LayoutChanged."""
        return index_entries(page, f"a page of the index of {self.engine}", board.default_names | self.default_names)

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """A tail from the bytes of an entry of an index page."""
        return tail_of(board, raw, board.default_names | self.default_names, self.refs)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts and files that no documentation of the engine knows."""
        return unknown_names(page)

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page, tail or listing without the content of these posts; bytes that are no JSON as they are."""
        return blank_json(page, message_ids)

    def scrub(self, page: Page) -> bytes:
        """The body without the fields on addresses that the engine writes for its staff; a guest's page has none."""
        return scrub_json(page)


def _posts(page: Page, expected: str) -> tuple[Opening, list[tuple[int, Post]], list[Problem]]:
    """The opening post, the replies with their places, and those that cannot be read. Raises LayoutChanged."""
    try:
        thread = whole(THREAD, page)
    except UNREADABLE:
        loose, problems = read_json(LOOSE, page, expected)
    else:
        if thread.posts is not None:
            return thread, list(enumerate(thread.posts)), []
        loose, problems = LooseThread(), []
    if loose.posts is None:
        raise other_page(page, expected, "it holds no list of replies")
    replies: list[tuple[int, Post]] = []
    for place, raw in enumerate(loose.posts):
        try:
            replies.append((place, POST.decode(raw)))
        except UNREADABLE:
            problems.append(Problem("unreadable_message", f"posts[{place}]"))
    return loose, replies, problems


def _mark(entry: Entry, fields: Fields) -> str:
    """Everything the catalog tells of the thread itself: its page tells of the others."""
    flags = "".join(
        letter if is_on(flag) else "-"
        for letter, flag in zip("slca", (entry.pinned, entry.locked, entry.cyclic, entry.auto_sage), strict=True)
    )
    own = b",".join(name.encode() + b":" + bytes(value) for name, value in sorted(fields.items()) if name != "page")
    digest = hashlib.sha256(own).hexdigest()[:16]
    bumped = instant(entry.last_bump)
    when = bumped.isoformat() if bumped else None
    return f"b{when}:r{entry.post_count}:f{entry.file_count}:{flags}:{digest}"
