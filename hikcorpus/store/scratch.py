"""Folders for what sorting spills: a process's own, gone when it is done, swept by the next where it was killed."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from hikcorpus.store.files import make_folder

_KINDS = ("completeness", "copies", "reparse", "risk")


@contextlib.contextmanager
def scratch(state: Path, kind: str) -> Iterator[Path]:
    """A folder in `state/` that lives as long as the context; kind: one of those swept. Raises CannotWrite."""
    sweep(state)
    folder = make_folder(state / f"{kind}-{os.getpid()}")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(state: Path) -> None:
    """Remove what processes left that were killed: it can hold people's words."""
    for kind in _KINDS:
        for left in state.glob(f"{kind}-*"):
            if not at_work(left.name.removeprefix(f"{kind}-")):
                shutil.rmtree(left, ignore_errors=True)


def at_work(process: str) -> bool:
    """Whether a process of this number is alive (as far as the system tells: it may be another one by now)."""
    try:
        os.kill(int(process), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
