"""miniboard, the PHP board of minilauta.org (`/hikky/` among others): plain HTML, no JSON.

Thread: `/b/N/`, one page. Listing: `/b/catalog/?page=N` with counts of replies, in pages; pages of the board
(`/b/?page=N`) are read as listings too. Its robots.txt forbids everything but the home page and asks for 15 s between
requests: the crawl obeys, unless the operator permits. A reader's own hidden replies are stubs without words.
Deleted: a single reply vanishes; an opening post may stay as a stub; a thread answers 404, or with 200 an error page.
Source: minilauta/miniboard `src/modules/board/` and `src/common/templates/`; ten recorded replies.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence, Set
from html import escape
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import quote, urljoin, urlsplit

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.cut import Cut
from hikcorpus.sources.decoding import decode, encode_like, other_page, segments
from hikcorpus.sources.miniboard import regular
from hikcorpus.sources.miniboard.posts import POST, POSTS, Reader, classes, parts_of
from hikcorpus.sources.nested import DEEPEST, nested
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo, Usual

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_HOSTS: Final = frozenset({"minilauta.org", "www.minilauta.org"})
_BOARD: Final = re.compile(r"[a-z0-9]{1,16}\Z")
_NUMBER: Final = re.compile(r"[0-9]{1,15}\Z")
_DIGITS: Final = re.compile(r"[0-9]{1,7}")
_ERROR: Final = re.compile(r"<div class=\"box-title\">\s*ERR\s+([0-9]{3})\s+:: MSG ([^<]{0,500})</div>")
_MEANING: Final[dict[str, Answer]] = {"401": "blocked", "403": "blocked", "404": "gone", "500": "unavailable"}
_NO_BOARD: Final = frozenset({"", "src", "static", "css", "js", "logs", "res", "manage", "catalog", "thread"})


class Miniboard(NoTails, NoArchive, NoSettings, PageGoesToo, Usual):
    """Boards of miniboard."""

    engine: ClassVar[str] = "miniboard"
    title: ClassVar[str] = "miniboard (minilauta.org)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonyymi", "Anonymous"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "Europe/Helsinki"
    traces: ClassVar[tuple[str, ...]] = (
        r"class=[\"']dd-menu-btn[\"'] data-board_id=",
        r"<a class=['\"]post-catalog-link['\"]",
        r"\?mb_version=[0-9a-z]",
    )
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://minilauta.org/hikky/catalog/?page=0",
            (
                '<div id="catalog" class="catalog"><div class="thread post-catalog break-words" id="thread_hikky-5">'
                "<div class='post-catalog-header'><span class='post-catalog-name'>Anonyymi</span></div>"
                "<a class='post-catalog-link' href='/hikky/5/' data-board_id='hikky' data-id='5'></a>"
                "<div class='post-catalog-meta'> R: <b>1</b></div><div class='post-catalog-title'>"
                "<span class='post-catalog-subject'>Yö</span><span class='post-catalog-message'>Valvon</span></div>"
                '</div></div><table class="pagetable"></table>'
            ).encode(),
            thread_ids=("5",),
        ),
        Example(
            "thread",
            "https://minilauta.org/hikky/5/",
            (
                '<div class="thread" id="thread_hikky-5"><div class="post-container" id="pc_hikky-5">'
                '<div class="post op" id="hikky-5"><div class="post-info"><label><span class="post-subject">Yö</span>'
                "<span class='post-name'>Anonyymi</span>\n\n<span class='post-datetime'>13/09/20(Sun)15:26:40</span>"
                '</label></div><div class="post-message-wrapper"><div class="post-message">\n        Valvon      </div>'
                '</div></div></div><div class="post-container reply-container" id="rc_hikky-6"><div class="post reply" '
                'id="hikky-6" data-parent_id="5"><div class="post-info"><label><span class="post-subject"></span>'
                "<a href='mailto:sage'><span class='post-name'>Hiiri</span></a>\n\n<span class='post-datetime'>"
                '13/09/20(Sun)15:31:40</span></label></div><div class="post-message-wrapper">'
                "<div class=\"post-message\">\n        <a class='reference' data-board_id='hikky' data-parent_id='5' "
                "data-id='5' href='/hikky/5/#hikky-5'>&gt;&gt;5</a><br>\nSamoin      </div></div></div></div></div>"
            ).encode(),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b/catalog/`, `/b/N/`; certain on minilauta.org."""
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        known = root.partition("://")[2].partition(":")[0] in _HOSTS
        match [part for part in parts if part]:
            case [board] if board not in _NO_BOARD and _BOARD.match(board) and (known or parts[-1] == ""):
                return Address(root, board, certain=known)
            case [board, "catalog"] if board not in _NO_BOARD and _BOARD.match(board):
                return Address(root, board, certain=known)
            case [board, number] if board not in _NO_BOARD and _BOARD.match(board) and _NUMBER.match(number):
                return Address(root, board, number, certain=known)
        return None

    def classify(self, page: Page) -> Answer:
        """The engine's own error page says which error it is, whatever its status."""
        error = _ERROR.search(page.body[:200_000].decode("utf-8", errors="replace"))
        return _MEANING.get(error[1], "other") if error else "ok"

    def listing_url(self, board: Board) -> str:
        """`/b/catalog/?page=0`."""
        return f"{board.address}/{quote(board.name)}/catalog/?page=0"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/N/`."""
        return f"{board.address}/{quote(board.name)}/{thread_id}/"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The threads of a page of the catalogue, or of the board. Raises LayoutChanged."""
        expected = "a listing of miniboard"
        text, lost = decode(page, "utf-8", expected)
        tree = _tree(text)
        problems = list(lost)
        threads: dict[str, ThreadMark] = {}
        for node in tree.css("div.thread[id]"):
            found = POST.match((node.attributes.get("id") or "").removeprefix("thread_"))
            if found is None:
                problems.append(Problem("unreadable_thread", f"thread {len(threads) + 1} of the page"))
            elif found[1] != board.name:
                raise other_page(page, expected, "it lists threads of another board")
            elif found[2] in threads:
                problems.append(Problem("duplicate_thread", f"thread {found[2]}"))
            else:
                threads[found[2]] = _mark(node, found[2], len(threads))
        empty = tree.css_first("#catalog") is not None or tree.css_first("#deleteform") is not None
        if not threads and (problems or not empty):
            raise other_page(page, expected, "it lists no thread")
        following = tree.css_first("table.pagetable a.next[href]")
        return Listing(tuple(threads.values()), tuple(problems), _joined(page, following))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the thread; of an address `/replies` those that it was asked for. Raises LayoutChanged."""
        expected = f"thread {thread_id} of miniboard"
        text, lost = decode(page, "utf-8", expected)
        cut = regular.page_of(text)
        tree = cut.tree
        part = urlsplit(page.url).path.endswith("/replies")
        _refuse_others(page, tree, expected)
        problems = list(lost)
        nodes: dict[str, LexborNode | re.Match[str]] = {}
        for place, (name, parent, node) in enumerate(_posts(cut)):
            found = POST.match(name)
            if found is None:
                problems.append(Problem("unreadable_message", f"post {place + 1} of the page"))
            elif found[1] != board.name:
                raise other_page(page, expected, f"it stands on another board than {board.name}")
            elif parent not in (None, thread_id) or (found[2] != thread_id and _is_opening(node)):
                raise other_page(page, expected, f"it holds post {found[2]} of another thread")
            elif found[2] in nodes:
                problems.append(Problem("duplicate_message", f"post {found[2]}"))
            else:
                nodes[found[2]] = node
        opening = nodes.get(thread_id)
        if not nodes or (opening is None and not part):
            raise other_page(page, expected, "its opening post is not there")
        names = board.default_names | self.default_names
        reader = Reader(board.name, thread_id, board.zone, names, None if part else frozenset(nodes))
        messages: list[Message] = []
        for number, node in nodes.items():
            if isinstance(node, re.Match):
                messages.append(reader.message(regular.parts_of(node), number, opening=number == thread_id))
            elif "post-stub" in classes(node):
                problems.append(Problem("hidden_message", f"post {number}"))
            else:
                messages.append(reader.message(parts_of(node), number, opening=number == thread_id))
        shown = None if isinstance(opening, re.Match) else opening
        return ThreadPage(_facts(shown, messages, thread_id), tuple(messages), tuple(problems))

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`selector:NAME` for what every post should have and some post of the page lacks."""
        try:
            tree = _tree(decode(page, "utf-8", "a page of miniboard")[0])
        except LayoutChanged:
            return frozenset()
        lacking: set[str] = set()
        for node in tree.css("div.post[id]:not(.post-stub)"):
            if node.css_first(".post-message > span.deleted") is None:
                lacking |= {
                    f"selector:{name}"
                    for name in ("post-name", "post-datetime", "post-message")
                    if node.css_first(f".{name}") is None
                }
        return frozenset(lacking)

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts; written anew from its tree."""
        try:
            text, _ = decode(page, "utf-8", "a page of miniboard")
        except LayoutChanged:
            return page.body
        tree = _tree(text)
        done = False
        posts = tree.css(POSTS)
        inside, deepest = nested(posts)
        for node in reversed(posts) if deepest <= DEEPEST else ():  # an open tag holds the posts after it
            found = POST.match(node.attributes.get("id") or "")
            if found is not None and found[2] in message_ids and "post-stub" not in classes(node):
                done = True
                _blank(node, inside.get(node.mem_id, ()))
                if "op" in classes(node):
                    for title in tree.css("head title"):
                        title.inner_html = ""
        if not done:
            return page.body
        part = tree.css_first("div.thread") is None
        inner = tree.body.inner_html if part and tree.body is not None else tree.html
        return encode_like(page, "utf-8", inner or "")

    def scrub(self, page: Page) -> bytes:
        """The body as it is: what a guest sees holds no host names or addresses of posters."""
        return page.body


def _refuse_others(page: Page, tree: "LexborHTMLParser", expected: str) -> None:
    """Raise LayoutChanged for pages that are no thread's."""
    if len(tree.css("div.thread")) > 1 or tree.css_first("a.post-reply-link, span.omitted") is not None:
        raise other_page(page, expected, "it is a page of the board")
    if nested(tree.css(POSTS)).deepest > DEEPEST:
        raise other_page(page, expected, f"more than {DEEPEST} posts stand inside one another")


def _posts(page: Cut) -> "Iterator[tuple[str, str | None, LexborNode | re.Match[str]]]":
    """Id and thread of every post, in the page's order; its element, or what was cut out in its place."""
    for node in page.tree.css(POSTS):
        regulars = page.posts(node)
        if regulars is None:
            given = node.attributes
            yield given.get("id") or "", given.get("data-parent_id"), node
        else:
            yield from ((f"{found[1]}-{found[2]}", found[3], found) for found in regulars)


def _is_opening(node: "LexborNode | re.Match[str]") -> bool:
    return not isinstance(node, re.Match) and "op" in classes(node)


def _tree(text: str) -> "LexborHTMLParser":
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


def _joined(page: Page, link: "LexborNode | None") -> str | None:
    if link is None:
        return None
    try:
        return urljoin(page.url, link.attributes.get("href") or "")
    except ValueError:
        return None


def _mark(node: "LexborNode", thread_id: str, place: int) -> ThreadMark:
    """Of a catalogue's entry its count; of a board's page what is shown and what is left out."""
    count: int | None = None
    subject = node.css_first(".post-catalog-subject, .op .post-subject")
    if (meta := node.css_first(".post-catalog-meta b")) is not None:
        digits = _DIGITS.search(meta.text())
        count = int(digits[0]) if digits else None
    elif node.css_first(".post.op") is not None:
        omitted = node.css_first("span.omitted")
        digits = _DIGITS.search(omitted.text()) if omitted is not None else None
        count = len(node.css(".post.reply")) + (int(digits[0]) if digits else 0)
    icons = ",".join(sorted(_icons(node)))
    words = " ".join(node.text().split())
    digest = hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]
    title = (subject.text().strip() or None) if subject is not None else None
    return ThreadMark(thread_id, place, f"r{count}:{icons}:{digest}", reply_count=count, title=title)


def _icons(node: "LexborNode") -> set[str]:
    found = set()
    for image in node.css("img[src]"):
        name = (image.attributes.get("src") or "").rpartition("/")[2]
        if name in ("sticky.png", "lock.png"):
            found.add(name)
    return found


def _facts(opening: "LexborNode | None", messages: list[Message], thread_id: str) -> Thread:
    icons = _icons(opening) if opening is not None else set()
    title = messages[0].subject if messages and messages[0].is_opening else None
    return Thread(thread_id, title, sticky="sticky.png" in icons, locked="lock.png" in icons)


def _blank(node: "LexborNode", inner: "Sequence[LexborNode]") -> None:
    stamp = node.css_first(".post-datetime")
    time = f"<span class='post-datetime'>{escape(stamp.text().strip()[:40])}</span>" if stamp is not None else ""
    gone = stamp is None and node.css_first(".post-message span.deleted") is not None
    icons = "".join(f"<img src='/static/{name}'>" for name in sorted(_icons(node)))
    words = '<span class="deleted"></span>' if gone else ""
    inside = "".join(one.html or "" for one in inner)
    node.inner_html = (
        f'<div class="post-info"><label>{time}</label>{icons}</div>'
        f'<div class="post-message-wrapper"><div class="post-message">{words}</div></div>'
    ) + inside
