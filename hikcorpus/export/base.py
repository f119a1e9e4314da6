"""What an exporter is, and what it may export: nothing that still identifies people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Protocol

from hikcorpus.errors import UnsafeOutput
from hikcorpus.store import manifest as manifests
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import make_folder, settle, sha256_of
from hikcorpus.store.manifest import Manifest, Part

SAFE_STAGES = ("pseudonymised", "corpora")
TABLES = (
    "messages", "threads", "participants", "scores", "base_rates", "evidence", "warnings", "segments", "copies", "flow",
)  # fmt: skip


class Exporter(Protocol):
    """A format. `write` streams one table into one file, deterministic bytes, and gives the number of rows.

    The file is written under its temporary name (`store.files.temporary`); the caller settles it.
    """

    name: ClassVar[str]
    suffix: ClassVar[str]

    def write(self, table: str, dataset: Dataset, path: Path) -> int:
        """Write a table of the data set for the file that will be `path`. Raises CannotWrite."""
        ...

    def read_back(self, path: Path) -> list[dict[str, Any]]:
        """The rows of a written file as the format's ordinary reader sees them: for the round-trip test."""
        ...


def refuse_identifiable(dataset: Dataset) -> None:
    """Raise UnsafeOutput for tables of a stage that still identifies people."""
    stage = dataset.manifest().stage
    if stage not in SAFE_STAGES:
        raise UnsafeOutput(
            f"{dataset.folder} holds {stage} tables, which identify people; nothing was exported.",
            "Run `hikcorpus anonymise` and export its tables.",
        )


def rows_of(dataset: Dataset, table: str) -> Iterator[dict[str, Any]]:
    """The table's rows, one batch in memory at a time."""
    for batch in dataset.batches(table):
        yield from batch.to_pylist()


def export(exporter: Exporter, dataset: Dataset, folder: Path) -> Manifest:
    """Write every table of the data set in this format, and a manifest that names its parent. Raises UnsafeOutput."""
    refuse_identifiable(dataset)
    make_folder(folder)
    parts: dict[str, tuple[Part, ...]] = {}
    for table in TABLES:
        if table in dataset.manifest().tables:
            path = folder / f"{table}{exporter.suffix}"
            rows = exporter.write(table, dataset, path)
            settle(path)
            parts[table] = (Part(path.name, rows, path.stat().st_size, sha256_of(path)),)
    place = f"{dataset.folder.parent.name}/{dataset.folder.name}"
    manifest = Manifest(
        stage="export",
        tables=parts,
        parents={place: dataset.content()},
        recipe=exporter.name,
        hikcorpus=dataset.manifest().hikcorpus,
    )
    manifests.write(folder, manifest)
    return manifest
