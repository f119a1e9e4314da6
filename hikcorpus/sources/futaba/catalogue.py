"""Which threads live: `futaba.php?mode=cat` (a table with counts of replies), its JSON, and pages of the board itself.

The table shows as many threads as its reader's cookie says, latest first, so that a thread that is not in it may still
stand; the JSON has them all, but no counts. The board's pages (`futaba.htm`, `1.htm` ...) show each opening post
whole and the newest replies, and say how many were left out. Deleted replies keep their place and count on: no
listing shows a deletion. Thumbnails lie on servers that take turns: only the file's own number is part of a mark.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from hikcorpus.sources.base import Listing, Page, Problem, ThreadMark
from hikcorpus.sources.decoding import other_page
from hikcorpus.sources.futaba.json_mode import read_posts
from hikcorpus.sources.futaba.posts import Post, plain, subject_of, text_of

_CELL: Final = re.compile(
    r"<td\b[^<>]*>\s*<a\b[^<>]*\bhref=[\"']?[^\"'<>\s]{0,200}?\bres/([0-9]{1,15})\.htm[^<>]*>", re.IGNORECASE
)
_COUNT: Final = re.compile(r"<font\b[^<>]*\bsize=[\"']?2[\"']?[^<>]*>\s*\(?([0-9]{1,6})\)?\s*</font>", re.IGNORECASE)
_TITLE: Final = re.compile(r"<small\b[^<>]*>([^<]{0,500})</small>", re.IGNORECASE)
_THUMB: Final = re.compile(r"/([0-9]{6,20})s?\.[a-z]{2,5}", re.IGNORECASE)
_SIGNS: Final = ("カタログモード", "cattable")
_OMITTED: Final = re.compile(r"レス([0-9]{1,6})件省略")
_NEXT: Final = re.compile(
    r"<form\b[^<>]*\baction=[\"']?([0-9]{1,4}\.htm)[\"']?[^<>]*>(?:(?!</?form)[\s\S]){0,200}?次のページ"
)


def is_table(text: str) -> bool:
    """Whether the page is the table."""
    return any(sign in text for sign in _SIGNS)


def read_table(page: Page, text: str, problems: list[Problem]) -> Listing:
    """The threads of the table. Raises LayoutChanged where it shows none."""
    threads: list[ThreadMark] = []
    seen: set[str] = set()
    cells = list(_CELL.finditer(text))
    for place, cell in enumerate(cells):
        inside = text[cell.end() : cells[place + 1].start() if place + 1 < len(cells) else cell.end() + 4000]
        inside = inside.partition("</td>")[0]
        if cell[1] in seen:
            problems.append(Problem("duplicate_thread", f"thread {cell[1]}"))
            continue
        seen.add(cell[1])
        count, title, thumb = _COUNT.search(inside), _TITLE.search(inside), _THUMB.search(inside)
        facts = (title[1].strip() if title else "", thumb[1] if thumb else "")
        threads.append(_mark(cell[1], len(threads), int(count[1]) if count else None, facts, plain(facts[0])))
    if not threads:
        raise other_page(page, "a catalogue of Futaba", "it lists no thread")
    return Listing(tuple(threads), tuple(problems))


def read_catalogue_json(page: Page) -> Listing:
    """All threads of the board; nothing in it tells of replies. Raises LayoutChanged."""
    posts, _, problems = read_posts(page, None, "a catalogue of Futaba")
    threads = [
        _mark(post.number, place, None, (post.subject or "", post.body, str(post.deleted)), subject_of(post))
        for place, post in enumerate(posts)
    ]
    return Listing(tuple(threads), tuple(problems))


@dataclass(slots=True)
class _Shown:
    opening: Post
    replies: list[Post]


def read_pages(page: Page, text: str, posts: list[Post], problems: list[Problem]) -> Listing:
    """The threads of one page of the board. Raises LayoutChanged where it shows none."""
    shown: dict[str, _Shown] = {}
    for post in posts:
        if post.opening and post.number not in shown:
            last = shown[post.number] = _Shown(post, [])
        elif not post.opening and shown:
            last.replies.append(post)
        else:
            problems.append(Problem("message_of_no_thread", f"post {post.number}"))
    if not shown:
        raise other_page(page, "a page of Futaba", "it shows no thread")
    threads = []
    for place, one in enumerate(shown.values()):
        stop = one.replies[0].head if one.replies else _after(shown, place, len(text))
        omitted = _OMITTED.search(text, one.opening.end, stop)
        count = len(one.replies) + (int(omitted[1]) if omitted else 0)
        facts = tuple(f"{post.number}{text_of(post)}{post.votes}" for post in (one.opening, *one.replies))
        threads.append(_mark(one.opening.number, place, count, facts, subject_of(one.opening)))
    following = _NEXT.search(text)
    return Listing(tuple(threads), tuple(problems), urljoin(page.url, following[1]) if following else None)


def _after(shown: dict[str, _Shown], place: int, end: int) -> int:
    rest = list(shown.values())[place + 1 : place + 2]
    return rest[0].opening.start if rest else end


def _mark(thread_id: str, place: int, count: int | None, facts: tuple[str, ...], title: str | None) -> ThreadMark:
    digest = hashlib.sha256("\0".join(facts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return ThreadMark(thread_id, place, f"r{count}:{digest}", reply_count=count, title=title)
