"""Dumps of 4chan archives in the tables of Asagi (4plebs.org, archived.moe on archive.org): CSV, a message a row.

Sources: eksopl/asagi `boards.sql` and `YotsubaJSON.java`; FoolCode/FoolFuuka `Comment.php`; 4CAT's import scripts for
the columns of dumps that have no header. What matters:

- `timestamp` is New York's wall clock counted as if it were UTC (Asagi's `adjustTimestampEpoch`; FoolFuuka turns it
  back). Where a column `fourchan_date` stands beside it, that decides; else `--zone UTC` says that a dump's are true.
- `subnum` > 0: written on the archive itself, not on 4chan ("ghost"); id `num_subnum`, as the archives show it.
- `deleted`: 0, 1 or the moment; the text is not taken then. `poster_ip` is never read.
- `comment` is plain text already, with BBCode in place of markup; `>>1` stays as typed.
- Rows of a thread stand apart, so they are taken in windows, and of a thread only its opening row tells facts.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from hikcorpus.crawl.imports.csv_rows import Row, rows
from hikcorpus.crawl.imports.given import BROKEN, BoardsOf, Given, Left, Opened, Stream, Wanted
from hikcorpus.errors import UsageError
from hikcorpus.model import Attachment, Board, Message, Ref, Thread
from hikcorpus.sources.base import Problem, ThreadPage
from hikcorpus.text.links import plain_marks

WINDOW = 20_000
"""Rows held at a time."""

SITE = "4plebs.org"
_MEDIA = "timestamp_expired preview_orig preview_w preview_h media_filename media_w media_h media_size media_hash"
_HEAD = f"num subnum thread_num op timestamp {_MEDIA} media_orig spoiler deleted capcode email name trip title comment"
_TAIL = "sticky locked poster_hash poster_country exif"
LAYOUTS: Final = {
    len(names): names
    for names in (
        f"{_HEAD} {_TAIL}".split(),
        f"doc_id media_id poster_ip {_HEAD} delpass {_TAIL}".split(),
        f"doc_id media_id poster_ip {_HEAD} delpass {_TAIL} since4pass".split(),
    )
}
"""Number of columns -> their names, for dumps without a header."""

_LIKELY = re.compile(r'"?\d{1,12}"?,"?\d{1,12}"?,"?\d{1,12}"?,"?\d')
_BOARD = re.compile(r"[a-z0-9]{1,8}")
_TAG = re.compile(r"\[/?(?:spoiler|code|b|i|o|s|u|sub|sup|eqn|math|banned|moot|fortune(?: color=\"[^\"\]]{0,40}\")?)\]")
_LITERAL = re.compile(r"\[(/?(?:banned|moot|spoiler|code)):lit\]")
_CAPCODES = {"A": "admin", "M": "mod", "D": "developer", "G": "manager", "F": "founder", "V": "verified"}
_NEW_YORK: Final = ZoneInfo("America/New_York")
_DEFAULTS: Final = frozenset({"Anonymous"})


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """The messages, a window of rows at a time, by thread. Board: `--board`, else the file's name (`pol.csv`)."""
    board = _board(file, boards)
    reader: _Reader | None = None
    window: list[Message] = []
    facts: dict[str, Thread] = {}
    ghosts: Counter[str] = Counter()
    problems: Counter[str] = Counter()
    for row in _rows(file):
        if isinstance(row, Left):
            yield row
            continue
        if reader is None:
            reader = _Reader(_columns(row, file), board, wanted.zone)
            if "thread_num" in row:
                continue
        message = reader.message(row)
        if isinstance(message, Left):
            yield message
            continue
        window.append(message)
        ghosts[message.thread_id] += "_" in message.message_id
        problems[message.thread_id] += message.posted_at is None
        if message.is_opening:
            facts[message.thread_id] = reader.thread(row, message)
        if len(window) >= WINDOW:
            yield from _threads(board, window, facts, file, (ghosts, problems))
            window = []
    yield from _threads(board, window, facts, file, (ghosts, problems))


def _rows(file: Opened) -> Iterator[Row | Left]:
    """The rows, and what stands in the place of those that cannot be read."""
    try:
        for row in rows(file.stream, _LIKELY):
            yield Left("damaged_row") if row is None else row
    except BROKEN:
        yield Left("damaged_or_cut_off_file")


def _threads(
    board: Board, window: list[Message], facts: dict[str, Thread], file: Opened, counted: tuple[Counter[str], ...]
) -> Stream:
    """What a window holds, thread by thread; the dictionaries are emptied."""
    grouped: dict[str, list[Message]] = {}
    for message in window:
        grouped.setdefault(message.thread_id, []).append(message)
    ghosts, untimed = counted
    for thread_id, messages in grouped.items():
        told = hashlib.sha256(repr([(each.message_id, each.text) for each in messages]).encode("utf-8", "replace"))
        problems = (Problem("unreadable_time", f"thread {thread_id}"),) * untimed[thread_id]
        page = ThreadPage(facts.get(thread_id) or Thread(thread_id, None), tuple(messages), problems)
        counts = {"ghost_posts": ghosts[thread_id]}
        yield Given(board, page, file.seen, told.hexdigest(), piece=True, unit="records", counts=counts)
    for each in (facts, ghosts, untimed):
        each.clear()


def _board(file: Opened, boards: BoardsOf) -> Board:
    meant = boards.meant("fourchan")
    if meant is not None:
        return meant
    name = _BOARD.match(file.stem.lower())
    if name is None:
        raise UsageError(f"The name of {file.name} says no board.", "Name it: --board SITE/BOARD.")
    return boards.label(SITE, name[0], "fourchan")


def _columns(row: Row, file: Opened) -> dict[str, int]:
    names = [name or "" for name in row] if "thread_num" in row else LAYOUTS.get(len(row))
    if names is None:
        raise UsageError(
            f"{file.name} has {len(row)} columns and no header, which is no dump that hikcorpus knows.",
            "Write the columns' names into its first line (num, subnum, thread_num, op, timestamp, ...).",
        )
    return {name: place for place, name in enumerate(names)}


class _Reader:
    """Rows of one dump -> messages."""

    def __init__(self, columns: dict[str, int], board: Board, zone: str | None) -> None:
        self._at = columns
        self._width = len(columns)
        self._board = board
        self._zone = ZoneInfo(zone) if zone else _NEW_YORK

    def message(self, row: Row) -> Message | Left:
        """The row's message, or why it is none."""
        if len(row) != self._width:
            return Left("damaged_row")
        of = self._of
        number, under, thread = of(row, "num"), of(row, "subnum") or "0", of(row, "thread_num") or "0"
        if not (number and number.isdecimal() and under.isdecimal() and thread.isdecimal() and len(number) < 18):
            return Left("damaged_row")
        thread_id = thread if int(thread) else number
        opening = (of(row, "op") or "0") == "1" and under == "0"
        message_id = number if under == "0" else f"{number}_{under}"
        at, raw = self._instant(row), of(row, "timestamp")
        precision = "second" if at else "none"
        if (of(row, "deleted") or "0") != "0":
            return Message(
                *(thread_id, message_id, int(number), opening, "", at),
                is_default_name=True,
                time_precision=precision,  # type: ignore[arg-type]
                posted_raw=raw,
                state="deleted",
                deletion_evidence="mark",
            )
        name, trip, mail = of(row, "name"), of(row, "trip") or None, of(row, "email")
        text = _LITERAL.sub(r"[\1]", _TAG.sub("", (of(row, "comment") or "").replace("\r\n", "\n"))).strip("\n")
        capcode = of(row, "capcode")
        return Message(
            *(thread_id, message_id, int(number), opening, text, at),
            author_name=name or None,
            is_default_name=name in _DEFAULTS if name else not trip,
            tripcode=trip,
            capcode=None if capcode in (None, "", "N") else _CAPCODES.get(capcode, capcode.lower()),
            poster_id=None if (own := of(row, "poster_hash")) in (None, "", "Heaven") else own,
            mail_field=mail or None,
            sage=(mail or "").lower() == "sage",
            country=of(row, "poster_country") or None,
            time_precision=precision,  # type: ignore[arg-type]
            posted_raw=raw,
            subject=of(row, "title") or None,
            refs=tuple(dict.fromkeys(Ref(mark, name or self._board.name) for name, mark in plain_marks(text))),
            attachments=self._attachments(row),
        )

    def thread(self, row: Row, opening: Message) -> Thread:
        """What the opening row says of its thread."""
        sticky, locked = (self._of(row, name) == "1" for name in ("sticky", "locked"))
        return Thread(opening.thread_id, opening.subject, sticky=sticky, locked=locked)

    def _of(self, row: Row, name: str) -> str | None:
        place = self._at.get(name)
        return None if place is None else row[place]

    def _instant(self, row: Row) -> datetime | None:
        raw = self._of(row, "timestamp") or ""
        if not raw.isdecimal() or not 0 < int(raw) < 1 << 40:
            return None
        at = datetime.fromtimestamp(int(raw), UTC)
        printed = self._of(row, "fourchan_date")
        if printed and _as_printed(at.astimezone(_NEW_YORK)) == _stripped(printed):
            return at  # this dump's times are true ones
        return at.replace(tzinfo=self._zone).astimezone(UTC)

    def _attachments(self, row: Row) -> tuple[Attachment, ...]:
        name = self._of(row, "media_orig") or self._of(row, "media_filename") or ""
        ending = name.rpartition(".")[2].lower()
        if not ending or len(ending) > 5:
            return ()
        size = self._of(row, "media_size") or ""
        return (
            Attachment(
                ending, int(size) if size.isdecimal() and int(size) else None, self._of(row, "media_hash") or None
            ),
        )


def _as_printed(local: datetime) -> str:
    """4chan's way of writing a time, without weekday and seconds: `4/9/17 14:05`."""
    return f"{local.month}/{local.day}/{local:%y} {local.hour}:{local:%M}"


def _stripped(printed: str) -> str:
    match = re.match(r"0?(\d{1,2})/0?(\d{1,2})/(\d\d)\s*\(\w{3}\)\s*0?(\d{1,2}):(\d\d)", printed)
    return f"{match[1]}/{match[2]}/{match[3]} {match[4]}:{match[5]}" if match else ""
