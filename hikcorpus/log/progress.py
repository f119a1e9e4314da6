"""Progress on stderr: a rich bar on a terminal, plain lines elsewhere (a cron log, a pipe)."""

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Display
    from rich.progress import TaskID

PATIENCE = 2.0  # seconds before the first plain line of a task
PLAIN_EVERY = 10.0  # seconds between its plain lines


class Progress(Protocol):
    """Told how far a task is; `total` may grow while the work goes on."""

    def __call__(self, task: str, done: int, total: int | None) -> None:
        """Task `task` has `done` of `total` steps behind it (None = unknown)."""
        ...


class Silent:
    """Says nothing."""

    def __call__(self, task: str, done: int, total: int | None) -> None:
        """Say nothing."""


class _Plain:
    """A line a task each PLAIN_EVERY seconds; work that is done before PATIENCE needs none."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._said: set[str] = set()

    def __call__(self, task: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        due = self._next.setdefault(task, now + PATIENCE)
        finished = total is not None and done >= total
        if (finished and task in self._said) or (not finished and now >= due):
            self._next[task] = now + PLAIN_EVERY
            self._said.add(task)
            sys.stderr.write(f"{task}: {done}{f' of {total}' if total is not None else ''}\n")
            sys.stderr.flush()


class _Bar:
    """One line a task, redrawn."""

    def __init__(self, display: "Display") -> None:
        self._display = display
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, task: str, done: int, total: int | None) -> None:
        if task not in self._tasks:
            self._tasks[task] = self._display.add_task(task, total=total)
        self._display.update(self._tasks[task], completed=done, total=total)


@contextlib.contextmanager
def progress(quiet: bool = False) -> Iterator[Progress]:
    """Show progress while the block runs: rich on a terminal, plain lines otherwise, nothing if quiet."""
    if quiet:
        yield Silent()
    elif not sys.stderr.isatty():
        yield _Plain()
    else:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Bars(*columns, console=Console(stderr=True), transient=True) as display:
            yield _Bar(display)
