"""vichan and its family (Tinyboard, infinity) by their HTML: the twin of `vichan` for boards that serve no JSON.

Listing: the pages of the index, `index.html`, `2.html` ..., which every board has: per thread its opening post, its
newest replies whole and how many are left out, so that they are tails too. `catalog.html` is read as well, where it is
given. Thread: `res/N.html`; `N+50.html` is only its end. The same content as the JSON gives, so that a board may be
read by either (the recorded engine 5.2.1 is compared post by post); `posts` tells what the HTML lacks.
Sources: vichan `templates/`, infinity `templates/`; the recorded engine.
"""

import re
from collections.abc import Set
from typing import ClassVar, Final
from urllib.parse import quote

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Tail, ThreadMark, ThreadPage
from hikcorpus.sources.decoding import decode, encode_like, other_page, segments
from hikcorpus.sources.usual import NoArchive, NoSettings, PageGoesToo, Usual
from hikcorpus.sources.vichan_html.blank import blank_tree, missing_parts
from hikcorpus.sources.vichan_html.listing import read_listing
from hikcorpus.sources.vichan_html.threads import entries, page_of, read_tail, read_thread, threads_on, tree_of

_THREAD: Final = re.compile(r"([0-9]{1,15})(?:[-+][^/]*)?\.html\Z")
_BOARD_PAGE: Final = re.compile(r"(?:|index\.html|catalog\.html|[0-9]{1,5}\.html)\Z")
_NO_BOARD: Final = frozenset({"", "res", "src", "thumb", "test", "dat", "thread", "read.cgi"})


class VichanHtml(NoArchive, NoSettings, PageGoesToo, Usual):
    """Boards of the vichan family, read by their pages."""

    engine: ClassVar[str] = "vichan_html"
    title: ClassVar[str] = "vichan, infinity, Tinyboard (HTML; where there is no JSON)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonymous", "Anonyymi", "名無し", "名無しさん"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "UTC"
    traces: ClassVar[tuple[str, ...]] = (
        r"- Tinyboard \+",
        r"<body[^>]+class=[\"'][^\"']*\bvichan\b",
        r"<a[^>]+href=[\"']https?://(?:tinyboard\.org|github\.com/vichan-devel|engine\.vichan\.net)",
    )
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://board.example/koti/index.html",
            (
                '<form name="postcontrols" action="/post.php" method="post"><div class="thread" id="thread_5" '
                'data-board="koti"><div class="files "></div><div class="post op" id="op_5" ><p class="intro"><label '
                'for="delete_5"><span class="subject">Yö</span> <span  class="name">Anonymous</span> <time datetime='
                '"2020-09-13T12:26:400">09/13/20 (Sun) 12:26:40</time></label></p><div class="body">Valvon</div>'
                '</div><br class="clear"/><hr/></div></form><div class="pages">Previous [<a class="selected">1</a>] '
                "Next</div>"
            ).encode(),
            thread_ids=("5",),
        ),
        Example(
            "listing",
            "https://board.example/koti/catalog.html",
            (
                '<div class="threads"><div id="Grid"><div class="mix"data-reply="1" data-bump="1600000300" '
                'data-time="1600000000" data-id="5" data-sticky="false" data-locked="false"><div class="thread '
                'grid-li grid-size-small"><a href="/koti/res/5.html"></a><div class="replies"><strong>R: 1 / I: 0'
                '</strong><p class="intro"><span class="subject">Yö</span></p>Valvon</div></div></div></div></div>'
            ).encode(),
            thread_ids=("5",),
        ),
        Example(
            "thread",
            "https://board.example/koti/res/5.html",
            (
                '<form name="postcontrols" action="/post.php" method="post"><div class="thread" id="thread_5" '
                'data-board="koti"><a id="5" class="post_anchor"></a><div class="files "></div><div class="post op" '
                'id="op_5" ><p class="intro"><label for="delete_5"><span class="subject">Yö</span> <span  '
                'class="name">Anonymous</span> <time datetime="2020-09-13T12:26:400">09/13/20 (Sun) 12:26:40</time>'
                '</label><span class="poster_id">a1b2c</span>&nbsp;</p><div class="body">Valvon</div></div>'
                '<div class="post reply" id="reply_6"><p class="intro"><label for="delete_6"><a class="email" '
                'href="mailto:sage"><span  class="name">Hiiri</span><span  class="trip">!abcdefghij</span></a> '
                '<time datetime="2020-09-13T12:31:400">09/13/20 (Sun) 12:31:40</time></label></p>    '
                '<div class="files "></div>     <div class="body" ><a onclick="highlightReply(\'5\', event);" '
                'href="/koti/res/5.html#5">&gt;&gt;5</a><br/>Samoin &lt;3</div></div><br/><br class="clear"/></div>'
                "</form>"
            ).encode(),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """`/b/`, `/b/catalog.html`, `/b/res/N.html` ...; never certain: other engines use the same shapes."""
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        if _NO_BOARD.intersection(parts[:-2]):
            return None
        match parts:
            case [*before, board, "res", page] if board not in _NO_BOARD and (thread := _THREAD.match(page)):
                return Address("/".join([root, *map(quote, before)]), board, thread[1], certain=False)
            case [*before, board, page] if board not in _NO_BOARD and _BOARD_PAGE.match(page):
                return Address("/".join([root, *map(quote, before)]), board, certain=False)
            case [board] if board not in _NO_BOARD and "." not in board:
                return Address(root, board, certain=False)
        return None

    def listing_url(self, board: Board) -> str:
        """`/b/index.html`, the first page of the index."""
        return f"{board.address}/{quote(board.name)}/index.html"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/res/N.html`."""
        return f"{board.address}/{quote(board.name)}/res/{thread_id}.html"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The threads of a page of the index, or of `catalog.html`. Raises LayoutChanged."""
        return read_listing(board, page, self.default_names)

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the thread. Raises LayoutChanged, also where it is another one, or only the end of it."""
        expected = f"thread {thread_id} of vichan"
        text, lost = decode(page, "utf-8", expected)
        cut = page_of(text)
        threads = threads_on(cut.tree)
        if not threads:
            raise other_page(page, expected, "it holds no thread")
        if len(threads) > 1:
            raise other_page(page, expected, "it shows several threads")
        if threads[0][0] != thread_id:
            raise other_page(page, expected, f"it is thread {threads[0][0]}")
        defaults = board.default_names | self.default_names
        shown = read_thread(threads[0][1], thread_id, board, defaults, whole=True, page=cut)
        if not shown.messages or not shown.messages[0].is_opening:
            raise other_page(page, expected, "its opening post is not there")
        if shown.partial:
            raise other_page(page, expected, "it is only the end of a thread")
        if shown.other_board:
            raise other_page(page, expected, f"it stands on another board than {board.name}")
        return ThreadPage(shown.facts(), tuple(shown.messages), (*lost, *shown.problems))

    def tail_url(self, board: Board, mark: ThreadMark) -> str | None:
        """None: the listing is the index, and shows the tails itself."""
        return None

    def parse_index(self, board: Board, page: Page) -> dict[str, bytes]:
        """Thread id -> its own bytes. Raises LayoutChanged where it is another page."""
        self.parse_listing(board, page)
        return entries(page.body)

    def parse_tail(self, board: Board, raw: bytes) -> Tail | None:
        """The tail that a thread's bytes on a page of the index show."""
        return read_tail(board, raw, board.default_names | self.default_names)

    def recognise_saved(self, page: Page) -> Address | None:
        """The thread that a saved page says it is; None for other pages, and where it does not tell its site."""
        try:
            tree = tree_of(decode(page, "utf-8", "a saved page of vichan")[0])
        except LayoutChanged:
            return None
        threads = threads_on(tree)
        if len(threads) != 1:
            return None
        for selector, name in (('meta[property="og:url"]', "content"), ('link[rel="canonical"]', "href")):
            node = tree.css_first(selector)
            address = self.recognise(node.attributes.get(name) or "") if node is not None else None
            if address is not None and address.thread_id == threads[0][0]:
                return address
        address = self.recognise(page.url)
        return address if address is not None and address.thread_id == threads[0][0] else None

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`selector:NAME` for what every post should have and some post of the page lacks."""
        try:
            return missing_parts(tree_of(decode(page, "utf-8", "a page of vichan")[0]))
        except LayoutChanged:
            return frozenset()

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page, or a thread's own bytes, without the content of these posts."""
        try:
            text, _ = decode(page, "utf-8", "a page of vichan")
        except LayoutChanged:
            return page.body
        tree = tree_of(text)
        if not blank_tree(tree, message_ids):
            return page.body
        own = text.lstrip()[:12].lower().startswith("<div")
        inner = tree.body.inner_html if own and tree.body is not None else tree.html
        return encode_like(page, "utf-8", inner or "")

    def scrub(self, page: Page) -> bytes:
        """The body as it is: what a guest sees holds no host names or addresses of posters."""
        return page.body
