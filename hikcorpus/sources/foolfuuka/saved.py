"""A thread's HTML page, of FoolFuuka or of Fuuka: which thread it is, and its posts."""

from typing import TYPE_CHECKING, Final

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Page, Problem
from hikcorpus.sources.decoding import decode, other_page, segments
from hikcorpus.sources.foolfuuka import fuuka, pages
from hikcorpus.sources.foolfuuka.posts import Post

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_MARK: Final = b"article"


def read_html(board: Board, thread_id: str, page: Page, expected: str) -> tuple[list[Post], list[Problem]]:
    """The posts of a thread's page, opening post first, and those that cannot be read. Raises LayoutChanged."""
    text, lost = decode(page, "utf-8", expected)
    tree = _tree(text)
    problems = list(lost)
    if tree.css_first(f"{pages.NESTED}, {fuuka.NESTED}") is not None:
        raise other_page(page, expected, "its posts stand inside one another")
    if pages.openings(tree):
        found, place = _foolfuuka(tree, problems)
    elif fuuka.is_fuuka(tree):
        found, place = _fuuka(tree, problems)
    else:
        raise other_page(page, expected, "it shows no thread")
    if place is None or not found:
        raise other_page(page, expected, "it is not one whole thread")
    name, number = place
    if number != thread_id:
        raise other_page(page, expected, f"it is thread {number}")
    if name is not None and name != board.name:
        raise other_page(page, expected, f"it is of another board than {board.name}")
    return found, problems


def address_of(page: Page) -> Address | None:
    """The thread that a saved page of FoolFuuka says it is; None for any other page."""
    if _MARK not in page.body:
        return None
    try:
        tree = _tree(decode(page, "utf-8", "a saved page of FoolFuuka")[0])
    except LayoutChanged:
        return None
    index = tree.css_first("link[rel=index][href]")
    root = segments(index.attributes.get("href") or "") if index is not None else None
    found = pages.openings(tree)
    opening = pages.read_post(found[0], op=True) if len(found) == 1 else None
    if root is None or opening is None or opening[1] is None or opening[1].part:
        return None
    return Address(root[0], opening[1].board, opening[1].thread_id)


def _tree(text: str) -> "LexborHTMLParser":
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


Found = tuple[list[Post], tuple[str | None, str] | None]
"""Posts of the page; board (None where it says none) and number of its thread, None where it is not one thread."""


def _foolfuuka(tree: "LexborHTMLParser", problems: list[Problem]) -> Found:
    opened = pages.openings(tree)
    opening = pages.read_post(opened[0], op=True) if len(opened) == 1 else None
    if opening is None or (opening[1] is not None and opening[1].part):
        return [], None
    if tree.css_first(".thread_tools_bottom .omitted, article.thread > .omitted") is not None:
        return [], None  # the board's page, with one thread
    posts = [opening[0]]
    for place, node in enumerate(pages.replies(tree), start=1):
        reply = pages.read_post(node, op=False)
        if reply is None:
            problems.append(Problem("unreadable_message", f"post {place} of the page"))
        else:
            posts.append(reply[0])
    return posts, (opening[1].board if opening[1] else None, str(opening[0].num))


def _fuuka(tree: "LexborHTMLParser", problems: list[Problem]) -> Found:
    opened = [post for node in tree.css(fuuka.OPENING) if (post := fuuka.read_post(node, op=True)) is not None]
    if len(opened) != 1 or tree.css_first("span.omittedposts") is not None:
        return [], None
    posts = [opened[0][0]]
    for place, node in enumerate(tree.css(fuuka.REPLY), start=1):
        reply = fuuka.read_post(node, op=False)
        if reply is None:
            problems.append(Problem("unreadable_message", f"post {place} of the page"))
        else:
            posts.append(reply[0])
    return posts, (opened[0][1], str(opened[0][0].num))
