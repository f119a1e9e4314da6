"""What a page shows, read by Python's own HTML parser and JSON reader: to hold our readers to, line by line.

Knows no engine but its charset: tags go, entities are decoded once, `<br>` and the edges of blocks end a line. In JSON
each string is a page of its own. Spaces are nobody's: lines are compared without any.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from hikcorpus.sources.base import Page

CHARSETS = {"dat": "cp932", "machi": "cp932", "futaba": "cp932", "shitaraba": "euc_jp"}
NEWLINES = frozenset({"lynxchan", "jschan", "ylilauta"})
"""Engines that write a line's end as one, at least on pages without `<br>`."""

PLAIN = {
    "foolfuuka": {"comment"},
    "jschan": {"subject", "name", "nomarkup"},
    "nodebb": {"titleRaw"},
}
"""Keys whose strings are no HTML, but what was typed."""

NOTES = re.compile(r"\(OP\)|→|\(USERWASBANNEDFORTHISPOST\)")
"""What boards write behind reply marks and texts, without spaces."""

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "cite",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "area",
        "audio",
        "b",
        "base",
        "basefont",
        "bdi",
        "bdo",
        "big",
        "button",
        "canvas",
        "code",
        "col",
        "colgroup",
        "data",
        "del",
        "dfn",
        "em",
        "embed",
        "font",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "link",
        "map",
        "mark",
        "meta",
        "meter",
        "noscript",
        "object",
        "output",
        "param",
        "picture",
        "progress",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "script",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "sup",
        "svg",
        "textarea",
        "time",
        "track",
        "tt",
        "u",
        "var",
        "video",
        "wbr",
        "nobr",
        "path",
        "use",
        "g",
        "circle",
        "template",
        "center",
        "marquee",
        "caption",
    ]
)


def close(text: str) -> str:
    """The text without any space."""
    return "".join(text.split())


class _Lines(HTMLParser):
    def __init__(self, *, newlines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.newlines = newlines
        self.lines: list[tuple[str, int | None]] = []  # a line, and how many <br> end it: None = a block does
        self.attributes: list[str] = []
        self.parts: list[str] = []
        self.pre = 0

    def end_line(self, breaks: int | None) -> None:
        self.lines.append((close("".join(self.parts)), breaks))
        self.parts = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [value for _, value in attrs if value]
        if tag == "br":
            self.end_line(1)
        elif tag in BLOCKS:
            self.end_line(None)
            self.pre += tag == "pre"
        elif tag == "img":
            self.parts += [value for name, value in attrs if name == "alt" and value]
        elif tag not in INLINE:  # somebody's own words
            self.parts.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.end_line(None)
            self.pre -= tag == "pre"
        elif tag not in INLINE:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if (self.newlines or self.pre > 0) and self.cdata_elem is None:
            first, *rest = data.replace("\r\n", "\n").split("\n")
            self.parts.append(first)
            for one in rest:
                self.end_line(1)
                self.parts.append(one)
        else:
            self.parts.append(data)


def _strings(value: Any) -> Iterator[tuple[str, str]]:
    stack = [("", value)]
    while stack:
        key, one = stack.pop()
        if isinstance(one, str):
            yield key, one
        elif isinstance(one, dict):
            stack += one.items()
        elif isinstance(one, list):
            stack += [(key, below) for below in one]


class Shown:
    """A page as it is shown.

    lines: all lines. pairs: two lines with nothing but breaks between them -> the numbers of breaks seen there.
    flow: everything, attributes too, without spaces.
    """

    def __init__(self, engine: str, page: Page) -> None:
        text = self._text(engine, page)
        self.lines: set[str] = set()
        self.pairs: dict[tuple[str, str], set[int]] = defaultdict(set)
        pieces, flow = [text], []
        if page.body.lstrip()[:1] in (b"{", b"["):
            pieces = []
            for key, value in _strings(json.loads(text)):
                if key in PLAIN.get(engine, ()):
                    lines = [(close(line), 1) for line in value.split("\n")]
                    self._add(lines)
                    flow += [line for line, _ in lines]
                else:
                    pieces.append(value)
        elif "<>" in text and "</div" not in text:
            pieces = re.split(r"<>|[\r\n]", text)
        for piece in pieces:
            reader = _Lines(newlines=engine in NEWLINES and (piece is not text or "<br" not in text))
            reader.feed(piece)
            reader.close()
            reader.end_line(None)
            self._add(reader.lines)
            flow += [*(line for line, _ in reader.lines), *map(close, reader.attributes)]
        self.flow = "\n".join(flow)

    def _text(self, engine: str, page: Page) -> str:
        for charset in ("utf-8", page.charset or "utf-8", CHARSETS.get(engine, "utf-8")):
            try:
                return page.body.decode(charset)
            except UnicodeDecodeError:
                continue
        return page.body.decode(CHARSETS.get(engine, "utf-8"), "replace")

    def _add(self, lines: list[tuple[str, int | None]]) -> None:
        self.lines.update(line for line, _ in lines)
        self.lines.update(NOTES.sub("", line) for line, _ in lines)
        before, breaks = "", 0
        for line, ended in lines:
            if line:
                if before and breaks:
                    self.pairs[before, line].add(breaks)
                before, breaks = line, 0
            if ended is None:
                before, breaks = "", 0
            else:
                breaks += ended
