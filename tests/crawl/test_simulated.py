"""A simulated board and a collector on one clock: nothing missed that could be had, nothing false, never rude."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

import pytest

from hikcorpus.clock import FakeClock
from hikcorpus.demo.simulator import RateLimit, Settings, Simulator
from hikcorpus.demo.simulator.judge import NOTES
from hikcorpus.errors import NetworkError
from hikcorpus.report.completeness import completeness
from tests.crawl.simulated import Collecting, scratch

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MODES = ("fourchan", "no_archive", "vichan")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
CLOSED = {("pruned", "pruned"), ("pruned", "archived"), ("archived", "archived"), ("archived", "pruned")}
SHOWN = ("time", "text")
REFRESH = 2.0


@dataclass(frozen=True)
class Figures:
    """What one run of collecting came to. Shares 0-1; waits in seconds."""

    name: str
    share: float
    limit: float
    made: int
    false: int
    flagged: int
    fates: dict
    edits: dict
    slowest: dict
    overdue: int
    busiest: int
    per_hour: float
    gap: float
    foretold: float | None
    refused: int
    failed: int
    stale: int

    def __str__(self):
        foretold = "-" if self.foretold is None else f"{100 * self.foretold:.2f}"
        edits = " ".join(f"{kind} {seen}/{many}" for kind, (many, seen) in sorted(self.edits.items()))
        slow = max((self.slowest[kind] for kind in self.slowest if kind == "masked"), default=0.0)
        fates = " ".join(f"{really}>{called}={n}" for (really, called), n in sorted(self.fates.items()))
        return (
            f"{self.name:34} caught {100 * self.share:6.2f} % of {self.made} (limit {100 * self.limit:6.2f}), loss "
            f"{100 * (1 - self.share):.2f} foretold {foretold}, false {self.false}, flagged {self.flagged}, edits: "
            f"{edits or '-'} (masked at most {slow:.0f} s, overdue {self.overdue}), {self.per_hour:.0f}/h (busiest {self.busiest}), gap {self.gap:.2f} s, 429: {self.refused}, stale {self.stale}, "
            f"{fates}"
        )


def figures(name, settings, seed, every, before, window, *, refresh=REFRESH, foretell=True):
    """Collect for `before`, then for `window`, and a little longer so that the last posts and second looks count."""
    with scratch() as folder:
        clock = FakeClock(START)
        simulator = Simulator(settings, clock, seed, START)
        collecting = Collecting(Path(folder), simulator, clock, refresh_hours=refresh)
        begin, end = START + before, START + before + window
        after = max(3 * every, 10 * MINUTE)
        collecting.until(end + after, every)
        verdict = collecting.verdict(begin, end)
        times = [request.moment for request in simulator.requests]
        told = completeness(collecting.data, clock.now())[0]["loss"] if foretell else None
        found = Figures(
            f"{name} {settings.mode} seed {seed}",
            verdict.share,
            verdict.upper_limit,
            verdict.made,
            verdict.false_deletions,
            verdict.deletions_flagged,
            dict(verdict.threads),
            verdict.edits,
            verdict.slowest_edit,
            overdue(simulator.truth, collecting, begin, clock.now(), every, refresh),
            busiest(times, begin, end),
            sum(begin <= time < end for time in times) / (window / HOUR),
            simulator.traffic.smallest_gap,
            told["in_use"]["loss"] if told and told["in_use"] else None,
            simulator.traffic.by_status[429],
            sum(visited.error is not None for visited in collecting.visited),
            sum(visited.counts["stale"] for visited in collecting.visited),
        )
        print(found, flush=True)
        return found


def overdue(truth, collecting, begin, now, every, refresh):
    """Edits that stood for the refresh interval and two visits, and were not seen by then."""
    patience = timedelta(hours=refresh) + 2 * every
    seen = {}
    for stored in collecting.stored():
        if stored.text and any(note in stored.text for note in NOTES):
            seen[stored.number] = min(stored.seen, seen.get(stored.number, stored.seen))
    edits = [edit for edit in truth.edits(begin, now - patience) if truth.stands(edit.post, edit.at + patience)]
    return sum(edit.post.number not in seen or seen[edit.post.number] > edit.at + patience for edit in edits)


def busiest(times, begin, end):
    """Requests in the busiest 60 minutes that lie in the window, wherever they begin."""
    first, last = bisect_left(times, begin), bisect_left(times, end)
    return max((bisect_left(times, times[place] + HOUR, hi=last) - place for place in range(first, last)), default=0)


def never_false(found):
    """What must hold in every run, whatever the interval."""
    assert found.false == 0, found
    for really, called in found.fates:
        assert really not in ("pruned", "archived") or (really, called) in CLOSED or called == "live", found
    assert found.gap >= 1.0, found
    assert found.refused == 0, found
    assert found.failed == 0, found


def all_closed_told(found):
    """No pruned thread is called anything but pruned or archived."""
    assert all(pair in CLOSED for pair in found.fates if pair[0] != "deleted"), found


def edits_seen(found):
    """Edits that the listing shows were seen; masked ones too, within the refresh interval."""
    for kind, (many, seen) in found.edits.items():
        if kind in SHOWN:
            assert seen == many, (kind, found)
    assert found.overdue == 0, found


@pytest.mark.parametrize("mode", MODES)
def test_an_hour_at_sixty_seconds(mode):
    """One seed, an hour after half an hour: next to everything that perfect snapshots could have."""
    found = figures("60 s", Settings(mode=mode), 1, MINUTE, 30 * MINUTE, HOUR, foretell=False)
    never_false(found)
    all_closed_told(found)
    edits_seen(found)
    assert found.share >= found.limit - 0.002, found
    assert found.busiest <= 600, found


def test_three_hours_by_cron():
    """15-minute visits."""
    found = figures("15 min", Settings(), 1, 15 * MINUTE, HOUR, 3 * HOUR, foretell=False)
    never_false(found)
    assert found.share >= found.limit - 0.002, found
    assert found.busiest <= 600, found


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_the_bar_at_sixty_seconds(mode):
    """Three seeds, six hours after an hour, a post every five seconds."""
    runs = [figures("60 s", Settings(mode=mode), seed, MINUTE, HOUR, 6 * HOUR) for seed in (1, 2, 3)]
    for found in runs:
        never_false(found)
        all_closed_told(found)
        edits_seen(found)
        assert found.busiest <= 600, found
        assert abs((1 - found.share) - found.foretold) <= 0.005, found
    assert mean(found.share for found in runs) >= 0.997


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_the_bar_by_cron(mode):
    """The same at 15 minutes: within 0.2 points of the upper limit, and the loss known within 0.5 points."""
    runs = [figures("15 min", Settings(mode=mode), seed, 15 * MINUTE, HOUR, 6 * HOUR) for seed in (1, 2, 3)]
    for found in runs:
        never_false(found)
        assert found.busiest <= 600, found
        edits_seen(found)
    assert mean(found.share - found.limit for found in runs) >= -0.002
    assert abs(mean(1 - found.share - found.foretold for found in runs)) <= 0.005
    for found in runs:
        assert abs(1 - found.share - found.foretold) <= 0.005, found


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_the_bar_on_a_slow_board(mode):
    """A post a minute, hourly visits, a day; what no listing shows is looked for daily, as is the default."""
    settings = Settings(mode=mode, posts_every=60.0)
    runs = [figures("60 min slow", settings, seed, HOUR, HOUR, 24 * HOUR, refresh=24.0) for seed in (1, 2, 3)]
    for found in runs:
        never_false(found)
        edits_seen(found)
        assert found.per_hour <= 30, found
    assert mean(found.share - found.limit for found in runs) >= -0.002
    assert abs(mean(1 - found.share - found.foretold for found in runs)) <= 0.005


@pytest.mark.slow
@pytest.mark.parametrize("validators", ["both", "last_modified", "none"])
@pytest.mark.parametrize("mode", MODES)
def test_flapping_copies(mode, validators):
    """One answer in twenty is up to five minutes old: nobody is called deleted who was not.

    Copies must be older than our last reading to be able to harm: within half a minute, at 60 s, none is.
    """
    settings = Settings(mode=mode, stale_share=0.05, stale_seconds=300.0, validators=validators)
    found = figures(f"stale {validators}", settings, 1, MINUTE, 30 * MINUTE, 2 * HOUR, foretell=False)
    never_false(found)
    assert found.stale > 0, found
    assert found.share >= found.limit - 0.01, found


@pytest.mark.slow
def test_a_rate_limit_is_never_met():
    """Two requests within a second are more than we ever make."""
    settings = Settings(limits=(RateLimit(2, 1.0),))
    found = figures("limit 2/s", settings, 1, MINUTE, 30 * MINUTE, HOUR, foretell=False)
    never_false(found)
    assert found.refused == 0


def test_an_outage_costs_only_what_went_meanwhile():
    """Two hours of 503, then a visit: what the board still held of the outage is stored."""
    down = START + HOUR, START + 3 * HOUR
    with scratch() as folder:
        clock = FakeClock(START)
        simulator = Simulator(Settings(outages=(down,)), clock, 1, START)
        collecting = Collecting(Path(folder), simulator, clock, refresh_hours=REFRESH)
        collecting.until(down[0], 15 * MINUTE)
        before = len(collecting.visited)
        clock.sleep((down[0] - clock.now()).total_seconds())
        collecting.until(down[1], 15 * MINUTE)
        during = [visited.error for visited in collecting.visited[before:]]
        assert during and all(isinstance(error, NetworkError) for error in during)
        clock.sleep((down[1] - clock.now()).total_seconds())
        poll = clock.now()
        assert collecting.visit().error is None
        truth = simulator.truth
        there = {n for n in truth.still_there(clock.now()) if START <= truth.post(n).posted_at < poll}
        stored = {stored.number for stored in collecting.stored() if stored.text is not None}
        assert there and there - stored == set()
        assert sum(down[0] <= truth.post(number).posted_at < down[1] for number in there) > 500
