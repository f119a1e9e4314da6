"""Machi BBS (まちBBS): offlaw.cgi, cp932.

Lines are `n<>name<>mail<>date ID<>text<>title` and, in version 2, `<>host`: the poster's host, which is dropped before
anything is kept. Times are Tokyo's. A deleted message leaves a gap in the numbers; its line is never marked.
Sources: read.crx `Board.js`, `Thread.js`; JDim `nodetreemachi.cpp`, `boardmachi.cpp`; p2-php
`DownloadDatMachiBbs.php`; samples.
"""

import re
from collections.abc import Set
from typing import ClassVar, Final
from urllib.parse import parse_qs, quote, urlsplit

from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.dat.answers import answer_of
from hikcorpus.sources.dat.blank import blank_dat
from hikcorpus.sources.dat.lines import DELETION_NAMES, split_title
from hikcorpus.sources.dat.numbered import Form
from hikcorpus.sources.dat.refs import address_pattern
from hikcorpus.sources.dat.text import read_text
from hikcorpus.sources.decoding import is_html, other_page, segments
from hikcorpus.sources.usual import NoArchive, NoSettings, NoTails, PageGoesToo, Usual
from hikcorpus.text.entities import decode_entities

_SUBJECT: Final = re.compile(r"[0-9]+<>([0-9]{9,10})<>(.*)[(（]([0-9]{1,9})[)）]\s*\Z")
_HOST: Final = re.compile(r"https?://(?:[a-z0-9-]+\.)*machi\.to(?::[0-9]+)?\Z")
_KEY: Final = re.compile(r"/offlaw\.cgi/(?:2/)?[^/]+/([0-9]{9,10})(?:/|\Z)")


def _to_dat(fields: list[str]) -> list[str]:
    return fields[:5]


_FORM: Final = Form("cp932", 6, _to_dat, address_pattern("bbs", r"[^/\s]{1,60}"), host=6)


class Machi(NoTails, NoArchive, NoSettings, PageGoesToo, Usual):
    """Boards of machi.to."""

    engine: ClassVar[str] = "machi"
    title: ClassVar[str] = "Machi BBS (offlaw.cgi)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = DELETION_NAMES | {"まちこさん"}
    poster_id_scope: ClassVar[str] = "board_day"
    zone: ClassVar[str] = "Asia/Tokyo"
    traces: ClassVar[tuple[str, ...]] = (r"/bbs/offlaw\.cgi/", r"\bmachi\.to/bbs/read\.cgi/")
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://machi.to/bbs/offlaw.cgi/2/kanto/",
            "1<>1600000000<>夜の町(2)\n2<>1600000500<>朝の町(1)\n".encode("cp932"),
            thread_ids=("1600000000", "1600000500"),
        ),
        Example(
            "thread",
            "https://machi.to/bbs/offlaw.cgi/2/kanto/1600000000",
            (
                "1<>まちこさん<><>2020/09/13(日) 21:26:40 ID:AbCdEfG1<>起きてる？<>夜の町\n"
                "3<>夜◆</b>abcdEFGHIJ<b><>sage<>2020/09/13(日) 21:30:00 ID:hIjKlMn2<>&gt;&gt;1<br>うん<>\n"
            ).encode("cp932"),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """Any address on the site's own hosts; elsewhere only those of offlaw.cgi."""
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        known = _HOST.match(root) is not None
        match [part for part in parts if part]:
            case ["bbs", "offlaw.cgi", "2", board, *rest] | ["bbs", "offlaw.cgi", board, *rest]:
                key = rest[0] if rest else None
                return Address(root, board, key) if key is None or key.isdecimal() else None
            case ["bbs", "read.cgi", board, key, *_] if known and key.isdecimal():
                return Address(root, board, key)
            case ["bbs", "read.cgi"] if known:
                asked = parse_qs(urlsplit(url).query)
                board, key = asked.get("BBS", [""])[0], asked.get("KEY", [""])[0]
                return Address(root, board, key) if board and key.isdecimal() else None
            case [board] | [board, "index.html"] if known and board != "bbs" and "." not in board:
                return Address(root, board)
        return None

    def listing_url(self, board: Board) -> str:
        """`/bbs/offlaw.cgi/2/BOARD/`."""
        return f"{board.address}/bbs/offlaw.cgi/2/{quote(board.name)}/"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/bbs/offlaw.cgi/2/BOARD/KEY`."""
        return f"{board.address}/bbs/offlaw.cgi/2/{quote(board.name)}/{thread_id}"

    def classify(self, page: Page) -> Answer:
        """Gone: `<ERROR>...` and "no log found" with 200; other: any other HTML."""
        return answer_of(page, _FORM.charset)

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads, in bump order; the mark is title and count. Raises LayoutChanged."""
        expected = f"the list of threads of {board.name}"
        if is_html(page.body):
            raise other_page(page, expected, "it is HTML")
        text, problems = read_text(page, _FORM.charset, expected)
        threads: dict[str, ThreadMark] = {}
        for number, line in enumerate(text.split("\n"), start=1):
            if not line.strip():
                continue
            match = _SUBJECT.match(line)
            if match is None:
                problems.append(Problem("unreadable_thread", f"line {number}"))
            elif match[1] in threads:
                problems.append(Problem("duplicate_thread", f"thread {match[1]}"))
            else:
                title = decode_entities(match[2]).strip()
                replies = max(int(match[3]) - 1, 0)
                mark = ThreadMark(match[1], len(threads), f"r{match[3]}:{title}", replies, split_title(title)[0])
                threads[match[1]] = mark
        if not threads:
            raise other_page(page, expected, "none of its lines names a thread" if text.strip() else "it is empty")
        return Listing(tuple(threads.values()), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All messages; lines = messages + problems `*_line` + `extra["limit_lines"]`; `extra["gaps"]`: numbers that
        are missing, so deleted. Raises LayoutChanged where no line is a message.
        """
        expected = f"the lines of thread {thread_id}"
        if is_html(page.body):
            raise other_page(page, expected, "it is HTML")
        return _FORM.parse(board, thread_id, page, board.default_names | self.default_names, expected)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`fields:N` for every number of fields other than six, or seven with a host, that a line has."""
        counts = {line.count(b"<>") + 1 for line in page.body.split(b"\n") if b"<>" in line}
        return frozenset() if is_html(page.body) else frozenset(f"fields:{count}" for count in counts - {6, 7})

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The lines of these messages emptied but for number and time; ids are `<thread key>.<number>`."""
        named = _KEY.search(page.url.partition("?")[0])
        thread_id = named[1] if named else None
        return blank_dat(page, message_ids, lambda body: _FORM.lines(page, body), thread_id=thread_id, lead=1)

    def scrub(self, page: Page) -> bytes:
        """The body without the posters' hosts: an own field, and what servers print in names and dates."""
        return page.body if is_html(page.body) else _FORM.scrub(page.body)
