"""Which threads live, by vichan's HTML: a page of the index, or the catalogue that most boards have."""

import hashlib
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from hikcorpus.model import Board
from hikcorpus.sources.base import Listing, Page, Problem, ThreadMark
from hikcorpus.sources.decoding import decode, other_page
from hikcorpus.sources.vichan_html.threads import entries, read_thread, threads_on, tree_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_SIGN: Final = re.compile(r"<form\b[^<>]*\bname=[\"']?postcontrols\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[0-9]{1,15}\Z")
_PAGE: Final = re.compile(r"(?:index|[0-9]{1,5})\.html\Z")
_FACTS: Final = ("id", "reply", "bump", "sticky", "locked")


def read_listing(board: Board, page: Page, defaults: frozenset[str]) -> Listing:
    """The threads of the page, whichever of the two it is. Raises LayoutChanged."""
    expected = "a page of the index of vichan"
    text, lost = decode(page, "utf-8", expected)
    tree = tree_of(text)
    cells = tree.css("div.mix[data-id]")
    if cells or tree.css_first("#Grid") is not None:
        return _catalogue(cells, list(lost))
    problems = list(lost)
    raw = {} if lost else entries(page.body)
    threads: dict[str, ThreadMark] = {}
    for thread_id, node in threads_on(tree):
        if thread_id in threads:
            problems.append(Problem("duplicate_thread", f"thread {thread_id}"))
            continue
        shown = read_thread(node, thread_id, board, defaults, whole=False)
        if not shown.messages or not shown.messages[0].is_opening:
            problems.append(Problem("unreadable_thread", f"thread {thread_id}"))
            continue
        if shown.board not in (None, "", board.name):
            raise other_page(page, expected, "it is another board's")
        replies = None if shown.omitted is None else shown.omitted + len(shown.messages) - 1
        own = raw.get(thread_id)
        threads[thread_id] = ThreadMark(
            thread_id,
            len(threads),
            f"r{replies}:{_digest(own if own is not None else (node.html or '').encode('utf-8', 'replace'))}",
            reply_count=replies,
            title=shown.messages[0].subject,
            entry=own,
        )
    if not threads and (problems or _SIGN.search(text) is None):
        raise other_page(page, expected, "it shows no thread")
    return Listing(tuple(threads.values()), tuple(problems), _next_page(tree, page))


def _catalogue(cells: "list[LexborNode]", problems: list[Problem]) -> Listing:
    """The threads of `catalog.html`: counts of replies, times of the last bump, no posts."""
    threads: dict[str, ThreadMark] = {}
    for place, node in enumerate(cells):
        thread_id, replies, bump, sticky, locked = (node.attributes.get(f"data-{name}") or "" for name in _FACTS)
        if _NUMBER.match(thread_id) is None:
            problems.append(Problem("unreadable_thread", f"entry {place}"))
        elif thread_id in threads:
            problems.append(Problem("duplicate_thread", f"thread {thread_id}"))
        else:
            subject, words = node.css_first(".subject"), node.css_first(".replies")
            digest = _digest((words.text() if words is not None else "").encode("utf-8", "replace"))
            threads[thread_id] = ThreadMark(
                thread_id,
                len(threads),
                f"m{bump}:r{replies}:{sticky}:{locked}:{digest}",
                reply_count=int(replies) if _NUMBER.match(replies) else None,
                title=(subject.text().strip() or None) if subject is not None else None,
                at=int(bump) if _NUMBER.match(bump) else None,
            )
    return Listing(tuple(threads.values()), tuple(problems))


def _digest(shown: bytes) -> str:
    return hashlib.sha256(shown).hexdigest()[:16]


def _next_page(tree: "LexborHTMLParser", page: Page) -> str | None:
    """The page that follows: the link after the one that is selected."""
    for bar in tree.css("div.pages"):
        selected = False
        for link in bar.css("a"):
            if selected:
                href = link.attributes.get("href") or ""
                try:
                    following = urljoin(page.url, href)
                    return following if _PAGE.match(urlsplit(following).path.rpartition("/")[2]) else None
                except ValueError:
                    return None
            selected = "selected" in (link.attributes.get("class") or "").split()
    return None
