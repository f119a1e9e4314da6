"""Ylilauta (ylilauta.org), pages saved by hand, of 2012 to 2026. Never crawled: its protection is respected.

One file per structure of its pages, recognised by the page itself: `cards` (2025-26, seen in captured pages),
`until_2024`, `until_2020`, `until_2018` (known from the site's and its readers' scripts). A thread is one page. What it
is stands in the page, never in the name of the file. Today's slug = base 36 of the thread id; a decimal address of the
old time answers with other threads now. `data-user-id` numbers the posters of a thread (0 = its opener).
"""

import re
from collections.abc import Set
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, ThreadPage
from hikcorpus.sources.decoding import decode, encode_like, other_page
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo, Usual
from hikcorpus.sources.ylilauta import cards, regular, until_2018, until_2020, until_2024
from hikcorpus.sources.ylilauta.addresses import ROOT, recognised, slug_of
from hikcorpus.sources.ylilauta.answers import answer_of
from hikcorpus.sources.ylilauta.blank import blank_older, blank_tree, missing_in_older, missing_selectors
from hikcorpus.sources.ylilauta.listing import listing_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ADDRESS: Final = re.compile(
    rb'(class="[^"<>]{0,60}\bpostuid\b[^"<>]{0,60}"[^<>]{0,60}>[^<>]{0,20}?)(?:[0-9]{1,3}\.){3}[0-9]{1,3}'
)
STRUCTURES: Final[tuple[ModuleType, ...]] = (cards, until_2020, until_2018, until_2024)
"""Newest first, but the least certain last. Each: `find` (the element that is the thread), `address`, `read`."""


class _Found(NamedTuple):
    structure: ModuleType
    node: "LexborNode"
    address: Address | None


class Ylilauta(NoTails, NoArchive, NoSettings, PageGoesToo, Usual):
    """Saved thread pages of Ylilauta."""

    engine: ClassVar[str] = "ylilauta"
    title: ClassVar[str] = "Ylilauta"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = False
    instead: ClassVar[str] = (
        "Import pages that a person saved (`hikcorpus import`: a folder of HTML, a HAR or a WARC), import the "
        "published corpus of Kielipankki (urn:nbn:fi:lb-2016101210, VRT), or ask the operator (info@ylilauta.org): "
        "only a permission recorded in the site's file (who, date, scope) lets hikcorpus try."
    )
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonyymi", "Anonymous"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "Europe/Helsinki"
    traces: ClassVar[tuple[str, ...]] = (
        r"<title[^<>]{0,99}>\s{0,99}Beep boop\?",
        r'data-action="Thread\.highlightReplies"',
        r'<link[^<>]{0,200}href="https?://(?:www\.)?ylilauta\.org/',
    )
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "thread",
            f"{ROOT}/hikky/zzzz01",
            (
                '<div class="card thread" data-last-reply-id="12" data-thread-id="2176781041" '
                f'data-url="{ROOT}/hikky/zzzz01">\n'
                '<div class="post op-post op" data-post-id="11" data-user-id="0" id="post-11">\n'
                '<div class="post-meta"><span class="time" data-timestamp="1789842000">1 h</span></div>\n'
                '<div class="post-message">Miten menee?\n\n&lt;3</div></div>\n'
                '<div class="thread-replies"><div class="post" data-post-id="12" data-user-id="1" id="post-12">\n'
                '<div class="post-meta"><span class="time" data-timestamp="1789842060">1 h</span></div>\n'
                '<div class="post-message"><div class="post-ref short" data-post-id="11">\n'
                '<div class="post-message">Miten</div></div>\nHyvin</div></div></div></div>'
            ).encode(),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """Addresses of ylilauta.org, certain, so that a crawl can refuse them."""
        return recognised(url)

    def classify(self, page: Page) -> Answer:
        """Challenge, too fast (a stub), a deleted thread, other threads: all with status 200."""
        try:
            html, _ = decode(page, "utf-8", "a page of Ylilauta")
        except LayoutChanged:
            return "other"
        tree = _tree(html)
        found = _found(tree, html)
        return answer_of(page, tree, is_thread=found is not None and found.address is not None)

    def listing_url(self, board: Board) -> str:
        """`/<board>/`."""
        return f"{board.address}/{board.name}/"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/<board>/<slug>`, the slug computed from the thread's id."""
        return f"{board.address}/{board.name}/{slug_of(int(thread_id))}"

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """The first cards of the board's page, for a crawl that its operator has permitted. Raises LayoutChanged."""
        expected = "a listing that may be read"
        html, _ = decode(page, "utf-8", expected)
        listing = listing_of(_tree(html), board.name)
        if listing is None:
            raise other_page(page, expected, "Ylilauta is read from saved thread pages only")
        return listing

    def recognise_saved(self, page: Page) -> Address | None:
        """The thread that the page itself says it is; None for challenge, listing, 404 and deleted threads."""
        try:
            html, _ = decode(page, "utf-8", "a saved page of Ylilauta")
        except LayoutChanged:
            return None
        found = _found(_tree(html), html)
        return None if found is None else found.address

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the page. Raises LayoutChanged where the page is another thread or none."""
        expected = f"thread {thread_id} of Ylilauta"
        html, lost = decode(page, "utf-8", expected)
        cut = regular.page_of(html)
        found = _found(cut.tree, html)
        if cut.runs and (found is None or found.structure is not cards):
            found = _found(_tree(html), html)
        if found is None:
            raise other_page(page, expected, "it holds no thread with posts")
        address = found.address
        if address is None or address.thread_id != thread_id:
            raise other_page(page, expected, f"it is thread {address.thread_id if address else 'without an address'}")
        names = board.default_names | self.default_names
        if found.structure is cards:
            read: ThreadPage = cards.read(found.node, address, board, names, cut)
        else:
            read = found.structure.read(found.node, address, board, names)
        if not read.messages:
            raise other_page(page, expected, "none of its posts can be read")
        return ThreadPage(read.thread, read.messages, (*lost, *read.problems))

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`selector:NAME` for what every post should have and some post lacks; `tag:NAME` for tags nobody knows."""
        try:
            html, _ = decode(page, "utf-8", "a saved page of Ylilauta")
        except LayoutChanged:
            return frozenset()
        tree = _tree(html)
        found = _found(tree, html)
        if found is None or found.structure is cards:
            return missing_selectors(tree)
        return missing_in_older(found.structure.posts(found.node), found.structure.LOOK)

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts and without the site's previews of them."""
        try:
            html, _ = decode(page, "utf-8", "a saved page of Ylilauta")
        except LayoutChanged:
            return page.body
        tree = _tree(html)
        found = _found(tree, html)
        if found is None or found.structure is cards:
            changed = blank_tree(tree, message_ids)
        else:
            changed = blank_older(tree, found.structure.posts(found.node), found.structure.LOOK, message_ids)
        return encode_like(page, "utf-8", tree.html or "") if changed else page.body

    def scrub(self, page: Page) -> bytes:
        """Without IP addresses, should any stand where old pages show a poster's token; there are no host names."""
        return _ADDRESS.sub(rb"\1", page.body)


def _tree(html: str) -> "LexborHTMLParser":
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(html)


def _found(tree: "LexborHTMLParser", html: str) -> _Found | None:
    """The thread on the page, by the first structure that knows it."""
    for structure in STRUCTURES:
        node = structure.find(tree, html)
        if node is not None:
            return _Found(structure, node, structure.address(node, html))
    return None
