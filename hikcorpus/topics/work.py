"""The filter stage on disk: each part of the pseudonymised tables gives its share of the topic's corpus."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus import __version__
from hikcorpus.config.files import digest
from hikcorpus.errors import ConfigError
from hikcorpus.execution import run_shards
from hikcorpus.store import flow, parts
from hikcorpus.store.build import Build, Plan
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.schemas import schema
from hikcorpus.topics.lexicon import topic_from
from hikcorpus.topics.stage import score_shard

FACTS = "facts"
STEP = "threads on the topic"
_COUNTED = ("participant", "participant_excluded", "thread_id")


@dataclass(frozen=True)
class Job:
    """What a worker needs to know. topic: the content of its file; origin: that file, for error sentences."""

    plan: Plan
    topic: dict[str, Any]
    origin: str
    preset: str


def run(
    data: DataFolder,
    study: str,
    topic: dict[str, Any],
    origin: str,
    preset: str | None,
    workers: int | None,
    done: Callable[[int, int], None],
) -> Dataset:
    """Keep the threads of a study that deal with a topic; nothing is done where the corpus stands already.

    topic: the content of the topic's file; origin: that file, for error sentences. Raises ConfigError, UsageError.
    """
    checked = topic_from(topic, Path(origin))
    name, preset = checked.name, checked.preset(preset)[0]
    source, target = data.pseudonymised(study), data.corpus(study, name)
    job = Job(Plan.between(source, target, digest(["filter", __version__, topic, preset])), topic, origin, preset)
    build, shards = job.plan.build(), job.plan.shards()
    if build.finished():
        return target
    if not shards:
        raise ConfigError(f"The study {study!r} has no pseudonymised messages.", "Run `hikcorpus anonymise` first.")
    run_shards("hikcorpus.topics.work:shard", job, shards, workers, done)
    _facts(build, source, shards)
    build.publish([*shards, FACTS])
    return target


def shard(job: Job, name: str) -> None:
    """Score the threads of one part and keep those on the topic, unless that was done before."""
    build = job.plan.build()
    if build.mark(name) is not None:
        return
    source = job.plan.read()
    tables = {table: source.part(table, int(name)) for table in ("messages", "threads")}
    scores, evidence, counts = score_shard(
        tables["messages"], tables["threads"], topic_from(job.topic, Path(job.origin)), job.preset
    )
    kept = scores.filter(pc.equal(scores["decision"], "kept"))["thread_id"]
    out = {table: content.filter(pc.is_in(content["thread_id"], kept)) for table, content in tables.items()}
    build.finish(name, {**out, "scores": scores, "evidence": evidence}, counts)


def _facts(build: Build, source: Dataset, shards: list[str]) -> None:
    """Participants of the kept threads, counted in them, and the flow."""
    if build.mark(FACTS) is not None:
        return
    counts: Counter[str] = Counter()
    people: dict[str, Counter[str]] = {}
    threads: dict[str, set[str]] = defaultdict(set)
    for name in shards:
        mark = build.mark(name)
        if mark is None:
            raise RuntimeError(f"shard {name} was never finished")
        counts.update(mark.counts)
        counts.update({f"{table}.out": mark.parts[table].rows for table in ("messages", "threads")})
        part = mark.parts["messages"]
        for batch in parts.batches(build.place("messages", part), part, list(_COUNTED)):
            for row in batch.to_pylist():
                if row["participant"] is not None and row["participant_excluded"] is None:
                    people.setdefault(row["participant"], Counter())["messages"] += 1
                    threads[row["participant"]].add(row["thread_id"])
    rows = []
    known = 0
    for batch in source.batches("participants"):
        for row in batch.to_pylist():
            known += row["status"] == "kept"
            if row["participant"] in people:
                row["messages"] = people[row["participant"]]["messages"]
                row["threads"] = len(threads[row["participant"]])
                rows.append(row)
    table = pa.Table.from_pylist(rows, schema=schema("corpora", "participants"))
    left = sum(row["status"] == "kept" for row in rows)
    lines = _flow(source, counts, known, left)
    build.finish(FACTS, {"participants": table, "flow": flow.carried_on(source, lines, "corpora")}, {})


def _flow(source: Dataset, counts: Counter[str], known: int, left: int) -> list[flow.Row]:
    """Threads leave by the rule's reason, messages with their threads, participants who wrote in no kept thread."""
    prefix = "threads.dropped."
    why = {name.removeprefix(prefix): n for name, n in counts.items() if name.startswith(prefix)}
    messages = source.rows("messages")
    lines = [flow.row("corpora", STEP, "threads", "in", source.rows("threads"))]
    lines += flow.dropped("corpora", STEP, "threads", why)
    lines.append(flow.row("corpora", STEP, "threads", "out", counts["threads.out"]))
    for unit, before, after in (("messages", messages, counts["messages.out"]), ("participants", known, left)):
        lines.append(flow.row("corpora", STEP, unit, "in", before))
        lines += flow.dropped("corpora", STEP, unit, {"thread_not_kept": before - after})
        lines.append(flow.row("corpora", STEP, unit, "out", after))
    unknown = "messages.no_terms."
    for name, n in sorted(counts.items()):
        if name.startswith(unknown):
            reason = f"no_terms_in_{name.removeprefix(unknown)}"
            lines.append(flow.row("corpora", STEP, "messages", "not_looked_at", n, reason))
    return lines
