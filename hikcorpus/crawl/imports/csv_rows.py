"""Rows of CSV as MySQL's `SELECT ... INTO OUTFILE` writes it: backslashes quote, `\\N` is null, line breaks in fields.

The standard library's reader loses the difference between null and a text "N", and a stray quote swallows the rest
of the file; here a row that cannot be read costs itself only: reading goes on at the next line that looks like a row.
"""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from hikcorpus.crawl.imports.long_lines import pieces
from hikcorpus.text.patterns import compiled

_CHUNK = 1 << 20
_LONGEST = 1 << 19  # characters of a row
_TOO_MANY = 1000  # rows that cannot be read, one after another: it is something else

_FIELD = compiled(r'(?:"((?:[^"\\]++|\\.|""){0,300000}+)"|(\\N|[^",\n]{0,20000}+))(,|\r?\n)', re.DOTALL)
_ESCAPED = compiled(r"\\(.)|\"\"", re.DOTALL)
_CODES = {"n": "\n", "t": "\t", "r": "\r", "0": "", "Z": "\x1a", "b": ""}

Row = list[str | None]


def rows(stream: BinaryIO, likely: re.Pattern[str]) -> Iterator[Row | None]:
    """The rows, null as None; None for a row that cannot be read. likely: what the beginning of a row looks like.

    Raises EOFError after a thousand rows in succession that cannot be read.
    """
    chunks = pieces(stream, _CHUNK)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    buffer, at, ended, damaged = "", 0, False, 0
    while True:
        found = _row(buffer, at)
        if found is not None:
            row, at = found
            damaged = 0
            yield row
            continue
        if not ended and len(buffer) - at < _LONGEST:
            chunk = next(chunks, b"")
            ended = not chunk
            buffer, at = buffer[at:] + decoder.decode(chunk, ended), 0
            if ended and buffer and not buffer.endswith("\n"):
                buffer += "\n"
            continue
        if not buffer[at:].strip():
            return
        yield None
        damaged += 1
        if damaged > _TOO_MANY:
            raise EOFError
        at = _next(buffer, at, likely)


def _row(buffer: str, at: int) -> tuple[Row, int] | None:
    """The row at that place and where it ends; None where no whole row stands there."""
    row: Row = []
    while True:
        match = _FIELD.match(buffer, at)
        if match is None:
            return None
        quoted, bare, end = match.groups()
        if quoted is None:
            row.append(None if bare == "\\N" else bare)
        else:
            row.append(_plain(quoted) if "\\" in quoted or '"' in quoted else quoted)
        at = match.end()
        if end != ",":
            return row, at


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda match: '"' if match[1] is None else _CODES.get(match[1], match[1]), text)


def _next(buffer: str, at: int, likely: re.Pattern[str]) -> int:
    """Where the next line begins that looks like a row; the buffer's end where none does."""
    while (at := buffer.find("\n", at) + 1) > 0:
        if likely.match(buffer, at):
            return at
    return len(buffer)
