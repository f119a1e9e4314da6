"""2ch / 5ch family: `subject.txt` and dat files (ex0ch, eddist, 2ch.sc, open2ch, bbspink ...).

A dat file is a thread: line N is message N, `name<>mail<>date ID<>text<>title`, cp932, times of the board's zone
(Tokyo) without offset. IDs hold for a board and a day. Numbering never moves: a deleted message leaves its line
with `あぼーん` in every field, a damaged line keeps its number and is counted. The listing shows title and count
only, so that deletions and edits need a second look at threads it does not mark (`recheck_per_visit`).
A page of read.cgi, fetched or saved, gives the same messages (`read_cgi`). Read, but without a place in the table:
SLIP codes (counted in `Thread.extra`; their shared-line and country marks are kept), `(主)`, a title's `[xxxx★]`.
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
from hikcorpus.sources.dat.blank import blank_dat, numbers_of
from hikcorpus.sources.dat.lines import DELETION_NAMES, DatReader, split_title
from hikcorpus.sources.dat.read_cgi import is_read_cgi, parse_read_cgi, place_of, text_of
from hikcorpus.sources.dat.read_cgi_bytes import blank_read_cgi, scrub_read_cgi
from hikcorpus.sources.dat.read_cgi_posts import posts_of
from hikcorpus.sources.dat.scrub import scrub_dat
from hikcorpus.sources.dat.text import read_text
from hikcorpus.sources.dat.whole import clean_text, is_clean, read_lines
from hikcorpus.sources.decoding import decode, is_html, other_page, segments
from hikcorpus.sources.usual import NoArchive, NoTails, PageGoesToo, Usual
from hikcorpus.text.entities import decode_entities

_SUBJECT: Final = re.compile(r"([0-9]{9,10})\.dat<>(.*)[(（]([0-9]{1,9})[)）]\s*\Z")
_PUT_AWAY: Final = re.compile(r"/(?:oyster|kako)/\d")
_FROM: Final = re.compile(r"#([1-9][0-9]{0,8})-\Z")
_FAMILY: Final = re.compile(r"(?:\A|\.)(?:5ch\.(?:net|io)|2ch\.(?:net|sc)|open2ch\.net|next2ch\.net|bbspink\.com)\Z")
_OYSTER: Final = re.compile(r"(?:\A|\.)(?:5ch\.(?:net|io)|2ch\.net|bbspink\.com)\Z")
_ITEST: Final = re.compile(r"(https?://)itest\.((?:5ch\.(?:net|io)|2ch\.net|bbspink\.com))\Z")
_OTHERS: Final = (".shitaraba.", ".machi.", "//machi.to", "//jbbs.livedoor.")
_NO_BOARD: Final = frozenset({"", "test", "bbs", "dat", "res", "oyster", "kako"})
_KEY: Final = re.compile(r"/([0-9]{9,10})\.dat\Z|/read\.cgi/[^/]+/([0-9]{9,10})(?:/|\Z)")


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
    appends: ClassVar[bool] = True
    zone: ClassVar[str] = "Asia/Tokyo"
    traces: ClassVar[tuple[str, ...]] = (r"READ\.CGI - ", r"BBS\.CGI - ", r"read\.cgi ver 0\d")
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
        if found is None or any(other in found[0] for other in _OTHERS):
            return None
        root, parts = found
        if "read.cgi" in parts:
            return _read_cgi(root, parts)
        base = "/".join([root, *map(quote, parts[:-2])])
        match parts:
            case [*before, board, "dat", file] if board not in _NO_BOARD and file.endswith(".dat"):
                key = file.removesuffix(".dat")
                return Address("/".join([root, *map(quote, before)]), board, key) if key.isdecimal() else None
            case [*before, board, "oyster", _, file] | [*before, board, "kako", _, _, file] if file.endswith(".dat"):
                key = file.removesuffix(".dat")
                return Address("/".join([root, *map(quote, before)]), board, key) if key.isdecimal() else None
            case [*_, board, "subject.txt" | "SETTING.TXT" | "subback.html" as file] if board not in _NO_BOARD:
                return Address(base, board, certain=file != "subback.html")
            case [*_, board, "" | "index.html"] if board not in _NO_BOARD:
                return Address(base, board, certain=_FAMILY.search(root.partition("://")[2]) is not None)
        return None

    def recognise_saved(self, page: Page) -> Address | None:
        """The thread that a saved page of read.cgi says it is; None for any other page."""
        if not is_html(page.body) or not is_read_cgi(page.body):
            return None
        try:
            text, _ = text_of(page, "a saved page")
        except LayoutChanged:
            return None
        posts, _lost = posts_of(text)
        place = place_of(text, posts[0].start) if posts else None
        if place is None:
            return None
        asked = self.recognise(page.url)
        root = place.root or (asked.root if asked is not None and asked.thread_id == place.thread_id else None)
        return Address(root.rstrip("/"), place.board, place.thread_id) if root else None

    def classify(self, page: Page) -> Answer:
        """Gone: an error page, or the rest of a fallen thread (203); unavailable: `人大杉`; other: any other HTML."""
        return answer_of(page, "cp932", read_cgi=is_html(page.body) and is_read_cgi(page.body))

    def listing_url(self, board: Board) -> str:
        """`/b/subject.txt`."""
        return f"{board.address}/{quote(board.name)}/subject.txt"

    def thread_url(self, board: Board, thread_id: str) -> str:
        """`/b/dat/KEY.dat`."""
        return f"{board.address}/{quote(board.name)}/dat/{thread_id}.dat"

    def fallen_url(self, board: Board, thread_id: str) -> str | None:
        """`/b/oyster/1234/KEY.dat` on 5ch and bbspink (JDim, rule of 2023-07-11); else `/b/kako/1234/12345/KEY.dat`."""
        if not (thread_id.isascii() and thread_id.isdecimal()) or len(thread_id) < 5:
            return None
        host = board.address.partition("://")[2].partition("/")[0].partition(":")[0]
        folder = f"oyster/{thread_id[:4]}" if _OYSTER.search(host) else f"kako/{thread_id[:4]}/{thread_id[:5]}"
        return f"{board.address}/{quote(board.name)}/{folder}/{thread_id}.dat"

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
        text, problems = read_text(page, "cp932", expected)
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
                shown, _ = split_title(title)
                replies = max(int(match[3]) - 1, 0)  # the list counts the opening message too
                threads[match[1]] = ThreadMark(match[1], len(threads), f"r{match[3]}:{title}", replies, shown)
        if not threads:  # a file in the middle of being written is empty: no board says so of itself
            raise other_page(page, expected, "none of its lines names a thread" if text.strip() else "it is empty")
        return Listing(tuple(threads.values()), tuple(problems))

    def parse_thread(self, board: Board, thread_id: str, page: Page) -> ThreadPage:
        """All messages of a dat file, of the lines that were appended to it (`#N-`), or of a page of read.cgi.

        Lines, or posts shown = messages + problems `*_line` + `extra["limit_lines"]`. Raises LayoutChanged where no
        line is a message, and for another thread's page.
        """
        expected = f"the dat file of thread {thread_id}"
        defaults = board.default_names | self.default_names
        if is_html(page.body):
            if is_read_cgi(page.body) and self.classify(page) == "ok":
                return parse_read_cgi(board, thread_id, page, DatReader(board, thread_id, defaults, []))
            raise other_page(page, expected, "it is HTML")
        first = first_line(page.url)
        text, reader = clean_text(page), DatReader(board, thread_id, defaults, [])
        if text is None or not is_clean(page.body, read_lines(reader, text, first)):
            text, lost = read_text(replace(page, body=scrub_dat(page.body)), "cp932", expected)
            reader = DatReader(board, thread_id, defaults, lost)
            read_lines(reader, text, first)
        if _PUT_AWAY.search(page.url):
            reader.state = "archived"
        if not reader.messages:
            raise other_page(page, expected, "none of its lines is a message" if text.strip() else "it is empty")
        return reader.page(whole=first == 1)

    def unknown_fields(self, page: Page) -> frozenset[str]:
        """`fields:N` for every number of fields other than five that a line has."""
        if is_html(page.body):
            return frozenset()
        counts = {line.count(b"<>") + 1 for line in page.body.split(b"\n") if line.strip()}
        return frozenset(f"fields:{count}" for count in counts - {5})

    def blank(self, page: Page, message_ids: Set[str]) -> bytes:
        """The file with these lines emptied but for their time; ids are `<thread key>.<line>`."""
        named = _KEY.search(page.url.partition("?")[0])
        thread_id = (named[1] or named[2]) if named else None
        if is_html(page.body) and is_read_cgi(page.body):
            return blank_read_cgi(page.body, numbers_of(message_ids, thread_id))
        first = first_line(page.url)
        return blank_dat(page, message_ids, lambda body: _lines(page, body), thread_id=thread_id, first=first)

    def scrub(self, page: Page) -> bytes:
        """The body without the hosts and addresses that servers print in names and dates."""
        if is_html(page.body):
            return scrub_read_cgi(page.body) if is_read_cgi(page.body) else page.body
        return scrub_dat(page.body)


def first_line(url: str) -> int:
    """The number of the first line of what came from this address: N where it ends in `#N-`, else 1."""
    found = _FROM.search(url)
    return int(found[1]) if found else 1


def _lines(page: Page, body: bytes) -> list[str]:
    """The lines as `parse_thread` reads them; empty ones where it refuses the file."""
    try:
        return read_text(replace(page, body=scrub_dat(body)), "cp932", "a dat file")[0].split("\n")
    except LayoutChanged:
        return [""] * (body.count(b"\n") + 1)


def _read_cgi(root: str, parts: list[str]) -> Address | None:
    """`/test/read.cgi/<board>/<key>/...`; Shitaraba's and Machi's lie under `/bbs/`."""
    place = parts.index("read.cgi")
    board, key = ([*parts[place + 1 :], "", ""])[:2]
    if place == 0 or parts[place - 1] != "test" or not board or not key.isdecimal():
        return None
    mobile = _ITEST.match(root)
    if mobile is not None and place == 2:  # itest.5ch.net/<server>/test/read.cgi/...
        return Address(f"{mobile[1]}{parts[0].lower()}.{mobile[2]}", board, key)
    return Address("/".join([root, *map(quote, parts[: place - 1])]), board, key)
