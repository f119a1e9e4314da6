"""A host is never asked twice within its delay."""

import os
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.clock import FakeClock
from hikcorpus.errors import NetworkError
from hikcorpus.fetch.backoff import LONGEST_WAIT
from hikcorpus.fetch.pace import LONGEST_HOLD, Pace

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
steps = st.lists(
    st.tuples(
        st.sampled_from(["a.example", "b.example"]),
        st.floats(0, 30),  # delay
        st.floats(0, 40),  # what happens in between
        st.one_of(st.none(), st.floats(0, 900)),  # a hold
    ),
    max_size=30,
)


@given(steps)
def test_no_two_starts_within_the_delay(steps):
    """Whatever was asked before, whenever, of whom; holds are kept, long ones by not asking; no longer than needed."""
    clock = FakeClock(START)
    pace = Pace(clock)
    last, held = {}, {}
    for host, delay, between, hold in steps:
        clock.sleep(between)
        if hold is not None:
            pace.hold(host, hold)
            held[host] = max(held.get(host, START), clock.now() + timedelta(seconds=hold))
        asked = clock.now()
        if (held.get(host, START) - asked).total_seconds() > LONGEST_WAIT:
            with pytest.raises(
                NetworkError, match=f"{host} asked to be left alone until {held[host]:%Y-%m-%d %H:%M:%S} UTC"
            ):
                pace.wait(host, delay)
            assert clock.now() == asked
            continue
        waited = pace.wait(host, delay)
        started = clock.now()
        due = max([asked, held.pop(host, START)] + ([last[host] + timedelta(seconds=delay)] if host in last else []))
        assert started == due
        assert waited == pytest.approx((started - asked).total_seconds(), abs=1e-6)
        last[host] = started


def test_threads_share_one_limiter():
    """Eight threads, one host, a switch at every look at the clock: starts stay exactly a delay apart."""

    class Yielding(FakeClock):
        looks: ClassVar = threading.local()

        def now(self):
            self.looks.last = now = super().now()
            os.sched_yield()
            return now

    clock = Yielding(START)
    pace = Pace(clock)
    starts = []

    def ask():
        for _ in range(25):
            pace.wait("a.example", 1.5)
            starts.append(clock.looks.last)  # its own last look: the start that was noted

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(starts) == [START + timedelta(seconds=1.5 * n) for n in range(200)]


def test_another_host_does_not_wait_for_a_slow_one():
    """Waiting at one host holds up nobody else."""
    waiting, release = threading.Event(), threading.Event()

    class Blocking(FakeClock):
        def sleep(self, seconds):
            if seconds > 0:
                waiting.set()
                assert release.wait(10)
                super().sleep(seconds)

    pace = Pace(Blocking(START))
    pace.wait("slow.example", 9)
    slow = threading.Thread(target=pace.wait, args=("slow.example", 9))
    slow.start()
    assert waiting.wait(10)
    assert pace.wait("quick.example", 9) == 0
    release.set()
    slow.join()


def test_a_clock_set_back_makes_nobody_wait_for_hours():
    """At most the delay, or the hold, from then on."""

    class Set(FakeClock):
        def back(self, **by):
            self._now -= timedelta(**by)

    clock = Set(START)
    pace = Pace(clock)
    pace.wait("a.example", 2)
    clock.back(hours=1)
    assert pace.wait("a.example", 2) == 2
    pace.hold("a.example", 30)
    clock.back(hours=1)
    assert pace.wait("a.example", 2) == 30
    clock.back(hours=1)
    assert pace.wait("a.example", 2) == 2


def test_a_shorter_hold_does_not_end_a_longer_one():
    """The site asked for the longer one."""
    clock = FakeClock(START)
    pace = Pace(clock)
    pace.hold("a.example", 100)
    pace.hold("a.example", 5)
    assert pace.wait("a.example", 1) == 100
    assert pace.wait("a.example", 1) == 1


class Shelf:
    """Standings that outlive a run (what `store.pace` is with files)."""

    def __init__(self):
        self.standings, self.locks = {}, {}

    @contextmanager
    def turn(self, host):
        with self.locks.setdefault(host, threading.Lock()):
            yield self.standings.setdefault(host, SimpleNamespace(last=None, held_since=None, held_until=None))


def test_the_next_run_keeps_the_pace_of_the_last():
    """Two clients that share nothing but the shelf, one after the other."""
    clock, shelf = FakeClock(START), Shelf()
    assert Pace(clock, shelf).wait("a.example", 5) == 0
    clock.sleep(2)
    assert Pace(clock, shelf).wait("a.example", 5) == 3
    assert Pace(clock, shelf).wait("b.example", 5) == 0
    assert Pace(clock).wait("a.example", 5) == 0  # without the shelf: as long as it lives itself


def test_runs_at_the_same_time_take_turns():
    """Four clients of two threads each: starts stay exactly a delay apart."""
    clock, shelf = FakeClock(START), Shelf()

    def ask(pace):
        for _ in range(10):
            pace.wait("a.example", 1.5)

    threads = [threading.Thread(target=ask, args=(pace,)) for pace in [Pace(clock, shelf) for _ in range(4)] * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.standings["a.example"].last == clock.now() == START + timedelta(seconds=1.5 * 79)


def test_the_next_run_keeps_the_rest_that_was_asked_for():
    """A long one is an error that says until when, a short one is waited out, then it is over."""
    clock, shelf = FakeClock(START), Shelf()
    Pace(clock, shelf).hold("a.example", 1000)
    for _ in range(2):
        with pytest.raises(NetworkError, match="until 2026-11-22 10:16:40 UTC") as caught:
            Pace(clock, shelf).wait("a.example", 1)
        assert "after that" in caught.value.next_step
    clock.sleep(700)
    assert Pace(clock, shelf).wait("a.example", 1) == 300
    assert Pace(clock, shelf).wait("a.example", 1) == 1


def test_a_run_that_dies_while_it_waits_has_asked_nothing():
    """The turn ends with an exception: the host was not asked, the rest is still wanted."""

    class Dying(FakeClock):
        def sleep(self, seconds):
            raise KeyboardInterrupt

    shelf = Shelf()
    Pace(FakeClock(START), shelf).hold("a.example", 100)
    with pytest.raises(KeyboardInterrupt):
        Pace(Dying(START), shelf).wait("a.example", 1)
    assert shelf.standings["a.example"].last is None
    assert Pace(FakeClock(START), shelf).wait("a.example", 1) == 100


@pytest.mark.parametrize("year", [1, 2025, 2027, 9999])
def test_a_standing_with_a_wrong_clock_mends_itself(year):
    """Whatever instants were kept: never more than the delay, or a month's rest that then ends."""
    clock, shelf = FakeClock(START), Shelf()
    odd = datetime(year, 12, 31, 23, 59, tzinfo=UTC)
    with shelf.turn("a.example") as standing:
        standing.last = odd
    assert Pace(clock, shelf).wait("a.example", 5) <= 5
    with shelf.turn("a.example") as standing:
        standing.held_since, standing.held_until = odd, datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    with suppress(NetworkError):
        Pace(clock, shelf).wait("a.example", 5)
    clock.sleep(LONGEST_HOLD.total_seconds())
    assert Pace(clock, shelf).wait("a.example", 5) == 0
