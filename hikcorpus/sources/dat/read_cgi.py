"""Pages of read.cgi, fetched or saved -> the same messages as the thread's dat file gives.

A page is taken for one of read.cgi only where its software says so (`read.cgi ver 07.2.6`, `READ.CGI - ex0ch`) or its
form of answering stands on it: blogs that copy posts in another order ("matome") are no thread data. A page may show a
part of the thread (`l50`, `101-200`: post 1 is repeated before it). Not on the page, so not in the messages: mail
fields on ex0ch and those that Cloudflare hides (counted in `extra["hidden_mails"]`).
"""

import re
from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page, Problem, ThreadPage
from hikcorpus.sources.dat.lines import DatReader
from hikcorpus.sources.dat.read_cgi_bytes import scrub_read_cgi
from hikcorpus.sources.dat.read_cgi_posts import fields_of, posts_of
from hikcorpus.sources.decoding import decode, other_page
from hikcorpus.sources.nul import text_without_nul

_SOFTWARE: Final = re.compile(
    rb"read\.cgi ver|READ\.CGI - |id=\"zxcvtypo\"|<form\b[^<>]{0,300}\baction=\"?[^\"<>]{0,200}/bbs\.cgi", re.IGNORECASE
)
_PLACES: Final = tuple(
    re.compile(pattern + r"([^\"'<>\s]{0,200}/)?test/read\.cgi/([^/\"'<>\s]{1,100})/([0-9]{9,10})(?![0-9])")
    for pattern in (
        r'id="zxcvtypo" value="',
        r'<meta property="og:url" content="',
        r'<link rel="canonical" href="',
        r"<!-- saved from url=\([0-9]+\)",
        r'<a [^<>]{0,200}?href="',
    )
)
_TITLE: Final = re.compile(r"<h1\b[^<>]{0,300}>|<div\b[^<>]{0,200}?\bid=\"threadtitle\"[^<>]{0,200}>")
_TITLE_END: Final = re.compile(r"</(?:h1|div)>")
_COUNTED: Final = re.compile(r"\s*<b>(.*?)</b>\s*\(([0-9]{1,5})\)\s*\Z", re.DOTALL)
_COMMENTS: Final = re.compile(r"\bmetastats\b[^<>]{0,100}>\s*([0-9]{1,5})(?![0-9])(?!\s*[KM]?B)")
_STOPPED: Final = re.compile(r"\bclass=\"stoplight stopred stopdone\"")


class Place(NamedTuple):
    """The thread that a page says it is. root: None where it does not say its host."""

    root: str | None
    board: str
    thread_id: str


def is_read_cgi(body: bytes) -> bool:
    """Whether the software of read.cgi made this HTML page."""
    return _SOFTWARE.search(body) is not None


def place_of(text: str, end: int) -> Place | None:
    """The thread that the page names as itself, before its first post at `end`; None if it names none."""
    for pattern in _PLACES:
        found = pattern.search(text, 0, min(end, 100_000))
        if found is not None:
            return Place(_root(found[1]), unquote(found[2]), found[3])
    return None


def _root(prefix: str | None) -> str | None:
    if not prefix or "//" not in prefix:
        return None
    scheme, _, rest = prefix.rstrip("/").rpartition("//")
    return f"{scheme or 'https:'}//{rest}" if rest and scheme in ("", "http:", "https:") else None


def text_of(page: Page, expected: str) -> tuple[str, tuple[Problem, ...]]:
    """The page's text; one saved by a browser in UTF-8 with characters lost is read all the same, and says so.

    Raises LayoutChanged where it is neither that nor readable.
    """
    try:
        text, lost = decode(page, "cp932", expected)
    except LayoutChanged:
        try:
            text = page.body.decode("utf-8")
        except UnicodeDecodeError:
            text = ""
        if "\ufffd" not in text:
            raise
        lost = (Problem("undecodable", f"{text.count(chr(0xFFFD))} of {len(text)} characters"),)
    text, nul = text_without_nul(text)
    return text, (*lost, *nul)


def parse_read_cgi(board: Board, thread_id: str, page: Page, reader: DatReader) -> ThreadPage:
    """The messages that the page shows; `reader` is new. Raises LayoutChanged, also for another thread's page."""
    expected = f"a page of thread {thread_id}"
    text, lost = text_of(replace(page, body=scrub_read_cgi(page.body)), expected)
    posts, unread = posts_of(text)
    start = posts[0].start if posts else 0
    place = place_of(text, start)
    if place is not None and place.thread_id != thread_id:
        raise other_page(page, expected, f"it is thread {place.thread_id}")
    if place is not None and place.board != board.name:
        raise other_page(page, expected, f"it is of the board {quote(place.board)}")
    reader.problems.extend(lost)
    reader.problems.extend(Problem("damaged_line", f"line {number}") for number in unread)
    title, announced = _title(text[:start])
    numbers: set[int] = set()
    for post in posts:
        if post.number in numbers or post.number == 0:
            reader.problems.append(Problem("duplicate_line", f"line {post.number}"))
            continue
        numbers.add(post.number)
        reader.fields(post.number, fields_of(text, post, title))
    if not reader.messages:
        raise other_page(page, expected, "it shows no post")
    if reader.title is None:
        reader.entitle(title)
    if _STOPPED.search(text) is not None:
        reader.state = "archived"
    hidden = sum(post.hidden for post in posts)
    if hidden:
        reader.extra["hidden_mails"] = str(hidden)
    last = max(*numbers, announced or 0)
    whole = len(numbers) >= last
    if not whole:
        reader.extra["partial"] = f"{len(numbers)} of {last}"
    read = reader.page(whole=whole, reply_count=announced - 1 if announced else None)
    return replace(read, messages=tuple(sorted(read.messages, key=lambda message: message.number)))


def _title(head: str) -> tuple[str, int | None]:
    """The title's markup, and how many posts the page says the thread has."""
    comments = _COMMENTS.search(head)
    announced = int(comments[1]) if comments else None
    found = _TITLE.search(head)
    end = found and _TITLE_END.search(head, found.end())
    if not found or not end:
        return "", announced
    markup = head[found.end() : end.start()]
    counted = _COUNTED.match(markup) if len(markup) < 4000 else None
    return (counted[1], int(counted[2])) if counted is not None else (markup, announced)
