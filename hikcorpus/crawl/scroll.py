"""The board's visits with the bytes they saw, thread after thread: raw tables put in another order, within a memory."""

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from hikcorpus.crawl.rows import Row
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import writing

MEMORY = "512MB"
Rows = Generator[Row, None, None]

_VISITS = """
SELECT o.seq, o.run_id, o.thread_id, o.page_kind, o.outcome, o.observed_at, o.capture_id, o.fate, o.backfill,
       o.moved, e.page_kind AS evidence_kind, e.url, e.fetched_at, e.charset, e.blanked, e.body
FROM observations o LEFT JOIN evidence e ON e.capture_id = o.capture_id
     AND (o.outcome IN ('new', 'changed', 'unchanged') OR o.page_kind = 'saved')
WHERE o.thread_id IS NOT NULL ORDER BY o.thread_id, o.seq, abs(epoch(e.fetched_at) - epoch(o.observed_at)), e.fetched_at
"""


@dataclass(frozen=True, slots=True)
class History:
    """A thread: its rows as they stand, and its visits in the order in which they were made, each with its bytes."""

    thread_id: str
    messages: list[Row]
    threads: list[Row]
    seen: Iterator[Row]

    def visits(self) -> Iterator[Row]:
        """Rows of `observations` with url, fetched_at, charset, blanked, body and evidence_kind of what was seen."""
        for _, same in groupby(self.seen, key=itemgetter("seq")):  # the same bytes may be stored twice
            yield next(same)


@contextlib.contextmanager
def histories(dataset: Dataset, scratch: Path) -> Iterator[Iterator[History]]:
    """All threads of a board, one after another; what sorting spills goes to the folder `scratch`.

    Raises DataDamaged, CannotWrite.
    """
    import duckdb

    with writing(scratch):
        database = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": str(scratch / "sorting"), "threads": 1}
        )
    with contextlib.closing(database), contextlib.ExitStack() as answers:
        messages, threads, visits = (
            answers.enter_context(contextlib.closing(answer))
            for answer in (
                _sorted(dataset, database, "messages"),
                _sorted(dataset, database, "threads"),
                _visits(dataset, database),
            )
        )
        yield _threads(_Stream(messages), _Stream(threads), _Stream(visits))


def _threads(messages: "_Stream", threads: "_Stream", visits: "_Stream") -> Iterator[History]:
    while (thread_id := min(filter(None, (messages.key, threads.key, visits.key)), default=None)) is not None:
        yield History(thread_id, list(messages.of(thread_id)), list(threads.of(thread_id)), visits.of(thread_id))
        for _ in visits.of(thread_id):
            pass  # what the reader left


class _Stream:
    """Rows sorted by thread; `key`: the thread of the next one."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    @property
    def key(self) -> str | None:
        return self._next["thread_id"] if self._next is not None else None

    def of(self, thread_id: str) -> Iterator[Row]:
        while self._next is not None and self._next["thread_id"] == thread_id:
            row, self._next = self._next, next(self._rows, None)
            yield row


def _sorted(dataset: Dataset, database: Any, table: str) -> Rows:
    sql = f"SELECT * EXCLUDE (seq) FROM {table} ORDER BY thread_id, seq"
    return _answer(database, sql, **{table: _numbered(dataset, table)})


def _visits(dataset: Dataset, database: Any) -> Rows:
    columns = ["run_id", "thread_id", "page_kind", "outcome", "observed_at", "capture_id", "fate", "backfill", "moved"]
    kept = ["capture_id", "page_kind", "url", "fetched_at", "charset", "blanked", "body"]
    return _answer(
        database,
        _VISITS,
        observations=_numbered(dataset, "observations", columns),
        evidence=_numbered(dataset, "evidence", kept),
    )


def _answer(database: Any, sql: str, **tables: Any) -> Rows:
    """The rows of a query over Arrow streams, each read once."""
    cursor = database.cursor()
    try:
        for name, content in tables.items():
            cursor.register(name, content)
        for batch in cursor.sql(sql).to_arrow_reader(64):
            yield from batch.to_pylist()
    finally:
        cursor.close()


def _numbered(dataset: Dataset, table: str, columns: list[str] | None = None) -> Any:
    """A table as a stream of batches with the row's number as `seq`."""
    import pyarrow as pa

    from hikcorpus.store.schemas import schema

    whole = schema(dataset.stage, table).remove_metadata()
    wanted = pa.schema([whole.field(name) for name in columns]) if columns else whole
    numbered = pa.schema([*wanted, pa.field("seq", pa.int64())])

    def stream() -> Iterator[Any]:
        start = 0
        for batch in dataset.batches(table, columns):
            arrays = [batch.column(name) for name in wanted.names]
            numbers = pa.array(range(start, start + batch.num_rows), pa.int64())
            start += batch.num_rows
            yield pa.RecordBatch.from_arrays([*arrays, numbers], schema=numbered)

    return pa.RecordBatchReader.from_batches(numbered, stream())
