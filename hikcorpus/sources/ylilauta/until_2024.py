"""Thread pages of about 2021 to 2024, between the old names and today's cards. The least certain of all structures.

Sources, each with a few names only: UisDangerouz/YlilautaPostSorter (January 2022): `.post`, the first one opens,
`.post-upvotes`, replies in `.replies`; FyrN22/Ylilauta-Yotsuba `theme.css`: `.thread`, `.op-post`, `.post.own`,
`.post-meta .name`, `.text-tag.op`, `.text-tag.userid`, `.file`; santerijps/ylilauta-enchanced-edition (January 2021):
decimal addresses; today's pages for the rest (`.post-message`, `data-timestamp`). No page of the period was seen, so
numbers, times and texts are looked for under every name that the neighbours use.
"""

from typing import TYPE_CHECKING, Final

from hikcorpus.model import Board, Thread
from hikcorpus.sources.base import Address, ThreadPage
from hikcorpus.sources.ylilauta.addresses import own_address
from hikcorpus.sources.ylilauta.older import Look, number_of, read_posts, with_opening
from hikcorpus.sources.ylilauta.until_2020 import facts_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LOOK: Final = Look(
    post=".post",
    numbers=("data-post-id", "data-id", "id"),
    body=(".post-message", ".postcontent", ".message"),
    name=".post-meta .name, .post-meta .username, .postername",
    time=".post-meta [data-timestamp], .post-meta [datetime], .posttime",
    opener=".text-tag.op",
    votes=".post-upvotes",
    marks="a.ref, a.reflink",
    replies=".post-replies a",
    breaks=True,
)


def find(tree: "LexborHTMLParser", html: str) -> "LexborNode | None":
    """The opening post of a thread that is no card: `.op-post`, with something of the period beside it."""
    openings = tree.css(".thread .op-post")
    if len(openings) != 1 or "ylilauta" not in html or tree.css_first(".card.thread") is not None:
        return None
    (opening,) = openings
    return opening if opening.css_first(".post-meta") is not None and number_of(opening, LOOK) is not None else None


def address(opening: "LexborNode", html: str) -> Address | None:
    """As the page says. The thread's number is not the opening post's everywhere: nothing else is compared."""
    return own_address(opening.parser, html, None)


def posts(opening: "LexborNode") -> "list[LexborNode]":
    """The elements of all posts, the opening one first."""
    return with_opening(opening, ".thread .post")


def read(opening: "LexborNode", where: Address, board: Board, names: frozenset[str]) -> ThreadPage:
    """All posts of the page."""

    def facts(extra: dict[str, str]) -> Thread:
        return facts_of(opening, where, extra)

    return read_posts(posts(opening), where, LOOK, names, facts)
