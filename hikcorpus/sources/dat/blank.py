"""The content of some lines out of dat bytes: each stays a line with its time, so that all numbers hold.

A line that the board itself marked as deleted has no content left and stays as it is. Other lines stay byte for byte.
The charset of a dat file is told from all its bytes; where the blanked lines told it, an ideographic space in their
mail field (which reads as empty) tells it on.
"""

import re
from collections.abc import Callable, Iterator, Set
from typing import Final

from hikcorpus.sources.base import Page
from hikcorpus.sources.dat.lines import is_deleted

_CHARSETS: Final = ("cp932", "utf-8", "euc_jp")
_DAYS: Final = b"|".join(
    re.escape(f"{left}{day}{right}".encode(charset))
    for left, right in ("()", "（）")
    for day in (*"日月火水木金土", "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
    for charset in _CHARSETS
)
_BRACKETS: Final = b"|".join(
    re.escape(left.encode(charset)) + rb"[^<>\n]{0,27}?" + re.escape(right.encode(charset))
    for left, right in ("()", "（）")
    for charset in _CHARSETS
)
_TIME: Final = re.compile(
    rb"(?<!\d)((?:\d{4}|\d{2})/\d{1,2}/\d{1,2})\s*(?:(" + _DAYS + rb")|" + _BRACKETS + rb")?"
    rb"(?:\s*(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?|[A-Z]{2}:[A-Z]{2}(?::[A-Z]{2}(?:\.[A-Z]{2})?)?))?"
)
_IDS: Final = re.compile(rb"(?:ID|BE):\S*")
SPACE: Final = "\u3000"

Lines = Callable[[bytes], list[str]]


def numbers_of(message_ids: Set[str], thread_id: str | None) -> set[int]:
    """The numbers in ids `<thread key>.<number>`, of this thread only where it is known."""
    return {
        int(number)
        for thread, _, number in (one.rpartition(".") for one in message_ids)
        if number.isascii() and number.isdigit() and len(number) < 10 and (thread_id is None or thread == thread_id)
    }


def blank_dat(
    page: Page, message_ids: Set[str], read: Lines, *, thread_id: str | None, lead: int = 0, first: int = 1
) -> bytes:
    """The file without the content of these messages; the very same bytes where none of them stands in it.

    message_ids: `<thread key>.<line>`; other threads' ids are left alone. read: the file's lines as the parser
    decodes them. lead: how many fields stand before the name; the first is then the message's number. first: number
    of the file's first line.
    """
    wanted = numbers_of(message_ids, thread_id)
    lines = page.body.split(b"\n")
    texts = read(page.body)
    hit = [
        place
        for place, (line, text) in enumerate(zip(lines, texts, strict=False))
        if _number(text, place + first, lead) in wanted and _is_message(line, text, lead)
    ]
    if not hit:
        return page.body
    for filler in _fillers(page.charset):
        new = list(lines)
        for place in hit:
            new[place] = _blanked(lines[place], filler, lead)
        body = b"\n".join(new)
        after = read(body)
        if len(after) == len(texts) and all(
            after[place] == texts[place] for place in range(len(lines)) if place not in hit
        ):
            return body
    return body  # no charset reads the others as before: what must go is gone all the same


def _number(text: str, place: int, lead: int) -> int:
    return number_of(text.partition("<>")[0]) if lead else place


def number_of(field: str) -> int:
    """The number that stands at the head of a line, as boards write it; 0 for anything else."""
    return int(field) if field.isascii() and field.isdecimal() and len(field) < 6 else 0


def _is_message(line: bytes, text: str, lead: int) -> bool:
    fields = text.split("<>")[lead:]
    return line.count(b"<>") >= 3 + lead and len(fields) >= 4 and not is_deleted(fields)


def _blanked(line: bytes, filler: bytes, lead: int) -> bytes:
    every = line.removesuffix(b"\r").split(b"<>")
    fields = every[lead:]
    kept = [*every[:lead], b"", filler, stamp_of(fields[2]), b"", *([b""] * (len(fields) - 4))]
    return b"<>".join(kept) + (b"\r" if line.endswith(b"\r") else b"")


def stamp_of(field: bytes) -> bytes:
    """The time of a date field, without anything else."""
    time = _TIME.search(_IDS.sub(b" ", field))
    return time[1] + (time[2] or b"") + (b" " + time[3] if time[3] else b"") if time else b""


def _fillers(charset: str | None) -> Iterator[bytes]:
    yield b""
    for name in dict.fromkeys((*_CHARSETS[:2], charset or "cp932")):
        try:
            yield SPACE.encode(name)
        except (LookupError, ValueError):
            continue
