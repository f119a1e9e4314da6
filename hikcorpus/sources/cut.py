"""A page without its regular posts: these are cut out of its text, so that only what is left has to become a tree.

Knows no engine. An expression describes a whole post exactly as the engine's template writes it: elements that are all
closed in their order, bare texts between them. Wherever a tree builder meets such a piece, it makes the same nodes of
it and stands afterwards as it stood before. That it does stand there as in a page's body, and not inside a comment, a
script, an attribute, a link that nobody closed, a proof shows: it is written in the place of the pieces cut out, has
all their elements, and must come out of the tree as it was written. Else the page is read whole, as a tree.

What could be decoded in two ways, in texts or attributes, is no regular post: unusual entities, NUL, carriage returns.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

ID: Final = "hikcorpus-run-"
_ODD: Final = re.compile(r"&(?!(?:gt|lt|amp|quot|nbsp|#0?39|copy|raquo|laquo|bull|middot|hellip|ndash|mdash);)")


class Cut(NamedTuple):
    """The tree of what is left, and the posts cut out, by the id of the element that stands in their place."""

    tree: "LexborHTMLParser"
    runs: dict[str, list[re.Match[str]]]

    def posts(self, node: "LexborNode") -> "list[re.Match[str]] | None":
        """The posts in whose place this element stands; None where it is an element of the page."""
        return self.runs.get(node.id or "") if self.runs else None


def cut(text: str, post: re.Pattern[str], opening: str, proof: str, inside: tuple[str, ...]) -> Cut:
    """The page by its regular posts, as far as it has such.

    post: an expression of a whole post, possessive. opening: the tag that a post begins with, `%s` for its id. proof:
    what stands in it, written as the tree writes HTML; it holds every element that `post` may hold, and text.
    inside: selectors of elements that are read with all that stands in them, so that no post may be cut out of them.
    """
    from selectolax.lexbor import LexborHTMLParser

    parts, runs = _parts(text, post, opening, proof)
    if runs:
        tree = LexborHTMLParser("".join(parts))
        shown = iter(tree.css(f"[id^={ID}]"))
        if (
            all(_is(next(shown, None), opening % name + proof) for name in runs)
            and next(shown, None) is None
            and tree.css_first(", ".join(f"{selector} [id^={ID}]" for selector in inside)) is None
        ):
            return Cut(tree, runs)
    return Cut(LexborHTMLParser(text), {})


def _is(node: "LexborNode | None", written: str) -> bool:
    return node is not None and node.html == written


def _parts(
    text: str, post: re.Pattern[str], opening: str, proof: str
) -> tuple[list[str], dict[str, list[re.Match[str]]]]:
    parts: list[str] = []
    runs: dict[str, list[re.Match[str]]] = {}
    if ID in text or "\r" in text or "\0" in text:
        return parts, runs
    run: list[re.Match[str]] = []
    done = 0
    for found in _regular(text, post):
        start, end = found.span()
        if start != done or not run:
            name = f"{ID}{len(runs)}"
            parts += text[done:start], opening % name, proof
            runs[name] = run = []
        run.append(found)
        done = end
    parts.append(text[done:])
    return parts, runs


def _regular(text: str, post: re.Pattern[str]) -> Iterator[re.Match[str]]:
    if _ODD.search(text) is None:
        return post.finditer(text)
    return (found for found in post.finditer(text) if not _ODD.search(text, *found.span()))
