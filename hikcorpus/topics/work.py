"""The filter stage on disk: count each part, learn the boards' base rates, decide, and keep what is on the topic."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus import __version__
from hikcorpus.config.files import digest
from hikcorpus.errors import ConfigError
from hikcorpus.execution import run_shards
from hikcorpus.store import parts
from hikcorpus.store.build import Build, Plan
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.scratch import scratch
from hikcorpus.topics.copies import copies
from hikcorpus.topics.corpus import FACTS, facts
from hikcorpus.topics.count import count_shard
from hikcorpus.topics.lexicon import Topic, topic_from
from hikcorpus.topics.reading import Reading, chosen
from hikcorpus.topics.segments import segment_table
from hikcorpus.topics.stage import base_rates, boards_in, decided
from hikcorpus.topics.warnings import warnings_in

COUNTED = "counted-"
"""Before the name of a shard: its threads counted, not decided. Such tables are never published."""
RATES = "rates"
COPIES = "copies"
_COMPARED = ("message_id", "thread_id", "text", "state", "posted_at", "refs")


@dataclass(frozen=True)
class Job:
    """What a worker needs to know. topic, warnings: the content of files; origin: the topic's, for error sentences."""

    plan: Plan
    topic: dict[str, Any]
    origin: str
    preset: str
    warnings: dict[str, dict[str, Any]]
    reading: Reading | None

    def checked(self) -> Topic:
        """The topic."""
        return topic_from(self.topic, Path(self.origin))


def run(
    data: DataFolder,
    study: str,
    topic: dict[str, Any],
    origin: str,
    preset: str | None,
    workers: int | None,
    done: Callable[[int, int], None],
    warnings: dict[str, dict[str, Any]] | None = None,
    reading: Reading | None = None,
) -> Dataset:
    """Keep the threads of a study that deal with a topic; nothing is done where the corpus stands already.

    topic: `topic_content` of its file; origin: that file, for error sentences. warnings: path -> content of the topic
    files that warn. reading: what people decided; without it the rule's proposals are kept.
    Raises ConfigError, UsageError.
    """
    checked = topic_from(topic, Path(origin))
    name, preset = checked.name, checked.preset(preset)[0]
    source, target = data.pseudonymised(study), data.corpus(study, name)
    recipe = digest(["filter", __version__, topic, preset, warnings, reading])
    job = Job(Plan.between(source, target, recipe), topic, origin, preset, warnings or {}, reading)
    build, shards = job.plan.build(), job.plan.shards()
    if build.finished():
        return target
    if not shards:
        raise ConfigError(f"The study {study!r} has no pseudonymised messages.", "Run `hikcorpus anonymise` first.")
    of = 2 * len(shards)
    run_shards("hikcorpus.topics.work:count", job, shards, workers, lambda at, _: done(at, of))
    if build.mark(RATES) is None:
        build.finish(RATES, {"base_rates": base_rates(_counted(build, shards), checked.rule)}, {})
    run_shards("hikcorpus.topics.work:keep", job, shards, workers, lambda at, _: done(len(shards) + at, of))
    if build.mark(COPIES) is None:
        with scratch(data.state(), "copies") as folder:
            found = copies(_kept(build, shards), folder)
        build.finish(COPIES, {"copies": found.table}, found.counts)
    facts(build, source, shards, reading)
    build.publish([*shards, RATES, COPIES, FACTS])
    return target


def count(job: Job, name: str) -> None:
    """Count the threads of one part, unless that was done before."""
    build = job.plan.build()
    if build.mark(COUNTED + name) is None:
        source = job.plan.read()
        messages, threads = (source.part(table, int(name)) for table in ("messages", "threads"))
        found = count_shard(messages, threads, job.checked())
        build.finish(COUNTED + name, {"scores": found.scores, "evidence": found.evidence}, found.counts)


def keep(job: Job, name: str) -> None:
    """Decide on the threads of one part and keep those on the topic, unless that was done before."""
    build = job.plan.build()
    if build.mark(name) is not None:
        return
    topic, source = job.checked(), job.plan.read()
    boards = boards_in(_made(build, RATES, "base_rates"))
    threshold = topic.preset(job.preset)[1].threshold
    who = chosen(decided(_made(build, COUNTED + name, "scores"), boards, topic.rule, threshold), job.reading)
    tables = {table: source.part(table, int(name)) for table in ("messages", "threads")}
    proposed = pc.is_in(tables["messages"]["thread_id"], pa.array(who.proposed, pa.string()))
    out = {
        table: content.filter(pc.is_in(content["thread_id"], pa.array(who.kept, pa.string())))
        for table, content in tables.items()
    }
    warned = [topic_from(content, Path(path)) for path, content in sorted(job.warnings.items())]
    evidence = _made(build, COUNTED + name, "evidence")
    found = {"scores": who.scores, "evidence": evidence, "warnings": warnings_in(out["messages"], warned)}
    found["segments"] = segment_table(out["messages"], evidence)
    proposals = {"proposed.threads": len(who.proposed), "proposed.messages": pc.sum(proposed).as_py() or 0}
    mark = build.mark(COUNTED + name)
    build.finish(name, {**out, **found}, (mark.counts if mark else {}) | who.counts | proposals)


def _counted(build: Build, shards: list[str]) -> Iterator[pa.Table]:
    return (_made(build, COUNTED + name, "scores") for name in shards)


def _kept(build: Build, shards: list[str]) -> Iterator[pa.RecordBatch]:
    for name in shards:
        mark = build.mark(name)
        if mark is None:
            raise RuntimeError(f"shard {name} was never finished")
        part = mark.parts["messages"]
        yield from parts.batches(build.place("messages", part), part, list(_COMPARED))


def _made(build: Build, shard: str, table: str) -> pa.Table:
    mark = build.mark(shard)
    if mark is None:
        raise RuntimeError(f"shard {shard} was never finished")
    part = mark.parts[table]
    return pa.Table.from_batches(list(parts.batches(build.place(table, part), part)), schema=build.schema(table))
