"""Corpora of the Language Bank of Finland (Kielipankki) in VRT, read as a stream: the Ylilauta corpus and its like.

Sources: CSCfi/Kielipankki-utilities `corp/ylilauta/{ylilauta_parse_warc,ylilauta_make_vrt,vrt_tools}.py` (how the
Ylilauta corpus of 2012-2014, urn:nbn:fi:lb-2016101210, was made), `vrt-tools/`; spyysalo/ylilauta-corpus
`scripts/reformat.py`; Kielipankki's README of Suomi24. A `<text>` is a message:

- Ylilauta: `title` (of the thread), `sec` (board), `id` (post), `date` DD.MM.YYYY, `clock`; **no thread, no name**. The
  corpus was made of thread pages, one after the other, each from its opening message on: texts of one board and title
  that follow each other with rising ids are a thread, and its first id is the thread's.
- others (Suomi24, our own export): `thread`, `comment`, `parent`, `datetime` or `date` and `time`, `nick`, `signed`.

What cannot be had again, because the corpus lost it: line breaks (a message is one line; paragraphs, where the corpus
has several, are lines), runs of spaces, spaces around punctuation where no column tells them (put back by rule), named
entities, who wrote what. Words of more than 128 characters were cut into several, titles lost quotes, slashes and `+`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Message, Ref, Thread
from hikcorpus.model.message import TimePrecision
from hikcorpus.sources.base import Problem, ThreadPage
from hikcorpus.sources.kielipankki.vrt import MOST_PROBLEMS, Lines, Noted, Text, joined

MOST_MESSAGES: Final = 5000
"""Messages in memory at once; a longer run is given in pieces of one thread."""

_ZONE: Final = ZoneInfo("Europe/Helsinki")
_MARK: Final = re.compile(r">>([0-9]{1,18})(?![0-9])")
_DATE: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\Z")
_ISO: Final = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})\Z")
_CLOCK: Final = re.compile(r"([0-9]{1,2}):?([0-9]{2})(?::?([0-9]{2}))?\Z")
_NO_NAME: Final = frozenset({"", "_", "anonyymi", "anonymous"})


def read_vrt(lines: Iterable[bytes]) -> Iterator[tuple[str, ThreadPage]]:
    """Board and thread, one at a time, in the order of the file; memory holds one thread.

    lines: of the file, with or without line ends. A thread whose texts do not follow each other comes in several pages
    of the same thread id. Board: as the corpus names it, "" where it does not. Times: Helsinki's wall clock -> UTC.
    What cannot be read is a problem of the page that it stands in or before. Raises LayoutChanged where it is no VRT.
    """
    run: _Run | None = None
    noted = Noted()
    for text in Lines(noted).texts(lines):
        made = _message(text, noted)
        if made is None:
            continue
        key, message = made
        if run is None or not run.takes(key, message):
            if run is not None:
                yield run.page()
            run = _Run.after(run, key, message)
        if message.message_id in run.messages:
            noted.add("duplicate_message", f"text {message.message_id}")
        else:
            run.add(message)
        run.problems += noted.taken()
    if run is not None:
        run.problems += noted.taken()
        yield run.page()
    else:
        raise LayoutChanged(
            "The VRT file holds no text with an id.",
            "Nothing of it was stored; see whether it is a corpus of messages.",
        )


@dataclass(slots=True)
class _Key:
    """What texts of one thread share. thread: None where the corpus names no thread."""

    board: str
    title: str
    thread: str | None


@dataclass(slots=True)
class _Run:
    """Texts of one thread that follow each other."""

    key: _Key
    thread_id: str
    messages: dict[str, Message] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    last: int = -1

    @classmethod
    def after(cls, before: "_Run | None", key: _Key, message: Message) -> "_Run":
        """A new run; of the same thread where the one before was only cut for its length."""
        if before is not None and before.key == key and message.number >= before.last:
            return cls(key, before.thread_id)
        return cls(key, key.thread or message.message_id)

    def takes(self, key: _Key, message: Message) -> bool:
        if key != self.key or len(self.messages) >= MOST_MESSAGES or len(self.problems) >= MOST_PROBLEMS:
            return False
        return key.thread is not None or message.number >= self.last

    def add(self, message: Message) -> None:
        self.messages[message.message_id] = message
        self.last = max(self.last, message.number)

    def page(self) -> tuple[str, ThreadPage]:
        messages = tuple(self._placed(message) for message in self.messages.values())
        thread = Thread(self.thread_id, self.key.title or None)
        return self.key.board, ThreadPage(thread, messages, tuple(self.problems))

    def _placed(self, message: Message) -> Message:
        here = self.key.board, self.thread_id
        refs = [Ref(ref.message_id, *here) if ref.message_id in self.messages else ref for ref in message.refs]
        opening = message.message_id == self.thread_id
        subject = (self.key.title or None) if opening else None
        return replace(message, thread_id=self.thread_id, is_opening=opening, subject=subject, refs=tuple(refs))


def _message(text: Text, noted: Noted) -> tuple[_Key, Message] | None:
    """The message, its thread still open; None where it has no number."""
    given = text.attributes
    thread = _named(given, "thread", "thread_id")
    comment = _named(given, "comment", "comment_id")
    number = comment if comment and comment != "0" else None
    number = number or (thread if given.get("type", "").startswith("thread") else None) or given.get("id") or ""
    if not (number.isascii() and number.isdecimal() and len(number) <= 18):
        noted.add("unreadable_message", f"line {text.line}")
        return None
    posted_at, precision, printed = _time(given)
    if posted_at is None:
        noted.add("unreadable_time", f"line {text.line}")
    name = _named(given, "nick", "author", "speaker")
    shown = "\n".join(filter(None, (joined(words) for words in text.paragraphs)))
    parent = _named(given, "parent", "parent_comment_id")
    targets = _MARK.findall(shown)
    if parent and parent.isdecimal() and parent not in ("0", number):
        targets.append(parent)
    key = _Key(_named(given, "sec", "board", "topics") or "", given.get("title", "") or joined(text.titles), thread)
    return key, Message(
        thread_id=thread or "",
        message_id=number,
        number=int(number),
        is_opening=False,
        text=shown,
        posted_at=posted_at,
        author_name=name,
        is_default_name=name is None or name.lower() in _NO_NAME,
        account_id=name if given.get("signed") == "1" else None,
        time_precision=precision,
        posted_raw=printed or None,
        refs=tuple(Ref(target) for target in dict.fromkeys(targets) if target != number),
    )


def _named(given: Mapping[str, str], *names: str) -> str | None:
    return next((given[name] for name in names if given.get(name, "_") not in ("", "_")), None)


def _time(given: Mapping[str, str]) -> tuple[datetime | None, TimePrecision, str]:
    """Helsinki's wall clock; at the hour that comes twice in autumn, the first."""
    day, _, clock = (given.get("datetime") or "").partition(" ")
    day = day or given.get("date") or given.get("datefrom") or ""
    clock = clock or given.get("clock") or given.get("time") or given.get("timefrom") or ""
    printed = f"{day} {clock}".strip()
    finnish, iso = _DATE.match(day), _ISO.match(day)
    numbers = [int(part) for part in (finnish.group(3, 2, 1) if finnish else iso.groups() if iso else ())]
    at = _CLOCK.match(clock)
    numbers += [int(part) for part in at.groups() if part is not None] if at else []
    try:
        found = datetime(*numbers, tzinfo=_ZONE).astimezone(UTC)  # type: ignore[arg-type,misc]
    except (TypeError, ValueError, OverflowError):
        return None, "none", printed
    precision: TimePrecision = "day" if at is None else "second" if at[3] else "minute"
    return found, precision, printed
