"""Files opened for reading, however they are packed: plain, .gz, .bz2, .zst, and the members of a .tar in any of them.

Bytes read from the disk are counted, for the progress.
"""

import bz2
import gzip
import io
import tarfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from hikcorpus.crawl.imports.given import BROKEN as BROKEN  # noqa: PLC0414 - it is what these streams raise
from hikcorpus.crawl.imports.given import Opened

PACKED = (".gz", ".bz2", ".zst", ".tgz")


class Counted(io.RawIOBase):
    """A file that says how far it was read."""

    def __init__(self, path: Path, told: Callable[[int], None]) -> None:
        self._file = path.open("rb")
        self._told = told

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As every raw file."""
        size = self._file.readinto(buffer)  # type: ignore[arg-type]
        self._told(size)
        return size

    def close(self) -> None:
        """Close the file beneath."""
        self._file.close()
        super().close()


def opened(path: Path, told: Callable[[int], None], *, alone: bool, packed: bool = True) -> Iterator[Opened]:
    """The file, or each member of it. told: is given the number of bytes after each read. packed: False where the
    reader unpacks it itself (WARC). Raises one of `BROKEN` while it is read.
    """
    seen = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    with Counted(path, told) as raw:
        stream = cast(BinaryIO, io.BufferedReader(raw, 1 << 20))
        name = path.name
        if packed:
            stream, name = _unpacked(stream, name)
        if not name.endswith(".tar"):
            yield Opened(path, name, seen, stream, alone)
            return
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() else None
                if content is not None:
                    at = datetime.fromtimestamp(member.mtime, UTC) if member.mtime else seen
                    yield Opened(path, member.name, at, cast(BinaryIO, content), alone)
                archive.members = []  # type: ignore[attr-defined] # else it remembers every one of them


def _unpacked(stream: BinaryIO, name: str) -> tuple[BinaryIO, str]:
    lower = name.lower()
    if lower.endswith((".gz", ".tgz")):
        bare = name[:-3] if lower.endswith(".gz") else name[:-4] + ".tar"
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream)), bare
    if lower.endswith(".bz2"):
        return cast(BinaryIO, bz2.BZ2File(stream)), name[:-4]
    if lower.endswith(".zst"):
        import pyarrow as pa

        packed = pa.CompressedInputStream(pa.PythonFile(stream, "r"), "zstd")
        return cast(BinaryIO, io.BufferedReader(_Arrow(packed), 1 << 20)), name[:-4]
    return stream, name


class _Arrow(io.RawIOBase):
    """Arrow's stream as a file of the standard library."""

    def __init__(self, stream: object) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """As every raw file."""
        into = memoryview(buffer)  # type: ignore[arg-type]
        found: bytes = self._stream.read(len(into))  # type: ignore[attr-defined]
        into[: len(found)] = found
        return len(found)
