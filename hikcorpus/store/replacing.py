"""New parts in the place of old ones, in one step: merging (`compaction`) and changing rows (`rewrite`) end here."""

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType

import msgspec
import pyarrow as pa

from hikcorpus import __version__
from hikcorpus.store import manifest as manifests
from hikcorpus.store import parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import settle, temporary, writing
from hikcorpus.store.manifest import Manifest, Part
from hikcorpus.store.schemas import schema


class Staging:
    """Parts being written under temporary names. Whatever was not made content is removed at the end.

    now: the manifest that they will change.
    """

    def __init__(self, dataset: Dataset, now: Manifest) -> None:
        self.dataset = dataset
        self.now = now
        self.places: dict[tuple[str, str], Path] = {}
        self._next: dict[str, int] = {}

    def __enter__(self) -> "Staging":
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if kind is not None:  # a full disk is a full disk: whatever can go goes
            for path in self.places.values():
                for place in (temporary(path), path):
                    with contextlib.suppress(OSError):
                        place.unlink()

    def folder(self, table: str) -> Path:
        """Where the table's parts lie."""
        return self.dataset.folder / table

    def hidden(self, table: str, part: Part) -> Path:
        """Where a part that was written here lies until it is made content."""
        return temporary(self.places[table, part.name])

    def writer(self, table: str, month: str) -> parts.PartWriter:
        """A writer for a part with a name that no other has."""
        number = self._next.get(table) or self.now.next_number(table)
        self._next[table] = number + 1
        path = self.folder(table) / f"{month}-{number:06d}.parquet"
        self.places[table, path.name] = path
        return parts.PartWriter(path, schema(self.dataset.stage, table))

    def write(
        self, table: str, month: str, level: int, batches: Iterable[pa.RecordBatch], largest: int | None
    ) -> list[Part]:
        """Write rows, a part at a time; a part is closed at `largest` bytes. Raises CannotWrite, DataDamaged."""
        out: list[Part] = []
        writer: parts.PartWriter | None = None
        try:
            for batch in batches:
                writer = writer or self.writer(table, month)
                writer.write(batch)
                if largest is not None and writer.bytes >= largest:
                    out.append(writer.finish(level))
                    writer = None
            if writer is not None:
                out.append(writer.finish(level))
        except BaseException:
            if writer is not None:
                writer.discard()
            raise
        return out


def replace_parts(staging: Staging, changed: Mapping[str, tuple[Part, ...]], lineage: str, *, retire: bool) -> None:
    """Make these the parts of their tables. retire: keep the replaced files for readers of the old manifest, until
    the table is changed again; else they go at once, and so do those retired before. Raises CannotWrite.
    """
    dataset, now = staging.dataset, staging.now
    for table, named in changed.items():
        for part in named:
            if (table, part.name) in staging.places:
                settle(staging.places[table, part.name])
    tables = now.tables | dict(changed)
    retired: dict[str, tuple[str, ...]] = {}
    if retire:
        for table, before in now.tables.items():
            kept = {part.name for part in tables[table]}
            gone = tuple(part.name for part in before if part.name not in kept)
            retired[table] = gone or now.retired.get(table, ())
    new = msgspec.structs.replace(
        now,
        tables=tables,
        lineage=lineage,
        retired={table: names for table, names in retired.items() if names},
        hikcorpus=__version__,
    )
    manifests.write(dataset.folder, new)
    staging.places.clear()  # from here on they are the content
    with writing(dataset.folder):
        dataset.sweep(new)
