"""ebinboard, the board of ebinlauta.net: HTML, and the same HTML inside JSON for what is new in a thread.

Thread: `/b/N`, one page. Listing: `/b/catalog/`, the whole board with counts of replies; pages of the board (`/b/`,
`/b-1/` ...) are read as listings too. `/api/thread/new-posts/` answers `{"thread_id", "html"}`. Times are epoch seconds
in `data-timestamp`. Boards' default names stand in `/boards.json`. Not seen: the board's source, a deleted thread.
Source: bqv/chance `lib/sites/ebinlauta_parser.dart`, `ebinlauta.dart` and the captured pages of v0.5.7.
"""

import hashlib
import re
from collections.abc import Iterator, Set
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import quote, urljoin

import msgspec

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.cut import Cut
from hikcorpus.sources.decoding import decode, encode_like, other_page, segments
from hikcorpus.sources.ebinboard import regular
from hikcorpus.sources.ebinboard.posts import NUMBER, classes, message_of, posts_in, unknown_parts
from hikcorpus.sources.json_pages import read_json
from hikcorpus.sources.nested import DEEPEST, nested
from hikcorpus.sources.usual import NoArchive, NoTails, PageGoesToo, Usual

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_HOSTS: Final = frozenset({"ebinlauta.net", "www.ebinlauta.net"})
_BOARD: Final = re.compile(r"([a-z0-9]{1,16})(?:-[0-9]{1,4})?\Z")
_NO_BOARD: Final = frozenset({"", "api", "static", "boards.json", "rules", "login"})
_THREAD: Final = re.compile(r"thread_([0-9]{1,15})\Z")
_REPLIES: Final = re.compile(r"R:\s*([0-9]{1,6})")
_ANNOUNCED: Final = re.compile(r"([0-9][0-9.,\u00a0]{0,9})\s+Repl")
_DIGITS: Final = re.compile(r"[0-9]{1,6}")
_ARCHIVED: Final = re.compile(r"window\.threadData\s*=\s*\{[^{}]{0,400}\barchived\s*:\s*true")
_PAGER: Final = re.compile(r"-([0-9]{1,4})/?\Z")
_DECODER: Final = msgspec.json.Decoder(dict[str, Any])


class Ebinboard(NoTails, NoArchive, PageGoesToo, Usual):
    """Boards of ebinboard."""

    engine: ClassVar[str] = "ebinboard"
    title: ClassVar[str] = "ebinboard (ebinlauta.net)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonyymi", "Anonymous"})
    poster_id_scope: ClassVar[str] = "none"
    zone: ClassVar[str] = "Europe/Helsinki"
    traces: ClassVar[tuple[str, ...]] = (
        r"window\.threadData = \{",
        r"window\.threadAutoUpdate = \{",
        r"<div id=\"[0-9]+\" class=\"catalog-post thread\">",
        r"<div class=\"thread\" id=\"thread_[0-9]+\" board=",
        r"data-ajax-action=[\"']/api/thread/",
    )
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://ebinlauta.net/b/catalog/",
            (
                '<div class="catalog">\n<div id="5" class="catalog-post thread"><div class="catalog-top"><div '
                'class="catalog-info"><span class="postername"><span class="name">Anonyymi</span></span></div><div '
                'class="catalog-stats">R:1 • <span class="timestamp" data-timestamp="1600000000">09/13 15:26</span>'
                '</div></div><div class="catalog-message">Valvon</div></div></div>'
            ).encode(),
            thread_ids=("5",),
        ),
        Example(
            "thread",
            "https://ebinlauta.net/b/5",
            (
                b'<div class="thread" id="thread_5" board="b"><div class="op" id="5"><div class="postinfo"><span '
                b'class="postername"><span class="name">\n  Anonyymi  </span></span><span class="timestamp" '
                b'data-timestamp="1600000000">09/13/20(Sun)15:26:40</span></div><span class="messagecontainer">\n'
                b'<blockquote class="content">Valvon</blockquote></span></div><div class="thread-replies"><div '
                b'class="postcontainer"><div class="post reply" id="6"><div class="postinfo"><span class="postername">'
                b'<span class="name">Hiiri</span></span><span class="timestamp" data-timestamp="1600000300">09/13/20'
                b'(Sun)15:31:40</span></div><span class="messagecontainer"><blockquote class="content"><a class="reply"'
                b' data-post-id="5" data-board="b" data-thread="5" data-id="5" href="/b/5#5">&gt;&gt;5</a><br />\n'
                b"Samoin</blockquote></span></div></div></div></div>"
            ),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """Addresses of ebinlauta.net, certain: `/b/`, `/b-1/`, `/b/catalog/`, `/b/N`."""
        found = segments(url)
        if found is None or found[0].partition("://")[2].partition(":")[0] not in _HOSTS:
            return None
        root, parts = found[0], [part for part in found[1] if part]
        board = _BOARD.match(parts[0]) if parts and parts[0] not in _NO_BOARD else None
        if board is None:
            return None
        thread_id = parts[1] if len(parts) > 1 and NUMBER.match(parts[1]) else None
        return Address(root, board[1], thread_id)

    def listing_url(self, board: Board) -> str:
        """`/b/catalog/`."""
        return f"{board.address}/{quote(board.name)}/catalog/"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/N`."""
        return f"{board.address}/{quote(board.name)}/{thread_id}"

    def settings_url(self, board: Board) -> str | None:
        """`/boards.json`."""
        return f"{board.address}/boards.json"

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board with its default name; as it is where the list does not name it."""
        try:
            found, _ = read_json(_DECODER, page, "the boards of ebinboard")
        except LayoutChanged:
            return board
        entries = found.get("boards")
        for entry in entries if isinstance(entries, list) else ():
            settings = entry.get("settings") if isinstance(entry, dict) and entry.get("uri") == board.name else None
            name = settings.get("default_name") if isinstance(settings, dict) else None
            if isinstance(name, str) and name.strip():
                return replace(board, default_names=board.default_names | {name.strip()})
        return board

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The threads of the catalogue, or of a page of the board. Raises LayoutChanged."""
        expected = "a listing of ebinboard"
        text, lost = decode(page, "utf-8", expected)
        tree = _tree(text)
        problems = list(lost)
        threads: dict[str, ThreadMark] = {}
        for place, node in enumerate(tree.css("div.thread[id]")):
            thread_id = (node.attributes.get("id") or "").removeprefix("thread_")
            if node.attributes.get("board") not in (None, board.name):
                raise other_page(page, expected, "it lists threads of another board")
            if NUMBER.match(thread_id) is None:
                problems.append(Problem("unreadable_thread", f"thread {place + 1} of the page"))
            elif thread_id in threads:
                problems.append(Problem("duplicate_thread", f"thread {thread_id}"))
            else:
                threads[thread_id] = _mark(node, thread_id, len(threads))
        empty = tree.css_first("div.catalog, table.pagelink") is not None
        if not threads and (problems or not empty):
            raise other_page(page, expected, "it lists no thread")
        return Listing(tuple(threads.values()), tuple(problems), _next_page(tree, page))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the thread, or those of an answer that tells what is new in it. Raises LayoutChanged."""
        expected = f"thread {thread_id} of ebinboard"
        text, problems, envelope = _html(page, expected, thread_id)
        page_cut = regular.page_of(text)
        tree = page_cut.tree
        cards = tree.css("div.thread[id]")
        if len(cards) > 1 or any("catalog-post" in classes(card) for card in cards):
            raise other_page(page, expected, "it shows several threads or none whole")
        for card in cards:
            found = _THREAD.match(card.attributes.get("id") or "")
            if found is None or found[1] != thread_id:
                raise other_page(page, expected, "it is another thread")
            if card.attributes.get("board") not in (None, board.name):
                raise other_page(page, expected, f"it stands on another board than {board.name}")
            if any("omittedposts" in classes(child) for child in card.iter()):
                raise other_page(page, expected, "it is a page of the board")
        if nested(node for _, node in posts_in(tree)).deepest > DEEPEST:
            raise other_page(page, expected, f"more than {DEEPEST} posts stand inside one another")
        nodes: dict[str, LexborNode | re.Match[str]] = {}
        for number, node in _all_posts(page_cut):
            if NUMBER.match(number) is None:
                problems.append(Problem("unreadable_message", f"post {len(nodes) + 1} of the page"))
            elif number in nodes:
                problems.append(Problem("duplicate_message", f"post {number}"))
            else:
                nodes[number] = node
        if not nodes or (envelope is None and (not cards or next(iter(nodes)) != thread_id)):
            raise other_page(page, expected, "its opening post is not there")
        names = board.default_names | self.default_names
        numbers = frozenset(nodes) if envelope is None else None
        messages: list[Message] = [
            regular.message_of(node, board.name, thread_id, names, numbers)
            if isinstance(node, re.Match)
            else message_of(node, number, board.name, thread_id, names, numbers)
            for number, node in nodes.items()
        ]
        return ThreadPage(_facts(tree, text, thread_id), tuple(messages), tuple(problems))

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """Classes of posts' heads that no captured page has, and what some post lacks."""
        try:
            return unknown_parts(_tree(_html(page, "a page of ebinboard", None)[0]))
        except LayoutChanged:
            return frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts; written anew from its tree."""
        try:
            text, _, envelope = _html(page, "a page of ebinboard", None)
        except LayoutChanged:
            return page.body
        tree = _tree(text)
        done = False
        posts = list(posts_in(tree))
        inner, deepest = nested(node for _, node in posts)
        for number, node in reversed(posts) if deepest <= DEEPEST else ():  # an open tag holds the posts after it
            if number in message_ids:
                done = True
                inside = "".join(one.html or "" for one in inner.get(node.mem_id, ()))
                stamp = node.css_first(".postinfo .timestamp[data-timestamp]")
                time = escape((stamp.attributes.get("data-timestamp") or "")[:20]) if stamp is not None else ""
                shown = escape(stamp.text().strip()[:40]) if stamp is not None else ""
                node.inner_html = (
                    f'<div class="postinfo"><span class="timestamp" data-timestamp="{time}">{shown}</span></div>'
                    '<span class="messagecontainer"><blockquote class="content"></blockquote></span>'
                ) + inside
        if not done:
            return page.body
        if envelope is not None and tree.body is not None:
            return msgspec.json.encode(envelope | {"html": tree.body.inner_html or ""})
        return encode_like(page, "utf-8", tree.html or "")

    def scrub(self, page: Page) -> bytes:
        """The body as it is: what a guest sees holds no host names or addresses of posters."""
        return page.body


def _tree(text: str) -> "LexborHTMLParser":
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


def _all_posts(page: Cut) -> "Iterator[tuple[str, LexborNode | re.Match[str]]]":
    """Number of every post in the page's order; its element, or what was cut out in its place."""
    for number, node in posts_in(page.tree):
        regulars = page.posts(node)
        if regulars is None:
            yield number, node
        else:
            yield from ((found[1], found) for found in regulars)


def _html(page: Page, expected: str, thread_id: str | None) -> tuple[str, list[Problem], dict[str, Any] | None]:
    """The page's HTML, what could not be read, and the answer that it came in, if that tells only what is new."""
    if page.body.lstrip()[:1] != b"{":
        text, lost = decode(page, "utf-8", expected)
        return text, list(lost), None
    found, problems = read_json(_DECODER, page, expected)
    html = found.get("html")
    if not isinstance(html, str) or (thread_id is not None and str(found.get("thread_id")) != thread_id):
        raise other_page(page, expected, "it is JSON of another thread or another shape")
    return html, problems, found


def _mark(node: "LexborNode", thread_id: str, place: int) -> ThreadMark:
    """Of a catalogue's entry its count; of a board's page what is shown and what is left out."""
    count: int | None = None
    stats = node.css_first(".catalog-stats")
    if stats is not None:
        found = _REPLIES.search(stats.text())
        count = int(found[1]) if found else None
    else:
        omitted = next((child for child in node.iter() if "omittedposts" in classes(child)), None)
        digits = _DIGITS.search(omitted.text()) if omitted is not None else None
        count = len(node.css("div.post.reply")) + (int(digits[0]) if digits else 0)
    words = " ".join(one.text() for one in node.css(".catalog-message, .content, .catalog-stats, .omittedposts"))
    digest = hashlib.sha256(" ".join(words.split()).encode("utf-8", "replace")).hexdigest()[:16]
    return ThreadMark(thread_id, place, f"r{count}:{digest}", reply_count=count)


def _facts(tree: "LexborHTMLParser", text: str, thread_id: str) -> Thread:
    bar = tree.css_first(".top-nav .right")
    announced = _ANNOUNCED.search(bar.text()) if bar is not None else None
    return Thread(
        thread_id,
        title=None,  # no captured page has a subject
        state="archived" if _ARCHIVED.search(text) else "live",
        reply_count=int("".join(_DIGITS.findall(announced[1]))) if announced else None,
    )


def _next_page(tree: "LexborHTMLParser", page: Page) -> str | None:
    """The page of the board that follows: the pager's link to the number after the active one."""
    pager = tree.css_first("table.pagelink")
    active = pager.css_first("span.activepage") if pager is not None else None
    digits = _DIGITS.search(active.text()) if active is not None else None
    if pager is None or digits is None:
        return None
    for link in pager.css("a[href]"):
        href = link.attributes.get("href") or ""
        found = _PAGER.search(href)
        if found is not None and int(found[1]) == int(digits[0]) + 1:
            try:
                return urljoin(page.url, href)
            except ValueError:
                return None
    return None
