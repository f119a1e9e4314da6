"""Files that are whole or not there: temporary name, fsync, rename, fsync of the folder."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from hikcorpus.errors import CannotWrite

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write below `place` into CannotWrite."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CannotWrite(
            f"Cannot write in {place}: {reason}.",
            "What was stored before is intact; free space or mend the permissions, then run the same command.",
        ) from error


def make_folder(folder: Path, mode: int = PRIVATE_FOLDER) -> Path:
    """Make the folder and those above it, the new ones readable by their owner only."""
    with writing(folder):
        for place in reversed([folder, *folder.parents]):
            if not place.exists():
                place.mkdir(mode=mode, exist_ok=True)
        folder.mkdir(exist_ok=True)  # says so where a file stands in its place
    return folder


def sync_folder(folder: Path) -> None:
    """Make renames in this folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def temporary(path: Path) -> Path:
    """The name a file has until it is whole; the leading dot hides it from readers of `*.parquet`."""
    return path.with_name(f".{path.name}.tmp")


def settle(path: Path) -> None:
    """Give a file written under its temporary name its own name, durably."""
    with writing(path.parent):
        handle = os.open(temporary(path), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        temporary(path).replace(path)
        sync_folder(path.parent)


def write_bytes(path: Path, content: bytes, mode: int = PRIVATE_FILE) -> None:
    """Write a whole file or none."""
    with writing(path.parent):
        handle = os.open(temporary(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
    settle(path)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
