"""HTML that forums make of Markdown and BBCode ("cooked") -> plain text, with quotes as lines that begin with `> `.

Not an engine itself: for the forum engines that send messages as HTML in JSON (NodeBB, Discourse). A quote of another
message stays in the text, each line marked as in a mail; its header ("@x said in y:") goes, and whom it names is told
in `quoted`. Blank lines between paragraphs stay. A link preview (`aside.onebox`) becomes the address that was typed.
Pictures that hang on the message are files, not words: their names go.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import Link, read_markup

Header = Callable[[str], tuple[str, str | None]]
"""The HTML before a quote -> the same without the quote's header, and the id of the message that it names."""


class Quoted(NamedTuple):
    """A quoted message as its quote names it: its id or number, and its thread where the quote says."""

    message: str
    thread: str | None


class Cooked(NamedTuple):
    """A message: its text, its links in order (those in quotes too), and whom its outermost quotes quote."""

    text: str
    links: tuple[Link, ...] = ()
    quoted: tuple[Quoted, ...] = ()


MAX_DEPTH: Final = 8  # quotes nested deeper are shown as if at this depth
_EDGE: Final = re.compile(r"<(/?)(blockquote|aside)\b([^<>]{0,4000})>")
_POST: Final = re.compile(r'\bdata-post="([0-9]{1,18})"')
_TOPIC: Final = re.compile(r'\bdata-topic="([0-9]{1,18})"')
_SOURCE: Final = re.compile(r'\bdata-onebox-src="([^"]{0,2000})"')
_IMAGE: Final = re.compile(r"<img\b[^<>]{0,8000}>")
_PARAGRAPHS: Final = re.compile(r"</p>\n?<p\b")
_QUOTE, _BOX, _OTHER, _BLOCK = range(4)


def plain(text: str | None) -> str | None:
    """A one-line field with its entities decoded, or None if nothing is left."""
    return decode_entities(text).strip() or None if text else None


def without_uploads(html: str) -> str:
    """The HTML without the pictures that lie on the forum itself; smileys and pictures of other sites stay."""
    return _IMAGE.sub(_shown, html) if "<img" in html and "/uploads/" in html else html


def _shown(image: re.Match[str]) -> str:
    tag = image[0]
    return "" if "/uploads/" in tag and "emoji" not in tag else tag


def read_cooked(html: str, header: Header | None = None) -> Cooked:
    """The text of a message. header: how the engine writes a quote's header before it. Never raises."""
    if "<blockquote" not in html and "<aside" not in html:
        text, links = _read(html)
        return Cooked(text, links)
    reader = _Reader(header)
    done = 0
    for edge in _EDGE.finditer(html):
        closing, name, attributes = edge.groups()
        opens_quote = not closing and name == "blockquote"
        reader.write(html[done : edge.start()], before_quote=opens_quote)
        done = edge.end()
        if closing:
            reader.close(_BLOCK if name == "blockquote" else _OTHER)
        else:
            reader.open(_BLOCK if opens_quote else _kind(attributes), attributes)
    reader.write(html[done:])
    return Cooked("\n".join(reader.lines).strip("\n"), tuple(reader.links), tuple(dict.fromkeys(reader.quoted)))


def _read(html: str) -> tuple[str, tuple[Link, ...]]:
    """A piece without quotes. Most are paragraphs of bare text and line breaks: these need no tokenizer."""
    body = html.strip("\n")
    if "\r" not in body:
        body = body.replace("<br />\n", "<br>").replace("<br>\n", "<br>")
        if body.startswith("<p") and body.endswith("</p>"):
            opening = body[: body.find(">") + 1]
            bare = body[len(opening) : -4].replace(f"</p>\n{opening}", "<br><br>")
            if "\n" not in bare:
                bare = bare.replace("<br>", "\n")
                if "<" not in bare:
                    return decode_entities(bare).strip("\n"), ()
    marked = read_markup(_PARAGRAPHS.sub("</p><br><br><p", body) if "</p>" in body else body)
    return marked.text, marked.links


def _kind(attributes: str) -> int:
    if "onebox" in attributes:
        return _BOX
    return _QUOTE if "quote" in attributes else _OTHER


class _Reader:
    """Collects lines; `open_` = the elements that are open, `counts` = how many of each kind (asides as one)."""

    __slots__ = ("counts", "depth", "header", "lines", "links", "open_", "quoted")

    def __init__(self, header: Header | None) -> None:
        self.header = header
        self.lines: list[str] = []
        self.links: list[Link] = []
        self.quoted: list[Quoted] = []
        self.open_: list[int] = []
        self.counts = {_BLOCK: 0, _OTHER: 0, _BOX: 0}
        self.depth = 0

    def open(self, kind: int, attributes: str) -> None:
        if kind == _BOX and not self.counts[_BOX]:
            source = _SOURCE.search(attributes)
            if source is not None:
                self._add(decode_entities(source[1]))
        elif kind == _QUOTE and not self.depth and not self.counts[_BOX]:
            post, topic = _POST.search(attributes), _TOPIC.search(attributes)
            if post is not None:
                self.quoted.append(Quoted(post[1], topic[1] if topic else None))
        self.open_.append(kind)
        self._count(kind, 1)

    def close(self, kind: int) -> None:
        if not self.counts[kind]:
            return
        while self.open_:
            last = self.open_.pop()
            self._count(last, -1)
            if (last == _BLOCK) == (kind == _BLOCK):
                return

    def write(self, html: str, *, before_quote: bool = False) -> None:
        """A piece between two edges. What stands in a quote's box, but not in the quote, is its header."""
        if self.counts[_BOX] or (self.open_ and self.open_[-1] == _QUOTE) or not html:
            return
        if before_quote and self.header is not None:
            html, target = self.header(html)
            if target is not None and not self.depth:
                self.quoted.append(Quoted(target, None))
        text, links = _read(html)
        self.links += links
        if text.strip():
            self._add(text)

    def _count(self, kind: int, step: int) -> None:
        self.counts[_BLOCK if kind == _BLOCK else _OTHER] += step
        if kind == _BLOCK:
            self.depth += step
        elif kind == _BOX:
            self.counts[_BOX] += step

    def _add(self, text: str) -> None:
        if not self.depth:
            self.lines += text.split("\n")
            return
        mark = "> " * min(self.depth, MAX_DEPTH)
        self.lines += [(mark + line).rstrip() for line in text.split("\n")]
