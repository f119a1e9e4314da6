"""Parquet parts: written whole with page checksums, read as streams of batches."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hikcorpus.errors import DataDamaged
from hikcorpus.store.files import settle, sha256_of, temporary, writing
from hikcorpus.store.manifest import Part

ROW_GROUP = 20_000


def write_part(path: Path, table: pa.Table) -> Part:
    """Write one part (zstd, checksummed pages, deterministic bytes). Raises CannotWrite."""
    with writing(path.parent):
        pq.write_table(
            table,
            temporary(path),
            compression="zstd",
            row_group_size=ROW_GROUP,
            write_page_checksum=True,
        )
        temporary(path).chmod(0o600)
    settle(path)
    return Part(path.name, table.num_rows, path.stat().st_size, sha256_of(path))


def damaged(path: Path, why: str) -> DataDamaged:
    """The error for a part that is not what its manifest says."""
    return DataDamaged(
        f"The part {path} is damaged: {why}.",
        "Restore it from a backup; for a stage after raw, delete the stage's folder and run it again.",
    )


def check(path: Path, part: Part) -> None:
    """Compare the file with its manifest, size first, then SHA-256 (once a process). Raises DataDamaged."""
    try:
        facts = path.stat()
    except FileNotFoundError:
        raise damaged(path, "the file is missing") from None
    if facts.st_size != part.bytes:
        raise damaged(path, f"{facts.st_size} bytes instead of {part.bytes}")
    if not _is(path, facts.st_mtime_ns, part.sha256):
        raise damaged(path, "its content does not fit its checksum")


@lru_cache(maxsize=100_000)
def _is(path: Path, changed: int, sha256: str) -> bool:
    """Whether the file as it was at `changed` has this SHA-256 (a hash runs faster than the decoding does)."""
    return sha256_of(path) == sha256


def batches(
    path: Path, part: Part, columns: Sequence[str] | None = None, rows: int = ROW_GROUP
) -> Iterator[pa.RecordBatch]:
    """The part's rows in batches of at most `rows`; page checksums are verified. Raises DataDamaged."""
    check(path, part)
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield from file.iter_batches(batch_size=rows, columns=list(columns) if columns else None)
    except (pa.ArrowException, OSError) as error:
        raise damaged(path, "it is no Parquet file that can be read") from error
