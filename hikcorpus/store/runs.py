"""The log of crawl runs: one JSON line a run, appended and durable, a file a month. Counts and times only."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hikcorpus.store import monthly
from hikcorpus.store.files import make_folder, writing

STEM = "runs"
OLD = "runs.jsonl"
"""Where runs were logged before there were months; still read."""


def append(state: Path, run: dict[str, Any]) -> None:
    """Add a run's line, in the month in which it began (`started`, an ISO instant). Raises CannotWrite."""
    make_folder(state)
    with writing(state):
        monthly.add_line(state, STEM, str(run["started"])[:7], run, durable=True)


def last(state: Path) -> dict[str, Any] | None:
    """The newest whole line, None where there is none. Reads one month."""
    for month in reversed(monthly.months(state, STEM)):
        if newest := deque(monthly.rows(state, STEM, month), maxlen=1):
            return newest[0]
    newest = deque(monthly.rows_of(state / OLD), maxlen=1)
    return newest[0] if newest else None


def runs(state: Path) -> Iterator[dict[str, Any]]:
    """All runs, oldest first."""
    yield from monthly.rows_of(state / OLD)
    for month in monthly.months(state, STEM):
        yield from monthly.rows(state, STEM, month)
