"""A corpus as a whole: its participants, and its flow from the study's threads to those kept."""

from collections import Counter, defaultdict
from typing import Final

import pyarrow as pa

from hikcorpus.store import flow, parts
from hikcorpus.store.build import Build
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.schemas import schema
from hikcorpus.topics.reading import Reading

FACTS: Final = "facts"
STEP: Final = "threads on the topic"
READ: Final = "threads read by people"
_COUNTED: Final = ("participant", "participant_excluded", "thread_id")


def facts(build: Build, source: Dataset, shards: list[str], reading: Reading | None) -> None:
    """Participants of the kept threads, counted in them, and the flow; unless that was done before."""
    if build.mark(FACTS) is not None:
        return
    counts: Counter[str] = Counter()
    people: Counter[str] = Counter()
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
                    people[row["participant"]] += 1
                    threads[row["participant"]].add(row["thread_id"])
    rows = []
    known = 0
    for batch in source.batches("participants"):
        for row in batch.to_pylist():
            known += row["status"] == "kept"
            if row["participant"] in people:
                row["messages"] = people[row["participant"]]
                row["threads"] = len(threads[row["participant"]])
                rows.append(row)
    table = pa.Table.from_pylist(rows, schema=schema("corpora", "participants"))
    left = sum(row["status"] == "kept" for row in rows)
    lines = _automatic(source, counts, None if reading else (known, left))
    if reading is not None:
        lines += _by_people(counts, known, left)
    build.finish(FACTS, {"participants": table, "flow": flow.carried_on(source, lines, "corpora")}, {})


def _automatic(source: Dataset, counts: Counter[str], people: tuple[int, int] | None) -> list[flow.Row]:
    """What the rule left out. people: (known, left), where this is the last step."""
    why = _reasons(counts, "threads.dropped.")
    lines = [flow.row("corpora", STEP, "threads", "in", source.rows("threads"))]
    lines += flow.dropped("corpora", STEP, "threads", why)
    lines.append(flow.row("corpora", STEP, "threads", "out", counts["proposed.threads"]))
    lines += _followed(STEP, "messages", source.rows("messages"), counts["proposed.messages"], "thread_not_kept")
    if people is not None:
        lines += _followed(STEP, "participants", *people, "thread_not_kept")
    unknown = "messages.no_terms."
    for name, n in sorted(counts.items()):
        if name.startswith(unknown):
            reason = f"no_terms_in_{name.removeprefix(unknown)}"
            lines.append(flow.row("corpora", STEP, "messages", "not_looked_at", n, reason))
    return lines


def _by_people(counts: Counter[str], known: int, left: int) -> list[flow.Row]:
    """What the readers left out, and what was taken unread."""
    lines = [flow.row("corpora", READ, "threads", "in", counts["read.in"])]
    for reason, n in sorted(_reasons(counts, "read.dropped.").items()):
        lines.append(flow.row("corpora", READ, "threads", "dropped", n, reason, by="human"))
    if counts["read.accepted_unread"]:
        lines.append(
            flow.row("corpora", READ, "threads", "accepted", counts["read.accepted_unread"], "proposed_by_the_rule")
        )
    lines.append(flow.row("corpora", READ, "threads", "out", counts["threads.out"], by="human"))
    people = _followed(
        READ, "messages", counts["proposed.messages"], counts["messages.out"], "thread_not_kept", "human"
    )
    return lines + people + _followed(READ, "participants", known, left, "thread_not_kept", "human")


def _followed(step: str, unit: str, before: int, after: int, reason: str, by: str = "automatic") -> list[flow.Row]:
    """A unit that leaves with its thread."""
    lines = [flow.row("corpora", step, unit, "in", before)]
    if before - after:
        lines.append(flow.row("corpora", step, unit, "dropped", before - after, reason, by=by))
    return [*lines, flow.row("corpora", step, unit, "out", after, by=by)]


def _reasons(counts: Counter[str], prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): n for name, n in counts.items() if name.startswith(prefix)}
