"""What an answer of Ylilauta with status 200 really is.

Sources: bqv/chance `lib/sites/ylilauta.dart` (a body under 4,000 bytes is the stub for those who ask too fast; real
pages have 25 KB and more), its captured pages (challenge, deleted threads); the title `404` since 2018.
"""

import re
from typing import TYPE_CHECKING, Final

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Answer, Page
from hikcorpus.sources.decoding import decode
from hikcorpus.sources.ylilauta.addresses import is_decimal, recognised

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

STUB: Final = 4000
"""Bytes below which an answer that is no thread is the stub for those who ask too fast."""

_CHALLENGE: Final = re.compile(r"<title[^<>]{0,99}>\s{0,99}Beep boop\?|[\"']/api/user-captcha-verify[\"']")
_HEAD: Final = 65536


def answer_of(page: Page, tree: "LexborHTMLParser | None", *, is_thread: bool) -> Answer:
    """tree: of the page, None where it is no text. is_thread: it holds a thread that can be read."""
    try:
        html, _ = decode(page, "utf-8", "a page of Ylilauta")
    except LayoutChanged:
        return "other"
    if _CHALLENGE.search(html, 0, _HEAD):
        return "challenge"
    if is_thread:
        return "ok"
    if len(page.body) < STUB:
        return "rate_limited"
    asked = recognised(page.url)
    if asked is None or asked.thread_id is None or tree is None:
        return "ok"
    if is_decimal(page.url):  # today these show other threads: nothing is told of the one asked for
        return "other"
    card = tree.css_first(f'.card.thread[data-thread-id="{asked.thread_id}"]')
    title = tree.css_first("title")
    is_missing = title is not None and title.text().strip().startswith("404")
    return "gone" if card is not None or is_missing else "other"
