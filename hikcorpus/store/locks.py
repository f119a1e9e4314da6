"""One writer at a time for a board or a study; a second run learns who holds it and since when."""

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from hikcorpus.errors import HikcorpusError
from hikcorpus.store.files import make_folder, write_bytes, writing


class Locked(HikcorpusError):
    """Another run is at work there. Not a failure: the command says so and leaves with 0."""

    exit_code = 0
    meaning = "another run is at work there"


@contextlib.contextmanager
def hold(folder: Path, name: str, now: datetime) -> Iterator[None]:
    """Hold the lock `name` in `folder`; raises Locked at once where another process has it.

    The lock is the operating system's: a killed holder releases it. Beside it stands who holds it since when.
    """
    make_folder(folder)
    owner = folder / f"{name}.owner.json"
    lock = FileLock(folder / f"{name}.lock", mode=0o600)
    with writing(folder):
        try:
            lock.acquire(blocking=False)
        except Timeout:
            raise Locked(f"Another run is at work on {name}{_who(owner, now)}.", "Nothing was done here.") from None
    try:
        write_bytes(owner, json.dumps({"pid": os.getpid(), "since": now.isoformat()}).encode())
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _who(owner: Path, now: datetime) -> str:
    try:
        facts = json.loads(owner.read_bytes())
        since = datetime.fromisoformat(facts["since"])
        age = in_words(now - since)
        return f" (process {facts['pid']}, since {since:%Y-%m-%d %H:%M} UTC, {age})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def in_words(age: timedelta) -> str:
    """A length of time in its two largest units, as `3 days 4 hours`; `less than a minute` below that."""
    minutes = int(age.total_seconds() // 60)
    parts = (("day", minutes // 1440), ("hour", minutes // 60 % 24), ("minute", minutes % 60))
    said = [f"{number} {unit}{'s' if number > 1 else ''}" for unit, number in parts if number > 0]
    return " ".join(said[:2]) or "less than a minute"
