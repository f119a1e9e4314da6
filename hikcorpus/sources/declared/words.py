"""The words of a post, from its element: line by line, quotes behind `> `, what is no text of the poster left out.

The same text as `text.markup.read_markup` gives of the element's HTML, taken from the tree that is there already.
"""

import re
from collections.abc import Set
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_DEPTH: Final = 20
"""Quotes within quotes that are told apart."""
_FOLD: Final = re.compile(r"(?<![ \t\f])[ \t\f]*+[\r\n][ \t\f\r\n]*+")
_SPACES: Final = frozenset({"", " ", "\t", "\f", "\r"})
_BLOCK_NAMES: Final = (
    "p div blockquote pre ul ol li dl dt dd tr hr h1 h2 h3 h4 h5 h6 center section article header footer address "
    "figure figcaption form fieldset details summary aside main nav caption table"
)
_BLOCKS: Final = frozenset(_BLOCK_NAMES.split())
_LINES: Final = _BLOCKS | {"td", "th"}  # what is none of these changes nothing about lines
_SKIPPED: Final = frozenset({"script", "style", "iframe", "object", "noscript", "template", "textarea", "select"})


def words_of(node: "LexborNode", quotes: Set[int], skipped: Set[int], *, newlines: bool = False) -> str:
    """The text of an element, no blank line at its ends.

    quotes, skipped: `mem_id` of elements that are quotes, and of those that are left out. newlines: line breaks of the
    source are line breaks of the text.
    """
    html = node.inner_html or ""
    if html.count("<") == html.count("<br>"):
        return _plain(html, newlines=newlines)
    return _walked(node, quotes, skipped, newlines=newlines)


def _plain(html: str, *, newlines: bool) -> str:
    """The text of most posts: nothing but words and breaks."""
    if newlines:
        html = html.replace("<br>", "\n").replace("\r\n", "\n")
    else:
        first = html.lstrip(" \t\r\n")
        edge = html[: len(html) - len(first)]
        html = first if "\n" in edge or "\r" in edge else html  # else spaces that were typed
        html = html.rstrip(" \t\r\n")
        if "\n " not in html and "\n\t" not in html:
            html = html.replace("<br>\n", "<br>")  # forums: one break, written twice
        if "\n" in html or "\r" in html:
            lines = html.split("<br>")
            html = "\n".join([_folded(line) if "\n" in line or "\r" in line else line for line in lines])
        else:
            html = html.replace("<br>", "\n")
    if "&" in html:  # the tree's own HTML knows four entities
        html = html.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\xa0").replace("&amp;", "&")
    return html.strip("\n")


def _folded(line: str) -> str:
    return _FOLD.sub("\n", line).strip("\n").replace("\n", " ")


def _walked(node: "LexborNode", quotes: Set[int], skipped: Set[int], *, newlines: bool) -> str:
    lines = _Lines(newlines=newlines)
    above: list[LexborNode] = []
    here = node.child
    while True:
        while here is None:
            if not above:
                return lines.text()
            here = above.pop()
            if here.tag in _LINES or here.mem_id in quotes:
                lines.leave(here.tag or "", is_quote=here.mem_id in quotes)
            here = here.next
        tag = here.tag
        if tag == "-text":
            lines.write(here.text_content or "")
        elif tag == "br":
            lines.end()
        elif tag == "img":
            if (alt := here.attributes.get("alt")) and here.mem_id not in skipped:
                lines.write(alt)
        elif here.mem_id in skipped:
            lines.leave_out()
        elif tag not in _SKIPPED and (child := here.child) is not None:
            if tag in _LINES or here.mem_id in quotes:
                lines.enter(tag or "", is_quote=here.mem_id in quotes)
            above.append(here)
            here = child
            continue
        here = here.next


class _Lines:
    """Collects lines; `soft` = one ends at the edge of a block if anything stands in it."""

    __slots__ = ("depth", "header", "indent", "line", "newlines", "out", "pre", "soft", "space")

    def __init__(self, *, newlines: bool) -> None:
        self.out: list[str] = []
        self.line: list[str] = []
        self.newlines = newlines
        self.depth = 0
        self.pre = 0
        self.header: bool | None = None  # of the quote just begun: True = was left out, False = none yet; None = words
        self.indent = ""  # spaces at the beginning of a line, of which nobody knows yet whether a word follows
        self.soft = False  # the line ends before the next word
        self.space = False  # a line break of the source waits: a space, if a word follows on this line

    def write(self, text: str) -> None:
        if self.newlines or self.pre:
            first, *more = text.replace("\r\n", "\n").split("\n")
            self._add(first)
            for one in more:
                self.end()
                self._add(one)
            return
        if text[:1] == "\n" and text[1:2] not in _SPACES and text.find("\n", 1) < 0:  # the line behind a <br>
            self.space = True
            self._add(text[1:])
        elif "\n" in text or "\r" in text:
            text = _FOLD.sub("\n", text)
            if text[0] == "\n":
                self.space = True
                text = text[1:]
            waiting = text.endswith("\n")
            self._add((text[:-1] if waiting else text).replace("\n", " "))
            self.space = self.space or waiting
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        if self.header:  # spaces between the parts of a header, and behind it
            text, self.indent = text.lstrip(" \t"), ""
        if not text:
            return
        if (self.soft or not self.line) and not text.strip(" \t"):
            self.indent += text
            return
        indent = "" if self.soft else self.indent
        if self.soft:
            self._close()
        elif self.space and self.line:
            self.line.append(" ")
        self.space = False
        self.header = None
        if not self.line:
            self.line.append("> " * self.depth + indent)
        self.line.append(text)

    def _close(self) -> None:
        self.out.append("".join(self.line))
        self.line = []
        self.indent = ""
        self.soft = self.space = False

    def end(self) -> None:
        """A line break."""
        if self.header and not self.line:  # the one that ends the header's line
            self.header, self.indent = None, ""
            return
        self.header = None
        if not self.line and self.depth and not self.soft:
            self.line.append(">" * self.depth)
        self._close()

    def enter(self, tag: str, *, is_quote: bool) -> None:
        self._edge(tag, is_quote=is_quote)
        self.depth += is_quote and self.depth < MAX_DEPTH
        self.header = False if is_quote else self.header
        if tag == "pre":
            self.pre += 1
        elif tag in ("td", "th") and self.line and not self.soft:
            self._add("\t")

    def leave(self, tag: str, *, is_quote: bool) -> None:
        self._edge(tag, is_quote=is_quote)
        self.depth -= is_quote and self.depth > 0
        if tag == "pre":
            self.pre -= 1

    def leave_out(self) -> None:
        """What is no text of the poster stood here."""
        if self.header is False:
            self.header = True

    def _edge(self, tag: str, *, is_quote: bool) -> None:
        if is_quote or tag in _BLOCKS:
            self.soft = self.soft or bool(self.line)
            self.indent = ""

    def text(self) -> str:
        self._close()
        return "\n".join(line.rstrip() if line.startswith(">") else line for line in self.out).strip("\n")
