"""Reasons not to answer: the server is down, or the client is too fast."""

import math
from collections import deque
from datetime import datetime, timedelta

from hikcorpus.demo.simulator.settings import Settings


class Barriers:
    """Outages and rate limits of one server."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._granted: deque[datetime] = deque()

    def down(self, moment: datetime) -> bool:
        """Whether the server is out of order at that moment."""
        if any(start <= moment < end for start, end in self._settings.outages):
            return True
        rule = self._settings.weekly_outage
        if rule is None:
            return False
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight - timedelta(days=(moment.isoweekday() - rule.weekday) % 7) + timedelta(hours=rule.hour)
        return start <= moment < start + timedelta(hours=rule.hours)

    def wait(self, moment: datetime) -> int | None:
        """Whole seconds that a request must wait (Retry-After), or None: granted, and counted. Refused ones do not
        count."""
        limits = self._settings.limits
        if not limits:
            return None
        longest = timedelta(seconds=max(limit.seconds for limit in limits))
        while self._granted and self._granted[0] <= moment - longest:
            self._granted.popleft()
        waits = []
        for limit in limits:
            span = timedelta(seconds=limit.seconds)
            recent = [granted for granted in self._granted if granted > moment - span]
            if len(recent) >= limit.requests:
                waits.append((recent[-limit.requests] + span - moment).total_seconds())
        if waits:
            return max(1, math.ceil(max(waits)))
        self._granted.append(moment)
        return None
