"""Parquet parts: written whole with page checksums, read as streams of batches."""

import contextlib
import os
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hikcorpus.errors import DataDamaged
from hikcorpus.store import manifest as manifests
from hikcorpus.store.files import settle, sha256_of, temporary, writing
from hikcorpus.store.manifest import Part
from hikcorpus.store.schemas import schema

ROW_GROUP = 20_000
GROUP_BYTES = 32 * 1024 * 1024
"""A row group is closed at this many rows or bytes: bodies of pages are big."""

_PAGE_BYTES = 4 * 1024 * 1024  # pages are compressed one by one: readings of one thread must share one
_BIG = "body"
_GROWN = {"observations": {"size", "moved"}}
"""Table of raw -> columns that parts of the schema before this one do not have."""


class PartWriter:
    """Writes a part batch by batch under its temporary name; `finish` tells what it is, `settle` names it.

    Deterministic bytes for the same batches (zstd, checksummed pages). Raises CannotWrite; `discard` then.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path = path
        self.bytes = 0
        self._schema = schema
        self._rows = 0
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = self._waiting_bytes = 0
        with writing(path.parent):
            self._file = os.fdopen(os.open(temporary(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
            self._parquet = pq.ParquetWriter(self._file, schema, **_options(schema))

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows; a row group is written when enough have come together."""
        self._waiting.append(batch)
        self._waiting_rows += batch.num_rows
        self._waiting_bytes += batch.nbytes
        if self._waiting_rows >= ROW_GROUP or self._waiting_bytes >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._waiting_rows:
            columns = [
                pa.chunked_array([batch.column(place) for batch in self._waiting], type=field.type)
                for place, field in enumerate(self._schema)
            ]
            with writing(self.path.parent):
                self._parquet.write_table(pa.Table.from_arrays(columns, schema=self._schema), row_group_size=ROW_GROUP)
                self.bytes = self._file.tell()
        self._rows += self._waiting_rows
        self._waiting = []
        self._waiting_rows = self._waiting_bytes = 0

    def finish(self, level: int = 0) -> Part:
        """Close the file; it still has its temporary name."""
        self._flush()
        with writing(self.path.parent):
            self._parquet.close()
            self._file.close()
            place = temporary(self.path)
            return Part(self.path.name, self._rows, place.stat().st_size, sha256_of(place), level)

    def discard(self) -> None:
        """Give up: nothing stays on the disk. For when writing has failed already."""
        for close in (self._parquet.close, self._file.close, temporary(self.path).unlink):
            with contextlib.suppress(OSError, pa.ArrowException):  # the disk is full: what is still to come is unwanted
                close()


def _options(schema: pa.Schema) -> dict[str, object]:
    options: dict[str, object] = {"compression": "zstd", "write_page_checksum": True}
    if _BIG in schema.names:
        options["use_dictionary"] = [name for name in schema.names if name != _BIG]
        options["data_page_size"] = _PAGE_BYTES
    return options


def write_part(path: Path, table: pa.Table) -> Part:
    """Write one part (zstd, checksummed pages, deterministic bytes). Raises CannotWrite."""
    rows = max(1, min(ROW_GROUP, GROUP_BYTES * table.num_rows // max(1, table.nbytes)))
    with writing(path.parent):
        pq.write_table(table, temporary(path), row_group_size=rows, **_options(table.schema))
        temporary(path).chmod(0o600)
    settle(path)
    return Part(path.name, table.num_rows, path.stat().st_size, sha256_of(path))


def retired(path: Path) -> Path:
    """The name of a part's file once it was merged into another: readers of `*.parquet` no longer see it."""
    return path.with_name(f".{path.name}.retired")


def damaged(path: Path, why: str) -> DataDamaged:
    """The error for a part that is not what its manifest says."""
    return DataDamaged(
        f"The part {path} is damaged: {why}.",
        "Restore it from a backup; for a stage after raw, delete the stage's folder and run it again.",
    )


def _missing(path: Path) -> DataDamaged:
    now = manifests.read(path.parent.parent)
    if now is None or any(part.name == path.name for part in now.tables.get(path.parent.name, ())):
        return damaged(path, "the file is missing")
    return DataDamaged(f"The part {path} was rewritten while it was being read.", "Run the same command again.")


def check(path: Path, part: Part) -> Path:
    """Compare the file with its manifest, size first, then SHA-256 (once a process). Raises DataDamaged.

    Gives the file's place: its hidden one where it was merged into another since the manifest was read.
    """
    for place in (path, retired(path), path):  # it may be retired between two looks
        try:
            facts = place.stat()
        except FileNotFoundError:
            continue
        if facts.st_size != part.bytes:
            raise damaged(place, f"{facts.st_size} bytes instead of {part.bytes}")
        try:
            fits = _is(place, facts.st_mtime_ns, part.sha256)
        except FileNotFoundError:
            continue
        if not fits:
            raise damaged(place, "its content does not fit its checksum")
        return place
    raise _missing(path)


@lru_cache(maxsize=100_000)
def _is(path: Path, changed: int, sha256: str) -> bool:
    """Whether the file as it was at `changed` has this SHA-256 (a hash runs faster than the decoding does)."""
    return sha256_of(path) == sha256


def _open(path: Path, part: Part) -> pq.ParquetFile:
    # a buffer: else a whole column of a row group is read at once
    how = {"page_checksum_verification": True, "pre_buffer": False, "buffer_size": 1 << 20}
    try:
        return pq.ParquetFile(check(path, part), **how)
    except FileNotFoundError:  # retired since it was checked
        return pq.ParquetFile(check(path, part), **how)


def batches(
    path: Path, part: Part, columns: Sequence[str] | None = None, rows: int = ROW_GROUP, size: int = GROUP_BYTES
) -> Iterator[pa.RecordBatch]:
    """The part's rows in batches of at most `rows` and about `size` bytes; page checksums are verified.

    Raises DataDamaged.
    """
    try:
        with _open(path, part) as file:
            if columns is None or _BIG in columns:
                rows = max(1, min(rows, size // max(1, _widest(file))))
            there = file.schema_arrow.names
            held = list(columns) if columns else None
            if not _GROWN.get(path.parent.name, set()) <= {*there}:
                whole = schema("raw", path.parent.name)
                wanted = pa.schema([whole.field(name) for name in held]) if held else whole
                held = [name for name in wanted.names if name in there]
                for batch in file.iter_batches(batch_size=rows, columns=held):
                    yield _grown(batch, wanted)
                return
            yield from file.iter_batches(batch_size=rows, columns=held)
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, "it is no Parquet file that can be read") from error


def _grown(batch: pa.RecordBatch, wanted: pa.Schema) -> pa.RecordBatch:
    """A batch of a part written before its table had all its columns: these are null."""
    held = batch.schema.names
    columns = [batch[each.name] if each.name in held else pa.nulls(batch.num_rows, each.type) for each in wanted]
    return pa.RecordBatch.from_arrays(columns, names=wanted.names)


def _widest(file: pq.ParquetFile) -> int:
    """Bytes of a row, uncompressed, on average of the row group where it is biggest."""
    groups = [file.metadata.row_group(place) for place in range(file.metadata.num_row_groups)]
    return max((group.total_byte_size // max(1, group.num_rows) for group in groups), default=0)


def matching(
    path: Path, part: Part, column: str, values: Collection[str], columns: Sequence[str]
) -> Iterator[pa.Table]:
    """The part's rows whose `column` is one of `values`; other columns are read only where there are such rows.

    Raises DataDamaged.
    """
    wanted = pa.array(sorted(values), pa.string())
    try:
        with _open(path, part) as file:
            for group in range(file.metadata.num_row_groups):
                if pc.any(pc.is_in(file.read_row_group(group, [column])[column], wanted)).as_py():
                    table = file.read_row_group(group, list({*columns, column}))
                    yield table.filter(pc.is_in(table[column], wanted)).select(list(columns))
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, "it is no Parquet file that can be read") from error


def holds(path: Path, part: Part, column: str, values: Collection[str]) -> bool:
    """Whether any row's `column` is one of `values`. Raises DataDamaged."""
    wanted = pa.array(sorted(values), pa.string())
    return any(pc.any(pc.is_in(batch[column], wanted)).as_py() for batch in batches(path, part, [column]))


def nulls(path: Path, part: Part, column: str) -> int:
    """How many rows have nothing in this column, told by the file's own statistics. Raises DataDamaged."""
    try:
        with _open(path, part) as file:
            place = file.schema_arrow.names.index(column)
            groups = [file.metadata.row_group(group).column(place) for group in range(file.metadata.num_row_groups)]
            return sum(group.statistics.null_count if group.statistics else 0 for group in groups)
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, "it is no Parquet file that can be read") from error
