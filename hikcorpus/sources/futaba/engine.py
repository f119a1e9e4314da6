"""Futaba Channel (2chan.net): threads that live for hours, on pages without a link between their posts.

Pages: the thread itself `/b/res/N.htm` in two structures (`old_html`, `modern_html`), its replies as JSON
(`json_mode`), the catalogue (`catalogue`). Charset cp932, JSON UTF-8; times are Japanese. Nobody links to a post:
`quotes` infers whom a post answers from the words it copies. Addresses of posters, where a board shows them, are cut
off before anything is read (`scrub`).
Sources: the recorded pages of 2008 and 2010; azumyar/futaba-makimoki; 106-/futaba2dat; the board's script base4.js.
Thread.extra: `expires` (when it falls, as printed), `maxres`, `deleted` (deleted replies, as announced), `ip` = shown.
"""

import re
from collections.abc import Set
from dataclasses import replace
from typing import ClassVar, Final
from urllib.parse import parse_qs, quote, urlsplit

import msgspec

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, Problem, ThreadPage
from hikcorpus.sources.decoding import decode, encode_like, is_html, named_charset, other_page, segments
from hikcorpus.sources.futaba import json_mode
from hikcorpus.sources.futaba.catalogue import is_table, read_catalogue_json, read_pages, read_table
from hikcorpus.sources.futaba.modern_html import blank_modern, is_modern, read_modern
from hikcorpus.sources.futaba.old_html import blank_old, read_old
from hikcorpus.sources.futaba.posts import DEFAULT_NAMES, Post, deleted_message, message_of, subject_of, text_of
from hikcorpus.sources.futaba.quotes import Quotes
from hikcorpus.sources.futaba.scrub import scrub_bytes
from hikcorpus.sources.json_pages import json_text
from hikcorpus.sources.nul import text_without_nul
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo, Usual

_HOST: Final = re.compile(r"https?://(?!www\.)[a-z0-9-]+\.2chan\.net(?::[0-9]+)?\Z")
_THREAD: Final = re.compile(r"([0-9]{1,15})\.htm\Z")
_BOARD_PAGE: Final = re.compile(r"(?:|futaba\.htm|futaba\.php|[0-9]{1,4}\.htm)\Z")
_NO_BOARD: Final = frozenset({"", "bin", "script", "ad", "res", "src", "thumb", "cat", "red"})
_MAXRES: Final = re.compile(r"上限[0-9]{1,6}レスに達しました")
_DELETED: Final = re.compile(r"id=[\"']?ddnum[\"']?[^<>]*>([0-9]{1,6})<")
_ABSENT: Final = ("スレッドがありません", "記事がありません", "該当記事がみつかりません", "スレッドが見つかりません")
_TITLES: Final = re.compile(
    r"(<title\b[^<>]*>)[^<]*(</title>)|(<meta\b[^<>]*\bname=\"description\"[^<>]*\bcontent=\")[^\"<>]*(\"[^<>]*>)",
    re.IGNORECASE,
)
_MARKED: Final = re.compile(r"(<blockquote\b[^<>]*>)(?!\s*<!--re )", re.IGNORECASE)


class Futaba(NoTails, NoArchive, NoSettings, PageGoesToo, Usual):
    """Boards of Futaba Channel."""

    engine: ClassVar[str] = "futaba"
    title: ClassVar[str] = "Futaba Channel (2chan.net)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = DEFAULT_NAMES
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "Asia/Tokyo"
    traces: ClassVar[tuple[str, ...]] = (
        r"<!-- GazouBBS v[0-9.]+ -->",
        r"[\"'/]futaba\.php\?(?:mode=cat|guid=on)",
        r"<div class=[\"']?thre[\"']? data-res=",
        r"<script[^>]+/bin/base4(?:esc)?\.js",
    )
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://may.2chan.net/b/futaba.php?mode=cat",
            (
                "<table border=1 align=center id='cattable'><tr><td><a href='res/5.htm' target='_blank'>"
                "<img src='/b/cat/1600000000123s.jpg' border=0 width=50 height=50 alt=\"\"></a><br>"
                "<small>夜の話</small><br><font size=2>1</font></td></tr></table>"
            ).encode("cp932"),
            thread_ids=("5",),
        ),
        Example(
            "thread",
            "https://may.2chan.net/b/res/5.htm",
            (
                '<html><head><title>夜の話</title></head><body><div class="thre" data-res="5">'
                '<span id="delcheck5"></span><span class="cnw">20/09/13(日)21:26:40</span><span class="cno">No.5</span>'
                '<span class="cntd">23:00頃消えます</span>\n<blockquote>夜の話</blockquote>'
                '<table border=0><tr><td class=rts>…</td><td class=rtd><span id="delcheck6" class="rsc">1</span>'
                '<span class="cnw">20/09/13(日)21:31:40</span><span class="cno">No.6</span>'
                '<blockquote><font color="#789922">&gt;夜の話</font><br>どうぞ</blockquote></td></tr></table>'
                "</div></body></html>"
            ).encode("cp932"),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b/futaba.htm`, `/b/res/N.htm`, `/b/futaba.php?mode=json&res=N`; certain on 2chan.net."""
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        known = _HOST.match(root) is not None
        match parts:
            case [board, "res", page] if board not in _NO_BOARD and (thread := _THREAD.match(page)):
                return Address(root, board, thread[1], certain=known)
            case [board, page] if board not in _NO_BOARD and _BOARD_PAGE.match(page):
                if not known and not page.startswith("futaba."):
                    return None
                asked = parse_qs(urlsplit(url).query).get("res", [""])[0]
                return Address(root, board, asked if asked.isascii() and asked.isdigit() else None)
            case [board] if known and board not in _NO_BOARD and "." not in board:
                return Address(root, board)
        return None

    def classify(self, page: Page) -> Answer:
        """`gone` where the JSON says that the thread fell, or a short page that there is none; else `ok`."""
        if json_mode.is_json(page.body):
            return "gone" if json_mode.has_fallen(page.body) else "ok"
        if len(page.body) < 20_000 and is_html(page.body):
            text = page.body.decode("cp932", errors="replace")
            if any(words in text for words in _ABSENT) and not read_old(text) and not read_modern(text)[0]:
                return "gone"
            if "mode=json" in page.url:
                return "other"
        return "ok"

    def listing_url(self, board: Board) -> str:
        """`/b/futaba.php?mode=cat`."""
        return f"{board.address}/{quote(board.name)}/futaba.php?mode=cat"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/res/N.htm`: the JSON lacks the opening post."""
        return f"{board.address}/{quote(board.name)}/res/{thread_id}.htm"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The catalogue, its JSON, or a page of the board. Raises LayoutChanged."""
        clean = replace(page, body=scrub_bytes(page.body))
        if json_mode.is_json(page.body):
            return read_catalogue_json(clean)
        text, problems = _text(clean, "a catalogue of Futaba")
        if is_table(text):
            return read_table(page, text, list(problems))
        posts, unreadable = _posts(text)
        return read_pages(page, text, posts, [*problems, *_unreadable(unreadable)])

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the page. Raises LayoutChanged, also where it is another thread or a page of the board."""
        expected = f"thread {thread_id} of Futaba"
        clean = replace(page, body=scrub_bytes(page.body))
        problems: list[Problem]
        if json_mode.is_json(page.body):
            asked = parse_qs(urlsplit(page.url).query).get("res", [thread_id])[0]
            if asked != thread_id:
                raise other_page(page, expected, "it is another thread's")
            posts, extra, problems = json_mode.read_posts(clean, thread_id, expected)
            if not posts:
                raise other_page(page, expected, "it holds no post that can be read")
        else:
            text, lost = _text(clean, expected)
            posts, unreadable = _posts(text)
            _check(page, expected, thread_id, posts)
            extra, problems = _facts(text, posts[0]), [*lost, *_unreadable(unreadable)]
        if any("IP:" in post.stamp for post in posts):
            extra["ip"] = "shown"
        kept: dict[str, Post] = {}
        for post in posts:
            if kept.setdefault(post.number, post) is not post:
                problems.append(Problem("duplicate_message", f"post {post.number}"))
        messages = _messages(kept, board, thread_id, board.default_names | self.default_names)
        opening = kept.get(thread_id)
        title = subject_of(opening) if opening and not opening.deleted else None
        thread = Thread(thread_id, title, locked="maxres" in extra, extra=extra)
        return ThreadPage(thread, tuple(messages), tuple(problems))

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Fields of posts in the JSON that nobody described; `time` or `text` where all posts of a page lack them."""
        if json_mode.is_json(page.body):
            return json_mode.unknown_names(page.body)
        try:
            posts, _ = _posts(_text(page, "a thread of Futaba")[0])
        except LayoutChanged:
            return frozenset()
        lacking = {
            "time": not any(post.stamp for post in posts),
            "text": not any(post.body or post.deleted for post in posts) and len(posts) > 1,
        }
        return frozenset(f"part:{name}" for name, lacks in lacking.items() if posts and lacks)

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts; posts that quote them say so in a mark of ours instead."""
        if json_mode.is_json(page.body):
            return _blank_json(self, page, message_ids)
        charset = _charset(page)
        if charset is None:
            return page.body
        text = page.body.decode(charset, "surrogateescape")  # bytes that are no characters stay what they are
        posts, _ = _posts(text)
        if not any(post.number in message_ids for post in posts):
            return page.body
        write = blank_modern if is_modern(text) else blank_old
        marks = _marks(posts, message_ids)
        parts: list[str] = []
        done = 0
        for post in posts:
            if post.number in message_ids:
                parts += text[done : post.start], write(post)
                done = post.end
            elif post.number in marks:
                parts += (
                    text[done : post.start],
                    _MARKED.sub(rf"\1<!--re {marks[post.number]}-->", text[post.start : post.end], count=1),
                )
                done = post.end
        parts.append(text[done:])
        if any(post.opening and post.number in message_ids for post in posts):
            parts[0] = _TITLES.sub(r"\1\2\3\4", parts[0])
        blanked = "".join(parts)
        try:
            return blanked.encode(charset, "surrogateescape")
        except UnicodeEncodeError:  # no charset of the engine's: our own mark of a deleted post is not in it
            return encode_like(page, "cp932", blanked)

    def scrub(self, page: Page) -> bytes:
        """The body without addresses and providers of posters."""
        return scrub_bytes(page.body)


def _decoded(page: Page, expected: str) -> tuple[str, tuple[Problem, ...]]:
    """The page as text. Raises LayoutChanged, also for charsets (UTF-16) by which no host would be found in bytes."""
    text, lost = decode(page, "cp932", expected)
    if any(text.count(mark) != page.body.count(mark.encode()) for mark in ("<", "</")):
        raise other_page(page, expected, "its charset is none that the engine writes")
    return text, lost


def _text(page: Page, expected: str) -> tuple[str, list[Problem]]:
    text, lost = _decoded(page, expected)
    text, nul = text_without_nul(text)
    return text, [*lost, *nul]


def _charset(page: Page) -> str | None:
    """The charset that the page is read in; None where it cannot be read."""
    try:
        text, _ = _decoded(page, "a thread of Futaba")
    except LayoutChanged:
        return None
    for charset in ("utf-8", named_charset(page, "cp932")):
        try:
            if page.body.decode(charset, "replace").removeprefix("\ufeff") == text:
                return charset
        except LookupError:
            continue
    return "cp932"


def _posts(text: str) -> tuple[list[Post], int]:
    return read_modern(text) if is_modern(text) else (read_old(text), 0)


def _unreadable(count: int) -> list[Problem]:
    return [Problem("unreadable_message", "a post without a number")] * min(count, 50)


def _check(page: Page, expected: str, thread_id: str, posts: list[Post]) -> None:
    """Raises LayoutChanged where the page is none, or another thread's, or shows several threads."""
    if not posts:
        raise other_page(page, expected, "it holds no post that can be read")
    if not posts[0].opening or posts[0].number != thread_id:
        raise other_page(page, expected, f"it begins with post {posts[0].number}")
    if any(post.opening for post in posts[1:]):
        raise other_page(page, expected, "it shows several threads")


def _facts(text: str, opening: Post) -> dict[str, str]:
    extra = {"expires": opening.expires} if opening.expires else {}
    if (full := _MAXRES.search(text)) is not None:
        extra["maxres"] = full[0]
    if (gone := _DELETED.search(text)) is not None:
        extra["deleted"] = gone[1]
    return extra


def _messages(posts: dict[str, Post], board: Board, thread_id: str, names: frozenset[str]) -> list[Message]:
    quotes = Quotes(board.name, thread_id, frozenset(posts))
    messages: list[Message] = []
    for number, post in posts.items():
        text = text_of(post)
        if post.deleted:
            messages.append(deleted_message(post, thread_id))
        else:
            messages.append(message_of(post, thread_id, names, text, quotes.refs(number, text, post.quotes)))
        quotes.add(number, text, post.file[0] if post.file else None)
    return messages


def _marks(posts: list[Post], gone: Set[str]) -> dict[str, str]:
    """Posts that stay and quote one of those that go -> all whom they quote, as their words still tell."""
    kept = {post.number: post for post in reversed(posts)}
    quotes = Quotes("", "", frozenset(kept))
    marks: dict[str, str] = {}
    for number, post in reversed(kept.items()):
        text = text_of(post)
        if not post.deleted and number not in gone and post.quotes is None:
            meant = [ref.message_id for ref in quotes.refs(number, text, None) if ref.kind == "inferred"]
            if gone & set(meant):
                marks[number] = ",".join(meant)
        quotes.add(number, text, post.file[0] if post.file else None)
    return marks


def _blank_json(one: Futaba, page: Page, message_ids: Set[str]) -> bytes:
    try:
        posts, _, _ = json_mode.read_posts(page, None, "a thread of Futaba")
        gone = frozenset(post.number for post in posts) & message_ids
        if not gone:
            return page.body
        return json_mode.blank_json(json_text(page, "a thread of Futaba")[0], gone, _marks(posts, message_ids))
    except (LayoutChanged, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return page.body
