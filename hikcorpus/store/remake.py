"""Whole tables replaced by rows made again, in one step, and only if they differ from what stands."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from hikcorpus.store.dataset import Dataset
from hikcorpus.store.replacing import Staging, replace_parts
from hikcorpus.store.schemas import schema

_ROWS = 2_000
Row = dict[str, Any]


def remake(dataset: Dataset, tables: Sequence[str], rows: Iterable[Mapping[str, list[Row]]], month: str) -> bool:
    """Replace tables by these rows; False, and nothing is changed, where they are the very rows that stand.

    rows: some of each table at a time. The order of rows counts for nothing in the comparison. month: `YYYY-MM`,
    for the names of the parts. Raises CannotWrite, DataDamaged.
    """
    now = dataset.manifest()
    with Staging(dataset, now) as staging:
        sums = dict.fromkeys(tables, 0)
        writers = {table: staging.writer(table, month) for table in tables}
        waiting: dict[str, list[Row]] = {table: [] for table in tables}
        try:
            for some in rows:
                for table, made in some.items():
                    sums[table] = (sums[table] + digest_of(made)) % 2**256
                    waiting[table] += made
                    if len(waiting[table]) >= _ROWS:
                        writers[table].write(_batch(dataset, table, waiting[table]))
                        waiting[table] = []
            for table in tables:
                writers[table].write(_batch(dataset, table, waiting[table]))
            parts = {table: (writers[table].finish(0),) for table in tables}
        except BaseException:
            for writer in writers.values():
                writer.discard()
            raise
        changed = any(sums[table] != _standing(dataset, table) for table in tables)
        if changed:
            made_of = json.dumps([part.sha256 for named in parts.values() for part in named])
            replace_parts(staging, parts, hashlib.sha256(made_of.encode()).hexdigest(), retire=False)
    if not changed:
        dataset.sweep(now)
    return changed


def digest_of(rows: Iterable[Row]) -> int:
    """A digest of rows that does not depend on their order: digests of some rows add up to that of all."""
    total = 0
    for row in rows:
        text = json.dumps(row, sort_keys=True, ensure_ascii=False, default=_plain)
        total += int.from_bytes(hashlib.sha256(text.encode()).digest())
    return total % 2**256


def _standing(dataset: Dataset, table: str) -> int:
    return sum(digest_of(batch.to_pylist()) for batch in dataset.batches(table)) % 2**256


def _batch(dataset: Dataset, table: str, rows: list[Row]) -> pa.RecordBatch:
    wanted = schema(dataset.stage, table)
    return pa.RecordBatch.from_pylist(rows, schema=wanted)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    raise TypeError(type(value).__name__)
