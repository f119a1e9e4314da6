"""Posts that stand inside other posts, as where a page leaves a tag open: which in which, and how deep.

Knows no engine. Linear in the page: an element once looked at is not climbed over again.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DEEPEST: Final = 100
"""Of more posts in one another no board makes a page; each would be read again with all that it stands in."""


class Nested(NamedTuple):
    """inner: `mem_id` of a post -> the posts right inside it. deepest: how many stand in one another at most."""

    inner: "dict[int, list[LexborNode]]"
    deepest: int


def nested(posts: "Iterable[LexborNode]") -> Nested:
    """How these nodes stand in one another; in the page's order, each once or more."""
    inner: dict[int, list[LexborNode]] = {}
    depths: dict[int, int] = {}
    above: dict[int, int | None] = {}  # element -> the post that it is or stands in
    for post in posts:
        own = post.mem_id
        if own in depths:
            continue
        climbed: list[int] = []
        element = post.parent
        while element is not None and element.mem_id not in above:
            climbed.append(element.mem_id)
            element = element.parent
        around = above[element.mem_id] if element is not None else None
        above.update(dict.fromkeys(climbed, around))
        above[own] = own
        depths[own] = 1 + (depths[around] if around is not None else 0)
        if around is not None:
            inner.setdefault(around, []).append(post)
    return Nested(inner, max(depths.values(), default=0))
