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
_KEY: Final = re.compile(r"/([0-9]{9,10})\.dat\Z")
SPACE: Final = "\u3000"

Lines = Callable[[bytes], list[str]]


def blank_dat(page: Page, message_ids: Set[str], read: Lines) -> bytes:
    """The file without the content of these messages; the very same bytes where none of them stands in it.

    message_ids: `<thread key>.<line>`; where the page's address names a thread, other threads' ids are left alone.
    read: the file's lines as the parser decodes them.
    """
    key = _KEY.search(page.url.partition("?")[0])
    wanted = {
        int(number)
        for thread, _, number in (one.rpartition(".") for one in message_ids)
        if number.isascii() and number.isdigit() and (key is None or thread == key[1])
    }
    lines = page.body.split(b"\n")
    texts = read(page.body)
    hit = [place for place in range(len(lines)) if place + 1 in wanted and _is_message(lines[place], texts[place])]
    if not hit:
        return page.body
    for filler in _fillers(page.charset):
        new = list(lines)
        for place in hit:
            new[place] = _blanked(lines[place], filler)
        body = b"\n".join(new)
        after = read(body)
        if all(after[place] == texts[place] for place in range(len(lines)) if place not in hit):
            return body
    return body  # no charset reads the others as before: what must go is gone all the same


def _is_message(line: bytes, text: str) -> bool:
    fields = text.split("<>")
    return line.count(b"<>") >= 3 and len(fields) >= 4 and not is_deleted(fields)


def _blanked(line: bytes, filler: bytes) -> bytes:
    fields = line.removesuffix(b"\r").split(b"<>")
    time = _TIME.search(_IDS.sub(b" ", fields[2]))
    stamp = time[1] + (time[2] or b"") + (b" " + time[3] if time[3] else b"") if time else b""
    kept = [b"", filler, stamp, b"", *([b""] * (len(fields) - 4))]
    return b"<>".join(kept) + (b"\r" if line.endswith(b"\r") else b"")


def _fillers(charset: str | None) -> Iterator[bytes]:
    yield b""
    for name in dict.fromkeys((*_CHARSETS[:2], charset or "cp932")):
        try:
            yield SPACE.encode(name)
        except (LookupError, UnicodeEncodeError):
            continue
