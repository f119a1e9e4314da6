"""One limiter per host: requests start evenly spaced, however many threads ask."""

import threading
from datetime import datetime, timedelta

from hikcorpus.clock import Clock


class _Host:
    """When a host was last asked, and until when it asked to be left alone."""

    __slots__ = ("hold", "last", "lock")

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.last: datetime | None = None
        self.hold: tuple[datetime, float] | None = None


class Pace:
    """Even spacing per host; thread safe; share one between clients of a process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, delay: float) -> float:
        """Return once this host may be asked: `delay` seconds after the last start, and after any hold.

        Gives the seconds waited. The host's lock is held while waiting, so that no two threads can start
        together even where one of them is woken late.
        """
        state = self._host(host)
        with state.lock:
            seconds = self._due(state, delay)
            self._clock.sleep(seconds)
            state.last, state.hold = self._clock.now(), None
            return seconds

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask this host for so long, counted from now; a shorter hold never ends a longer one."""
        state = self._host(host)
        with state.lock:
            due = self._clock.now() + timedelta(seconds=seconds)
            if state.hold is None or due > state.hold[0]:
                state.hold = (due, seconds)

    def _due(self, state: _Host, delay: float) -> float:
        now = self._clock.now()
        seconds = 0.0
        # The machine's clock can be set back: nothing then waits longer than was meant.
        if state.last is not None:
            seconds = min(delay, (state.last + timedelta(seconds=delay) - now).total_seconds())
        if state.hold is not None:
            due, length = state.hold
            seconds = max(seconds, min(length, (due - now).total_seconds()))
        return max(0.0, seconds)

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())
