"""A board's captured facts in DuckDB: times, numbers and states, no column that holds anybody's words or name.

It works on a stream of these with a stated memory limit; what it spills lies in the data folder and is removed.
"""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from hikcorpus.errors import CannotWrite
from hikcorpus.report import gaps
from hikcorpus.report.gaps import Gap, Look
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import writing
from hikcorpus.store.scratch import scratch

MEMORY = "160MB"

_COLUMNS = {
    "messages": [
        *("engine", "thread_id", "message_id", "number", "posted_at", "time_precision", "first_seen", "state"),
        *("deleted_at", "deletion_evidence", "version", "backfill"),
    ],
    "threads": ["thread_id", "state", "version", "first_seen"],
    "observations": ["thread_id", "page_kind", "outcome", "observed_at"],
}
_LOAD = {
    "messages": """CREATE TABLE row AS SELECT engine, thread_id, number, message_id = number::VARCHAR AS own,
        posted_at AS posted, time_precision IN ('microsecond', 'second', 'minute') AS timed, first_seen, state,
        deleted_at, deletion_evidence = 'thread_deleted' AS thread_gone, version, backfill FROM arriving""",
    "threads": """CREATE TABLE thread AS SELECT thread_id, arg_max(state, version) AS state,
        max(first_seen) AS at FROM arriving GROUP BY 1""",
    "observations": """CREATE TABLE reading AS SELECT thread_id, observed_at AS at FROM arriving
        WHERE page_kind = 'thread' AND outcome IN ('new', 'changed', 'unchanged', 'not_modified')""",
}
_POSTS = """
CREATE TABLE post AS SELECT r.* EXCLUDE (version, state, deleted_at, thread_gone, posted),
    r.posted + to_microseconds($skew) AS posted, r.state = 'deleted' AS born_dead,
    CASE WHEN d.state = 'deleted' THEN d.deleted_at END AS deleted_at, coalesce(d.thread_gone, FALSE) AS thread_gone
FROM row r LEFT JOIN (
    SELECT thread_id, number, arg_max(state, version) AS state, arg_max(deleted_at, version) AS deleted_at,
        arg_max(thread_gone, version) AS thread_gone FROM row WHERE version > 1 GROUP BY 1, 2
) d USING (thread_id, number) WHERE r.version = 1 AND NOT EXISTS (
    SELECT 1 FROM (  -- a post that a moderator put into another thread is none that came there
        SELECT number, min(first_seen) AS born FROM row WHERE version = 1 AND own
            AND number IN (SELECT number FROM row WHERE state = 'moved' AND own) GROUP BY 1
    ) b WHERE r.own AND b.number = r.number AND r.first_seen > b.born
)
"""
_SKEW = """SELECT quantile_cont(epoch(first_seen) - epoch(posted), 0.01) FROM row
    WHERE version = 1 AND backfill IS NULL AND state = 'live' AND timed"""


@contextlib.contextmanager
def database_in(state: Path) -> Iterator[Any]:
    """An empty database. Raises CannotWrite."""
    import duckdb

    with scratch(state, "completeness") as folder:
        config = {"memory_limit": MEMORY, "temp_directory": str(folder / "spilled"), "threads": 1}
        with writing(folder):
            database = duckdb.connect(str(folder / "lives.duckdb"), config=config)
        try:
            database.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
            yield database
        except duckdb.IOException as error:
            raise CannotWrite(
                f"DuckDB cannot work in {state}: {type(error).__name__}.",
                "Free space or mend the permissions, then run the same command; what was stored is intact.",
            ) from error
        finally:
            database.close()


def load(database: Any, dataset: Dataset, looks: Sequence[Look], ledger: Sequence[Gap]) -> None:
    """Make tables `row`, `thread`, `reading`, `look` (space: seconds to the next look; gap: it is one) and `post`."""
    import pyarrow as pa

    from hikcorpus.store.schemas import schema

    for table, statement in _LOAD.items():
        dataset.paths(table)  # damage is told here: inside the stream DuckDB would hide which error it was
        whole = schema(dataset.stage, table).remove_metadata()
        wanted = pa.schema([whole.field(name) for name in _COLUMNS[table]])
        database.register(
            "arriving", pa.RecordBatchReader.from_batches(wanted, dataset.batches(table, _COLUMNS[table]))
        )
        database.execute(statement)
        database.unregister("arriving")
    starts, times = {gap.start for gap in ledger}, [look.at for look in looks]
    kind = pa.timestamp("us", tz="UTC")
    content = {
        "at": pa.array(times, kind),
        "before": pa.array([None, *times[:-1]], kind),
        "space": [(later - at).total_seconds() for at, later in zip(times, [*times[1:], times[-1]], strict=True)],
        "gap": [at in starts for at in times],
    }
    database.register("arriving", pa.table(content))
    database.execute("CREATE TABLE look AS SELECT * FROM arriving")
    database.unregister("arriving")
    skew = database.execute(_SKEW).fetchone()[0] or 0.0
    usual = gaps.interval(list(looks))
    if 0 <= skew <= (usual.total_seconds() if usual else 0.0):
        skew = 0.0  # the server's clock agrees with ours, as far as can be told
    database.execute(_POSTS.replace("$skew", str(int(skew * 1_000_000))))


def sql_instant(at: datetime) -> str:
    """The instant as a literal."""
    return f"TIMESTAMPTZ '{at.isoformat()}'"
