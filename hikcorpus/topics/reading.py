"""What people who read the threads decided, beside what the rule proposed: which threads the corpus holds."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import pyarrow as pa

from hikcorpus.store.schemas import schema

Outcome = Literal["include", "exclude", "undecided"]
Decisions = Mapping[str, tuple[str, str]]
"""thread_id -> (include, exclude or undecided; the readers' reason, or why nothing was decided)."""


class Reading(NamedTuple):
    """decisions: of all threads that people were given. accept_auto: proposals that nobody decided stay in."""

    decisions: dict[str, tuple[str, str]]
    accept_auto: bool = False


class Chosen(NamedTuple):
    """scores: with `read` and `why`. proposed: threads that the rule kept or people were given. kept: the corpus's."""

    scores: pa.Table
    proposed: list[str]
    kept: list[str]
    counts: dict[str, int]


def chosen(scores: pa.Table, reading: Reading | None) -> Chosen:
    """Who stays, from the decided table `scores`.

    counts: threads.kept and threads.dropped.<reason> by the rule, of threads that nobody was given; with a reading also
    read.in, read.kept, read.dropped.<excluded or why undecided>, read.accepted_unread.
    """
    rows: list[dict[str, Any]] = scores.to_pylist()
    proposed, kept = [], []
    counts: Counter[str] = Counter({"threads.kept": 0})
    for row in rows:
        auto = row["decision"] == "kept"
        given = reading.decisions.get(row["thread_id"]) if reading else None
        if given is None and not auto:
            counts[f"threads.dropped.{row['reason']}"] += 1
            continue
        if reading is None:
            counts["threads.kept"] += 1
            proposed.append(row["thread_id"])
            kept.append(row["thread_id"])
            continue
        outcome, why = given or ("undecided", "not_read")
        row["read"], row["why"] = outcome, why
        proposed.append(row["thread_id"])
        counts["read.in"] += 1
        accepted = outcome == "undecided" and auto and reading.accept_auto
        counts["read.accepted_unread"] += accepted
        if outcome == "include" or accepted:
            kept.append(row["thread_id"])
            counts["read.kept"] += 1
        else:
            counts[f"read.dropped.{'excluded' if outcome == 'exclude' else why}"] += 1
    return Chosen(pa.Table.from_pylist(rows, schema=schema("corpora", "scores")), proposed, kept, dict(counts))
