"""The clock that everything asks, so that tests let months pass in seconds.

`HIKCORPUS_CLOCK` = an ISO instant (e.g. `2026-11-22T10:00:00+00:00`) makes a whole process run on a clock
that starts there and moves only when somebody sleeps.
"""

import contextlib
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from hikcorpus.errors import ConfigError


class Clock(Protocol):
    """Tells the time (aware, UTC) and waits."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait that long; zero or less returns at once."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait for real."""
        if seconds > 0:
            time.sleep(seconds)


class FakeClock:
    """Stands still until somebody sleeps; safe to share between threads."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The instant that the sleeps so far have led to."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Move on by that long at once."""
        if seconds > 0:
            with self._lock:
                self._now += timedelta(seconds=seconds)


def clock_from_environment() -> Clock:
    """The clock of this process: `HIKCORPUS_CLOCK` if set, else the machine's.

    Raises ConfigError where the variable does not hold an ISO instant with an offset.
    """
    text = os.environ.get("HIKCORPUS_CLOCK")
    if not text:
        return SystemClock()
    start = None
    with contextlib.suppress(ValueError):
        start = datetime.fromisoformat(text)
    if start is None or start.tzinfo is None:
        raise ConfigError(
            f"HIKCORPUS_CLOCK is not an ISO instant with an offset: {text!r}.",
            "Write it like 2026-11-22T10:00:00+00:00, or unset it.",
        )
    return FakeClock(start)
