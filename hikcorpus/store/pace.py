"""How we stand with each host, for all processes and runs: a small file per host, read and written under a lock."""

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from hikcorpus.store.files import PRIVATE_FILE, make_folder, temporary, writing
from hikcorpus.store.locks import Locked

_LARGEST = 4096
_LOOK_AGAIN = 0.02


@dataclass(slots=True)
class Standing:
    """How we stand with a host; all aware, UTC, or None (it is `fetch.pace.Standing`).

    last: when it was last asked. held_since, held_until: the rest that it asked for, both or none.
    """

    last: datetime | None = None
    held_since: datetime | None = None
    held_until: datetime | None = None


class PaceShelf:
    """Remembers standings between processes and runs (it is `fetch.pace.SharedPace`).

    folder: made when first needed. patience: seconds until a turn that another process does not give up is an
    error. The lock is the operating system's: a killed holder releases it.
    """

    def __init__(self, folder: Path, patience: float = 900.0) -> None:
        self._folder, self._patience = folder, patience

    @contextlib.contextmanager
    def turn(self, host: str) -> Iterator[Standing]:
        """The host's standing, to be read and changed; nobody else has it meanwhile.

        Changes are kept when the context is left, also by an exception. Raises CannotWrite, and Locked where
        another process keeps the turn for longer than `patience`.
        """
        make_folder(self._folder)
        path = self._folder / f"{file_name(host)}.json"
        lock = FileLock(path.with_suffix(".lock"), mode=PRIVATE_FILE)
        with writing(self._folder):
            try:
                lock.acquire(timeout=self._patience, poll_interval=_LOOK_AGAIN)
            except Timeout:
                raise Locked(f"Another run has been waiting to ask {host} for very long.", "Look at it.") from None
        try:
            standing = _read(path)
            before = replace(standing)
            try:
                yield standing
            finally:
                if standing != before:
                    _write(path, standing)
        finally:
            lock.release()


def file_name(host: str) -> str:
    """A name for the host's file that is safe on any file system, and no other host's."""
    host = host.lower()
    readable = re.sub(r"[^a-z0-9.-]", "_", host).strip(".-")[:60]
    return f"{readable}-{hashlib.blake2b(host.encode('utf-8', 'surrogatepass'), digest_size=8).hexdigest()}"


def _read(path: Path) -> Standing:
    """What the file says; nothing where it is missing, damaged or was only half written."""
    try:
        with path.open("rb") as file:
            facts = json.loads(file.read(_LARGEST))
        standing = Standing(**{field.name: _instant(facts[field.name]) for field in fields(Standing)})
    except (OSError, ValueError, LookupError, TypeError, RecursionError, OverflowError):
        return Standing()
    since, until = standing.held_since, standing.held_until
    whole = until is None if since is None else until is not None and since <= until
    return standing if whole else Standing()


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError
    return instant.astimezone(UTC)


def _write(path: Path, standing: Standing) -> None:
    """Replace the file. Not synced: after a power cut a site was left alone for long enough."""
    content = json.dumps({name: value and value.isoformat() for name, value in asdict(standing).items()})
    with writing(path.parent):
        handle = os.open(temporary(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode())
        temporary(path).replace(path)
