"""2ch / 5ch family: `subject.txt` and dat files (ex0ch, eddist, 2ch.sc, open2ch, bbspink ...).

A dat file is a thread: line N is message N, `name<>mail<>date ID<>text<>title`, cp932, times of the board's zone
(Tokyo) without offset. IDs hold for a board and a day. Numbering never moves: a deleted message leaves its line
with `あぼーん` in every field, a damaged line keeps its number and is counted. The listing shows title and count
only, so that deletions and edits need a second look at threads it does not mark (`recheck_per_visit`).
Not read here: read.cgi's HTML, SLIP codes (only their shared-line marks), `(主)` beyond `Thread.extra`.
"""

import re
from collections.abc import Set
from dataclasses import replace
from typing import ClassVar, Final
from urllib.parse import quote

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Example, Listing, Page, Problem, ThreadMark, ThreadPage
from hikcorpus.sources.dat.blank import blank_dat
from hikcorpus.sources.dat.lines import DELETION_NAMES, DatReader
from hikcorpus.sources.dat.scrub import scrub_dat
from hikcorpus.sources.decoding import decode, is_html, other_page, segments
from hikcorpus.sources.usual import NoArchive, NoTails, PageGoesToo, Usual
from hikcorpus.text.entities import decode_entities

_SUBJECT: Final = re.compile(r"(\d{9,10})\.dat<>(.*?)\s*[(（](\d+)[)）]\s*\Z")
_FAMILY: Final = re.compile(r"(?:\A|\.)(?:5ch\.(?:net|io)|2ch\.(?:net|sc)|open2ch\.net|next2ch\.net|bbspink\.com)\Z")
_NO_BOARD: Final = frozenset({"", "test", "bbs", "dat", "res"})


class Dat(NoTails, NoArchive, PageGoesToo, Usual):
    """Boards that serve subject.txt and dat files."""

    engine: ClassVar[str] = "dat"
    title: ClassVar[str] = "2ch / 5ch family, ex0ch (subject.txt and dat)"
    experimental: ClassVar[bool] = False
    crawlable: ClassVar[bool] = True
    recheck_per_visit: ClassVar[int] = 20
    default_names: ClassVar[frozenset[str]] = DELETION_NAMES | {
        "名無しさん",
        "名無しさん＠EXぜろちゃんねる",
        "以下、5ちゃんねるからVIPがお送りします",
        "以下、名無しにかわりましてVIPがお送りします",
        "風吹けば名無し",
        "名無しさん＠お腹いっぱい。",
        "名無しさん@お腹いっぱい。",
    }
    poster_id_scope: ClassVar[str] = "board_day"
    zone: ClassVar[str] = "Asia/Tokyo"
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "listing",
            "https://board.example/heya/subject.txt",
            "1600000000.dat<>夜の部屋 (2)\n1600000500.dat<>Y&#246;kahvi (1)\n".encode("cp932"),
            thread_ids=("1600000000", "1600000500"),
        ),
        Example(
            "thread",
            "https://board.example/heya/dat/1600000000.dat",
            (
                "名無しさん<><>2020/09/13(日) 21:26:40 ID:AbCdEfG10(主)<> 起きてる？ <>夜の部屋\n"
                "夜 </b>◆abcdEFGHIJ <b><>sage<>2020/09/13(日) 21:30:00.25 ID:hIjKlMn20<> &gt;&gt;1 <br> うん <>\n"
            ).encode("cp932"),
            messages=2,
        ),
    )

    def recognise(self, url: str) -> Address | None:
        """read.cgi, dat and subject.txt addresses are certain; `/<board>/` only on the family's known hosts."""
        found = segments(url)
        if found is None or ".shitaraba." in found[0] or ".machi." in found[0]:
            return None
        root, parts = found
        if "read.cgi" in parts:
            return _read_cgi(root, parts)
        base = "/".join([root, *map(quote, parts[:-2])])
        match parts:
            case [*before, board, "dat", file] if board not in _NO_BOARD and file.endswith(".dat"):
                key = file.removesuffix(".dat")
                return Address("/".join([root, *map(quote, before)]), board, key) if key.isdecimal() else None
            case [*_, board, "subject.txt" | "SETTING.TXT" | "subback.html" as file] if board not in _NO_BOARD:
                return Address(base, board, certain=file != "subback.html")
            case [*_, board, "" | "index.html"] if board not in _NO_BOARD:
                return Address(base, board, certain=_FAMILY.search(root.partition("://")[2]) is not None)
        return None

    def listing_url(self, board: Board) -> str:
        """`/b/subject.txt`."""
        return f"{board.address}/{quote(board.name)}/subject.txt"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/dat/KEY.dat`."""
        return f"{board.address}/{quote(board.name)}/dat/{thread_id}.dat"

    def settings_url(self, board: Board) -> str | None:
        """`/b/SETTING.TXT`."""
        return f"{board.address}/{quote(board.name)}/SETTING.TXT"

    def with_settings(self, board: Board, page: Page) -> Board:
        """The board with the names that its SETTING.TXT gives to nobody: the default and the deletion name.

        A page that is no SETTING.TXT changes nothing.
        """
        try:
            text, _ = decode(page, "cp932", f"the settings of {board.name}")
        except LayoutChanged:
            return board
        settings = dict(line.strip().split("=", 1) for line in text.splitlines() if "=" in line)
        names = {decode_entities(settings.get(key, "")).strip() for key in ("BBS_NONAME_NAME", "BBS_DELETE_NAME")}
        return replace(board, default_names=board.default_names | (names - {""}))

    def parse_listing(self, board: Board, page: Page) -> Listing:
        """All threads of subject.txt, in bump order; the mark is title and count. Raises LayoutChanged."""
        expected = f"the subject.txt of {board.name}"
        if is_html(page.body):
            raise other_page(page, expected, "it is HTML")
        text, lost = decode(page, "cp932", expected)
        problems = list(lost)
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
                threads[match[1]] = ThreadMark(
                    match[1], len(threads), f"r{match[3]}:{title}", int(match[3]), title or None
                )
        if not threads:  # a file in the middle of being written is empty: no board says so of itself
            raise other_page(page, expected, "none of its lines names a thread" if text.strip() else "it is empty")
        return Listing(tuple(threads.values()), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All messages of a dat file; lines = messages + problems `*_line` + `extra["limit_lines"]`.

        Raises LayoutChanged where no line is a message.
        """
        expected = f"the dat file of thread {thread_id}"
        if is_html(page.body):
            raise other_page(page, expected, "it is HTML")
        text, lost = decode(replace(page, body=scrub_dat(page.body)), "cp932", expected)
        lines = text.split("\n")
        whole = lines[-1] == ""
        if whole:
            lines.pop()
        reader = DatReader(board, thread_id, board.default_names | self.default_names, list(lost))
        for number, line in enumerate(lines, start=1):
            reader.line(number, line.removesuffix("\r"), cut=not whole and number == len(lines))
        if not reader.messages:
            raise other_page(page, expected, "none of its lines is a message" if text.strip() else "it is empty")
        return reader.page()

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`fields:N` for every number of fields other than five that a line has."""
        if is_html(page.body):
            return frozenset()
        counts = {line.count(b"<>") + 1 for line in page.body.split(b"\n") if line.strip()}
        return frozenset(f"fields:{count}" for count in counts - {5})

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The file with these lines emptied but for their time; ids are `<thread key>.<line>`."""
        return blank_dat(page, message_ids, lambda body: _lines(page, body))

    def scrub(self, page: Page) -> bytes:
        """The body without the hosts and addresses that servers print in names and dates."""
        return scrub_dat(page.body)


def _lines(page: Page, body: bytes) -> list[str]:
    """The lines as `parse_thread` reads them; empty ones where it refuses the file."""
    try:
        return decode(replace(page, body=body), "cp932", "a dat file")[0].split("\n")
    except LayoutChanged:
        return [""] * (body.count(b"\n") + 1)


def _read_cgi(root: str, parts: list[str]) -> Address | None:
    """`/test/read.cgi/<board>/<key>/...`; Shitaraba's and Machi's lie under `/bbs/`."""
    place = parts.index("read.cgi")
    board, key = ([*parts[place + 1 :], "", ""])[:2]
    if place == 0 or parts[place - 1] != "test" or not board or not key.isdecimal():
        return None
    return Address("/".join([root, *map(quote, parts[: place - 1])]), board, key)
