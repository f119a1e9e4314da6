"""Rows of threads read to their end, waiting to be committed together."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hikcorpus.clock import Clock
from hikcorpus.crawl.rows import Row
from hikcorpus.model import Board
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory

ROWS = 2_000
WAIT = timedelta(seconds=60)


class Buffer:
    """Collects rows and commits them to raw, then to memory; a kill in between costs nothing but asking again."""

    def __init__(self, board: Board, dataset: Dataset, memory: Memory, clock: Clock) -> None:
        self._board = board
        self._dataset = dataset
        self._memory = memory
        self._clock = clock
        self._tables: dict[str, list[Row]] = {}
        self._since: datetime | None = None
        self._captured: set[str] = set()

    def add(self, **tables: Iterable[Row]) -> None:
        """Take rows that belong together; commits now and then."""
        self._since = self._since or self._clock.now()
        for table, rows in tables.items():
            self._tables.setdefault(table, []).extend(rows)
        if len(self._tables.get("messages", ())) >= ROWS or self._clock.now() - self._since >= WAIT:
            self.commit()

    def unseen(self, row: Row) -> list[Row]:
        """The evidence row, if these bytes are not stored yet."""
        known = row["capture_id"] in self._captured or self._memory.has_capture(
            self._board.site, self._board.name, row["capture_id"]
        )
        self._captured.add(row["capture_id"])
        return [] if known else [row]

    def commit(self) -> None:
        """Make what was collected visible, all tables in one step."""
        if any(self._tables.values()):
            self._dataset.append(self._tables, f"{self._clock.now():%Y-%m}")
            self._memory.absorb(self._board.site, self._board.name, self._tables, self._dataset.digest())
        self._tables = {}
        self._since = None
