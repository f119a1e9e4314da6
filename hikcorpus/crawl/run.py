"""One crawl run over many boards: a lock and a pace for each site, one board's failure is not the others'."""

import secrets
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hikcorpus.clock import Clock
from hikcorpus.crawl.boards import Target
from hikcorpus.crawl.visit import Manner, visit
from hikcorpus.errors import CannotWrite, HikcorpusError
from hikcorpus.fetch.client import Client
from hikcorpus.log import Progress
from hikcorpus.store import runs
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import hold
from hikcorpus.store.memory import Memory


@dataclass(slots=True)
class Visited:
    """What came of one board: counts, or the error that ended its visit (what was read before it is kept).

    name: `site/board`, or what was typed where it could not be resolved.
    """

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    error: HikcorpusError | None = None


def new_run_id(now: datetime) -> str:
    """A name for a run: when it began, and something that no other run has."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def crawl(
    wanted: list[Target],
    data: DataFolder,
    client: Client,
    memory: Memory,
    clock: Clock,
    progress: Progress,
    refresh_after: timedelta,
) -> list[Visited]:
    """Visit every board once. Raises CannotWrite; other errors (Locked: another run is at work on the site) are
    handed back with their board, so that one site's failure stops no other.
    """
    started = clock.now()
    run_id = new_run_id(started)
    out: list[Visited] = []
    for target in wanted:
        done = Visited(target.board.key)
        out.append(done)
        manner = Manner(run_id, refresh_after, target.delay)
        dataset = data.raw(target.board.site, target.board.name)
        try:
            with hold(data.state(), f"crawl-{target.board.site}", clock.now()):
                done.counts = visit(target.board, target.source, client, dataset, memory, clock, manner, progress)
        except CannotWrite:
            raise
        except HikcorpusError as error:
            done.error = error
    runs.append(
        data.state(),
        {
            "run_id": run_id,
            "started": started.isoformat(),
            "finished": clock.now().isoformat(),
            "boards": {each.name: dict(each.counts) for each in out},
            "errors": {each.name: type(each.error).__name__ for each in out if each.error},
            "requests": _ledger(client),
        },
    )
    return out


def _ledger(client: Client) -> dict[str, object]:
    """The sums of the politeness ledger, as they go into the log of runs."""
    tally = client.tally
    return {
        "requests": tally.requests,
        "by_status": dict(tally.by_status),
        "bytes": tally.bytes_received,
        "seconds_waited": round(tally.seconds_waited, 3),
    }
