"""The threads that stand on a page of vichan's family: their posts, their facts, and their own bytes.

A thread's page has one `div.thread`; a page of the index has several, each with its newest replies and, where some are
left out, `span.omitted`; a `N+50.html` page has one with `span.omitted`: it is no whole thread.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import Problem, Tail
from hikcorpus.sources.cut import Cut, cut
from hikcorpus.sources.vichan_html import regular
from hikcorpus.sources.vichan_html.posts import NUMBER, Parts, classes, message_of
from hikcorpus.sources.yotsuba.refs import RefReader

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_THREAD: Final = re.compile(r"thread_([0-9]{1,15})\Z")
_START: Final = re.compile(rb"<div\b[^<>]*\bid=[\"']?thread_([0-9]{1,15})[\"']?[^<>]*>", re.IGNORECASE)
_STOP: Final = re.compile(
    rb"<div\b[^<>]*\bid=[\"']?(?:post-moderation-fields|thread-interactions)|<div\b[^<>]*\bclass=[\"']?(?:pages|delete)\b"
    rb"|</form|</body",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"[0-9]{1,6}")
_TRUNCATED: Final = ".toolong"
REFS: Final = RefReader(plain_is_dead=True)


@dataclass(slots=True)
class Shown:
    """A thread as a page shows it. omitted: replies left out; None where the page does not say."""

    thread_id: str
    board: str | None
    messages: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    omitted: int | None = 0
    partial: bool = False
    truncated: bool = False
    other_board: bool = False
    icons: set[str] = field(default_factory=set)

    def facts(self) -> Thread:
        """Its facts; no page of it announces how many replies it has."""
        opening = self.messages[0]
        return Thread(
            self.thread_id,
            opening.subject,
            sticky=not self.icons.isdisjoint(("fa-thumb-tack", "Sticky")),
            locked=not self.icons.isdisjoint(("fa-lock", "Locked")),
            cyclical=any(icon == "fa-refresh" or icon.startswith("Cyclical") for icon in self.icons),
        )


def tree_of(text: str) -> "LexborHTMLParser":
    """The page as a tree."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


def page_of(text: str) -> Cut:
    """The page as a tree without its regular replies, and these."""
    return cut(text, regular.POST, regular.OPENING, regular.PROOF, (".post", ".files"))


def threads_on(tree: "LexborHTMLParser") -> "list[tuple[str, LexborNode]]":
    """Id and element of every thread of the page that has an opening post of its own."""
    found = []
    for node in tree.css("div.thread[id]"):
        thread = _THREAD.match(node.attributes.get("id") or "")
        if thread is not None:
            found.append((thread[1], node))
    return found


def posts_of(node: "LexborNode") -> "Iterator[LexborNode]":
    """Its posts; they are children of it, on pages of some versions one level deeper."""
    return _posts_among(_children(node))


def _children(node: "LexborNode") -> "list[tuple[LexborNode, list[str]]]":
    return [(child, (child.attributes.get("class") or "").split()) for child in node.iter()]


def _posts_among(children: "list[tuple[LexborNode, list[str]]]") -> "Iterator[LexborNode]":
    for child, names in children:
        if "post" in names:
            yield child
        elif child.tag == "div" and "files" not in names:
            yield from (one for one in child.iter() if "post" in classes(one))


def read_thread(
    node: "LexborNode", thread_id: str, board: Board, defaults: frozenset[str], *, whole: bool, page: Cut | None = None
) -> Shown:
    """The thread. whole: all its posts stand here, so that a mark whose target does not is dangling.

    page: where regular posts were cut out of the tree: these posts.
    """
    shown = Shown(thread_id, node.attributes.get("data-board"))
    children = _children(node)
    posts = _numbered(_all_posts(children, page), shown.problems)
    refs = REFS.on_page(board, thread_id, frozenset(posts) if whole else None)
    before = [child for child, names in children if "files" in names]
    for name, post in posts.items():
        if isinstance(post, re.Match):
            shown.messages.append(regular.message_of(post, thread_id, defaults, refs))
            continue
        parts = Parts.of(post)
        opening = name == thread_id and "op" in classes(post)
        if opening:
            shown.icons |= parts.icons
            parts.embed = parts.embed or _embeds(children)
            if parts.omitted is not None:
                shown.partial = True
                digits = _DIGITS.search(parts.omitted.text())
                shown.omitted = int(digits[0]) if digits else None
        elif parts.omitted is not None:
            shown.partial = True
        files = [*before, *parts.files] if opening else parts.files
        message = message_of(name, parts, opening, files, thread_id, defaults, refs)
        if not whole and parts.body is not None and parts.body.css_first(_TRUNCATED) is not None:
            shown.truncated = True
        if opening:
            shown.messages.insert(0, message)
        else:
            shown.messages.append(message)
    shown.other_board = refs.is_another_board() or shown.board not in (None, "", board.name)
    return shown


def _numbered(
    found: "Iterator[tuple[str | None, LexborNode | re.Match[str]]]", problems: list[Problem]
) -> "dict[str, LexborNode | re.Match[str]]":
    posts: dict[str, LexborNode | re.Match[str]] = {}
    highest = 0
    for place, (name, post) in enumerate(found):
        if name is None:
            problems.append(Problem("unreadable_message", f"post {place + 1} of the page"))
        elif name in posts:
            problems.append(Problem("duplicate_message", f"post {name}"))
        else:
            if (number := int(name)) < highest:
                problems.append(Problem("out_of_order", f"post {name}"))
            else:
                highest = number
            posts[name] = post
    return posts


def _all_posts(
    children: "list[tuple[LexborNode, list[str]]]", page: Cut | None
) -> "Iterator[tuple[str | None, LexborNode | re.Match[str]]]":
    for post in _posts_among(children):
        regulars = page.posts(post) if page is not None else None
        if regulars is not None:
            yield from ((found[1], found) for found in regulars)
        else:
            found = NUMBER.match(post.attributes.get("id") or "")
            yield (found[1] if found else None), post


def _embeds(children: "list[tuple[LexborNode, list[str]]]") -> bool:
    """Whether a video stands before the opening post, where its files would."""
    for child, names in children:
        if "post" in names:
            return False
        if child.tag in ("iframe", "object") or any(name.startswith("video-") for name in names):
            return True
    return False


def entries(body: bytes) -> dict[str, bytes]:
    """Thread id -> its own bytes, of a page of the index; threads that stand there twice are left out."""
    starts = list(_START.finditer(body))
    found: dict[str, bytes] = {}
    twice: set[str] = set()
    for place, start in enumerate(starts):
        end = starts[place + 1].start() if place + 1 < len(starts) else len(body)
        stop = _STOP.search(body, start.end(), end)
        thread_id = start[1].decode()
        if thread_id in found:
            twice.add(thread_id)
        found[thread_id] = body[start.start() : stop.start() if stop else end]
    return {thread_id: raw for thread_id, raw in found.items() if thread_id not in twice}


def read_tail(board: Board, raw: bytes, defaults: frozenset[str]) -> Tail | None:
    """The tail that a thread's own bytes show; None where a text is shortened or the counts are unknown."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    threads = threads_on(tree_of(text))
    if len(threads) != 1:
        return None
    thread_id, node = threads[0]
    shown = read_thread(node, thread_id, board, defaults, whole=False)
    if (
        not shown.messages
        or not shown.messages[0].is_opening
        or shown.problems
        or shown.truncated
        or shown.other_board
        or shown.omitted is None
        or (shown.omitted and len(shown.messages) == 1)
        or any(message.posted_at is None for message in shown.messages)
    ):
        return None
    replies = shown.omitted + len(shown.messages) - 1
    return Tail(shown.facts(), tuple(shown.messages), replies, explained=True, raw=raw)
