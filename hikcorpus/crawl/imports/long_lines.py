"""Lines of a stream, however long the file; a line beyond a limit is skipped without being held."""

from collections.abc import Iterator
from typing import BinaryIO

from hikcorpus.crawl.imports.given import BROKEN

_CHUNK = 1 << 20


def pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    """The stream in pieces of about `size` bytes. Where a packed file breaks off, what can still be read of it comes
    first; then what it raises is raised.
    """
    once = getattr(stream, "read1", stream.read)  # `read` would lose up to a piece before the break
    ended = False
    while not ended:
        held: list[bytes] = []
        room = size
        broken: Exception | None = None
        try:
            while room > 0 and not ended:
                held.append(once(room))
                room -= len(held[-1])
                ended = not held[-1]
        except BROKEN as error:
            broken = error
        if any(held):
            yield b"".join(held)
        if broken is not None:
            raise broken


def lines(stream: BinaryIO, largest: int) -> Iterator[bytes | None]:
    """The lines without their ends; None for one of more than `largest` bytes."""
    held: list[bytes] = []
    size, dropped = 0, False
    for chunk in pieces(stream, _CHUNK):
        parts = chunk.split(b"\n")
        for place, piece in enumerate(parts):
            if not dropped:
                held.append(piece)
            size += len(piece)
            if size > largest:
                held, dropped = [], True
            if place < len(parts) - 1:
                yield None if dropped else b"".join(held).removesuffix(b"\r")
                held, size, dropped = [], 0, False
    if dropped:
        yield None
    elif size:
        yield b"".join(held).removesuffix(b"\r")
