"""A stage being made: parts of finished shards survive a kill, and nothing is visible until all are there.

Parts lie in their table's folder under hidden names; a mark per finished shard names them. `publish` gives them
their names and replaces the manifest. The same recipe again finds its marks and goes on where it was.
"""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyarrow as pa

from hikcorpus import __version__
from hikcorpus.store import manifest as manifests
from hikcorpus.store import parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import make_folder, sync_folder, write_bytes, writing
from hikcorpus.store.manifest import Manifest, Part
from hikcorpus.store.schemas import schema


class Mark(msgspec.Struct, frozen=True):
    """A finished shard: its parts by table, and the counts it reported."""

    parts: dict[str, Part]
    counts: dict[str, int]


class Build:
    """One stage's tables in the making.

    recipe: digest of settings, key and code version. parents: digests of the folders that are read.
    """

    def __init__(self, dataset: Dataset, recipe: str, parents: Mapping[str, str]) -> None:
        self.dataset = dataset
        self.parents = dict(sorted(parents.items()))
        self.recipe = hashlib.sha256(msgspec.json.encode([recipe, self.parents])).hexdigest()
        self.marks = dataset.folder / ".building" / self.recipe[:16]

    def finished(self) -> bool:
        """Whether the published tables were made by this very recipe and are complete."""
        return self.dataset.manifest().recipe == self.recipe

    def mark(self, shard: str) -> Mark | None:
        """The mark of a shard that is done, if its parts are really there."""
        try:
            mark = msgspec.json.decode((self.marks / f"{shard}.json").read_bytes(), type=Mark)
        except (FileNotFoundError, msgspec.MsgspecError):
            return None
        for table, part in mark.parts.items():
            if not self.place(table, part).exists():
                return None
        return mark

    def finish(self, shard: str, tables: Mapping[str, pa.Table], counts: Mapping[str, int]) -> Mark:
        """Write a shard's tables (cast to the stage's schemas) and its mark. Raises CannotWrite."""
        make_folder(self.marks)
        done: dict[str, Part] = {}
        for table, content in tables.items():
            folder = make_folder(self._folder(table))
            fitted = content.select(schema(self.dataset.stage, table).names).cast(schema(self.dataset.stage, table))
            written = parts.write_part(folder / f".{shard}.{self.recipe[:16]}.building", fitted)
            done[table] = Part(
                f"part-{shard}-{written.sha256[:12]}.parquet", written.rows, written.bytes, written.sha256
            )
            with writing(folder):
                (folder / written.name).rename(self._hidden(table, done[table]))
        mark = Mark(done, dict(counts))
        write_bytes(self.marks / f"{shard}.json", msgspec.json.encode(mark, order="deterministic"))
        return mark

    def publish(self, shards: list[str]) -> Manifest:
        """Make the parts of these shards, in this order, the content of the folder. Raises CannotWrite."""
        tables: dict[str, list[Part]] = {}
        for shard in shards:
            mark = self.mark(shard)
            if mark is None:
                raise RuntimeError(f"shard {shard} was never finished")
            for table, part in mark.parts.items():
                tables.setdefault(table, []).append(part)
        make_folder(self.dataset.folder)
        with writing(self.dataset.folder):
            for table, named in tables.items():
                for part in named:
                    if self._hidden(table, part).exists():
                        self._hidden(table, part).replace(self._folder(table) / part.name)
                sync_folder(self._folder(table))
        manifest = Manifest(
            stage=self.dataset.stage,
            tables={table: tuple(named) for table, named in sorted(tables.items())},
            recipe=self.recipe,
            parents=self.parents,
            hikcorpus=__version__,
        )
        manifests.write(self.dataset.folder, manifest)
        self.dataset.sweep(manifest)
        shutil.rmtree(self.dataset.folder / ".building", ignore_errors=True)
        return manifest

    def schema(self, table: str) -> pa.Schema:
        """The schema of one of the stage's tables."""
        return schema(self.dataset.stage, table)

    def place(self, table: str, part: Part) -> Path:
        """Where a finished part lies now, published or not."""
        hidden = self._hidden(table, part)
        return hidden if hidden.exists() else self._folder(table) / part.name

    def _folder(self, table: str) -> Path:
        return self.dataset.folder / table

    def _hidden(self, table: str, part: Part) -> Path:
        return self._folder(table) / f".{part.name}.building"


@dataclass(frozen=True)
class Plan:
    """A stage that works part by part: what its workers must know of its tables. Picklable; no rows, no key.

    source, target: folders of tables of the stages named. recipe, parents: see `Build`.
    """

    source: Path
    source_stage: str
    target: Path
    target_stage: str
    recipe: str
    parents: dict[str, str]

    @classmethod
    def between(cls, source: Dataset, target: Dataset, recipe: str) -> "Plan":
        """The plan that makes `target` from `source` as it is now."""
        parents = {f"{source.folder.parent.name}/{source.folder.name}": source.content()}
        return cls(source.folder, source.stage, target.folder, target.stage, recipe, parents)

    def build(self) -> Build:
        """The tables in the making."""
        return Build(Dataset(self.target, self.target_stage), self.recipe, self.parents)

    def read(self) -> Dataset:
        """The tables that are worked on."""
        return Dataset(self.source, self.source_stage)

    def shards(self) -> list[str]:
        """A name for each part of the source's messages, in order."""
        return [f"{number:05d}" for number in range(len(self.read().manifest().tables.get("messages", ())))]
