"""The first cards of a board's page (2026): all that plain requests show of it, the rest comes by scrolling (POST).

Read only where the operator has permitted a crawl. Source: bqv/chance `lib/sites/ylilauta_parser.dart`, a captured
fragment. The stamp on a card is the opening post's time, not that of the thread's last change.
"""

import hashlib
import re
from typing import TYPE_CHECKING

from hikcorpus.sources.base import Listing, Problem, ThreadMark
from hikcorpus.sources.ylilauta.posts import whole

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


def listing_of(tree: "LexborHTMLParser", board: str) -> Listing | None:
    """The cards of that board's own page; None where the page is none."""
    page = tree.css_first("div.threads[data-board]")
    if page is None or page.attributes.get("data-board") != board:
        return None
    threads: dict[str, ThreadMark] = {}
    problems: list[Problem] = []
    for place, card in enumerate(page.css("div.card.thread")):
        thread_id = card.attributes.get("data-thread-id") or ""
        if whole(thread_id) is None:
            problems.append(Problem("unreadable_thread", f"card {place + 1}"))
        elif thread_id in threads:
            problems.append(Problem("duplicate_thread", f"thread {thread_id}"))
        else:
            counted = card.css_first(".stats span")
            count = re.sub(r"[^0-9]", "", counted.text())[:9] if counted is not None else ""
            message = card.css_first(".message, .post-deleted")
            words = hashlib.sha256((message.text() if message is not None else "").encode()).hexdigest()[:16]
            reply_count = int(count) if count else None
            mark = f"r{reply_count}:{words}"
            threads[thread_id] = ThreadMark(thread_id, len(threads), mark, reply_count)
    return Listing(tuple(threads.values()), tuple(problems))
