"""FoolFuuka archives of 4chan (desuarchive, 4plebs, archived.moe ...): JSON API; saved HTML pages, Fuuka's too.

Sources: FoolCode/FoolFuuka 93a8c238 `src/Controller/Api/Chan.php`, `src/Model/Board.php`; FoolFuuka-docs `api.rst`;
mikf/gallery-dl `extractor/foolfuuka.py` for the sites. No recorded answer of the API is known: experimental.
The listing is the API's index: all threads of all years by their numbers, newest first, page after page, each with its
opening post and the five newest behind it. It does not move a thread up that got a ghost post, and cannot show that an
older post was deleted meanwhile. Nothing falls off an archive: a thread that is gone was taken down.
Traps: "Thread not found." comes with status 200; a reply mark to a post that the answer does not show links to no
thread, so that a tail whose marks might lead into its own thread is none; `fourchan_date` is New York's clock.
"""

import hashlib
import re
from collections.abc import Set
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import msgspec

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board, Message
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, Problem, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import decode, encode_like, is_html, other_page, segments
from hikcorpus.sources.foolfuuka import fuuka
from hikcorpus.sources.foolfuuka.blank import Gone, blank_ids, blank_json, blank_tree, deleted_only, unknown_names
from hikcorpus.sources.foolfuuka.comments import may_be_near
from hikcorpus.sources.foolfuuka.posts import (
    ENTRY,
    INDEX,
    LOOSE,
    POST,
    THREAD,
    UNREADABLE,
    Post,
    WholeEntry,
    is_on,
    message_of,
    opens,
    thread_facts,
)
from hikcorpus.sources.foolfuuka.saved import address_of, read_html
from hikcorpus.sources.json_pages import LOST, attempt, read_json
from hikcorpus.sources.nul import json_without_nul, page_without_nul
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, Usual

if TYPE_CHECKING:
    pass

_HOST: Final = re.compile(
    r"(?:www\.)?(?:desuarchive\.org|archive\.4plebs\.org|archived\.moe|thebarchive\.com|arch\.b4k\.(?:co|dev)|"
    r"boards\.fireden\.net|archiveofsins\.com|archive\.palanq\.win|archive\.alice\.al|rbt\.asia|"
    r"archive\.rebeccablacktech\.com|archive\.nyafuu\.org|tokyochronos\.net|warosu\.org)(?::\d+)?\Z"
)
_BOARD: Final = re.compile(r"\w{1,32}\Z", re.ASCII)
_THREAD: Final = re.compile(r"S?([1-9][0-9]{0,17})\Z")
_NO_BOARD: Final = frozenset({"_", "res", "src", "thumb", "thread", "test", "dat", "foolfuuka"})
_GONE: Final = re.compile(rb"not found|does not exist|doesn't exist|no such", re.IGNORECASE)
_ALERT: Final = re.compile(rb'class="alert-heading"[^<>]*>[^<]{0,99}</h4>([^<]{0,400})')
_LARGEST_ERROR: Final = 16 * 1024
_SHOWN: Final = 5  # newest posts behind each opening one, Chan.php get_index


class _Failure(msgspec.Struct):
    error: str


_FAILURE: Final = msgspec.json.Decoder(_Failure)


class Foolfuuka(NoTails, NoArchive, NoSettings, Usual):
    """Boards of an archive on FoolFuuka."""

    engine: ClassVar[str] = "foolfuuka"
    title: ClassVar[str] = "FoolFuuka, Fuuka (archives of 4chan; JSON, saved HTML)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonymous"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "UTC"
    prunes: ClassVar[bool] = False
    traces: ClassVar[tuple[str, ...]] = (
        r"<meta\s+name=[\"']generator[\"']\s+content=[\"']FoolFuuka\b",
        r"/foolfuuka-theme-\w+/",
        r"content=[\"']Fuuka Imageboard Archiver[\"']",
    )
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://archive.example/_/api/chan/index/?board=room&page=1",
            b'{"70":{"omitted":0,"images_omitted":-1,"posts":[{"doc_id":"2","num":"71","subnum":"0",'
            b'"thread_num":"70","op":"0","timestamp":"1767341100","timestamp_expired":"0","capcode":"N","email":null,'
            b'"name":"Anonymous","trip":null,"title":null,"comment":"Me","poster_hash":null,"poster_country":null,'
            b'"sticky":"0","locked":"0","deleted":"0","fourchan_date":"1\\/2\\/26(Fri)3:05",'
            b'"comment_processed":"Me","media":null,"board":{"name":"Room","shortname":"room"}}],'
            b'"op":{"doc_id":"1","num":"70","subnum":"0","thread_num":"70","op":"1","timestamp":"1767341045",'
            b'"timestamp_expired":"0","capcode":"N","email":null,"name":"Anonymous","trip":null,'
            b'"title":"Quiet rooms","comment":"Who else?","poster_hash":null,"poster_country":null,"sticky":"0",'
            b'"locked":"0","deleted":"0","fourchan_date":"1\\/2\\/26(Fri)3:04","comment_processed":"Who else?",'
            b'"media":null,"board":{"name":"Room","shortname":"room"}}}}',
            thread_ids=("70",),
        ),
        Example("listing", "https://archive.example/_/api/chan/index/?board=room&page=9", b"[]"),
        Example(
            "thread",
            "https://archive.example/_/api/chan/thread/?board=room&num=70",
            b'{"70":{"op":{"doc_id":"1","num":"70","subnum":"0","thread_num":"70","op":"1",'
            b'"timestamp":"1767341045","timestamp_expired":"0","capcode":"N","email":null,"name":"Anonymous",'
            b'"trip":null,"title":"Quiet rooms","comment":"Who else?","poster_hash":null,"poster_country":null,'
            b'"sticky":"0","locked":"0","deleted":"0","fourchan_date":"1\\/2\\/26(Fri)3:04",'
            b'"comment_processed":"Who else?","media":null,"board":{"name":"Room","shortname":"room"}},'
            b'"posts":{"71":{"doc_id":"2","num":"71","subnum":"0","thread_num":"70","op":"0",'
            b'"timestamp":"1767341100","timestamp_expired":"0","capcode":"N","email":null,"name":"Anonymous",'
            b'"trip":null,"title":null,"comment":">>70\\nMe","poster_hash":null,"poster_country":null,"sticky":"0",'
            b'"locked":"0","deleted":"0","fourchan_date":"1\\/2\\/26(Fri)3:05","comment_processed":'
            b'"<a href=\\"https:\\/\\/archive.example\\/room\\/thread\\/70\\/#70\\" class=\\"backlink op\\" '
            b'data-function=\\"highlight\\" data-backlink=\\"true\\" data-board=\\"room\\" data-post=\\"70\\">'
            b'&gt;&gt;70<\\/a><br \\/>\\nMe","media":null,"board":{"name":"Room","shortname":"room"}}}}}',
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """The API's addresses, and known archives' pages, for certain; `/b/thread/N/` and `/b/` may be others' too."""
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        if parts[:3] == ["_", "api", "chan"] and len(parts) > 3:
            return _api_address(root, parts[3], urlsplit(url.strip()).query)
        if not parts or not _BOARD.match(parts[0]) or parts[0] in _NO_BOARD:
            return None
        certain = _HOST.match(root.partition("://")[2]) is not None
        match parts:
            case [board, "thread", number, *rest] if (thread := _THREAD.match(number)) and rest in ([], [""]):
                return Address(root, board, thread[1], certain=certain)
            case [board, "last", _, number, *_] if certain and (thread := _THREAD.match(number)):
                return Address(root, board, thread[1])
            case [board] | [board, ""]:
                return Address(root, board, certain=certain)
            case [board, *_] if certain:
                return Address(root, board)
        return None

    def classify(self, page: Page) -> Answer:
        """What an error says, that comes with status 200: `{"error": "Thread not found."}`, or an alert on a page."""
        if is_html(page.body):
            alert = _ALERT.search(page.body) if b"<article" not in page.body else None
            if alert is None:
                return "ok"
            return "gone" if _GONE.search(alert[1]) else "other"
        if len(page.body) > _LARGEST_ERROR:
            return "ok"
        try:
            error = _FAILURE.decode(page.body).error
        except UNREADABLE:
            return "ok"
        if _GONE.search(error.encode()):
            return "gone"
        return "unavailable" if "unknown error" in error.lower() else "other"

    def listing_url(self, board: Board) -> str:
        """The first page of `/_/api/chan/index/`."""
        return _index_url(board, 1)

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/_/api/chan/thread/`."""
        return f"{board.address}/_/api/chan/thread/?{urlencode({'board': board.name, 'num': thread_id})}"

    def standing_url(self, board: Board, thread_id: str) -> str | None:
        """None: the page itself tells."""
        return None

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The threads of one page of the index; a page past the end is exactly `[]`. Raises LayoutChanged."""
        expected = f"an index of {self.engine}"
        page, problems = page_without_nul(page)
        entries, lost = read_json(INDEX, page, expected)
        problems += lost
        if isinstance(entries, list):
            if entries:
                raise other_page(page, expected, "it is JSON of another shape")
            return Listing((), tuple(problems))
        if "error" in entries:
            raise other_page(page, expected, "it tells of an error")
        mended = bool(problems)  # then the entries are not the page's own bytes
        threads: list[ThreadMark] = []
        for place, (key, raw) in enumerate(entries.items()):
            own = _clean(bytes(raw))
            entry = _entry(own) if own is not None else None
            if own is None or entry is None or entry.op is None or str(entry.op.num) != key:
                problems.append(Problem("unreadable_thread", f"entry {place}"))
            elif _is_of_another(entry.op, board):
                problems.append(Problem("thread_of_another_board", f"entry {place}"))
            else:
                replies = entry.replies()
                threads.append(
                    ThreadMark(
                        thread_id=key,
                        position=len(threads),
                        mark=_mark(entry, replies),
                        reply_count=None if entry.omitted is None else max(0, entry.omitted) + len(replies),
                        title=thread_facts(key, [entry.op]).title,
                        entry=None if mended and LOST.search(own) else own,
                        at=max((post.timestamp or 0 for post in (entry.op, *replies)), default=0) or None,
                    )
                )
        if problems and not threads:
            raise other_page(page, expected, "none of its entries can be read as a thread of this board")
        return Listing(tuple(threads), tuple(problems), _index_url(board, _page_number(page.url) + 1))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the thread: the API's answer, or its page, FoolFuuka's or Fuuka's. Raises LayoutChanged."""
        expected = f"thread {thread_id} of {self.engine}"
        if is_html(page.body):
            posts, problems = read_html(board, thread_id, page, expected)
        else:
            posts, problems = _posts(thread_id, page, expected)
        kept: dict[str, Post] = {}
        highest = (0, 0)
        for post in posts:
            message_id, place = post.message_id(), (post.num, post.subnum or 0)
            if message_id in kept:
                problems.append(Problem("duplicate_message", f"post {message_id}"))
            elif post.thread_num not in (None, int(thread_id)) or _is_of_another(post, board):
                problems.append(Problem("message_of_another_thread", f"post {message_id}"))
            else:
                if place < highest:
                    problems.append(Problem("out_of_order", f"post {message_id}"))
                highest = max(highest, place)
                kept[message_id] = post
        if not kept:
            raise other_page(page, expected, "it holds no post of this thread on this board")
        if not opens(next(iter(kept.values())), thread_id):
            problems.append(Problem("no_opening_message", f"thread {thread_id}"))
        messages = _messages(list(kept.values()), thread_id, board, self.default_names, whole=True)
        problems += [Problem("unreadable_time", f"post {one.message_id}") for one in messages if one.posted_at is None]
        return ThreadPage(thread_facts(thread_id, list(kept.values())), messages, tuple(problems))

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """The tail of an entry of the index; None where it does not add up, or a reply mark leaves its thread open."""
        clean = _clean(raw)
        entry = _entry(json_without_nul(clean)) if clean is not None else None
        if clean is None or entry is None or entry.op is None or entry.omitted is None or entry.omitted < 0:
            return None
        posts = [entry.op, *entry.replies()]
        thread_id, shown = str(entry.op.num), len(posts) - 1
        places = [(post.num, post.subnum or 0) for post in posts]
        if places != sorted(set(places)) or (entry.omitted and shown != _SHOWN) or not is_on(entry.op.op):
            return None
        if any(_is_of_another(post, board) or post.thread_num != entry.op.num for post in posts):
            return None
        messages = _messages(posts, thread_id, board, self.default_names, whole=False)
        refs = [ref for message in messages for ref in message.refs]
        if any(may_be_near(ref, thread_id, board.name) for ref in refs) or any(m.posted_at is None for m in messages):
            return None
        facts = thread_facts(thread_id, posts)
        return Tail(facts, messages, shown + entry.omitted, explained=True, raw=clean)

    def recognise_saved(self, page: Page) -> Address | None:
        """Which thread a saved page of FoolFuuka is, as the page itself says; None where it is none."""
        return address_of(page)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Names of fields on posts and files that the engine's code does not have; none on pages of HTML."""
        return frozenset() if is_html(page.body) else attempt(unknown_names, page) or frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page or entry without the content of these posts; bytes that are neither JSON nor HTML as they are."""
        return _without(page, blank_ids(message_ids)) if message_ids else page.body

    def scrub(self, page: Page) -> bytes:
        """The body without what the archive marks as deleted, and without addresses, which only its staff is shown."""
        if not any(mark in page.body for mark in (b"deleted", b"poster_ip", b"icon-trash", b"[DELETED]")):
            return page.body
        return _without(page, deleted_only)


def _without(page: Page, gone: Gone) -> bytes:
    if not is_html(page.body):
        found = attempt(lambda body: blank_json(body, gone), page)
        return page.body if found is None else found
    from selectolax.lexbor import LexborHTMLParser

    try:
        tree: LexborHTMLParser = LexborHTMLParser(decode(page, "utf-8", "a saved page")[0])
    except LayoutChanged:
        return page.body
    changed = blank_tree(tree, gone) or fuuka.blank_tree(tree, gone)
    return encode_like(page, "utf-8", tree.html or "") if changed else page.body


def _api_address(root: str, method: str, query: str) -> Address | None:
    """`/_/api/chan/<method>/?board=b&num=N`."""
    values = parse_qs(query)
    board, number = values.get("board", [""])[0], values.get("num", [""])[0]
    if not _BOARD.match(board):
        return None
    thread = _THREAD.match(number) if method == "thread" else None
    return Address(root, board, thread[1] if thread else None)


def _index_url(board: Board, number: int) -> str:
    return f"{board.address}/_/api/chan/index/?board={quote(board.name)}&page={number}"


def _page_number(url: str) -> int:
    number = parse_qs(urlsplit(url).query).get("page", ["1"])[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 1


def _entry(raw: bytes) -> WholeEntry | None:
    try:
        return ENTRY.decode(raw)
    except UNREADABLE:
        return None


def _clean(raw: bytes) -> bytes | None:
    """An entry as it may be kept, see `scrub`; None where it is no JSON."""
    try:
        return blank_json(raw, deleted_only) or raw
    except UNREADABLE:
        return None


def _is_of_another(post: Post, board: Board) -> bool:
    return post.board is not None and post.board.shortname not in (None, board.name)


def _mark(entry: WholeEntry, replies: list[Post]) -> str:
    """Everything the index tells: what is known to count, readable, and a digest of all that is read of its posts."""
    opening = entry.op or replies[0]
    flags = "".join(
        letter if is_on(flag) else "-"
        for letter, flag in zip("sld", (opening.sticky, opening.locked, opening.deleted), strict=True)
    )
    last = (replies[-1] if replies else opening).message_id()
    digest = hashlib.sha256(msgspec.json.encode([opening, *replies])).hexdigest()[:16]
    return f"n{last}:o{entry.omitted}:i{entry.images_omitted}:{flags}:{digest}"


def _posts(thread_id: str, page: Page, expected: str) -> tuple[list[Post], list[Problem]]:
    """The posts that the API's answer holds, opening post first, and those that cannot be read."""
    page, problems = page_without_nul(page)
    try:
        whole = THREAD.decode(page.body)
    except UNREADABLE:
        loose, lost = read_json(LOOSE, page, expected)
        problems += lost
    else:
        entry = whole.get(thread_id)
        if entry is None:
            raise other_page(page, expected, "it does not hold that thread")
        if entry.omitted is not None:
            raise other_page(page, expected, "it is a page of the index")
        return [*([entry.op] if entry.op else []), *entry.replies()], problems
    if thread_id not in loose:
        raise other_page(page, expected, "it does not hold that thread")
    found = loose[thread_id]
    replies = found.posts.values() if isinstance(found.posts, dict) else found.posts or []
    posts: list[Post] = []
    opening = [] if bytes(found.op) == b"null" else [found.op]
    for place, raw in enumerate([*opening, *replies]):
        try:
            posts.append(POST.decode(raw))
        except UNREADABLE:
            problems.append(Problem("unreadable_message", f"posts[{place}]"))
    return posts, problems


def _messages(
    posts: list[Post], thread_id: str, board: Board, defaults: frozenset[str], *, whole: bool
) -> tuple[Message, ...]:
    numbers = frozenset(post.message_id() for post in posts)
    names = board.default_names | defaults
    return tuple(message_of(post, thread_id, board.name, names, numbers, whole=whole) for post in posts)
