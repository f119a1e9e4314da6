"""The health file: what came of the last run, for a monitoring script that looks at nothing else."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikcorpus.cli.boundary import boundary
from hikcorpus.clock import Clock

if TYPE_CHECKING:
    from hikcorpus.crawl.run import Visited

Health = Annotated[
    Path | None, typer.Option("--health", help="File that says how the last run went, for monitoring (JSON).")
]

Boards = dict[str, str]
"""`site/board` -> "ok", or the name of the class of the error that ended its visit."""


def outcomes(visited: "Iterable[Visited]") -> Boards:
    """How each board's visit ended."""
    return {each.name: "ok" if each.error is None else type(each.error).__name__ for each in visited}


def reported(health: Path | None, clock: Clock, work: Callable[[Boards], None]) -> None:
    """Do the work, then say in the health file how it went; errors become sentences and codes as at the boundary.

    work: is given a dictionary to note its boards in (`outcomes`). Where it meets another run at work (Locked) the
    file stays as it is: else the runs that do nothing would hide one that hangs. Raises typer.Exit with the code;
    CannotWrite, ConfigError where the file cannot be written.
    """
    from hikcorpus.errors import ConfigError

    if health is not None and not health.absolute().parent.is_dir():
        raise ConfigError(f"The folder of the health file {health} is not there.", "Make it, or name another file.")
    boards: Boards = {}
    try:
        boundary(work)(boards)
    except typer.Exit as leaving:
        if health is not None and leaving.exit_code != 0:
            _write(health, clock, leaving.exit_code, boards)
        raise
    except BaseException:  # HIKCORPUS_DEBUG=1: the fault itself comes through
        if health is not None:
            _write(health, clock, 1, boards)
        raise
    if health is not None:
        _write(health, clock, 0, boards)


def _write(health: Path, clock: Clock, code: int, boards: Boards) -> None:
    """Replace the file by one rename. `last_success` moves only where the code is 0 and every board was visited."""
    from hikcorpus.store.files import write_bytes

    now = clock.now().isoformat(timespec="seconds")
    success = now if code == 0 and set(boards.values()) <= {"ok"} else _last_success(health)
    facts = {"at": now, "exit": code, "boards": boards, "last_success": success}
    write_bytes(health, json.dumps(facts, ensure_ascii=False, indent=1).encode() + b"\n")


def _last_success(health: Path) -> str | None:
    try:
        found = json.loads(health.read_bytes())
        return str(found["last_success"]) if found["last_success"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
