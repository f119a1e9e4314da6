"""What was asked: every request, or only counts of them."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple


class Request(NamedTuple):
    """One request: when it began, what for, how it was answered, whether it carried a validator."""

    moment: datetime
    target: str
    status: int
    conditional: bool


class Traffic:
    """per_hour: requests by hour (UTC, minute 0); by_status: by status; smallest_gap: seconds between the starts of
    two requests in turn, None before the second; conditional: with a validator; sent: bytes of all bodies.
    requests: all of them, in order, if `keep`."""

    def __init__(self, keep: bool) -> None:
        self.keep = keep
        self.requests: list[Request] = []
        self.per_hour: Counter[datetime] = Counter()
        self.by_status: Counter[int] = Counter()
        self.conditional = self.sent = 0
        self.smallest_gap: float | None = None
        self._last: datetime | None = None

    def note(self, request: Request, sent: int) -> None:
        """Count one request whose answer had a body of so many bytes."""
        if self._last is not None:
            gap = (request.moment - self._last).total_seconds()
            self.smallest_gap = gap if self.smallest_gap is None else min(gap, self.smallest_gap)
        self._last = request.moment
        self.per_hour[request.moment.replace(minute=0, second=0, microsecond=0)] += 1
        self.by_status[request.status] += 1
        self.conditional += request.conditional
        self.sent += sent
        if self.keep:
            self.requests.append(request)
