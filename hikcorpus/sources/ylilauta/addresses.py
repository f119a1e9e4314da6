"""Addresses of ylilauta.org through the years, and where a saved page says which thread it is.

Until about 2021 a thread's address was decimal (`/palaute/76420925`, the number of its opening post), now it is a slug:
base 36 of the thread's own number (measured 17/17, `formats-imageboards.md` 1.2). Today's site answers a decimal
address with a listing of other threads. A slug may be all digits (`298021`): by the numbers given out so far, up to
six characters are a slug, seven digits and more an old address.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from hikcorpus.sources.base import Address
from hikcorpus.sources.decoding import segments

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

ROOT: Final = "https://ylilauta.org"
HOSTS: Final = frozenset({"ylilauta.org", "www.ylilauta.org"})
NO_BOARD: Final = frozenset({"", "post", "user", "api", "gold", "static", "search", "scripts", "preferences"})
_BOARD: Final = re.compile(r"[a-z0-9_åäö]{1,30}\Z")
_SLUG: Final = re.compile(r"[0-9a-z]{4,8}\Z")
_OLD: Final = re.compile(r"[0-9]{7,12}\Z")
_SAVED_FROM: Final = re.compile(r"<!--\s*saved from url=\([0-9]+\)(\S{1,300})\s*-->")
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def slug_of(thread_id: int) -> str:
    """The thread's id in base 36, as in its address."""
    slug = ""
    while thread_id:
        thread_id, digit = divmod(thread_id, 36)
        slug = _DIGITS[digit] + slug
    return slug or "0"


def thread_id_of(last: str) -> str | None:
    """The thread that the last part of an address names: decimal as it is, slugs as their number."""
    if _OLD.match(last):
        return last
    return str(int(last, 36)) if _SLUG.match(last) else None


def is_decimal(url: str) -> bool:
    """Whether an address is one of the old decimal ones, at which other threads stand today."""
    found = segments(url)
    return found is not None and len(found[1]) > 1 and _OLD.match(found[1][1]) is not None


def recognised(url: str) -> Address | None:
    """Any address of the site."""
    found = segments(url)
    if found is None or found[0].partition("://")[2].partition(":")[0] not in HOSTS:
        return None
    board, last, *_ = [*found[1], "", ""]
    if board in NO_BOARD:
        return Address(ROOT, board)
    return Address(ROOT, board, thread_id_of(last))


def own_address(tree: "LexborHTMLParser", html: str, subject: str | None) -> Address | None:
    """Which thread an older page says it is: canonical address, og:url, the browser's "saved from", its own title.

    subject: the address that the thread's title links to.
    """
    for url in _candidates(tree, html, subject):
        address = recognised(_absolute(url))
        if address is not None and address.thread_id is not None and _BOARD.match(address.board):
            return address
    return None


def _absolute(url: str) -> str:
    try:
        return urljoin(f"{ROOT}/", url)
    except ValueError:
        return ""


def _candidates(tree: "LexborHTMLParser", html: str, subject: str | None) -> Iterator[str]:
    for selector, name in (("link[rel=canonical]", "href"), ('meta[property="og:url"]', "content")):
        node = tree.css_first(selector)
        if node is not None:
            yield node.attributes.get(name) or ""
    saved = _SAVED_FROM.search(html, 0, 4096)
    if saved:
        yield saved[1]
    if subject:
        yield subject


def is_board(name: str) -> bool:
    """Whether it can be a board's name."""
    return _BOARD.match(name) is not None and name not in NO_BOARD
