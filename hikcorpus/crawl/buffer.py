"""Rows of threads read to their end, waiting to be committed together."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from hikcorpus.clock import Clock
from hikcorpus.crawl.rows import Row
from hikcorpus.model import Board
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory

ROWS = 2_000
BYTES = 32 * 1024 * 1024
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
        self._bytes = 0
        self._grown: Counter[str] = Counter()
        self._highest = 0

    def add(
        self,
        observation: Row,
        *,
        messages: Sequence[Row] = (),
        threads: Iterable[Row] = (),
        evidence: Row | None = None,
        grown: int = 0,
    ) -> None:
        """Take what one look brought; commits now and then. grown: live messages more than before it."""
        self._since = self._since or self._clock.now()
        self._extend("messages", messages)
        self._extend("threads", threads)
        self._extend("observations", [observation])
        if evidence is not None:
            self._extend("evidence", [evidence])
            self._bytes += len(evidence["body"])
        self._grown[observation["thread_id"]] += grown
        self._highest = max([self._highest, *(row["number"] or 0 for row in messages)])
        full = len(self._tables["messages"]) >= ROWS or self._bytes >= BYTES
        if full or self._clock.now() - self._since >= WAIT:
            self.commit()

    def _extend(self, table: str, rows: Iterable[Row]) -> None:
        self._tables.setdefault(table, []).extend(rows)

    def waits(self, thread_id: str) -> bool:
        """Whether rows of this thread are not committed yet."""
        return thread_id in self._grown

    def waits_for(self, message_ids: Collection[str]) -> bool:
        """Whether rows of any of these messages are not committed yet."""
        waiting = self._tables.get("messages", ())
        return bool(waiting) and not {row["message_id"] for row in waiting}.isdisjoint(message_ids)

    def held(self, threads: Collection[str]) -> int:
        """Live messages held of these threads, rows not yet committed included."""
        known = self._memory.held(self._board.site, self._board.name, threads)
        listed = set(threads)
        return known + sum(grown for thread, grown in self._grown.items() if thread in listed)

    def highest(self) -> int | None:
        """The highest message number known."""
        known = self._memory.highest(self._board.site, self._board.name) or 0
        return max(known, self._highest) or None

    def commit(self) -> None:
        """Make what was collected visible, all tables in one step."""
        if any(self._tables.values()):
            self._dataset.append(self._tables, f"{self._clock.now():%Y-%m}")
            self._memory.absorb(self._board.site, self._board.name, self._tables, self._dataset.digest())
        self._tables = {}
        self._since = None
        self._bytes = 0
        self._grown.clear()
