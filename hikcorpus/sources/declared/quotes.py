"""Quotes and reply marks inside a text: the posts that they name."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hikcorpus.config.value import Value
from hikcorpus.sources.declared.places import taken

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def outermost(blocks: "Sequence[LexborNode]") -> "list[LexborNode]":
    """Those that stand in no other: only to them the writer replied; the others came along with them."""
    if len(blocks) == 1:
        return [*blocks]
    known = {block.mem_id for block in blocks}
    return [block for block in blocks if not _inside(block, known)]


def _inside(block: "LexborNode", known: set[int]) -> bool:
    above = block.parent
    while above is not None:
        if above.mem_id in known:
            return True
        above = above.parent
    return False


def told(block: "LexborNode", values: Sequence[Value], known: set[int]) -> str | None:
    """What the first value that finds something finds in a quote, but not in a quote inside it.

    known: `mem_id` of all quotes of the post.
    """
    for value in values:
        if not value.selector:
            node: LexborNode | None = block
        else:
            node = block.css_first(value.selector)
            if node is not None and len(known) > 1 and _nearest(node, known) != block.mem_id:
                node = None
        if node is not None and (text := taken(node, value)):
            return text
    return None


def _nearest(node: "LexborNode", known: set[int]) -> int:
    here: LexborNode | None = node
    while here is not None:
        if here.mem_id in known:
            return here.mem_id
        here = here.parent
    return 0
