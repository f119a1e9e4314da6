"""Logs that grow by the line and are cut by the month: `<stem>-YYYY-MM.jsonl`, closed months as `.jsonl.gz`.

Lines are JSON objects. A line cut off by a kill is skipped in reading and closed before the next is added.
"""

import gzip
import json
import os
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hikcorpus.store.files import PRIVATE_FILE, settle, temporary

_CHUNK = 1 << 20
_MONTH = re.compile(r"\d{4}-\d{2}")


def add_line(folder: Path, stem: str, month: str, row: dict[str, Any], *, durable: bool) -> None:
    """Append a row to its month's file (`YYYY-MM`); the first of a month compresses the months before. Raises OSError
    where the disk refuses, ValueError for what is no month.

    durable: fsync it.
    """
    if not _MONTH.fullmatch(month):
        raise ValueError(f"no month: {month!r}")
    path = folder / f"{stem}-{month}.jsonl"
    fresh = not path.exists()
    line = json.dumps(row, default=str, sort_keys=True, ensure_ascii=False).encode() + b"\n"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, PRIVATE_FILE)
    try:
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            line = b"\n" + line
        os.write(handle, line)
        if durable:
            os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        for old in months(folder, stem):
            if old < month:
                _compress(folder / f"{stem}-{old}.jsonl")


def months(folder: Path, stem: str) -> list[str]:
    """The months that have a log, oldest first."""
    found = (re.fullmatch(rf"{re.escape(stem)}-(\d{{4}}-\d{{2}})\.jsonl(\.gz)?", path.name) for path in _files(folder))
    return sorted({match[1] for match in found if match})


def rows(folder: Path, stem: str, month: str) -> Iterator[dict[str, Any]]:
    """A month's rows, oldest first."""
    path = folder / f"{stem}-{month}.jsonl"
    yield from _rows(_packed(path), gzip.open)
    if path.exists() and not _holds(_packed(path), path):
        yield from rows_of(path)


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of one file that is not compressed; none where there is no such file."""
    yield from _rows(path, open)


def _rows(path: Path, opened: Any) -> Iterator[dict[str, Any]]:
    try:
        with opened(path, "rb") as file:
            for line in file:
                try:
                    row = json.loads(line)
                except ValueError:  # cut off by a kill
                    continue
                if isinstance(row, dict):
                    yield row
    except (FileNotFoundError, EOFError, gzip.BadGzipFile, zlib.error):
        return


def _packed(path: Path) -> Path:
    return path.with_name(f"{path.name}.gz")


def _files(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _compress(path: Path) -> None:
    """Compress a closed month; killed anywhere, no line is lost or doubled."""
    packed = _packed(path)
    while path.exists() and not _holds(packed, path):
        with temporary(packed).open("wb") as out, path.open("rb") as lines:
            os.fchmod(out.fileno(), PRIVATE_FILE)
            if packed.exists():  # a late line came after the month was closed: one more member
                with packed.open("rb") as before:
                    shutil.copyfileobj(before, out)
            with gzip.GzipFile("", "wb", fileobj=out, mtime=0) as member:
                shutil.copyfileobj(lines, member)
        settle(packed)  # again, if a line came meanwhile
    path.unlink(missing_ok=True)


def _holds(packed: Path, path: Path) -> bool:
    """Whether the compressed file ends with the content of the other: then that was only not deleted yet."""
    try:
        size = path.stat().st_size
        with gzip.open(packed, "rb") as file:
            length = 0
            while chunk := file.read(_CHUNK):
                length += len(chunk)
        if length < size:
            return False
        with gzip.open(packed, "rb") as file, path.open("rb") as lines:
            _skip(file, length - size)
            while chunk := lines.read(_CHUNK):
                if file.read(len(chunk)) != chunk:
                    return False
    except (FileNotFoundError, EOFError, gzip.BadGzipFile, zlib.error):
        return False
    return True


def _skip(file: gzip.GzipFile, length: int) -> None:
    while length > 0 and (chunk := file.read(min(_CHUNK, length))):
        length -= len(chunk)
