"""One limiter per host: requests start evenly spaced, however many threads, processes and runs ask."""

import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from hikcorpus.clock import Clock
from hikcorpus.errors import NetworkError
from hikcorpus.fetch.backoff import LONGEST_WAIT

LONGEST_HOLD = timedelta(days=30)
"""How long a site is left alone at its request; one that says more is asked again after that."""


class Standing(Protocol):
    """How we stand with a host; all aware, UTC, or None.

    last: when it was last asked. held_since, held_until: the rest that it asked for, both or none.
    """

    last: datetime | None
    held_since: datetime | None
    held_until: datetime | None


class SharedPace(Protocol):
    """Where standings are kept for all processes and runs."""

    def turn(self, host: str) -> AbstractContextManager[Standing]:
        """The host's standing, to be read and changed. Nobody else has the same host's until the context is left.

        Changes are kept when the context is left, also by an exception; a process that is killed in it leaves
        the standing as it was and the host free. What cannot be read is as if nothing had been kept.
        """
        ...


@dataclass(slots=True)
class _Standing:
    last: datetime | None = None
    held_since: datetime | None = None
    held_until: datetime | None = None


class _OfThisRun:
    """Standings that end with the process; `Pace` lets one thread at a time at each."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Standing] = {}

    def turn(self, host: str) -> AbstractContextManager[Standing]:
        return nullcontext(self._hosts.setdefault(host, _Standing()))


class Pace:
    """Even spacing per host; thread safe; share one between clients of a process.

    shared: where standings are kept between processes and runs; None = as long as this object lives.
    """

    def __init__(self, clock: Clock, shared: SharedPace | None = None) -> None:
        self._clock = clock
        self._shared: SharedPace = _OfThisRun() if shared is None else shared
        self._locks: dict[str, threading.Lock] = {}

    def wait(self, host: str, delay: float) -> float:
        """Return once this host may be asked: `delay` seconds after the last start, and after any hold.

        Gives the seconds waited. The host's turn is held while waiting, so that no two threads or processes can
        start together even where one of them is woken late. Raises NetworkError, without waiting, where the
        host asked to be left alone for more than LONGEST_WAIT seconds from now.
        """
        with self._lock(host), self._shared.turn(host) as standing:
            seconds = max(self._spacing(standing, delay), self._rest(standing, host))
            self._clock.sleep(seconds)
            standing.last, standing.held_since, standing.held_until = self._clock.now(), None, None
            return seconds

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask this host for so long, counted from now; a shorter hold never ends a longer one."""
        with self._lock(host), self._shared.turn(host) as standing:
            now = self._clock.now()
            _set_right(standing, now)
            until = now + min(timedelta(seconds=min(seconds, LONGEST_HOLD.total_seconds())), LONGEST_HOLD)
            if standing.held_until is None or until > standing.held_until:
                standing.held_since, standing.held_until = now, until

    def _spacing(self, standing: Standing, delay: float) -> float:
        if standing.last is None:
            return 0.0
        now = self._clock.now()
        last = min(standing.last, now)  # a clock set back makes nobody wait for longer than the delay
        return max(0.0, (last + timedelta(seconds=delay) - now).total_seconds())

    def _rest(self, standing: Standing, host: str) -> float:
        now = self._clock.now()
        _set_right(standing, now)
        if standing.held_until is None:
            return 0.0
        seconds = (standing.held_until - now).total_seconds()
        if seconds > LONGEST_WAIT:
            raise NetworkError(
                f"{host} asked to be left alone until {standing.held_until:%Y-%m-%d %H:%M:%S} UTC: not asked.",
                "Nothing stored was touched; run the same command again after that.",
            )
        return max(0.0, seconds)

    def _lock(self, host: str) -> threading.Lock:
        return self._locks.setdefault(host, threading.Lock())


def _set_right(standing: Standing, now: datetime) -> None:
    """Count a hold from now where the clock was set back since, and never for longer than LONGEST_HOLD."""
    since, until = standing.held_since, standing.held_until
    if since is None or until is None:
        return
    length = min(until - since, LONGEST_HOLD)
    since = min(since, now)
    standing.held_since, standing.held_until = since, since + length
