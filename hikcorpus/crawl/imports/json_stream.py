"""The elements of one long array inside a JSON file, one after another: the file is never held whole."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from hikcorpus.crawl.imports.long_lines import pieces
from hikcorpus.text.patterns import compiled

_CHUNK = 1 << 20
_OUTSIDE = compiled(rb'["{}\[\]]')
_STRING_END = compiled(rb'(?:[^"\\]++|\\.)*+"', re.DOTALL)


def elements(stream: BinaryIO, key: str, depth: int, largest: int) -> Iterator[bytes | None]:
    """The bytes of each element (objects and arrays) of the array under `key`, whose object lies `depth` deep.

    depth: 1 = the outermost object, 2 = an object in it. None for an element bigger than `largest`, which is not
    held. A file cut off inside an element ends with None too; a file without such an array gives nothing.
    """
    return _Scanner(stream, key, depth, largest).elements()


class _Scanner:
    """Goes through a file sign by sign of those that make its structure."""

    def __init__(self, stream: BinaryIO, key: str, depth: int, largest: int) -> None:
        self._pieces = pieces(stream, _CHUNK)
        self._key, self._depth, self._largest = b'"%s"' % key.encode(), depth, largest
        self._buffer = b""
        self._at = 0
        self._start = -1  # of the element in the buffer; -1: between elements; -2: in one too big to be held
        self._string = b""  # the string before
        self._level = 0
        self._array = 0  # the level of the array once it was found
        self._shift = 0  # bytes let go at the last reading

    def elements(self) -> Iterator[bytes | None]:
        """See the function."""
        while (sign := self._sign()) is not None:
            if sign in b"{[":
                self._level += 1
                wanted = sign == b"[" and self._level == self._depth + 1 and self._string == self._key
                if not self._array and wanted:
                    self._array = self._level
                elif self._array and self._level == self._array + 1:
                    self._start = self._at - 1
                continue
            self._level -= 1
            if self._array and self._level == self._array and self._start != -1:
                yield self._buffer[self._start : self._at] if self._start >= 0 else None
                self._start = -1
            elif self._array and self._level < self._array:
                return
        if self._start != -1:
            yield None

    def _sign(self) -> bytes | None:
        """The next bracket outside strings; None at the end."""
        while True:
            match = _OUTSIDE.search(self._buffer, self._at)
            if match is None:
                self._at = len(self._buffer)
                if not self._more():
                    return None
                continue
            self._at = match.end()
            if match[0] != b'"':
                return match[0]
            if not self._skip_string(match.start()):
                return None

    def _skip_string(self, begin: int) -> bool:
        """Go on behind the string; False where the file ends in it."""
        scanned = self._at
        while (match := _STRING_END.match(self._buffer, scanned)) is None:
            odd = (len(self._buffer) - len(self._buffer.rstrip(b"\\"))) % 2  # an escape may be cut in two
            self._at = len(self._buffer) - odd
            if not self._more():
                return False
            scanned, begin = self._at, begin - self._shift
        self._at = match.end()
        self._string = self._buffer[begin : self._at] if begin >= 0 and not self._array else b""
        return True

    def _more(self) -> bool:
        """Read on; what is no longer needed is let go."""
        chunk = next(self._pieces, b"")
        if not chunk:
            return False
        if self._start >= 0 and len(self._buffer) - self._start > self._largest:
            self._start = -2
        keep = self._start if self._start >= 0 else max(0, self._at - 2 * len(self._key) - 2)
        self._buffer = self._buffer[keep:] + chunk
        self._at, self._shift = self._at - keep, keep
        self._start = 0 if self._start >= 0 else self._start
        return True
