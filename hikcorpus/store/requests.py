"""The politeness ledger on disk: one JSON line for every request, a file a month, so that anybody can check it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hikcorpus.errors import CannotWrite
from hikcorpus.store import monthly
from hikcorpus.store.files import make_folder

STEM = "requests"


class RequestLog:
    """Takes requests down as they are made. A disk that refuses stops no crawl; `lost` counts what was not written."""

    def __init__(self, state: Path) -> None:
        self.lost = 0
        self._state = state

    def write(self, row: dict[str, Any]) -> None:
        """Add a request (`fetch.ledger.RequestRecord` as a dictionary); `time`: aware datetime."""
        try:
            at = row["time"].astimezone(UTC)
            make_folder(self._state)
            monthly.add_line(self._state, STEM, f"{at:%Y-%m}", row | {"time": at.isoformat()}, durable=False)
        except (OSError, CannotWrite):
            self.lost += 1


def requests(state: Path, since: datetime | None = None) -> Iterator[dict[str, Any]]:
    """All requests, or those made at `since` (aware) or later, oldest first; `time` is an aware datetime, UTC."""
    for month in monthly.months(state, STEM):
        if since is not None and month < f"{since.astimezone(UTC):%Y-%m}":
            continue
        for row in monthly.rows(state, STEM, month):
            try:
                time = datetime.fromisoformat(row["time"])
            except (KeyError, TypeError, ValueError):
                continue
            if since is None or time >= since:
                yield row | {"time": time}
