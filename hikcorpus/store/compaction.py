"""Merging parts, so that files grow by the month and not by the run.

In the month that runs, 16 parts of one level become one of the next: a row is rewritten a few times in its life,
however many visits there are, and at most some 16 parts of each level stand. A month that has ended becomes one part
a table (cut at 256 MB). Messages, threads and observations keep the order in which they came; evidence is sorted by
address and time, so that readings of one thread lie together and compress against each other (five times smaller:
measured on recorded boards), and a page stored twice from one address is kept once.

New parts lie under hidden names until all are written; one rename of the manifest makes them the content. What they
replace is *retired*: hidden from `*.parquet`, but found by who read the manifest before (a `participants` run may take
minutes), until its table is merged again, some sixteen commits later.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa

from hikcorpus.store import parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.manifest import CLOSED, Part
from hikcorpus.store.replacing import Staging, replace_parts
from hikcorpus.store.schemas import schema

FAN = 16
PART_BYTES = 256 * 1024 * 1024
_ROWS = 512
_BATCH_BYTES = 1024 * 1024
_OPEN = 32  # parts read side by side

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

Group = tuple[int, list[Part]]
"""Level of what becomes of these parts, and the parts; a part alone stays as it is."""


def compact(dataset: Dataset, month: str) -> int:
    """See `Dataset.compact`."""
    now = dataset.manifest()
    plans = {table: planned(named, month) for table, named in now.tables.items()}
    if all(len(group) == 1 for plan in plans.values() for _, group in plan):
        return 0
    dataset.sweep(now)
    with Staging(dataset, now) as staging:
        merged = {
            table: tuple(part for level, group in plan for part in _merge(staging, table, level, group))
            for table, plan in plans.items()
        }
        replace_parts(staging, merged, now.content(), retire=True)
    return sum(len(group) for plan in plans.values() for _, group in plan if len(group) > 1)


def planned(named: Sequence[Part], month: str) -> list[Group]:
    """How these parts are to be merged, in their order. month: `YYYY-MM`, the present one."""
    out: list[Group] = []
    for written, run in groupby(named, key=lambda part: part.name[:7]):
        members = list(run)
        if written >= month:
            out += _tiered(members)
        elif len(members) > 1 and any(part.level < CLOSED for part in members):
            out.append((CLOSED, members))
        else:
            out += [(part.level, [part]) for part in members]
    return out


def _tiered(members: list[Part]) -> list[Group]:
    """Parts of a month that still runs: as long as the last 16 are of one level, they are one of the next."""
    groups: list[Group] = [(part.level, [part]) for part in members]
    while groups:
        level = groups[-1][0]
        first = len(groups)
        while first and groups[first - 1][0] == level and _size(groups[first - 1]) < PART_BYTES:
            first -= 1
        if len(groups) - first < FAN:
            break
        groups[first:] = [(level + 1, [part for _, group in groups[first:] for part in group])]
    return groups


def _size(group: Group) -> int:
    return sum(part.bytes for part in group[1])


def _merge(staging: Staging, table: str, level: int, group: list[Part]) -> list[Part]:
    if len(group) == 1:
        return group
    sources = [(staging.folder(table) / part.name, part) for part in group]
    month = group[0].name[:7]
    if table != "evidence":
        return staging.write(table, month, level, _one_after_another(sources), PART_BYTES)
    while len(sources) > _OPEN:
        between = staging.write(table, month, 1, _by_address(sources[:_OPEN]), None)
        sources = [*sources[_OPEN:], *((staging.hidden(table, part), part) for part in between)]
    return staging.write(table, month, level, _by_address(sources), PART_BYTES)


def _one_after_another(sources: Iterable[tuple[Path, Part]]) -> Iterator[pa.RecordBatch]:
    for path, part in sources:
        yield from parts.batches(path, part)


def _by_address(sources: list[tuple[Path, Part]]) -> Iterator[pa.RecordBatch]:
    """Rows of evidence by address and time, each page once an address; few of them in memory at a time."""
    merged = heapq.merge(*(_sorted(path, part) for path, part in sources), key=_place)
    return _batches(_unique(merged), schema("raw", "evidence"))


def _place(row: dict[str, Any]) -> tuple[str, datetime, str]:
    return row["url"] or "", row["fetched_at"] or _LONG_AGO, row["capture_id"] or ""


def _sorted(path: Path, part: Part) -> Iterator[dict[str, Any]]:
    """A part's rows by address and time; a part of level 0 is one commit's, so small, and as it came."""
    streamed = (row for batch in parts.batches(path, part, rows=_ROWS, size=_BATCH_BYTES) for row in batch.to_pylist())
    return streamed if part.level else iter(sorted(streamed, key=_place))


def _unique(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The first of the rows that store the same page from the same address. Settings pages stay, all of them: which
    is the newest counts."""
    for _, of_address in groupby(rows, key=itemgetter("url")):
        seen = set()
        for row in of_address:
            same = (row["capture_id"], row["body"] is None, row["page_kind"])
            if same not in seen or row["page_kind"] == "settings":
                seen.add(same)
                yield row


def _batches(rows: Iterable[dict[str, Any]], wanted: pa.Schema) -> Iterator[pa.RecordBatch]:
    waiting: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        waiting.append(row)
        size += len(row["body"] or b"")
        if len(waiting) >= _ROWS or size >= _BATCH_BYTES:
            yield pa.RecordBatch.from_pylist(waiting, schema=wanted)
            waiting, size = [], 0
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, schema=wanted)
