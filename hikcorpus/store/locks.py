"""One writer at a time for a board or a study; a second run learns who holds it and since when."""

import contextlib
import json
import os
from collections.abc import Iterator
from datetime import datetime
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
            raise Locked(f"Another run is at work on {name}{_who(owner)}.", "Nothing was done here.") from None
    try:
        write_bytes(owner, json.dumps({"pid": os.getpid(), "since": now.isoformat()}).encode())
        yield
    finally:
        owner.unlink(missing_ok=True)
        lock.release()


def _who(owner: Path) -> str:
    try:
        facts = json.loads(owner.read_bytes())
        return f" (process {facts['pid']}, since {facts['since']})"
    except (OSError, ValueError, KeyError):
        return ""
