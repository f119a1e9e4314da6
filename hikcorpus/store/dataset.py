"""A folder of tables under one manifest: all tables of one board, or of one stage of one study.

Tables that must agree with each other (messages, threads, observations) change together, in one rename.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from hikcorpus import __version__
from hikcorpus.store import manifest as manifests
from hikcorpus.store import parts
from hikcorpus.store.files import make_folder, writing
from hikcorpus.store.manifest import Manifest, Part
from hikcorpus.store.schemas import schema


class Dataset:
    """Tables of one stage in one folder. Reading sees what the manifest names, nothing else."""

    def __init__(self, folder: Path, stage: str) -> None:
        self.folder = folder
        self.stage = stage

    def manifest(self) -> Manifest:
        """What the folder holds now; an empty one where nothing was written yet. Raises DataDamaged."""
        found = manifests.read(self.folder)
        return found or Manifest(stage=self.stage, tables={}, hikcorpus=__version__)

    def exists(self) -> bool:
        """Whether anything was ever committed here."""
        return manifests.read(self.folder) is not None

    def digest(self) -> str:
        """Identity of the content as it is now."""
        return self.manifest().digest()

    def content(self) -> str:
        """Identity of what later stages are made from; see `Manifest.content`."""
        return self.manifest().content()

    def rows(self, table: str) -> int:
        """Number of rows of a table."""
        return sum(part.rows for part in self.manifest().tables.get(table, ()))

    def paths(self, table: str) -> list[Path]:
        """The table's files, oldest first, each checked for presence and size. Raises DataDamaged."""
        found = []
        for part in self.manifest().tables.get(table, ()):
            found.append(parts.check(self.folder / table / part.name, part))
        return found

    def batches(self, table: str, columns: Sequence[str] | None = None) -> Iterator[pa.RecordBatch]:
        """All rows of a table as a stream of record batches. Raises DataDamaged."""
        for part in self.manifest().tables.get(table, ()):
            yield from parts.batches(self.folder / table / part.name, part, columns)

    def read(self, table: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A whole table in memory: for tables known to be small (threads of a board, flow, scores)."""
        wanted = schema(self.stage, table)
        if columns:
            wanted = pa.schema([wanted.field(name) for name in columns])
        return pa.Table.from_batches(list(self.batches(table, columns)), schema=wanted.remove_metadata())

    def part(self, table: str, number: int) -> pa.Table:
        """The rows of one part, whole: what one shard works on. number: 0 = first. Raises DataDamaged."""
        part = self.manifest().tables[table][number]
        found = list(parts.batches(self.folder / table / part.name, part))
        return pa.Table.from_batches(found, schema=schema(self.stage, table).remove_metadata())

    def append(self, tables: Mapping[str, list[dict[str, Any]]], month: str) -> None:
        """Add rows (one new part a table) and make them visible together.

        month: `YYYY-MM` of the writing, first in the part's name, so that closed months can be compacted.
        A part left by an interrupted run is no content: it is removed first. Raises CannotWrite.
        """
        now = self.manifest()
        make_folder(self.folder)
        self.sweep(now)
        added: dict[str, tuple[Part, ...]] = {}
        for table, rows in tables.items():
            if rows:
                folder = make_folder(self.folder / table)
                content = pa.Table.from_pylist(rows, schema=schema(self.stage, table))
                name = f"{month}-{now.next_number(table):06d}.parquet"
                added[table] = (parts.write_part(folder / name, content),)
        named = now.tables | {table: (*now.tables.get(table, ()), *new) for table, new in added.items()}
        lineage = now.content_with("appended", added)
        manifests.write(self.folder, msgspec.structs.replace(now, tables=named, lineage=lineage, hikcorpus=__version__))

    def compact(self, month: str) -> int:
        """Merge parts by the rules of `compaction`; month: `YYYY-MM`, the present one.

        Gives how many parts were replaced by merged ones; 0 = nothing was done, and the digest is what it was. The
        rows, and `content`, stay what they are. Raises CannotWrite, DataDamaged.
        """
        from hikcorpus.store.compaction import compact

        return compact(self, month)

    def sweep(self, keep: Manifest) -> None:
        """Remove files that the manifest does not name: left behind by a run that was killed."""
        with writing(self.folder):
            for table in schemas_of(self.stage):
                named = {part.name for part in keep.tables.get(table, ())}
                old = set(keep.retired.get(table, ()))
                hidden = {parts.retired(Path(name)).name for name in old}
                folder = self.folder / table
                for path in list(folder.iterdir()) if folder.is_dir() else ():
                    if path.name in old:
                        path.replace(parts.retired(path))
                    elif path.name not in named and path.name not in hidden:
                        path.unlink()


def schemas_of(stage: str) -> tuple[str, ...]:
    """Names of the tables of a stage."""
    from hikcorpus.model.columns import TABLES

    return tuple(TABLES[stage])
