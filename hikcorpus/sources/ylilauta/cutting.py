"""Nodes to be taken out of a tree in an order that is safe; nodes inside others of their kind."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode


def inner_first(tree: "LexborNode | LexborHTMLParser", selector: str) -> "list[LexborNode]":
    """The nodes of a selector, each once, inner ones before those around them.

    `css` gives a node once for each of several selectors that it fits, and outer nodes first: taken out in that order,
    the inner ones would be freed with the outer and then touched again.
    """
    found = {node.mem_id: node for node in tree.css(selector)}
    return list(found.values())[::-1]


def inside_others(tree: "LexborNode | LexborHTMLParser", selector: str) -> set[int]:
    """Which of a selector's nodes (their `mem_id`) stand inside another one: no page has such, and each would be read
    again with all that it stands in. Nodes are told apart by `mem_id`: `==` would compare their HTML.
    """
    return {node.mem_id for node in tree.css(f"{selector} {selector}")}
