"""One crawl run over many boards: a lock and a pace for each site, one board's failure is not the others'."""

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hikcorpus.clock import Clock
from hikcorpus.crawl.asking import Asking
from hikcorpus.crawl.boards import Target
from hikcorpus.crawl.held import write_down
from hikcorpus.crawl.keeping import keep_house
from hikcorpus.crawl.visit import Manner, Visit
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """How boards are visited in a run: refresh_after as in `visit.Manner`; whole_archive: their archives too."""

    refresh_after: timedelta = timedelta(hours=24)
    whole_archive: bool = False


def new_run_id(now: datetime) -> str:
    """A name for a run: when it began, and something that no other run has."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def crawl(
    targets: list[Target],
    data: DataFolder,
    client: Client,
    memory: Memory,
    clock: Clock,
    progress: Progress,
    wanted: Wanted,
) -> list[Visited]:
    """Visit every board once. Raises CannotWrite; other errors (Locked: another run is at work on the site) are
    handed back with their board, so that one site's failure stops no other.
    """
    started = clock.now()
    run = _Run(new_run_id(started), data, client, memory, clock, progress, wanted)
    out = [Visited(target.board.key) for target in targets]
    sites: dict[str, list[tuple[Target, Visited]]] = {}
    for target, done in zip(targets, out, strict=True):
        sites.setdefault(target.board.site, []).append((target, done))
    for site, boards in sites.items():
        try:
            with hold(data.state(), f"crawl-{site}", clock.now()):
                run.site(boards)
        except CannotWrite:
            raise
        except HikcorpusError as error:
            for _, done in boards:
                done.error = done.error or error
    runs.append(
        data.state(),
        {
            "run_id": run.run_id,
            "started": started.isoformat(),
            "finished": clock.now().isoformat(),
            "boards": {each.name: dict(each.counts) for each in out},
            "errors": {each.name: type(each.error).__name__ for each in out if each.error},
            "requests": _ledger(client),
        },
    )
    return out


@dataclass(frozen=True, slots=True)
class _Run:
    run_id: str
    data: DataFolder
    client: Client
    memory: Memory
    clock: Clock
    progress: Progress
    wanted: Wanted

    def site(self, boards: list[tuple[Target, Visited]]) -> None:
        """Read all boards of a site, then make the second looks that any of them owes, then keep house."""
        visits = []
        for target, done in boards:
            with _noting(done):
                visit = self._visit(target)
                visits.append((visit, target, done))
                visit.first()
        for visit, target, done in visits:
            with _noting(done):
                if done.error is None:
                    visit.second()
            with _noting(done):
                done.counts = visit.counts
                dataset = self.data.raw(target.board.site, target.board.name)
                done.counts += keep_house(dataset, target, self.memory, self.clock.now())

    def _visit(self, target: Target) -> Visit:
        manner = Manner(
            self.run_id,
            self.wanted.refresh_after,
            Asking(target.policy.delay, target.policy.permitted),
            target.policy.tails,
            self.wanted.whole_archive,
        )
        dataset = self.data.raw(target.board.site, target.board.name)
        write_down(target.board, dataset, target.described)
        if target.policy.contact is not None:
            self.client.introduce(target.source.listing_url(target.board), target.policy.contact)
        return Visit(target.board, target.source, self.client, dataset, self.memory, self.clock, manner, self.progress)


@contextmanager
def _noting(done: Visited) -> Iterator[None]:
    """Keep a board's first error with the board; what cannot be written ends the run."""
    try:
        yield
    except CannotWrite:
        raise
    except HikcorpusError as error:
        done.error = done.error or error


def _ledger(client: Client) -> dict[str, object]:
    """The sums of the politeness ledger, as they go into the log of runs."""
    tally = client.tally
    return {
        "requests": tally.requests,
        "by_status": dict(tally.by_status),
        "bytes": tally.bytes_received,
        "seconds_waited": round(tally.seconds_waited, 3),
    }
