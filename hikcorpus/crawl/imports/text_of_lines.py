"""Lines of text files as people keep them: UTF-8, or line by line in something older (IRC logs mix both)."""

import re
from collections.abc import Iterator

from hikcorpus.crawl.imports.given import BROKEN, Left, Opened
from hikcorpus.crawl.imports.long_lines import lines

LONGEST = 64 * 1024

_CONTROLS = re.compile("\x03(?:\\d{1,2}(?:,\\d{1,2})?)?|[\x00-\x08\x0b\x0c\x0e-\x1f\u200e\u200f\ufeff]")


def text_lines(file: Opened, encoding: str) -> Iterator[str | Left]:
    """The lines, without colours and control characters of IRC; encoding: of those that are not UTF-8."""
    for number, line in enumerate(_whole(file)):
        if isinstance(line, Left):
            yield line
        elif line is None:
            yield Left("too_long_a_line")
        elif number == 0 and line.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield Left("utf_16_text_save_it_as_utf_8")
            return
        else:
            yield _CONTROLS.sub("", decoded(line, encoding))


def _whole(file: Opened) -> Iterator[bytes | Left | None]:
    """The lines; at the end, if the file breaks off, that it does."""
    try:
        yield from lines(file.stream, LONGEST)
    except BROKEN:
        yield Left("damaged_or_cut_off_file")


def decoded(line: bytes, encoding: str) -> str:
    """The line in UTF-8 if it is, else in the other encoding; what is in neither is marked."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(encoding, "replace")
