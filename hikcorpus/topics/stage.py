"""From counted threads to decisions: the board's base rates, then each thread's score. No I/O, no clock."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

import pyarrow as pa

from hikcorpus.store.schemas import schema
from hikcorpus.topics.base import Base, Threads, base_of
from hikcorpus.topics.count import count_shard
from hikcorpus.topics.decide import Counted, decide, surprise
from hikcorpus.topics.lexicon import Topic
from hikcorpus.topics.reading import chosen
from hikcorpus.topics.rule import Rule

Boards = Mapping[tuple[str, str], Base]
"""(site, board) -> its base rate."""
_RATE_COLUMNS: Final = ("site", "board", "messages", "messages_with_hits")


class Scored(NamedTuple):
    """scores: one row per thread, decided. evidence: one row per hit. counts: by reason."""

    scores: pa.Table
    evidence: pa.Table
    counts: dict[str, int]


def base_rates(scores: Iterable[pa.Table], rule: Rule) -> pa.Table:
    """The table `base_rates`, a row per board, from the counted threads of all shards."""
    boards: dict[tuple[str, str], Threads] = defaultdict(Counter)
    for table in scores:
        columns = (table[name].to_pylist() for name in _RATE_COLUMNS)
        for site, board, messages, with_hits in zip(*columns, strict=True):
            boards[site, board][messages, with_hits] += bool(messages)
    rows = []
    for (site, board), threads in sorted(boards.items(), key=lambda item: [name or "" for name in item[0]]):
        base = base_of(threads, rule.prior)
        rows.append(
            {
                "site": site,
                "board": board,
                "threads": threads.total(),
                "messages": sum(n * count for (n, _), count in threads.items()),
                "messages_with_hits": sum(k * count for (_, k), count in threads.items()),
                "base_share": base.share,
                "spread": base.spread,
            }
        )
    return pa.Table.from_pylist(rows, schema=schema("corpora", "base_rates"))


def boards_in(rates: pa.Table) -> Boards:
    """The table `base_rates` as decisions need it."""
    return {(row["site"], row["board"]): Base(row["base_share"], row["spread"]) for row in rates.to_pylist()}


def decided(scores: pa.Table, boards: Boards, rule: Rule, threshold: float) -> pa.Table:
    """The counted threads with score, surprise, decision and reason."""
    rows: list[dict[str, Any]] = []
    for row in scores.to_pylist():
        counted, base = Counted.from_row(row), boards[row["site"], row["board"]]
        decision = decide(counted, base, rule, threshold)
        found = {"score": decision.score, "surprise": round(surprise(counted, base, rule), 6)}
        rows.append(row | found | {"decision": decision.outcome, "reason": decision.reason})
    return pa.Table.from_pylist(rows, schema=schema("corpora", "scores"))


def score_tables(messages: pa.Table, threads: pa.Table, topic: Topic, preset: str | None = None) -> Scored:
    """Everything at once, for tables that hold all of their boards. Raises UsageError for an unknown preset."""
    threshold = topic.preset(preset)[1].threshold
    found = count_shard(messages, threads, topic)
    boards = boards_in(base_rates([found.scores], topic.rule))
    who = chosen(decided(found.scores, boards, topic.rule, threshold), None)
    return Scored(who.scores, found.evidence, dict(sorted((found.counts | who.counts).items())))
