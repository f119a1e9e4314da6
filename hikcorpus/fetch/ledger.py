"""What was asked of the sites: each request on record, and the sums over a run (the politeness ledger)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One request as it went over the wire; robots.txt, redirects and repeated tries included.

    time: aware, UTC, when it was sent. page_kind: as the caller named it, or `robots`. status: HTTP status,
    0 where no whole answer came. bytes: of the body, as sent (compressed). waited: seconds spent waiting
    before it, for pace or because the site asked for it. host: without port. kind: of the reply
    (`classify.ReplyKind`), `failed` where none came. method: always GET; on record so that a reader sees it.
    """

    time: datetime
    page_kind: str
    status: int
    bytes: int
    waited: float
    host: str
    kind: str
    method: str = "GET"


@dataclass(slots=True)
class Tally:
    """Sums over all requests of a client.

    by_status: HTTP status, 0 where no whole answer came. by_kind: kinds of reply (`classify.ReplyKind`), and
    `failed`. bytes_received: of bodies, as sent. seconds_waited: for pace and at the sites' request.
    """

    requests: int = 0
    by_status: Counter[int] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    bytes_received: int = 0
    seconds_waited: float = 0.0

    def add(self, record: RequestRecord) -> None:
        """Count one request."""
        self.requests += 1
        self.by_status[record.status] += 1
        self.by_kind[record.kind] += 1
        self.bytes_received += record.bytes
        self.seconds_waited += record.waited
