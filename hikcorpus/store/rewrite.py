"""The one path on which rows that are stored already change: blanking, retention. Everything else only appends.

Part by part; a part in which nothing changes stays the file it is. All new parts become the content by one rename of
the manifest: killed at any moment, the tables are the old ones or the new ones. What was replaced is deleted at once,
and so are parts retired by a compaction before: nobody may find there what was blanked here. (A reader that is at
work meanwhile is told that a part was rewritten, and to run again. A kill between the rename and the deletion leaves
the old files until the board's next append.)
"""

from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pyarrow as pa

from hikcorpus.store import parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.manifest import Part
from hikcorpus.store.replacing import Staging, replace_parts

Change = Callable[[pa.RecordBatch], pa.RecordBatch | None]
"""A batch of all columns, to a batch of the same columns in its place; None = as it is."""

_BATCH_BYTES = 8 * 1024 * 1024


def rewrite(
    dataset: Dataset, table: str, change: Change, where: Callable[[Path, Part], bool] = lambda _path, _part: True
) -> int:
    """Change rows of a raw table; gives how many parts were written anew. `change` sees every row once, in order.

    where: whether anything in a part may change; others are not even read. Raises CannotWrite, DataDamaged; then
    everything is as before.
    """
    now = dataset.manifest()
    dataset.sweep(now)
    with Staging(dataset, now) as staging:
        fresh: dict[str, Part] = {}
        for part in now.tables.get(table, ()):
            path = dataset.folder / table / part.name
            if where(path, part) and (new := _rewritten(staging, table, part, change)) is not None:
                fresh[part.name] = new
        if fresh:
            named = tuple(fresh.get(part.name, part) for part in now.tables[table])
            lineage = now.content_with("rewritten", {table: fresh.values()})
            replace_parts(staging, {table: named}, lineage, retire=False)
    return len(fresh)


def _rewritten(staging: Staging, table: str, part: Part, change: Change) -> Part | None:
    """The part with its rows changed, still hidden; None where nothing in it changes."""
    path = staging.folder(table) / part.name
    writer: parts.PartWriter | None = None
    same = 0
    try:
        for batch in parts.batches(path, part, size=_BATCH_BYTES):
            new = change(batch)
            if new is None and writer is None:
                same += 1
                continue
            if writer is None:
                writer = staging.writer(table, part.name[:7])
                for before in islice(parts.batches(path, part, size=_BATCH_BYTES), same):
                    writer.write(before)
            writer.write(batch if new is None else new)
        return writer.finish(part.level) if writer is not None else None
    except BaseException:
        if writer is not None:
            writer.discard()
        raise
