"""The lines of a whole file at once, usual ones by short ways, all others line by line.

Both give the same messages (tests hold them to it); the short ways cost less than half. Usual is a line of five fields
with a date and an ID in the usual form and a text of words, line breaks and reply marks. What usual lines cannot hold
is looked for once in the file, not once in every line; all texts lose their markup together; names, mail fields, hours
and IDs are read once each.
"""

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from hikcorpus.model import Message, Ref
from hikcorpus.model.message import TimePrecision
from hikcorpus.sources.base import Page
from hikcorpus.sources.dat.lines import DELETION_NAMES, DatReader, mail_of
from hikcorpus.sources.dat.scrub import scrub_dat
from hikcorpus.text.entities import decode_entities
from hikcorpus.text.markup import Marked

_STAMP: Final = re.compile(
    r"([0-9]{4}/[0-9]{2}/[0-9]{2}\([月火水木金土日]\) [0-9]{2}):([0-5][0-9]:[0-5][0-9])(\.[0-9]{2})?"
    r"( ID:([A-Za-z0-9+/.]{8,9}))"
)
_CP932: Final = frozenset({"cp932", "shift_jis", "x-sjis", "windows-31j"})
_LOST: Final = ("\x80", "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3")  # all that cp932 makes of stray bytes (a test counts)
_MANY_TAGS: Final = 1000  # `decoding` refuses that many in one another
_BETWEEN: Final = "\0"  # texts, while they are together
_PADDED: Final = f" {_BETWEEN} "
_EMPTY: Final = ["", "", "", "  ", ""]  # in the place of a line that is not usual

_Named = tuple[str | None, bool, str | None, str | None, str | None, str | None, bool]
"""Name, is it a default, tripcode, capcode, shared line, country, has it a SLIP code."""

_Fields = tuple[_Named, str | None, bool, datetime, TimePrecision, str, str, str | None]
"""Name, mail, sage, time, its precision and its printed form, ID, proxy."""
_SECOND: Final[TimePrecision] = "second"
_MICROSECOND: Final[TimePrecision] = "microsecond"


@cache
def _parts_of_an_hour() -> dict[str, timedelta]:
    """`MM:SS` -> that time."""
    return {f"{at // 60:02}:{at % 60:02}": timedelta(0, at) for at in range(3600)}


@cache
def _hundredths() -> dict[str, timedelta]:
    """`.41` -> that part of a second."""
    return {f".{at:02}": timedelta(0, 0, at * 10_000) for at in range(100)}


def clean_text(page: Page) -> str | None:
    """The file's text where it is surely what `decode` would give, and nothing is lost: cp932 that is no UTF-8.

    None for all other files.
    """
    body = page.body
    if (page.charset or "cp932").strip().lower() not in _CP932 or _is_utf8(body):
        return None
    try:
        text = body.decode("cp932")
    except UnicodeDecodeError:
        return None
    if "\0" in text or any(lost in text for lost in _LOST) or text.count("<") - text.count("<>") >= _MANY_TAGS:
        return None
    return text


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_clean(body: bytes, suspects: list[int]) -> bool:
    """Whether scrubbing changes nothing of these lines (places, from 0)."""
    lines = body.split(b"\n") if suspects else []
    return all(scrub_dat(lines[place]) == lines[place] for place in suspects)


def read_lines(reader: DatReader, text: str, first: int) -> list[int]:
    """Read all lines of the text; `first` is the number of the first.

    Returns the places of the lines in which there may be something to scrub: for all others, nothing is.
    """
    lines = text.split("\n")
    unended = first + len(lines) - 1 if lines[-1] else None  # number of the line that lacks its end
    if not lines[-1]:
        lines.pop()
    if "\r" in text or _BETWEEN in text or not lines:
        for number, line in enumerate(lines, first):
            reader.line(number, line.removesuffix("\r"), cut=number == unended)
        return list(range(len(lines)))
    rows = [fields if len(fields := line.split("<>")) == 5 else _EMPTY for line in lines]
    if first == 1 and rows:  # its title is read
        rows[0] = _EMPTY
    if unended is not None:
        rows[-1] = _EMPTY
    return _Short(reader, text).read(lines, rows, first, unended)


def _texts(rows: list[list[str]]) -> tuple[list[str], bool]:
    """The texts, with line breaks and `>`; other markup and entities are still in them.

    And whether they were padded: with 5ch's spaces round texts and breaks. A row written the other way is emptied.
    """
    bodies = [row[3] for row in rows]
    text = _BETWEEN.join(bodies)
    between = text.count(_PADDED)
    padded = 2 * between >= len(bodies) - 1
    if (
        not padded
        or between != len(bodies) - 1
        or min(len(bodies[0]), len(bodies[-1])) < 2  # one space alone cannot be shared with the next text
        or text[0] != " "
        or text[-1] != " "
    ):
        for place, body in enumerate(bodies):
            if (body[:1] == " " == body[-1:]) is not padded or (padded and len(body) < 2):
                rows[place], bodies[place] = _EMPTY, "  " if padded else ""
        text = _BETWEEN.join(bodies)
    text = text[1:-1].replace(_PADDED, _BETWEEN).replace(" <br> ", "\n") if padded else text.replace("<br>", "\n")
    return text.replace("&gt;", ">").split(_BETWEEN), padded


class _Short:
    """The short ways through one file; what it has read once of it."""

    def __init__(self, reader: DatReader, text: str) -> None:
        self.reader = reader
        self.names: dict[str, _Named | None] = {}
        self.mails: dict[str, tuple[str | None, bool]] = {}
        self.hours: dict[str, datetime] = {}
        self.ids: dict[str, tuple[str, str | None]] = {}
        self.special = "sssp://" in text or "VIPQ2_EXTDAT" in text  # lines of the server's own in texts
        self.marks = "＞" in text or "read.cgi" in text  # others than `>>5`
        self.suspects: list[int] = []

    def read(self, lines: list[str], rows: list[list[str]], first: int, unended: int | None) -> list[int]:
        """Read the rows, and line by line those that are not usual. Returns the places of suspect lines."""
        reader, special, marks = self.reader, self.special, self.marks
        thread_id, refs, add = reader.thread_id, reader.refs, reader.messages.append
        names, mails, hours, ids = self.names, self.mails, self.hours, self.ids
        in_hour, in_second = _parts_of_an_hour(), _hundredths()
        texts, padded = _texts(rows)
        for number, row, body in zip(range(first, first + len(rows)), rows, texts, strict=True):
            name_field, mail_field, stamp, written, _ = row
            try:
                named = names[name_field]
                mail, sage = mails[mail_field]
                posted_at = hours[stamp[:17]] + in_hour[stamp[17:22]]
                decimals = stamp[22:25]
                if decimals == " ID":
                    poster_id, proxy = ids[stamp[22:]]
                    raw, precision = stamp[:22], _SECOND
                else:
                    posted_at += in_second[decimals]
                    poster_id, proxy = ids[stamp[25:]]
                    raw, precision = stamp[:25], _MICROSECOND
            except KeyError:
                again = self._learn(row, number - first)
                if again is None:
                    named = None
                else:
                    named, mail, sage, posted_at, precision, raw, poster_id, proxy = again
            if named is None or "<" in body or (special and ("sssp://" in body or "VIPQ2_EXTDAT" in body)):
                self.suspects.append(number - first)
                reader.line(number, lines[number - first], cut=number == unended)
                continue
            name, is_default, tripcode, capcode, shared_line, country, slip = named
            if slip:
                reader.slips += 1
            found: tuple[Ref, ...] | None = ()
            if "&" in body:  # entities that may give any character
                text = decode_entities(
                    written[1:-1].replace(" <br> ", "\n") if padded else written.replace("<br>", "\n")
                ).strip("\n")
                found = None
            else:
                text = body.strip("\n")
                if marks or ">>" in text:
                    found = None if marks else refs.lone(text)
            if found is None:
                found = refs.read(number, Marked(text, ()), reader.problems)
            add(
                Message(
                    thread_id,
                    f"{thread_id}.{number}",
                    number,
                    False,
                    text,
                    posted_at,
                    name,
                    is_default,
                    tripcode,
                    capcode,
                    None,
                    poster_id,
                    shared_line or proxy,
                    mail,
                    sage,
                    country,
                    precision,
                    raw,
                    None,
                    found,
                )
            )
        return self.suspects

    def _learn(self, row: list[str], place: int) -> _Fields | None:
        """What a row says beside its text, some of which was not seen before; None where it is not usual."""
        name_field, mail_field, stamp, _, _ = row
        usual = _STAMP.fullmatch(stamp)
        if usual is None:
            return None
        hour, time, decimals, tail, poster_id = usual.groups()
        start = self.reader.stamps.hour(hour)
        if start is None or poster_id.count(".") > 2:  # such an ID could be an address
            return None
        if name_field not in self.names:
            self.names[name_field] = self._named(name_field)
            if "<" in name_field:  # a host may stand in it
                self.suspects.append(place)
        named = self.names[name_field]
        if named is None:
            return None
        self.hours[f"{hour}:"] = start
        proxy = "proxy" if poster_id[8:] == "8" else None
        self.ids[tail] = poster_id, proxy
        mail, sage = self.mails[mail_field] = mail_of(mail_field)
        posted_at = start + _parts_of_an_hour()[time]
        if decimals:
            posted_at += _hundredths()[decimals]
        raw = stamp[: -len(tail)]
        return named, mail, sage, posted_at, _MICROSECOND if decimals else _SECOND, raw, poster_id, proxy

    def _named(self, field: str) -> _Named | None:
        """What a name field gives to a message; None where it may be a deletion."""
        if field.strip() in DELETION_NAMES:
            return None
        name, is_default = self.reader.named(field)
        slip = name.slip is not None
        return name.name, is_default, name.tripcode, name.capcode, name.shared_line, name.country, slip
