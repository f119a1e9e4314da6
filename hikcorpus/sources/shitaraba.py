"""Shitaraba (したらば, JBBS): subject.txt and rawmode.cgi, EUC-JP.

A board is a category and a number (`jbbs.shitaraba.net/computer/42710/`); its name here is `computer_42710`. Lines are
`n<>name<>mail<>date<>text<>title<>ID`, times Tokyo's. An open deletion leaves `＜削除＞` in every field, a transparent
one a gap in the numbers. subject.txt repeats its first line as its last.
Sources: read.crx `Board.js`, `Thread.js`; JDim `nodetreejbbs.cpp`; p2-php `read_shitaraba.inc.php`; samples.
"""

import re
from collections.abc import Set
from dataclasses import replace
from typing import ClassVar, Final
from urllib.parse import quote

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Answer, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.dat.answers import answer_of
from hikcorpus.sources.dat.blank import blank_dat
from hikcorpus.sources.dat.lines import DELETION_NAMES, split_title
from hikcorpus.sources.dat.numbered import Form
from hikcorpus.sources.dat.refs import address_pattern
from hikcorpus.sources.dat.text import read_text
from hikcorpus.sources.decoding import decode, is_html, other_page, segments
from hikcorpus.sources.usual import NoArchive, NoTails, PageGoesToo, Usual
from hikcorpus.text.entities import decode_entities

_SUBJECT: Final = re.compile(r"([0-9]{9,10})\.cgi,(.*)[(（]([0-9]{1,9})[)）]\s*\Z")
_HOSTS: Final = re.compile(r"(https?)://(?:jbbs|rentalbbs)\.(?:shitaraba\.(?:net|com)|livedoor\.(?:jp|com))\Z")
_HOME: Final = "jbbs.shitaraba.net"
_KEY: Final = re.compile(r"/(?:rawmode|read|read_archive)\.cgi/\w+/[0-9]+/([0-9]{9,10})(?:/|\Z)")


def _to_dat(fields: list[str]) -> list[str]:
    name, mail, date, text, title, *rest = fields
    poster_id = rest[0].strip() if rest else ""
    return [name, mail, f"{date} ID:{poster_id}" if poster_id else date, text, title]


_FORM: Final = Form("euc_jp", 6, _to_dat, address_pattern("bbs", r"\w{1,30}/[0-9]{1,9}"))


class Shitaraba(NoTails, NoArchive, PageGoesToo, Usual):
    """Boards of jbbs.shitaraba.net."""

    engine: ClassVar[str] = "shitaraba"
    title: ClassVar[str] = "Shitaraba / JBBS (subject.txt and rawmode.cgi)"
    experimental: ClassVar[bool] = True
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = DELETION_NAMES | {"名無しさん", "以下、名無しが深夜にお送りします"}
    poster_id_scope: ClassVar[str] = "board_day"
    zone: ClassVar[str] = "Asia/Tokyo"
    traces: ClassVar[tuple[str, ...]] = (r"/bbs/read\.cgi/\w+/\d+/\d{9,10}/", r"/bbs/rawmode\.cgi/")
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://jbbs.shitaraba.net/computer/123/subject.txt",
            "1600000000.cgi,夜の部屋(2)\n1600000500.cgi,朝(1)\n1600000000.cgi,夜の部屋(2)\n".encode("euc_jp"),
            thread_ids=("1600000000", "1600000500"),
        ),
        Example(
            "thread",
            "https://jbbs.shitaraba.net/bbs/rawmode.cgi/computer/123/1600000000/",
            (
                "1<>名無しさん<><>2020/09/13(日) 21:26:40<>起きてる？<>夜の部屋<>AbCdEfG1\n"
                "3<>夜</b>◆abcdEFGHIJ <b><>sage<>2020/09/13(日) 21:30:00<>"
                '<a href="/bbs/read.cgi/computer/123/1600000000/1" target="_blank">&gt;&gt;1</a><br>うん<><>hIjKlMn2\n'
            ).encode("euc_jp"),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """Any address on the site's own hosts; elsewhere only those of rawmode.cgi."""
        found = segments(url)
        if found is None:
            return None
        root, parts = found
        known = _HOSTS.match(root)
        if known is not None:
            root = f"{known[1]}://{_HOME}"  # the site's name since 2014; older ones lead there
        match [part for part in parts if part]:
            case ["bbs", cgi, category, number, key, *_] if (
                number.isdecimal()
                and key.isdecimal()
                and (cgi == "rawmode.cgi" or (known and cgi in ("read.cgi", "read_archive.cgi")))
            ):
                return Address(root, f"{category}_{number}", key)
            case [category, number, "storage", file] if known and number.isdecimal() and file.endswith(".html"):
                key = file.removesuffix(".html")
                return Address(root, f"{category}_{number}", key) if key.isdecimal() else None
            case ["bbs", "api", "setting.cgi", category, number] if known and number.isdecimal():
                return Address(root, f"{category}_{number}")
            case [category, number, *rest] if (
                known and number.isdecimal() and rest in ([], ["subject.txt"], ["index.html"])
            ):
                return Address(root, f"{category}_{number}")
        return None

    def listing_url(self, board: Board) -> str:
        """`/CATEGORY/NUMBER/subject.txt`."""
        return f"{board.address}/{_path(board)}/subject.txt"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/bbs/rawmode.cgi/CATEGORY/NUMBER/KEY/`."""
        return f"{board.address}/bbs/rawmode.cgi/{_path(board)}/{thread_id}/"

    def settings_url(self, board: Board) -> str | None:
        """`/bbs/api/setting.cgi/CATEGORY/NUMBER/`."""
        return f"{board.address}/bbs/api/setting.cgi/{_path(board)}/"

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board with the default and the deletion name; a page that is no settings changes nothing."""
        try:
            text, _ = decode(page, _FORM.charset, f"the settings of {board.name}")
        except LayoutChanged:
            return board
        settings = dict(line.strip().split("=", 1) for line in text.splitlines() if "=" in line)
        names = {decode_entities(settings.get(key, "")).strip() for key in ("BBS_NONAME_NAME", "BBS_DELETE_NAME")}
        return replace(board, default_names=board.default_names | (names - {""}))

    def classify(self, page: Page) -> Answer:
        """Gone: `ERROR...` and error pages with 200; other: any HTML."""
        return answer_of(page, _FORM.charset)

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of subject.txt, in bump order; the mark is title and count. Raises LayoutChanged."""
        expected = f"the subject.txt of {board.name}"
        if is_html(page.body):
            raise other_page(page, expected, "it is HTML")
        text, problems = read_text(page, _FORM.charset, expected)
        threads: dict[str, ThreadMark] = {}
        lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
        for place, (number, line) in enumerate(lines):
            match = _SUBJECT.match(line)
            if match is None:
                problems.append(Problem("unreadable_thread", f"line {number}"))
            elif match[1] not in threads:
                title = decode_entities(match[2]).strip()
                replies = max(int(match[3]) - 1, 0)
                mark = ThreadMark(match[1], len(threads), f"r{match[3]}:{title}", replies, split_title(title)[0])
                threads[match[1]] = mark
            elif place != len(lines) - 1 or threads[match[1]].position != 0:  # the last line repeats the first
                problems.append(Problem("duplicate_thread", f"thread {match[1]}"))
        if not threads:
            raise other_page(page, expected, "none of its lines names a thread" if text.strip() else "it is empty")
        return Listing(tuple(threads.values()), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All messages; lines = messages + problems `*_line` + `extra["limit_lines"]`; `extra["gaps"]`: numbers that
        are missing. Raises LayoutChanged where no line is a message.
        """
        expected = f"the lines of thread {thread_id}"
        if is_html(page.body):
            raise other_page(page, expected, "it is HTML")
        return _FORM.parse(board, thread_id, page, board.default_names | self.default_names, expected)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`fields:N` for every number of fields other than seven that a line has."""
        counts = {line.count(b"<>") + 1 for line in page.body.split(b"\n") if b"<>" in line}
        return frozenset() if is_html(page.body) else frozenset(f"fields:{count}" for count in counts - {7})

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The lines of these messages emptied but for number and time; ids are `<thread key>.<number>`."""
        named = _KEY.search(page.url.partition("?")[0])
        thread_id = named[1] if named else None
        return blank_dat(page, message_ids, lambda body: _FORM.lines(page, body), thread_id=thread_id, lead=1)

    def scrub(self, page: Page) -> bytes:
        """The body without the hosts and addresses that servers print in names and dates."""
        return page.body if is_html(page.body) else _FORM.scrub(page.body)


def _path(board: Board) -> str:
    category, _, number = board.name.rpartition("_")
    return f"{quote(category)}/{quote(number)}"
