"""Logs of chat rooms, as `configs/imports/*.toml` describes them. A day of a room is a thread.

Why a day: a room never ends, and nobody marks where a talk begins; a day can be told in every log, holds what people
wrote in reach of each other, and stays the same thread when a later export of the room is imported. Names are screen
names as shown, without hosts. A message's number is its wall-clock time and its place among those of the same time
(YYYYMMDDHHMMSSnnn), so that exports that overlap give the same messages. Joins, parts and new names are counted for
each day (`Thread.extra`), and no more: they would say who was there without a word.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hikcorpus.config.imports import ChatFile, patterns, read_pattern
from hikcorpus.crawl.imports.given import BoardsOf, Given, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.text_of_lines import text_lines
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.model import Attachment, Board, Message, Thread
from hikcorpus.sources.base import ThreadPage

PIECE = 5_000
"""Messages of a day after which what was read of it is handed on."""

_IN_NAME = re.compile(r"(?<!\d)(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_HALF = timedelta(hours=12)


def pattern_for(wanted: Wanted) -> ChatFile | None:
    """The pattern that the user named. Raises ConfigError where it is none for chats."""
    if wanted.pattern is None:
        return None
    found = read_pattern(wanted.pattern)
    if not isinstance(found, ChatFile):
        known = ", ".join(patterns("chat"))
        raise ConfigError(f"The pattern {wanted.pattern!r} is none for chats.", f"These are: {known}.")
    return found


def likely(head: str) -> ChatFile | None:
    """The shipped or own pattern that the first lines of a file fit best; None where most of them fit none."""
    lines = [line for line in head.splitlines() if line.strip()][:200]
    best, most = None, 0
    for pattern in patterns("chat").values():
        if isinstance(pattern, ChatFile):
            forms = _forms(pattern)
            hits = [forms.of(line) for line in lines]
            share = sum(hit is not None for hit in hits)
            if any(hit and hit[0] == "message" for hit in hits) and share > most and share * 3 > len(lines):
                best, most = pattern, share
    return best


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """The days of a room. The room: `--board SITE/ROOM`. Raises UsageError where none was given."""
    pattern = pattern_for(wanted)
    board = boards.meant("chat")
    if board is None:
        raise UsageError(
            "A chat log needs a label for its room.",
            "Give one that names nobody, it is published: --board SITE/ROOM, e.g. --board irc/hikky.",
        )
    if pattern is None:
        head = file.stream.peek(1 << 16)[: 1 << 16] if hasattr(file.stream, "peek") else b""
        pattern = likely(head.decode("utf-8", "replace"))
    if pattern is None:
        yield Left("no_chat_pattern_fits")
        return
    zone = wanted.zone or pattern.zone or "UTC"
    board = replace(board, zone=zone, language=pattern.language or board.language)
    yield from _Room(board, pattern, file).days()


@dataclass(slots=True)
class _Said:
    """A message while its lines are read."""

    at: datetime
    precise: bool
    name: str
    lines: list[str]


@dataclass(slots=True)
class _Day:
    """A day of the room."""

    day: date
    said: list[_Said] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    places: Counter[datetime] = field(default_factory=Counter)
    pieces: int = 0


class _Room:
    """Reads one log."""

    def __init__(self, board: Board, pattern: ChatFile, file: Opened) -> None:
        self._board, self._pattern, self._file = board, pattern, file
        self._forms = _forms(pattern)
        self._zone = ZoneInfo(board.zone)
        found = _IN_NAME.search(file.name)
        self._today = _date("".join(found.groups()), ("%Y%m%d",)) if found else None
        self._clock = time.min
        self._day: _Day | None = None

    def days(self) -> Stream:
        """Day after day, as the log has them."""
        for line in text_lines(self._file, self._pattern.encoding):
            if isinstance(line, Left):
                yield line
                continue
            hit = self._forms.of(line)
            if hit is None:
                yield from self._goes_on(line)
                continue
            means, groups = hit
            if groups.get("date"):
                day = _date(_words(groups["date"], self._pattern), tuple(self._pattern.date_formats))
                self._today, self._clock = day or self._today, time.min
            if means == "other":
                yield Left("line_that_is_no_message")
            elif means != "date":
                yield from self._event(means, groups)
        yield from self._given(self._day, last=True)

    def _goes_on(self, line: str) -> Iterator[Left]:
        """A line of no form."""
        if self._pattern.continues and self._day is not None and self._day.said:
            self._day.said[-1].lines.append(line)
        elif line.strip():
            yield Left("unreadable_line")

    def _event(self, means: str, groups: dict[str, str]) -> Stream:
        """A message, or somebody who came, went or took another name."""
        now: tuple[time, bool] | None = self._clock, False
        if groups.get("time"):
            now = _clock(_words(groups["time"], self._pattern), tuple(self._pattern.time_formats))
        if self._today is None or now is None:
            yield Left("line_without_a_date" if self._today is None else "unreadable_time")
            return
        if datetime.combine(self._today, self._clock) - datetime.combine(self._today, now[0]) > _HALF:
            self._today += timedelta(days=1)  # past midnight, and no line says so
        self._clock = now[0]
        if self._day is None or self._day.day != self._today:
            yield from self._given(self._day, last=True)
            self._day = _Day(self._today)
        if means == "message":
            at = datetime.combine(self._today, self._clock)
            self._day.said.append(_Said(at, now[1], groups["name"].strip(), [groups.get("text") or ""]))
        else:
            self._day.counts[means] += 1
        if len(self._day.said) > PIECE:
            yield from self._given(self._day, last=False)

    def _given(self, day: _Day | None, *, last: bool) -> Iterator[Given]:
        """What was read of a day; its last message waits for its other lines, unless the day is over."""
        if day is None or not (day.said or day.counts):
            return
        ready = day.said if last else day.said[:-1]
        thread_id = day.day.isoformat()
        messages = tuple(
            self._message(thread_id, said, day.places, is_opening=not day.pieces and place == 0)
            for place, said in enumerate(ready)
        )
        told = hashlib.sha256(repr([(each.message_id, each.author_name, each.text) for each in messages]).encode())
        extra = {means: str(number) for means, number in sorted(day.counts.items())}
        page = ThreadPage(Thread(thread_id, None, extra=extra), messages)
        counts = dict(day.counts) if last else {}
        if messages:
            piece = day.pieces > 0 or not last
            seen, name = self._file.seen, told.hexdigest()
            yield Given(self._board, page, seen, name, piece=piece, unit="days", counts=counts)
        day.pieces += 1
        day.said = [] if last else day.said[-1:]

    def _message(self, thread_id: str, said: _Said, places: Counter[datetime], *, is_opening: bool) -> Message:
        number = int(f"{said.at:%Y%m%d%H%M%S}") * 1000 + min(places[said.at], 999)
        places[said.at] += 1
        text = "\n".join(said.lines).strip("\n")
        if self._pattern.quoted and len(said.lines) > 1 and text.startswith('"') and text.rstrip().endswith('"'):
            text = text.rstrip()[1:-1]
        of_file = self._pattern.files.get(text.strip())
        return Message(
            *(thread_id, str(number), number, is_opening, "" if of_file else text),
            posted_at=said.at.replace(tzinfo=self._zone).astimezone(UTC),
            author_name=said.name or None,
            is_default_name=not said.name,
            time_precision="second" if said.precise else "minute",
            posted_raw=said.at.isoformat(sep=" ", timespec="seconds" if said.precise else "minutes"),
            attachments=(Attachment(of_file),) if of_file else (),
        )


class _Forms:
    """The forms of a pattern's lines, ready to match."""

    def __init__(self, pattern: ChatFile) -> None:
        self._forms = [(form.means, re.compile(form.regex)) for form in pattern.lines]

    def of(self, line: str) -> tuple[str, dict[str, str]] | None:
        """What the line means, and its groups."""
        for means, regex in self._forms:
            match = regex.match(line)
            if match is not None:
                return means, match.groupdict()
        return None


def _forms(pattern: ChatFile) -> _Forms:
    return _Forms(pattern)


def _words(text: str, pattern: ChatFile) -> str:
    for word, other in pattern.words.items():
        text = text.replace(word, other)
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def _date(text: str, formats: tuple[str, ...]) -> date | None:
    for form in formats:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a wall-clock date
        except ValueError:
            continue
    return None


@lru_cache(maxsize=4096)
def _clock(text: str, formats: tuple[str, ...]) -> tuple[time, bool] | None:
    """The time of day, and whether seconds were printed."""
    for form in formats:
        try:
            return datetime.strptime(text, form).time(), "%S" in form  # noqa: DTZ007 - a wall clock
        except ValueError:
            continue
    return None
