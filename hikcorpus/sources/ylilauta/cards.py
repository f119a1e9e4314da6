"""Thread pages of 2025 and 2026: `div.card.thread[data-thread-id][data-url]`. Posts: see `posts`.

Sources: bqv/chance `lib/sites/ylilauta_parser.dart` and its captured pages (September 2026); migetonni/Ylilauta_scraper
(April 2025: the same cards). What the page is stands in the page itself, never in the address it was saved from.
Thread.extra: `users` as announced, `edited` = ids of edited messages (the page shows no time of edit).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Address, Problem, ThreadPage
from hikcorpus.sources.cut import Cut
from hikcorpus.sources.decoding import segments
from hikcorpus.sources.ylilauta import regular
from hikcorpus.sources.ylilauta.addresses import HOSTS, NO_BOARD, ROOT, slug_of
from hikcorpus.sources.ylilauta.cutting import inside_others
from hikcorpus.sources.ylilauta.posts import message_of, parts_of, whole

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_STATS: Final = re.compile(
    r"(\d[\d\s.,]*?)\s*(?:repl|vastau)\w*(?:\D+(\d[\d\s.,]*?)\s*(?:user|käyttäj))?", re.IGNORECASE
)


def find(tree: "LexborHTMLParser", html: str) -> "LexborNode | None":
    """The card of the thread that the page is about: the only one with posts and an address of its own."""
    for card in tree.css("div.card.thread[data-thread-id][data-url]"):
        if card.css_first("div.post[data-post-id]") is not None:
            return card
    return None


def address(card: "LexborNode", html: str) -> Address | None:
    """As the card itself says; None where its address and its number do not fit."""
    found = segments(card.attributes.get("data-url") or "")
    thread_id = card.attributes.get("data-thread-id") or ""
    if found is None or len(found[1]) < 2 or whole(thread_id) is None:
        return None
    board, slug = found[1][:2]
    host = found[0].partition("://")[2].partition(":")[0]
    if host not in HOSTS or board in NO_BOARD or slug != slug_of(int(thread_id)):
        return None
    return Address(ROOT, board, thread_id)


def read(
    card: "LexborNode", where: Address, board: Board, names: frozenset[str], page: Cut | None = None
) -> ThreadPage:
    """All posts of the card. page: where regular replies were cut out of the tree: these replies."""
    problems: list[Problem] = []
    nodes: dict[str, LexborNode | re.Match[str]] = {}
    inside = inside_others(card, "div.post[data-post-id]")
    for number, node in _posts(card, page):
        if not isinstance(node, re.Match) and node.mem_id in inside:
            problems.append(Problem("nested_message", f"in post {next(reversed(nodes), '')}"))
        elif whole(number) is None:
            problems.append(Problem("unreadable_message", f"post {len(nodes) + 1} of the page"))
        elif number in nodes:
            problems.append(Problem("duplicate_message", f"post {number}"))
        else:
            nodes[number] = node
    parts = {number: parts_of(node) for number, node in nodes.items() if not isinstance(node, re.Match)}
    incoming: dict[str, list[str]] = {}  # replying post -> posts it replies to, as the buttons of those tell
    for number, node in nodes.items():
        for reply in regular.replies_to(node) if isinstance(node, re.Match) else parts[number].replies:
            incoming.setdefault(reply, []).append(number)
    messages: list[Message] = []
    edited: list[str] = []
    opened = False
    for number, node in nodes.items():
        replies_to = incoming.get(number, ())
        if isinstance(node, re.Match):
            message, is_edited = regular.message_of(node, where, names, replies_to, nodes.keys())
        else:
            message, is_edited = message_of(node, parts[number], where, names, replies_to, nodes.keys())
        if message.is_opening and opened:
            message = replace(message, is_opening=False)
        opened = opened or message.is_opening
        messages.append(message)
        if is_edited:
            edited.append(number)
    return ThreadPage(_facts(card, where.thread_id or "", edited), tuple(messages), tuple(problems))


def _posts(card: "LexborNode", page: Cut | None) -> "Iterator[tuple[str, LexborNode | re.Match[str]]]":
    for node in card.css("div.post[data-post-id]"):
        regulars = page.posts(node) if page is not None else None
        if regulars is None:
            yield node.attributes.get("data-post-id") or "", node
        else:
            yield from ((found[1], found) for found in regulars)


def _facts(card: "LexborNode", thread_id: str, edited: list[str]) -> Thread:
    stats = card.css_first("footer.thread-meta .stats")
    match = _STATS.search(" ".join(stats.text()[:400].split())) if stats else None
    extra = {"edited": ",".join(edited)} if edited else {}
    if match and match[2]:
        extra["users"] = re.sub(r"[^0-9]", "", match[2])
    return Thread(
        thread_id=thread_id,
        title=None,  # the site has no subjects
        reply_count=int(re.sub(r"[^0-9]", "", match[1])[:9] or 0) if match else None,
        extra=extra,
    )
