"""The log of crawl runs: one JSON line a run, appended and durable. Counts and times only."""

import json
import os
from pathlib import Path
from typing import Any

from hikcorpus.store.files import make_folder, writing

NAME = "runs.jsonl"


def append(state: Path, run: dict[str, Any]) -> None:
    """Add a run's line. Raises CannotWrite."""
    make_folder(state)
    with writing(state):
        handle = os.open(state / NAME, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(json.dumps(run, default=str, sort_keys=True).encode() + b"\n")
            file.flush()
            os.fsync(handle)


def last(state: Path) -> dict[str, Any] | None:
    """The newest whole line, None where there is none."""
    try:
        lines = (state / NAME).read_bytes().splitlines()
    except FileNotFoundError:
        return None
    for line in reversed(lines):
        try:
            return dict(json.loads(line))
        except ValueError:  # a line cut off by a kill
            continue
    return None
