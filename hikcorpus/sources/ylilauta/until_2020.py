"""Thread pages from May 2018 to about 2020.

Sources: a Scala class `engine.imageboards.ylilauta` (public code): `.op_post[data-id]`, `.post.answer[data-id]`,
`.postsubject`, `.postcontent`, `.posttime[datetime]` (ISO, offset of five characters), `.replycount`,
`.replies a[data-id]`, `a.file-content[href]`; the readers' scripts of Apunyymi/ylilauta-userscripts since May 2018:
`.postinfo .tags` with `.postername`, `.tag.text.postedbyop`, `.tag.text.sage`, `img[title="... (FI)"]`,
`.postuid.ip`, `.postuid.id`, `.reflink[data-id]`, `#right.thread-page`.
"""

import re
from typing import TYPE_CHECKING, Final

from hikcorpus.model import Board, Thread
from hikcorpus.sources.base import Address, ThreadPage
from hikcorpus.sources.ylilauta.addresses import own_address
from hikcorpus.sources.ylilauta.older import Look, number_of, read_posts, with_opening

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LOOK: Final = Look(
    post=".answer",
    numbers=("data-id", "id"),
    body=(".postcontent",),
    name=".postername",
    time=".posttime",
    opener=".postedbyop",
    votes=".upvote_count, .post-upvotes",
    marks="a.reflink, a.ref",
    replies=".replies a",
)
_COUNT: Final = re.compile(r"[0-9]{1,3}(?:[ .\u00a0][0-9]{3}){1,2}(?![0-9])|[0-9]{1,9}")


def find(tree: "LexborHTMLParser", html: str) -> "LexborNode | None":
    """The opening post, if there is one only, of that period: with a `data-id`."""
    openings = tree.css(".op_post[data-id]")
    return openings[0] if len(openings) == 1 and "ylilauta" in html else None


def address(opening: "LexborNode", html: str) -> Address | None:
    """As the page says, if the number is the opening post's."""
    link = opening.css_first("a.postsubject[href], .postsubject a[href]")
    own = own_address(opening.parser, html, link.attributes.get("href") if link else None)
    return own if own is not None and own.thread_id == number_of(opening, LOOK) else None


def posts(opening: "LexborNode") -> "list[LexborNode]":
    """The elements of all posts, the opening one first."""
    return with_opening(opening, ".post.answer")


def read(opening: "LexborNode", where: Address, board: Board, names: frozenset[str]) -> ThreadPage:
    """All posts of the page."""

    def facts(extra: dict[str, str]) -> Thread:
        return facts_of(opening, where, extra)

    return read_posts(posts(opening), where, LOOK, names, facts)


def facts_of(opening: "LexborNode", where: Address, extra: dict[str, str]) -> Thread:
    """Title, marks and the count of replies where the page prints one."""
    title = opening.css_first(".postsubject .subject") or opening.css_first(".postsubject")
    counted = opening.parser.css_first(".replycount")
    match = _COUNT.search(counted.text()) if counted is not None else None
    return Thread(
        thread_id=where.thread_id or "",
        title=(" ".join(title.text().split()) or None) if title is not None else None,
        sticky=opening.css_first(".icon-pushpin") is not None,
        locked=opening.css_first(".icon-lock") is not None,
        reply_count=int(re.sub(r"[^0-9]", "", match[0])) if match else None,
        extra=extra,
    )
