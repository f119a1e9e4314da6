"""The stage `participants`: raw boards -> the study's view, its participants, the audit and the flow."""

import hashlib
import json
from collections.abc import Callable

import pyarrow as pa

import hikcorpus
from hikcorpus.errors import ConfigError
from hikcorpus.model.columns import SCHEMA_VERSION
from hikcorpus.participants import facts, view
from hikcorpus.participants.config import ParticipantRules, Window
from hikcorpus.participants.latest import RawBoards, pick, pick_threads
from hikcorpus.participants.resolve import STEPS, resolve
from hikcorpus.participants.scratch import Scratch, open_scratch
from hikcorpus.store.build import Build
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.manifest import Manifest

FACTS = "facts"

Progress = Callable[[str, int, int], None]
"""(what, done, of): reading, resolving, sorting, writing; messages read or written, steps resolved."""


def run(
    data: DataFolder,
    study: str,
    boards: list[tuple[str, str]],
    rules: ParticipantRules,
    window: Window | None = None,
    memory_limit: str = "1GB",
    progress: Progress | None = None,
) -> Manifest:
    """Make the study's participants tables from these (site, board) and publish them; nothing new returns at once.

    memory_limit: DuckDB's, e.g. `1GB`; one part of messages (about 20,000) comes on top. The same raw content, in
    whatever parts it lies, and the same rules and window give the same bytes. Raises ConfigError (a board without
    data, a wrong memory limit), DataDamaged, CannotWrite.
    """
    raw = _raw(data, boards)
    parents = {
        f"raw/{dataset.folder.parent.name}/{dataset.folder.name}": manifest.content()
        for dataset, manifest in zip(raw.datasets, raw.manifests, strict=True)
    }
    dataset = data.participants(study)
    build = Build(dataset, recipe(rules, window), parents)
    if build.finished():
        return dataset.manifest()
    tell = progress or (lambda _what, _done, _of: None)
    with open_scratch(dataset.folder / ".building" / "scratch", memory_limit) as scratch:
        shards = _make(scratch, build, raw, rules, window, tell)
    return build.publish(shards)


def recipe(rules: ParticipantRules, window: Window | None) -> str:
    """Digest of all that decides the tables, but for raw's content: `Build` adds the parents."""
    content = {
        "stage": "participants",
        "hikcorpus": hikcorpus.__version__,
        "schema": SCHEMA_VERSION,
        "rules": rules.canonical(),
        "window": (window or Window()).canonical(),
    }
    encoded = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(encoded.encode()).hexdigest()


def _raw(data: DataFolder, boards: list[tuple[str, str]]) -> RawBoards:
    if not boards:
        raise ConfigError("The study names no board.", "Name one, or crawl one first.")
    datasets = [data.raw(site, board) for site, board in sorted(set(boards))]
    for (site, board), dataset in zip(sorted(set(boards)), datasets, strict=True):
        if not dataset.exists():
            raise ConfigError(f"Nothing was captured of {site}/{board} yet.", "Crawl or import it first.")
    return RawBoards(tuple(datasets), tuple(dataset.manifest() for dataset in datasets))


def _make(
    scratch: Scratch, build: Build, raw: RawBoards, rules: ParticipantRules, window: Window | None, tell: Progress
) -> list[str]:
    rows = raw.rows("messages")
    pick(scratch, raw, rules, window, lambda done: tell("reading", done, rows))
    pick_threads(scratch, raw, window)
    audit = resolve(scratch, rules, lambda done: tell("resolving", done, STEPS))
    view.order(scratch, rules)
    cut = view.cuts(scratch)
    shards = [f"{number:05d}" for number in range(len(cut))]
    if any(build.mark(shard) is None for shard in shards):
        _write_view(scratch, build, raw, cut, shards, tell)
    if build.mark(FACTS) is None:
        tables: dict[str, pa.Table] = {
            "participants": facts.participants_table(scratch),
            "audit": audit.table(),
            "flow": facts.flow_table(scratch, rules),
        }
        build.finish(FACTS, tables, {table: content.num_rows for table, content in tables.items()})
    return [*shards, FACTS]


def _write_view(
    scratch: Scratch, build: Build, raw: RawBoards, cut: list[view.Cut], shards: list[str], tell: Progress
) -> None:
    rows, total, written = raw.rows("messages"), sum(part.messages for part in cut), 0
    parts = view.message_parts(scratch, raw, cut, lambda done: tell("sorting", done, rows))
    for shard, (part, messages) in zip(shards, parts, strict=True):
        if build.mark(shard) is None:
            threads = view.threads_of(scratch, part)
            counts = {"messages": messages.num_rows, "threads": threads.num_rows}
            build.finish(shard, {"messages": messages, "threads": threads}, counts)
        written += messages.num_rows
        tell("writing", written, total)
