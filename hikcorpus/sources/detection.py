"""Which engine made a page, and which boards it leads to. Pure."""

import re
from typing import Final
from urllib.parse import urldefrag, urljoin

from hikcorpus.sources.base import Address, Page, Source
from hikcorpus.text.entities import decode_entities

HEAD: Final = 64 * 1024
FOOT: Final = 16 * 1024
"""Bytes of a page, from its beginning and its end, in which an engine's traces are looked for."""

_HREF: Final = re.compile(
    rb"""<a\b[^<>]{0,400}?\bhref\s*=\s*(?:"([^"<>]{1,400})"|'([^'<>]{1,400})'|([^\s"'<>]{1,400}))""", re.I
)


def made_by(page: Page, sources: tuple[Source, ...]) -> list[Source]:
    """The engines whose traces the page bears, in the order given."""
    edges = page.body if len(page.body) <= HEAD + FOOT else page.body[:HEAD] + b"\n" + page.body[-FOOT:]
    text = edges.decode("utf-8", "replace")
    return [one for one in sources if any(re.search(trace, text, re.IGNORECASE) for trace in one.traces)]


def boards_linked(page: Page, source: Source) -> list[Address]:
    """The boards of this engine to which the page links, each once, in the page's order; on the page's own host."""
    found: dict[tuple[str, str], Address] = {}
    for link in _HREF.finditer(page.body):
        written = decode_entities((link[1] or link[2] or link[3]).decode("utf-8", "replace"))
        try:
            url = urldefrag(urljoin(page.url, written)).url
        except ValueError:
            continue
        address = source.recognise(url)
        if address is None or address.thread_id is not None:
            continue
        if _host(address.root) == _host(page.url):
            found.setdefault((address.root, address.board), address)
    return list(found.values())


def _host(url: str) -> str:
    return [*url.split("/", 3), "", "", ""][2]
