"""Where things stand on a page: values of a description, looked for once for all posts of a page.

One query a selector, over all posts, whose answer comes in the page's order and holds the posts themselves too: so
each element found belongs to the post before it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from hikcorpus.config.value import Value, first_group

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_VALUE: Final = 2_000
"""Characters of a value that are looked at: nothing that a field may hold is longer."""
_STRINGS: Final = re.compile(r"\"[^\"]*\"|'[^']*'")


def folded(text: str) -> str:
    """With every run of white space as one space, none at the ends."""
    return " ".join(text[: 4 * MAX_VALUE].split())[:MAX_VALUE]


def _own(node: "LexborNode") -> str:
    return "".join(child.text_content or "" for child in node.iter(include_text=True) if child.is_text_node)


def _after(node: "LexborNode") -> str:
    out, here = [], node.next
    while here is not None and not here.is_element_node:
        if here.is_text_node:
            out.append(here.text_content or "")
        here = here.next
    return "".join(out)


def _titled(node: "LexborNode") -> str:
    """Its text, in which an element with a title stands with the title."""
    out: list[str] = []
    waiting = [node.child]
    while waiting:
        here = waiting.pop()
        if here is None:
            continue
        waiting.append(here.next)
        if here.is_text_node:
            out.append(here.text_content or "")
        elif here.is_element_node:
            if title := here.attributes.get("title"):
                out.append(title)
            else:
                waiting.append(here.child)
    return "".join(out)


_TEXTS: Final[dict[str, Callable[["LexborNode"], str]]] = {
    "text": lambda node: node.text(),
    "own": _own,
    "after": _after,
    "titled": _titled,
}


def whole(node: "LexborNode", value: Value) -> str:
    """What a value looks at in an element, white space folded, before its pattern chooses of it."""
    read = _TEXTS.get(value.take)
    return folded((read(node) if read else node.attributes.get(value.take)) or "")


def taken(node: "LexborNode", value: Value) -> str | None:
    """What a value takes of an element; None where there is nothing or its pattern finds nothing."""
    return matched(text, value) if (text := whole(node, value)) else None


def matched(text: str, value: Value) -> str | None:
    """What a value's pattern finds in a text; all of it where it has none; None for nothing."""
    if value.pattern is None:
        return text or None
    match = value.pattern.search(text)
    return (first_group(match).strip() or None) if match else None


def _top_commas(selector: str) -> list[str]:
    """The selectors of a list, apart: at commas that stand in no bracket and no string."""
    masked = _STRINGS.sub(lambda match: "_" * len(match[0]), selector)
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(masked):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            parts.append(selector[start:place].strip())
            start = place + 1
    return [*parts, selector[start:].strip()]


@cache
def within(each: str, selector: str, until: str, *, flat: bool) -> str:
    """The query for all elements of a selector, and the posts in which they stand."""
    inner = [selector] if flat else [f"{one} {other}" for one in _top_commas(each) for other in _top_commas(selector)]
    return ", ".join(filter(None, (each, until, *inner)))


class Found:
    """A page and what single values find on it."""

    def __init__(self, source: str) -> None:
        from selectolax.lexbor import LexborHTMLParser

        self.source = source
        self.tree: LexborHTMLParser = LexborHTMLParser(source)

    def node(self, selector: str) -> "LexborNode | None":
        """The first element that it finds."""
        return self.tree.css_first(selector)

    def first(self, values: Iterable[Value]) -> str | None:
        """What the first value that finds something finds."""
        for value in values:
            if not value.selector:
                if value.pattern is not None and (match := value.pattern.search(self.source)):
                    return folded(first_group(match)) or match[0]
            elif (node := self.node(value.selector)) is not None and (text := taken(node, value)) is not None:
                return text
            elif node is not None and value.pattern is None and value.take == "text":
                return ""
        return None

    def holds(self, values: Sequence[Value]) -> bool:
        """Whether any value finds something, be it without text."""
        return bool(values) and self.first(values) is not None


class Posts:
    """The posts (or rows) of a page, and what stands in each: columns as long as there are posts."""

    def __init__(self, page: Found, each: str, until: str = "", *, flat: bool = False) -> None:
        self.page = page
        self.flat = flat
        self._place = (each, until if flat else "", flat)
        self.starts: list[LexborNode] = page.tree.css(each)
        self.number = {node.mem_id: number for number, node in enumerate(self.starts)}
        if flat and until:
            self.number.update((node.mem_id, -1) for node in page.tree.css(until))
        self.root = self._around()
        self._none: list[LexborNode | None] = [None] * len(self.starts)
        self._columns: dict[str, list[LexborNode | None]] = {}
        self._all: dict[str, dict[int, list[LexborNode]]] = {"": {}}

    def _around(self) -> "LexborNode | LexborHTMLParser":
        """The element that all posts stand in, where they are brothers: a query need not go further."""
        above = [node.parent for node in self.starts[:1]]
        if above and above[0] is not None and not self.flat:
            parent = above[0].mem_id
            if all(node.parent is not None and node.parent.mem_id == parent for node in self.starts):
                return above[0]
        return self.page.tree

    def column(self, selector: str) -> "list[LexborNode | None]":
        """The first element of each post that the selector finds."""
        if selector not in self._columns:
            out = self._none.copy()
            here, number_of = -1, self.number.get
            for node in self._query(selector):
                number = number_of(node.mem_id)
                if number is not None:
                    here = number
                elif here >= 0 and out[here] is None:
                    out[here] = node
            self._columns[selector] = out
        return self._columns[selector]

    def all(self, selector: str) -> "dict[int, list[LexborNode]]":
        """All elements that the selector finds, by number of the post."""
        if selector not in self._all:
            out: dict[int, list[LexborNode]] = {}
            here = -1
            for node in self._query(selector) if self.root.css_first(selector) is not None else ():
                number = self.number.get(node.mem_id)
                if number is not None:
                    here = number
                elif here >= 0:
                    out.setdefault(here, []).append(node)
            self._all[selector] = out
        return self._all[selector]

    def _query(self, selector: str) -> "list[LexborNode]":
        each, until, flat = self._place
        return self.root.css(within(each, selector, until, flat=flat))

    def texts(self, values: Sequence[Value]) -> list[str | None]:
        """What the first value that finds something finds, for each post; '' = an element without text."""
        out: list[str | None] = [None] * len(self.starts)
        for value in values:
            nodes: Sequence[LexborNode | None] = self.column(value.selector) if value.selector else self.starts
            read, name, pattern = _TEXTS.get(value.take), value.take, value.pattern
            for number, node in enumerate(nodes):
                if node is None or out[number]:
                    continue
                text = read(node) if read else node.attrs.get(name)
                if text is None:
                    continue
                text = folded(text)
                if pattern is None:
                    out[number] = text
                elif match := pattern.search(text):
                    group = match[1] if pattern.groups == 1 else None
                    out[number] = (group or first_group(match)).strip() or out[number]
            if all(out):
                break
        return out

    def rare(self, values: Sequence[Value]) -> list[str | None]:
        """The same, for what most pages do not hold at all: asks that first."""
        return self.texts([one for one in values if not one.selector or self.root.css_first(one.selector) is not None])

    def holds(self, values: Sequence[Value]) -> list[bool]:
        """Whether any value finds something, for each post."""
        return [text is not None for text in self.rare(values)]
