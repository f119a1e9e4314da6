"""Board → raw: visiting boards, and keeping house in what they showed."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hikcorpus.clock import Clock
from hikcorpus.crawl.boards import Target, Wish, contact_in, targets
from hikcorpus.crawl.held import board_held, with_settings
from hikcorpus.crawl.run import Visited, Wanted
from hikcorpus.crawl.run import crawl as crawl_boards
from hikcorpus.errors import Refused, UsageError
from hikcorpus.fetch.address import host_of
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.pace import Pace
from hikcorpus.log import Progress
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import hold
from hikcorpus.store.memory import Memory
from hikcorpus.store.memory_file import set_aside
from hikcorpus.store.pace import PaceShelf
from hikcorpus.store.requests import RequestLog
from hikcorpus.store.robots import RobotsShelf
from hikcorpus.store.scratch import scratch, sweep
from hikcorpus.store.stop import stop_file

if TYPE_CHECKING:
    import httpx

NO_WISH = Wish()


def crawl(
    specs: Sequence[str],
    data: DataFolder,
    *,
    contact: str | None,
    clock: Clock,
    progress: Progress,
    refresh_hours: float = 24.0,
    whole_archive: bool = False,
    wish: Wish = NO_WISH,
    transport: "httpx.BaseTransport | None" = None,
    raise_single: bool = True,
) -> list[Visited]:
    """Visit the boards once; a board's error is handed back with it. specs: see `crawl.boards`.

    whole_archive: read every thread that the board's archive still shows. transport: what stands for the network
    in tests. raise_single: raise the error where the only board that was asked for cannot be resolved.
    """
    data.check()
    wanted = Wanted(timedelta(hours=refresh_hours), whole_archive)

    def once() -> list[Visited]:
        return _crawl(specs, data, contact, clock, progress, wanted, wish, transport, raise_single)

    try:
        return once()
    except sqlite3.DatabaseError:  # damaged where nobody had looked yet: all of it can be had again from raw
        set_aside(data.state() / "crawl.sqlite")
        return once()


def _crawl(
    specs: Sequence[str],
    data: DataFolder,
    contact: str | None,
    clock: Clock,
    progress: Progress,
    wanted: Wanted,
    wish: Wish,
    transport: "httpx.BaseTransport | None",
    raise_single: bool,
) -> list[Visited]:
    sweep(data.state())
    ledger = RequestLog(data.state())
    labels: dict[str, str] = {}
    with (
        Memory(data.state() / "crawl.sqlite") as memory,
        Client(
            contact=contact or contact_in(specs),
            clock=clock,
            transport=transport,
            robots=RobotsShelf(memory),
            pace=Pace(clock, PaceShelf(data.state() / "pace")),
            on_request=lambda record: ledger.write(asdict(record)),
            may_ask=lambda host: _not_stopped(data, host, labels.get(host, host)),
        ) as client,
    ):
        found, failed = targets(specs, data, client, wish)
        if raise_single and len(specs) == len(failed) == 1:
            raise failed[0][1]
        labels |= {host_of(target.source.listing_url(target.board)): target.board.site for target in found}
        for target in list(found):
            if (halt := stop_file(data.root, target.board.site)) is not None:
                found.remove(target)
                failed.append((target.board.key, _stopped(halt)))
        visited = crawl_boards(found, data, client, memory, clock, progress, wanted)
        return visited + [Visited(spec, error=error) for spec, error in failed]


def _not_stopped(data: DataFolder, *names: str) -> None:
    """Raise Refused where a stop file stands for one of these: host, label of the site."""
    if (halt := stop_file(data.root, *names)) is not None:
        raise _stopped(halt)


def _stopped(halt: Path) -> Refused:
    return Refused(f"The stop file {halt} stands: nothing is asked there.", "Remove it to go on collecting.")


def captured(names: Sequence[str], data: DataFolder) -> list[Target]:
    """The captured boards of these names (`site/board`), all of the data folder where none is named. Raises
    UsageError naming what there is.
    """
    data.check()
    held = {f"{site}/{board}": (site, board) for site, board in data.boards()}
    for name in names:
        if name not in held:
            raise UsageError(f"{data.root} holds no board {name!r}.", f"It holds: {', '.join(held) or 'none'}.")
    return [board_held(*where, data) for name, where in held.items() if not names or name in names]


def reparse(names: Sequence[str], data: DataFolder, clock: Clock, progress: Progress) -> dict[str, Counter[str]]:
    """Make raw messages and threads again from the stored bytes; gives counts by board. Raises Locked."""
    from hikcorpus.crawl.reparse import reparse as again

    out: dict[str, Counter[str]] = {}
    with Memory(data.state() / "crawl.sqlite") as memory:
        for target in captured(names, data):
            where = target.board.site, target.board.name
            with hold(data.state(), f"crawl-{target.board.site}", clock.now()):
                dataset = data.raw(*where)
                board = with_settings(target, memory, dataset)
                month = f"{clock.now():%Y-%m}"
                with scratch(data.state(), "reparse") as place:
                    out[target.board.key] = again(board, target.source, dataset, place, month, progress)
                memory.stand_at(*where, dataset)
    return out


def retain(
    names: Sequence[str],
    data: DataFolder,
    clock: Clock,
    deleted_after_days: int | None = None,
    evidence_days: int | None = None,
) -> dict[str, Counter[str]]:
    """Blank and let go of what is due now; days in place of the site's policy. Raises Locked."""
    from hikcorpus.crawl.keeping import retain as let_go

    out: dict[str, Counter[str]] = {}
    with Memory(data.state() / "crawl.sqlite") as memory:
        for target in captured(names, data):
            policy = target.policy
            if deleted_after_days is not None:
                policy = replace(policy, blank_after=timedelta(days=deleted_after_days))
            if evidence_days is not None:
                policy = replace(policy, keep_evidence=timedelta(days=evidence_days))
            where = target.board.site, target.board.name
            with hold(data.state(), f"crawl-{target.board.site}", clock.now()):
                memory.stand_at(*where, data.raw(*where))
                out[target.board.key] = let_go(data.raw(*where), replace(target, policy=policy), memory, clock.now())
    return out


def warc(name: str, out: Path, data: DataFolder, progress: Progress) -> int:
    """Write a board's stored bytes as a WARC file; gives the number of records. Raises UsageError, CannotWrite."""
    from hikcorpus.store.warc import write_warc

    (target,) = captured([name], data)
    return write_warc(data.raw(target.board.site, target.board.name), out, progress)
