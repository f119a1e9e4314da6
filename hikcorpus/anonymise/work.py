"""The anonymise stage on disk: each part of the participants stage becomes a part without identifiers."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hikcorpus import __version__
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.anonymise.models.settings import Model
from hikcorpus.anonymise.stage import anonymise_shard
from hikcorpus.config.files import digest
from hikcorpus.errors import ConfigError
from hikcorpus.execution import run_shards
from hikcorpus.store import flow
from hikcorpus.store.build import Build, Plan
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.keys import key_for, key_identity, read_key
from hikcorpus.store.layout import DataFolder

FACTS = "facts"
STEP = "identifiers in the text"


@dataclass(frozen=True)
class Job:
    """What a worker needs to know; the key stays in its file."""

    plan: Plan
    settings: dict[str, Any]
    key_file: Path


def run(
    data: DataFolder, study: str, settings: dict[str, Any], workers: int | None, done: Callable[[int, int], None]
) -> Dataset:
    """Pseudonymise a study's tables; nothing is done where they stand already.

    settings: the content of a file of configs/anonymise/. Raises ConfigError (settings, key), UnsafeOutput where
    the leak search finds an identifier: then nothing is published.
    """
    models = AnonymiseConfig.from_mapping(settings).models  # a mistake in the settings shows before any work
    source, target = data.participants(study), data.pseudonymised(study)
    key = key_for(data.key(study), used_before=target.exists())
    recipe = digest(["anonymise", __version__, settings, key_identity(key), *_identities(models)])
    job = Job(Plan.between(source, target, recipe), settings, data.key(study))
    build, shards = job.plan.build(), job.plan.shards()
    if build.finished():
        return target
    if not shards:
        raise ConfigError(f"The study {study!r} has no messages.", "Run `hikcorpus crawl` first, or widen its window.")
    run_shards("hikcorpus.anonymise.work:shard", job, shards, workers, done)
    _facts(job, build, source, shards, key)
    build.publish([*shards, FACTS])
    return target


def _identities(models: tuple[Model, ...]) -> list[str]:
    """Which weights are used: others make the tables anew. Raises ConfigError where a model is not there."""
    if not models:
        return []
    from hikcorpus.anonymise.models import identity

    return [identity(model) for model in models]


def shard(job: Job, name: str) -> None:
    """Pseudonymise one part of messages and the threads they stand in, unless that was done before."""
    build = job.plan.build()
    if build.mark(name) is not None:
        return
    source = job.plan.read()
    config = AnonymiseConfig.from_mapping(job.settings)
    key = read_key(job.key_file)
    tables = {table: source.part(table, int(name)) for table in ("messages", "threads")}
    names = source.read("participants", ["screen_names"])  # of the whole study: people name each other anywhere
    known = KnownIdentifiers.from_tables(tables["messages"], names, names=config.known)
    made, counts = {}, {}
    for table, content in tables.items():
        made[table], done = anonymise_shard(content, config, key, kind=table, known=known)
        if table == "messages":  # a title is its opening message's subject: counted there
            counts = {f"masked.{entity}": n for entity, n in done.masked.items()}
            counts |= {f"suppressed.{reason}": n for reason, n in done.suppressed.items()}
            counts |= {"anchors": done.anchors, "ordinary_names": done.ordinary_names}
    build.finish(name, made, counts)


def _facts(job: Job, build: Build, source: Dataset, shards: list[str], key: bytes) -> None:
    """The tables about the whole study: participants, and the flow with what was masked."""
    if build.mark(FACTS) is not None:
        return
    counts: Counter[str] = Counter()
    for name in shards:
        mark = build.mark(name)
        if mark is None:
            raise RuntimeError(f"shard {name} was never finished")
        counts.update(mark.counts)
        counts["messages.out"] += mark.parts["messages"].rows
    config = AnonymiseConfig.from_mapping(job.settings)
    people, _ = anonymise_shard(source.read("participants"), config, key, kind="participants")
    lines = [flow.row("pseudonymised", STEP, "messages", "in", source.rows("messages"))]
    for name, n in sorted(counts.items()):
        if name.startswith("masked."):
            lines.append(flow.row("pseudonymised", STEP, "identifiers", "masked", n, name.removeprefix("masked.")))
        if name.startswith("suppressed."):
            lines.append(flow.row("pseudonymised", STEP, "texts", "suppressed", n, name.removeprefix("suppressed.")))
    lines.append(flow.row("pseudonymised", STEP, "identifiers", "rewritten", counts["anchors"], "reply_link"))
    if counts["ordinary_names"]:
        left = counts["ordinary_names"]
        lines.append(flow.row("pseudonymised", STEP, "identifiers", "left", left, "screen_name_that_is_a_word"))
    lines.append(flow.row("pseudonymised", STEP, "messages", "out", counts["messages.out"]))
    people = people.sort_by("participant")  # the order of the identifiable keys says nothing here any more
    build.finish(FACTS, {"participants": people, "flow": flow.carried_on(source, lines, "pseudonymised")}, {})
