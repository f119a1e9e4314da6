"""The manifest of a folder of tables: which parts belong to it, from what they were made, and by which recipe.

It is replaced last and in one step, so that a reader sees the old tables or the new ones, all of them together.
It holds no time of writing: the same input, config and key give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from hikcorpus.errors import DataDamaged
from hikcorpus.model.columns import SCHEMA_VERSION, STILL_READ
from hikcorpus.store.files import write_bytes

NAME = "manifest.json"
_LOG = {"raw": ("observations", "evidence")}
"""Stage -> tables that tell how it came to be; no later stage is made from them."""


CLOSED = 100
"""Level of the parts of a month that has ended and was merged: nothing is merged with them any more."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One Parquet file: its name in the table's folder, rows, size in bytes and SHA-256.

    level: how often its rows were merged with others', see `compaction`; 0 = as appended.
    """

    name: str
    rows: int
    bytes: int
    sha256: str
    level: int = 0


class Manifest(msgspec.Struct, frozen=True):
    """What a folder of tables is. `parents`: folder -> digest of its manifest when it was read.

    lineage: identity of what raw's appends and rewrites have made of it, so that merging parts changes nothing for
    those who come later; empty = that of the parts. retired: table -> names of parts that were merged into others;
    their files stay for those who read the manifest before, under hidden names, until the table is merged again.
    """

    stage: str
    tables: dict[str, tuple[Part, ...]]
    recipe: str = ""
    parents: dict[str, str] = {}
    schema: int = SCHEMA_VERSION
    hikcorpus: str = ""
    lineage: str = ""
    retired: dict[str, tuple[str, ...]] = {}

    def encoded(self) -> bytes:
        """The file's bytes, one part a line so that a person can read it."""
        return msgspec.json.format(msgspec.json.encode(self, order="deterministic"), indent=1) + b"\n"

    def digest(self) -> str:
        """SHA-256 of the file's bytes: the identity of the whole folder."""
        return hashlib.sha256(self.encoded()).hexdigest()

    def content(self) -> str:
        """Identity of what later stages are made from: not of the log of visits, nor of raw evidence.

        A visit that finds nothing new leaves it as it is, and so everything that was made from it; so does merging
        parts. Else SHA-256 over the parts, or over the content before and what was added to it.
        """
        if self.lineage:
            return self.lineage
        log = _LOG.get(self.stage, ())
        made_from = {name: [part.sha256 for part in parts] for name, parts in self.tables.items() if name not in log}
        return hashlib.sha256(
            msgspec.json.encode([self.stage, self.schema, made_from], order="deterministic")
        ).hexdigest()

    def next_number(self, table: str) -> int:
        """The number of a raw table's next part: none that it has or that a late reader may still look for."""
        names = (*(part.name for part in self.tables.get(table, ())), *self.retired.get(table, ()))
        return 1 + max((int(name[8:].removesuffix(".parquet")) for name in names), default=0)

    def content_with(self, what: str, added: Mapping[str, Iterable[Part]]) -> str:
        """The lineage once these parts have come; `what` = "appended" or "rewritten". The log's tables change none."""
        log = _LOG.get(self.stage, ())
        new = {name: [part.sha256 for part in parts] for name, parts in added.items() if name not in log}
        if not any(new.values()):
            return self.lineage
        facts = [self.content(), what, new]
        return hashlib.sha256(msgspec.json.encode(facts, order="deterministic")).hexdigest()


def read(folder: Path) -> Manifest | None:
    """The folder's manifest, None where it has none. Raises DataDamaged where it cannot be understood."""
    path = folder / NAME
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        manifest = msgspec.json.decode(content, type=Manifest)
    except msgspec.MsgspecError as error:
        raise DataDamaged(
            f"The manifest {path} cannot be read.",
            "Restore it from a backup; for a stage after raw, delete the folder and run the stage again.",
        ) from error
    if manifest.schema not in (STILL_READ if manifest.stage == "raw" else (SCHEMA_VERSION,)):
        raise DataDamaged(
            f"{folder} was written with table schema {manifest.schema}, this hikcorpus writes {SCHEMA_VERSION}.",
            "Keep it, for it cannot be collected again: read it with the hikcorpus that wrote it, go on in a new one."
            if manifest.stage == "raw"
            else "Delete the folder and run the stage again.",
        )
    return manifest


def write(folder: Path, manifest: Manifest) -> None:
    """Replace the folder's manifest: the moment at which its new parts become its content."""
    write_bytes(folder / NAME, manifest.encoded())
