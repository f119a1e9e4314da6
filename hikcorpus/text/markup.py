"""Comment HTML of boards -> plain text and links, in one pass.

A tokenizer instead of a tree: boards write comments with a handful of elements, a tree per comment costs more
than all the rest of reading it, and a tree hides what a poster typed where an engine escapes badly. What is kept:

- every line break (`<br>`, block elements, infinity's `<p class="body-line">`, "\\n" where the engine means it);
- runs of blank lines, spaces, `>` quotes, `<3`, `a < b`: a tag is markup only if its name is an HTML element's;
- spoilers, greentext, code: the words, without a mark of ours, because a mark inside a phone number or a word
  would hide it from recognisers and lemmatisers;
- the alternative text of images (smileys, emoji); links as shown, their addresses apart in `links`.

What is dropped: `<wbr>`, comments, scripts, and the boards' own notes (`span.abbr`, `table.exif`).
Entities are decoded once, so that a typed `&amp;` stays one.
"""

import re
from typing import Final, NamedTuple

from hikcorpus.text.entities import decode_entities
from hikcorpus.text.patterns import compiled


class Link(NamedTuple):
    """A link of a comment: its address (None for a dead one), the text shown, and the board's mark of death."""

    href: str | None
    text: str
    dead: bool = False


class Marked(NamedTuple):
    """A comment as plain text, without blank lines at its ends, and its links in order."""

    text: str
    links: tuple[Link, ...]


_TAG: Final = compiled(
    r"<(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/>])"
    r"""((?:[^<>"']++|"[^"]{0,4000}+"|'[^']{0,4000}+')*+>|[^<>]*+>)"""  # second form: an unbalanced quote
    r"|<!--[\s\S]{0,2000}?-->"
)
_SIMPLE: Final = compiled(  # the usual elements of imageboards with nothing but text in them
    r"""<a (?:onclick="highlightReply\('[0-9]+', event\);" )?href="([^"<>]*+)"(?: (?:class|rel|target)="[a-z_]*+")*>"""
    r"""([^<>]*+)</a>|<(?:span class="(deadlink|quote|quote blue|spoiler|unkfunc|heading)"|font color="#[0-9a-f]{6}")"""
    r""">([^<>]*+)</(?(3)span|font)>"""
)
_HREF: Final = compiled(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ALT: Final = compiled(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_FOLD: Final = compiled(r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+")

_MOST_OPEN: Final = 16  # links in one another: each one's text is all up to its end
_COMMENT, _NO_ELEMENT, _INLINE, _BREAK, _LINK, _BLOCK, _CELL, _SPAN, _IMAGE, _SKIP, _TABLE = range(-1, 10)
_KINDS: Final[dict[str, int]] = {
    name: kind
    for kind, names in (
        (_BREAK, "br"),
        (_LINK, "a"),
        (
            _BLOCK,
            "p div blockquote pre ul ol li dl dt dd tr hr h1 h2 h3 h4 h5 h6 center section article header footer "
            "address figure figcaption form fieldset details summary aside main nav caption",
        ),
        (_CELL, "td th"),
        (_SPAN, "span"),
        (_IMAGE, "img"),
        (_SKIP, "script style iframe object noscript"),
        (
            _INLINE,
            "b i u s em strong small big sub sup font code kbd samp tt var cite q ins del strike mark label abbr "
            "acronym ruby rt rp rb bdi bdo wbr nobr time data dfn tbody thead tfoot col colgroup input button "
            "select option textarea body html embed param video audio source picture marquee blink",
        ),
        (_TABLE, "table"),
    )
    for name in names.split()
}


def _value(pattern: re.Pattern[str], attributes: str) -> str | None:
    match = pattern.search(attributes)
    return (match[1] or match[2] or match[3] or "") if match else None


def read_markup(html: str, *, newlines: bool = False) -> Marked:
    """The plain text and the links of a comment. Never raises.

    newlines: True where the engine writes line breaks as "\\n"; else they are mere white space of the page.
    """
    if "\r" in html:
        html = html.replace("\r\n", "\n").replace("\r", "\n")
    fold = not newlines and "\n" in html
    if "<br" in html and not fold:  # the usual breaks at once: half of all tags
        html = html.replace("<br/>", "\n").replace("<br>", "\n").replace("<br />", "\n")
    if "<" not in html:
        return Marked(decode_entities(_FOLD.sub(" ", html) if fold else html).strip("\n"), ())
    if not fold and (simple := _read_simple(html)) is not None:
        return simple
    reader = _Reader(fold=fold)
    parts = _TAG.split(html)
    tail = parts.pop()
    each = iter(parts)
    for raw, closing, name, attributes in zip(each, each, each, each, strict=True):
        kind = _COMMENT if name is None else _KINDS.get(name) or _KINDS.get(name.lower(), _NO_ELEMENT)
        if raw:
            reader.write(raw, before_break=kind in (_BREAK, _BLOCK))
        if kind > _INLINE:
            reader.tag(kind, name.lower(), closing, attributes)
        elif kind == _NO_ELEMENT:  # somebody's own words
            reader.write(f"<{closing}{name}{attributes}")
    if tail:
        reader.write(tail, before_break=True)
    return reader.result()


def _read_simple(html: str) -> Marked | None:
    """The same, of a comment with only simple elements in it; None for all others."""
    parts = _SIMPLE.split(html)
    tail = parts.pop()
    if "<" in tail:
        return None
    out: list[str] = []
    links: list[Link] = []
    each = iter(parts)
    for raw, href, shown, kind, words in zip(each, each, each, each, each, strict=True):
        if raw:
            if "<" in raw:
                return None
            out.append(decode_entities(raw) if "&" in raw else raw)
        text = decode_entities(words if href is None else shown)
        out.append(text)
        if href is not None:
            links.append(Link(decode_entities(href) if "&" in href else href, text))
        elif kind == "deadlink":
            links.append(Link(None, text, dead=True))
    if tail:
        out.append(decode_entities(tail) if "&" in tail else tail)
    return Marked("".join(out).strip("\n"), tuple(links))


class _Reader:
    """Collects text; `soft` = a line break is due before the next text (the edge of a block)."""

    __slots__ = ("fold", "lines", "links", "marked", "open", "out", "pre", "skip", "soft")

    def __init__(self, *, fold: bool) -> None:
        self.fold = fold
        self.out: list[str] = []
        self.links: list[Link] = []
        self.open: list[tuple[int, int, str | None] | None] = []  # links and spans: kind, place in out, href
        self.marked = 0  # how many of them hold a place
        self.lines: list[bool] = []  # paragraphs: is it one of infinity's lines?
        self.soft = False
        self.pre = 0
        self.skip: list[str] = []  # elements whose content is not the poster's

    def at_start(self) -> bool:
        return not self.out or self.out[-1].endswith("\n")

    def write(self, raw: str, *, before_break: bool = False) -> None:
        if self.skip:
            return
        if self.fold and not self.pre and "\n" in raw:
            raw = _FOLD.sub("\n", raw)
            if raw[0] == "\n" and (self.soft or self.at_start()):
                raw = raw[1:]
            if before_break and raw.endswith("\n"):
                raw = raw[:-1]
            raw = raw.replace("\n", " ")
        text = decode_entities(raw)
        if not text:
            return
        if self.soft:
            self.soft = False
            if text[0] != "\n":  # a break that follows a block ends the same line
                self.out.append("\n")
        self.out.append(text)

    def tag(self, kind: int, name: str, closing: str, attributes: str) -> None:
        if not self.skip:
            _HANDLERS[kind](self, name, closing, attributes)
        elif name == self.skip[-1]:
            if closing:
                self.skip.pop()
            elif name in ("span", "table"):
                self.skip.append(name)

    def _break(self, name: str, closing: str, attributes: str) -> None:
        self.soft = False
        self.out.append("\n")

    def _image(self, name: str, closing: str, attributes: str) -> None:
        self.write(_value(_ALT, attributes) or "")

    def _cell(self, name: str, closing: str, attributes: str) -> None:
        if not closing and not self.soft and not self.at_start():
            self.write("\t")

    def _table(self, name: str, closing: str, attributes: str) -> None:
        if not closing and "exif" in attributes:
            self.skip.append(name)
        else:
            self.soft = self.soft or not self.at_start()

    def _skipped(self, name: str, closing: str, attributes: str) -> None:
        if not closing and not attributes.endswith("/>"):
            self.skip.append(name)

    def _anchor(self, name: str, closing: str, attributes: str) -> None:
        if closing:
            self._close_until(_LINK)
        else:
            href = _value(_HREF, attributes)
            self.open.append((_LINK, self._place(), None if href is None else decode_entities(href)))

    def _span(self, name: str, closing: str, attributes: str) -> None:
        if closing:
            self._close_until(_SPAN)
        elif "abbr" in attributes:
            self.skip.append(name)
        else:
            self.open.append((_SPAN, self._place(), None) if "deadlink" in attributes else None)

    def _place(self) -> int:
        """Where a link begins; -1 where so many are open already that nobody ever closes them."""
        if self.marked == _MOST_OPEN:
            return -1
        self.marked += 1
        return len(self.out)

    def _close_until(self, kind: int) -> None:
        while self.open:
            entry = self.open.pop()
            if entry is not None:
                self._close(entry)
                if entry[0] == kind:
                    return
            elif kind == _SPAN:
                return

    def _close(self, entry: tuple[int, int, str | None]) -> None:
        kind, start, href = entry
        if start < 0:
            return
        self.marked -= 1
        text = self.out[start] if len(self.out) == start + 1 else "".join(self.out[start:]).lstrip("\n")
        if kind == _SPAN:
            self.links.append(Link(None, text, dead=True))
        elif href is not None:
            self.links.append(Link(href, text))

    def _block(self, name: str, closing: str, attributes: str) -> None:
        if name == "p":
            if not closing:
                self.lines.append("body-line" in attributes)
            elif self.lines and self.lines.pop():
                self.out.append("\n")
                self.soft = False
                return
        elif name == "pre":
            self.pre = max(0, self.pre + (-1 if closing else 1))
        self.soft = self.soft or not self.at_start()

    def result(self) -> Marked:
        for entry in self.open:
            if entry is not None:
                self._close(entry)
        return Marked("".join(self.out).strip("\n"), tuple(self.links))


_HANDLERS: Final = {
    _BREAK: _Reader._break,
    _LINK: _Reader._anchor,
    _BLOCK: _Reader._block,
    _CELL: _Reader._cell,
    _SPAN: _Reader._span,
    _IMAGE: _Reader._image,
    _SKIP: _Reader._skipped,
    _TABLE: _Reader._table,
}
