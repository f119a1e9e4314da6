"""A host is never asked twice within its delay."""

import os
import threading
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.clock import FakeClock
from hikcorpus.fetch.pace import Pace

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
steps = st.lists(
    st.tuples(
        st.sampled_from(["a.example", "b.example"]),
        st.floats(0, 30),  # delay
        st.floats(0, 40),  # what happens in between
        st.one_of(st.none(), st.floats(0, 400)),  # a hold
    ),
    max_size=30,
)


@given(steps)
def test_no_two_starts_within_the_delay(steps):
    """Whatever was asked before, whenever, of whom; holds are kept; nobody waits longer than needed."""
    clock = FakeClock(START)
    pace = Pace(clock)
    last, held = {}, {}
    for host, delay, between, hold in steps:
        clock.sleep(between)
        if hold is not None:
            pace.hold(host, hold)
            held[host] = max(held.get(host, START), clock.now() + timedelta(seconds=hold))
        asked = clock.now()
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
