"""A year of visits in one process: nothing doubled, nothing lost that could be had, and nothing grows but by the month."""

import re
import time
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import linear_regression, median

import pytest

from hikcorpus.clock import FakeClock
from hikcorpus.demo.simulator import Settings, Simulator, WeeklyOutage
from hikcorpus.errors import NetworkError
from tests.crawl.simulated import Collecting, scratch

START = datetime(2026, 1, 1, tzinfo=UTC)
QUIET = Settings(mode="fourchan", threads=30, posts_every=1200.0)


@dataclass(frozen=True)
class Sample:
    """How things stood when a month ended. seconds: CPU time of its quiet visits, the median."""

    month: str
    rss: float
    parts: dict
    manifest: int
    state: float
    raw: float
    seconds: float
    slow: float
    quiet: int

    def __str__(self):
        parts = " ".join(f"{table}={number}" for table, number in self.parts.items())
        return (
            f"{self.month}: RSS {self.rss:.0f} MB, parts {parts}, manifest {self.manifest} B, state {self.state:.2f} MB, "
            f"raw {self.raw:.2f} MB, quiet visit {1000 * self.seconds:.1f} ms ({self.quiet}), "
            f"99 % of visits {1000 * self.slow:.0f} ms"
        )


class Long(Collecting):
    """Visits for months and keeps nothing of them but a sample a month and what was lost after outages.

    lost: numbers that the board still held at the end of the first visit after an outage, and we did not.
    """

    def __init__(self, folder, simulator, clock, **more):
        super().__init__(folder, simulator, clock, **more)
        simulator.keep_requests = False
        self.began = clock.now()
        self.samples, self.lost, self.catch_ups = [], set(), 0
        self.errors = Counter()
        self._quiet, self._all = [], []
        self._failed = False

    def one(self):
        asked, poll, began = self.simulator.traffic.by_status.total(), self.clock.now(), time.process_time()
        visited = self.visit()
        took = time.process_time() - began
        self.visited.clear()
        self._all.append(took)
        self.errors.update([] if visited.error is None else [type(visited.error)])
        if visited.error is None and self.simulator.traffic.by_status.total() == asked + 1:
            self._quiet.append(took)
        if visited.error is None and self._failed:
            self.catch_ups += 1
            self.lost |= self.missing(poll)
        self._failed = visited.error is not None

    def missing(self, poll):
        """Posts of threads that we could know, made before the visit and standing after it, that are not stored."""
        truth = self.simulator.truth
        there = truth.still_there(self.clock.now())
        held = set()
        for batch in self.raw().batches("messages", ["number"]):
            held.update(batch["number"].to_pylist())
        since = {thread.number for thread in truth.threads if thread.fate is None or closed(thread) > self.began}
        posts = (truth.post(number) for number in there - held)
        return {post.number for post in posts if post.posted_at < poll and post.thread.number in since}

    def months(self, end, every):
        """Visit at each slot until `end`, with a sample at the end of every month."""
        slot = self.clock.now()
        month = f"{slot:%Y-%m}"
        while slot < end:
            self.clock.sleep((slot - self.clock.now()).total_seconds())
            if f"{slot:%Y-%m}" != month:
                self.sample(month)
                month = f"{slot:%Y-%m}"
            self.one()
            while slot <= self.clock.now():
                slot += every
        self.sample(month)

    def sample(self, month):
        raw = self.raw()
        found = Sample(
            month,
            resident(),
            {table: len(named) for table, named in raw.manifest().tables.items()},
            (raw.folder / "manifest.json").stat().st_size,
            megabytes(self.data.state()),
            megabytes(raw.folder),
            median(self._quiet or [0.0]),
            sorted(self._all)[int(0.99 * len(self._all))],
            len(self._quiet),
        )
        print(found, flush=True)
        self.samples.append(found)
        self._quiet, self._all = [], []

    def doubled(self):
        seen = Counter()
        for batch in self.raw().batches("messages", ["message_id", "version"]):
            seen.update(zip(batch["message_id"].to_pylist(), batch["version"].to_pylist(), strict=True))
        return [each for each, number in seen.items() if number > 1]


def closed(thread):
    return thread.archived_at or thread.pruned_at or thread.deleted_at


def resident():
    """MB of this process in memory now."""
    return int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1000


def megabytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def collected(collecting):
    """What holds after any time."""
    assert set(collecting.errors) <= {NetworkError}
    assert collecting.catch_ups > 0
    assert collecting.lost == set()
    assert collecting.doubled() == []


def test_ten_days_with_outages():
    """Hourly visits to a board that is down every night: what it still held afterwards is there, once."""
    nights = tuple((START + timedelta(days=n, hours=2), START + timedelta(days=n, hours=6)) for n in range(10))
    settings = replace(QUIET, posts_every=300.0, outages=nights)
    with scratch() as folder:
        clock = FakeClock(START)
        collecting = Long(Path(folder), Simulator(settings, clock, 1, START), clock)
        collecting.months(START + timedelta(days=10), timedelta(hours=1))
        collected(collecting)
        assert collecting.catch_ups == 10
        assert sum(collecting.samples[0].parts.values()) <= 4 * 3 * 16


@pytest.mark.slow
def test_a_week_on_a_fast_board():
    """15-minute visits to a board with a post every 5 seconds, down for six hours."""
    settings = Settings(mode="fourchan", weekly_outage=WeeklyOutage(5, 2, 6))
    with scratch() as folder:
        clock = FakeClock(START)
        collecting = Long(Path(folder), Simulator(settings, clock, 1, START), clock)
        collecting.months(START + timedelta(days=7), timedelta(minutes=15))
        collected(collecting)
        week = collecting.samples[0]
        print(f"state folder in a year at this pace: {52 * week.state:.0f} MB")
        assert 52 * week.state < 1000


@pytest.mark.slow
def test_a_year():
    """35,040 visits: files, manifest, memory and time of a visit are at the end what they were after a month or two."""
    settings = replace(QUIET, weekly_outage=WeeklyOutage(3, 2, 6))
    with scratch() as folder:
        clock = FakeClock(START)
        collecting = Long(Path(folder), Simulator(settings, clock, 1, START), clock)
        collecting.months(START + timedelta(days=365), timedelta(minutes=15))
        collected(collecting)
        samples, state = collecting.samples, collecting.data.state()
        assert len(samples) == 12 and collecting.catch_ups == 52
        growth, _ = linear_regression(range(11), [sample.rss for sample in samples[1:]])
        print(f"RSS grows by {growth:.2f} MB a month, the judge's own records included")
        assert growth < 3
        assert samples[-1].state < 1000
        assert samples[-1].seconds <= 1.5 * samples[1].seconds
        for number, sample in enumerate(samples, 1):
            for table, parts in sample.parts.items():
                assert parts <= number + 3 * 16, (sample.month, table)
            assert sample.manifest < 30_000 + 2_000 * number, sample.month
        for stem in ("requests", "runs"):
            names = sorted(path.name for path in state.glob(f"{stem}-*"))
            assert names == [*(f"{stem}-2026-{month:02d}.jsonl.gz" for month in range(1, 12)), f"{stem}-2026-12.jsonl"]
