"""What a kind of import gives: threads as they were read, and what was left out, by reason."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from hikcorpus.model import Board
from hikcorpus.sources.base import Page, Source, ThreadPage

LARGEST = 64 * 1024 * 1024
"""Bytes of a page or record; what is bigger is left out and counted."""

BROKEN: tuple[type[Exception], ...] = (EOFError, zlib.error, gzip.BadGzipFile, tarfile.TarError, OSError)
"""What reading a damaged or cut-off packed file may raise."""

Unit = Literal["pages", "records", "days", "interviews"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user says of the files.

    kind: one of `kinds.KINDS`, or `auto`. board: `SITE/BOARD`. url: the address of a page that does not tell its own.
    zone: IANA zone of times that are printed without one. pattern: name or path of a file in `configs/imports/`.
    again: records that were read before are read once more (a better parser).
    """

    kind: str = "auto"
    board: str | None = None
    url: str | None = None
    zone: str | None = None
    pattern: str | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, or a member of an archive, ready to be read.

    path: of the file on the disk. name: of the member, else the file's. seen: the file's time (aware, UTC): when it
    was saved. stream: its bytes, decompressed (WARC: as they are). alone: it was named itself, not found in a folder.
    """

    path: Path
    name: str
    seen: datetime
    stream: BinaryIO
    alone: bool = False

    @property
    def stem(self) -> str:
        """The name without folders and endings."""
        name = self.name.replace("\\", "/").rpartition("/")[2]
        return name.partition(".")[0] or name


@dataclass(frozen=True, slots=True)
class Given:
    """A thread, or a piece of one, as it was read.

    seen: aware, UTC. capture_id: SHA-256 (hex) of the bytes it was read from. kept: the page whose body (scrubbed of
    posters' hosts) is kept as evidence; None for dumps, which are not copied. piece: some of a thread's rows, so that
    they tell nothing of the thread but what its opening message tells. counts: what else stood there (joined ...).
    """

    board: Board
    page: ThreadPage
    seen: datetime
    capture_id: str
    kept: Page | None = None
    piece: bool = False
    unit: Unit = "pages"
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was left out: why (a word for the table of reasons), and how many of it."""

    reason: str
    number: int = 1


Stream = Iterator[Given | Left]


class Kind(Protocol):
    """How a kind is read: a function of the opened file, and of who knows boards."""

    def __call__(self, file: Opened, boards: "BoardsOf", wanted: Wanted, /) -> Stream:
        """All that stands in the file. Raises UsageError, ConfigError where a person has to say more."""
        ...


class BoardsOf(Protocol):
    """Who knows which board is meant; see `whose`."""

    def at(self, engine: Source, root: str, name: str) -> Board:
        """The board of this engine at this address."""
        ...

    def meant(self, engine: str | None) -> Board | None:
        """The board that the user named; None where none was. engine: what it is where nothing else says so."""
        ...

    def label(self, site: str, name: str, engine: str) -> Board:
        """A board under this label that has no address."""
        ...
