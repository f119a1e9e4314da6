"""Pages of YBoard cut into threads and posts; what a thread's part says of it. See `posts` for the posts."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from hikcorpus.model import Message, Thread
from hikcorpus.sources.base import Problem
from hikcorpus.sources.yboard.posts import POST, POST_LIKE, Around, ends_of, message_of
from hikcorpus.text.entities import decode_entities

BODY_CLASS: Final = re.compile(r'<body class="(thread|board|board-catalog)-page[\s"]')
BOARD: Final = re.compile(r'<div class="board-title">\s*<h1><a href="/([^"/<>]+)/">')
THREAD: Final = re.compile(r'<div class="thread" id="thread-([0-9]{1,18})" data-id="([0-9]{1,18})"\s*>')
_THREAD_LIKE: Final = re.compile(r'<div class="thread" id="')
_END: Final = re.compile(r'<div class="thread-buttons">|<div class="board-navigation">')
SUBJECT: Final = re.compile(r'(<a class="subject" href="/([^"/<>]+)/([0-9]{1,18})(?:#[^"<>]*)?">)([^<]*)(</a>)')
_META: Final = re.compile(r'<div class="thread-meta">([^<,]*),')
_DIGITS: Final = re.compile(r"[0-9]{1,9}")


class Part(NamedTuple):
    """A thread's part of a page: its id as it calls itself, and its HTML."""

    thread_id: str
    html: str


def parts(html: str) -> tuple[list[Part], int]:
    """The threads of a page in order, and how many beginnings of a thread could not be read."""
    found = [match for match in THREAD.finditer(html) if match[1] == match[2]]
    ends = ends_of(found, html)
    threads = [Part(one[1], _own(html[one.start() : end])) for one, end in zip(found, ends, strict=True)]
    return threads, len(_THREAD_LIKE.findall(html)) - len(threads)


def _own(html: str) -> str:
    """Without what follows the thread on its page."""
    end = _END.search(html)
    return html[: end.start()] if end else html


def facts(part: Part) -> Thread:
    """Subject, marks and count of replies, as the part shows them."""
    first = POST.search(part.html)
    head = part.html[: first.start()] if first else part.html
    meta = _META.search(part.html)
    count = _DIGITS.search(meta[1]) if meta else None
    return Thread(
        thread_id=part.thread_id,
        title=subject_of(part),
        sticky='class="icon-pushpin icon"' in head,
        locked='class="icon-lock icon"' in head,
        reply_count=(int(count[0]) if count else 1) if meta else None,  # "one reply" in words
    )


def subject_of(part: Part) -> str | None:
    """What the poster typed; where nothing was typed, the engine prints the first 40 characters of the message."""
    match = SUBJECT.search(part.html)
    return (decode_entities(match[4]).strip() or None) if match else None


def board_of(part: Part) -> str | None:
    """The board whose address the thread's own title bears."""
    match = SUBJECT.search(part.html)
    return match[2] if match and match[3] == part.thread_id else None


def posts(part: Part) -> Iterator[tuple[str, str]]:
    """Number and HTML of each post."""
    found = list(POST.finditer(part.html))
    for match, end in zip(found, ends_of(found, part.html), strict=True):
        yield match[2], part.html[match.end() : end]


def messages(part: Part, board: str, defaults: frozenset[str]) -> tuple[list[Message], list[Problem]]:
    """All posts of the part; what could not be read, is there twice or out of order becomes a problem."""
    problems: list[Problem] = []
    kept: dict[str, Message] = {}
    found = list(posts(part))
    shown = frozenset(number for number, _ in found)
    around = Around(board, part.thread_id, subject_of(part), shown, defaults)
    highest = 0
    for place, (number, html) in enumerate(found):
        if number in kept:
            problems.append(Problem("duplicate_message", f"post {number}"))
            continue
        one = message_of(html, number, around)
        if one is None:
            problems.append(Problem("unreadable_message", f"post {place + 1} of the page"))
            continue
        if one.number < highest:
            problems.append(Problem("out_of_order", f"post {number}"))
        highest = max(highest, one.number)
        if one.posted_at is None:
            problems.append(Problem("unreadable_time", f"post {number}"))
        kept[number] = one
    for _ in range(sum(map(part.html.count, POST_LIKE)) - len(found)):
        problems.append(Problem("unreadable_message", f"a post of thread {part.thread_id}"))
    return list(kept.values()), problems
