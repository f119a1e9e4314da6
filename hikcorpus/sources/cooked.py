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
_EDGE: Final = re.compile(r"<(/?)(blockquote|aside)\b([^<>]*+)>")
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
    parts = iter(_EDGE.split(html))
    lines: list[str] = []
    found: list[Link] = []
    quoted: list[Quoted] = []
    open_: list[int] = []  # the elements that are open
    depth = boxes = asides = 0  # how many of them are quotes, previews, asides of any kind
    piece = next(parts)
    for closing, name, attributes, following in zip(parts, parts, parts, parts, strict=True):
        is_block = name == "blockquote"
        # what stands in a quote's box, but not in the quote, is its header
        if piece and piece != "\n" and not boxes and not (open_ and open_[-1] == _QUOTE):
            if is_block and not closing and header is not None:
                piece = _without_header(piece, header, None if depth else quoted)
            _add(piece, depth, lines, found)
        piece = following
        if not closing:
            kind = _BLOCK if is_block else _kind(attributes)
            open_.append(kind)
            if is_block:
                depth += 1
                continue
            asides += 1
            if kind == _BOX:
                source = None if boxes else _SOURCE.search(attributes)
                if source is not None:
                    _mark(decode_entities(source[1]), depth, lines)
                boxes += 1
            elif kind == _QUOTE and not depth and not boxes and (post := _POST.search(attributes)) is not None:
                topic = _TOPIC.search(attributes)
                quoted.append(Quoted(post[1], topic[1] if topic else None))
        elif depth if is_block else asides:  # what is closed may hold elements that nobody closed
            last = -1
            while last == -1 or (last == _BLOCK) != is_block:
                last = open_.pop()
                depth -= last == _BLOCK
                asides -= last != _BLOCK
                boxes -= last == _BOX
    if piece and piece != "\n" and not boxes and not (open_ and open_[-1] == _QUOTE):
        _add(piece, depth, lines, found)
    return Cooked(
        "\n".join(lines).strip("\n"), tuple(found), tuple(dict.fromkeys(quoted)) if len(quoted) > 1 else tuple(quoted)
    )


def _without_header(piece: str, header: Header, quoted: list[Quoted] | None) -> str:
    piece, target = header(piece)
    if target is not None and quoted is not None:
        quoted.append(Quoted(target, None))
    return piece


def _add(piece: str, depth: int, lines: list[str], links: list[Link]) -> None:
    text, found = _read(piece)
    links += found
    if text and not text.isspace():
        _mark(text, depth, lines)


def _mark(text: str, depth: int, lines: list[str]) -> None:
    if depth:
        mark = "> " * min(depth, MAX_DEPTH)
        text = mark + text.replace("\n", "\n" + mark)
        if mark + "\n" in text:  # blank lines end in no space
            text = text.replace(mark + "\n", mark[:-1] + "\n")
    lines.append(text)


def _read(html: str) -> tuple[str, tuple[Link, ...]]:
    """A piece without quotes. Most are paragraphs of bare text and line breaks: these need no tokenizer."""
    body = html.strip("\n")
    if not body:
        return "", ()
    if "\r" not in body:
        if "\n" in body:
            body = body.replace("<br />\n", "<br>").replace("<br>\n", "<br>")
        if body.startswith("<p") and body.endswith("</p>"):
            opening = body[: body.find(">") + 1]
            bare = body[len(opening) : -4]
            if "\n" in bare:
                bare = bare.replace("</p>\n" + opening, "<br><br>")
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
