"""Ylilauta (ylilauta.org), pages saved by hand in the structure of 2026. Never crawled: its protection is respected.

Sources: bqv/chance `lib/sites/ylilauta_parser.dart` and its captured pages. A thread is one page. What it is stands
in the page itself (`data-url`, `data-thread-id`), never in the address it was saved from: a decimal address answers
with a listing. slug = base 36 of the thread id. Line breaks are "\\n"; a message may hold previews of the quoted posts,
each with a `.post-message` of its own. `data-user-id` numbers the posters of a thread (0 = its opener).
Thread.extra: `users` as announced, `edited` = ids of edited messages (the page shows no time of edit).
"""

import re
from collections.abc import Set
from typing import TYPE_CHECKING, ClassVar, Final

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, ThreadPage
from hikcorpus.sources.decoding import decode, encode_like, other_page, segments
from hikcorpus.sources.usual import NoArchive, NoTails, PageGoesToo, Usual
from hikcorpus.sources.ylilauta.blank import blank_tree, missing_selectors
from hikcorpus.sources.ylilauta.posts import message_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ROOT: Final = "https://ylilauta.org"
_HOSTS: Final = frozenset({"ylilauta.org", "www.ylilauta.org"})
_SLUG: Final = re.compile(r"[0-9a-z]{4,8}\Z")
_STATS: Final = re.compile(
    r"(\d[\d\s.,]*?)\s*(?:repl|vastau)\w*(?:\D+(\d[\d\s.,]*?)\s*(?:user|käyttäj))?", re.IGNORECASE
)
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_NO_BOARD: Final = frozenset({"", "post", "user", "api", "gold", "static", "search"})


class Ylilauta(NoTails, NoArchive, PageGoesToo, Usual):
    """Saved thread pages of Ylilauta."""

    engine: ClassVar[str] = "ylilauta"
    title: ClassVar[str] = "Ylilauta (saved pages only)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = False
    recheck_per_visit: ClassVar[int] = 0
    default_names: ClassVar[frozenset[str]] = frozenset({"Anonyymi", "Anonymous"})
    poster_id_scope: ClassVar[str] = "thread"
    zone: ClassVar[str] = "Europe/Helsinki"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "thread",
            f"{_ROOT}/hikky/zzzz01",
            (
                '<div class="card thread" data-last-reply-id="12" data-thread-id="2176781041" '
                f'data-url="{_ROOT}/hikky/zzzz01">\n'
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
        found = segments(url)
        if found is None or found[0].partition("://")[2].partition(":")[0] not in _HOSTS:
            return None
        board, slug, *_ = [*found[1], "", ""]
        if board in _NO_BOARD:
            return Address(_ROOT, board)
        return Address(_ROOT, board, str(int(slug, 36)) if _SLUG.match(slug) else None)

    def listing_url(self, board: Board) -> str:
        """`/<board>/`."""
        return f"{board.address}/{board.name}/"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/<board>/<slug>`, the slug computed from the thread's id."""
        return f"{board.address}/{board.name}/{slug_of(int(thread_id))}"

    def settings_url(self, board: Board) -> str | None:
        """None."""
        return None

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board as it is."""
        return board

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """Always raises LayoutChanged: the site's listings are not for programs."""
        raise other_page(page, "a listing that may be read", "Ylilauta is read from saved thread pages only")

    def recognise_saved(self, page: Page) -> Address | None:
        """The thread that the page itself says it is; None for challenge, listing, 404 and deleted threads."""
        try:
            text, _ = decode(page, "utf-8", "a saved page of Ylilauta")
        except LayoutChanged:
            return None
        card = _card(text)
        return None if card is None else _address(card)

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All posts of the page. Raises LayoutChanged where the page is another thread or none."""
        expected = f"thread {thread_id} of Ylilauta"
        text, lost = decode(page, "utf-8", expected)
        problems = list(lost)
        card = _card(text)
        if card is None:
            raise other_page(page, expected, "it holds no thread with posts")
        address = _address(card)
        if address is None or address.thread_id != thread_id:
            raise other_page(page, expected, f"it is thread {card.attributes.get('data-thread-id')}")
        nodes: dict[str, LexborNode] = {}
        for node in card.css("div.post[data-post-id]"):
            number = node.attributes.get("data-post-id") or ""
            if not number.isdecimal():
                problems.append(Problem("unreadable_message", f"post {len(nodes) + 1} of the page"))
            elif number in nodes:
                problems.append(Problem("duplicate_message", f"post {number}"))
            else:
                nodes[number] = node
        incoming = _incoming(nodes)
        names = board.default_names | self.default_names
        messages: list[Message] = []
        edited: list[str] = []
        for number, node in nodes.items():
            message, is_edited = message_of(node, address, names, incoming.get(number, ()), nodes.keys())
            messages.append(message)
            if is_edited:
                edited.append(number)
        return ThreadPage(_facts(card, thread_id, edited), tuple(messages), tuple(problems))

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`selector:NAME` for what every post should have and some post of the page lacks."""
        try:
            text, _ = decode(page, "utf-8", "a saved page of Ylilauta")
        except LayoutChanged:
            return frozenset()
        return missing_selectors(_tree(text))

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The page without the content of these posts and without the site's previews of them."""
        try:
            text, _ = decode(page, "utf-8", "a saved page of Ylilauta")
        except LayoutChanged:
            return page.body
        tree = _tree(text)
        if not blank_tree(tree, message_ids):
            return page.body
        return encode_like(page, "utf-8", tree.html or "")

    def scrub(self, page: Page) -> bytes:
        """The body as it is: thread pages hold no host names or addresses of posters."""
        return page.body


def slug_of(thread_id: int) -> str:
    """The thread's id in base 36, as in its address."""
    slug = ""
    while thread_id:
        thread_id, digit = divmod(thread_id, 36)
        slug = _DIGITS[digit] + slug
    return slug or "0"


def _tree(text: str) -> "LexborHTMLParser":
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


def _card(text: str) -> "LexborNode | None":
    """The card of the thread that the page is about: the only one with posts and an address of its own."""
    for card in _tree(text).css("div.card.thread[data-thread-id][data-url]"):
        if card.css_first("div.post[data-post-id]") is not None:
            return card
    return None


def _address(card: "LexborNode") -> Address | None:
    found = segments(card.attributes.get("data-url") or "")
    thread_id = card.attributes.get("data-thread-id") or ""
    if found is None or len(found[1]) < 2 or not thread_id.isdecimal():
        return None
    board, slug = found[1][:2]
    host = found[0].partition("://")[2].partition(":")[0]
    if host not in _HOSTS or board in _NO_BOARD or slug != slug_of(int(thread_id)):
        return None
    return Address(_ROOT, board, thread_id)


def _incoming(nodes: "dict[str, LexborNode]") -> dict[str, list[str]]:
    """Replying post -> posts it replies to, as the buttons of those posts tell."""
    incoming: dict[str, list[str]] = {}
    for number, node in nodes.items():
        button = node.css_first("button.post-replies[data-replies]")
        for reply in (button.attributes.get("data-replies") or "").split(",") if button else ():
            incoming.setdefault(reply.strip(), []).append(number)
    return incoming


def _facts(card: "LexborNode", thread_id: str, edited: list[str]) -> Thread:
    stats = card.css_first("footer.thread-meta .stats")
    match = _STATS.search(" ".join(stats.text().split())) if stats else None
    extra = {"edited": ",".join(edited)} if edited else {}
    if match and match[2]:
        extra["users"] = re.sub(r"\D", "", match[2])
    return Thread(
        thread_id=thread_id,
        title=None,  # the site has no subjects
        reply_count=int(re.sub(r"\D", "", match[1])) if match else None,
        extra=extra,
    )
