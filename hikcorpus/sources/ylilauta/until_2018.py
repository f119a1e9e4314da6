"""Thread pages until April 2018, down to those that the Kielipankki corpus was made of (2012-2014).

Sources: the site's script of 2018-04-16 (`yboard.js`): `#thread_N`, `.op_post#noN`, `.answers .answer#noN`,
`[data-msgid][data-board]`, `.post .postcontent`, `.posttime` as printed in Helsinki, `a.reflink[data-msgid]`,
`.upvote_count[data-count]`, `.replies a.backlink`; CSCfi/Kielipankki-utilities `corp/ylilauta/ylilauta_parse_warc.py`:
`div.postsubject > span` on an opened thread, `div.post` with `data-board`, `p#post_N`.
"""

from typing import TYPE_CHECKING, Final

from hikcorpus.model import Board, Thread
from hikcorpus.sources.base import Address, ThreadPage
from hikcorpus.sources.ylilauta.addresses import ROOT, is_board, own_address
from hikcorpus.sources.ylilauta.older import Look, number_of, read_posts, with_opening
from hikcorpus.sources.ylilauta.until_2020 import facts_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

LOOK: Final = Look(
    post=".answer",
    numbers=("data-msgid", "id"),
    body=(".postcontent", "p[id^=post_]", "div.post"),
    name=".postername",
    time=".posttime",
    opener=".postedbyop",
    votes=".upvote_count",
    marks="a.reflink",
    replies=".replies a",
)
_THREAD_PAGE: Final = "body[data-threadid], #right.thread, #right.thread-page"


def find(tree: "LexborHTMLParser", html: str) -> "LexborNode | None":
    """The opening post, if there is one only, of that period: numbered `noN`, without a `data-id`."""
    openings = tree.css("div.op_post")
    if len(openings) != 1 or "ylilauta" not in html:
        return None
    (opening,) = openings
    return opening if "data-id" not in opening.attributes and number_of(opening, LOOK) is not None else None


def address(opening: "LexborNode", html: str) -> Address | None:
    """As the page says; else the opening post's own number and the board that its posts name.

    A listing that shows a single thread is none: there the thread's title is a link to it.
    """
    tree = opening.parser
    link = opening.css_first("a.postsubject[href], .postsubject a[href]")
    number = number_of(opening, LOOK)
    own = own_address(tree, html, (link.attributes.get("href") if link else None))
    is_thread_page = tree.css_first(_THREAD_PAGE) is not None or link is None
    if own is not None and own.thread_id == number:
        return own if is_thread_page or own == own_address(tree, html, None) else None
    named = next((node.attributes.get("data-board") or "" for node in tree.css("[data-board]")), "")
    return Address(ROOT, named, number) if is_thread_page and is_board(named) else None


def posts(opening: "LexborNode") -> "list[LexborNode]":
    """The elements of all posts, the opening one first."""
    return with_opening(opening, "div.answer")


def read(opening: "LexborNode", where: Address, board: Board, names: frozenset[str]) -> ThreadPage:
    """All posts of the page."""

    def facts(extra: dict[str, str]) -> Thread:
        return facts_of(opening, where, extra)

    return read_posts(posts(opening), where, LOOK, names, facts)
