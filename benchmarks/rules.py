"""How many threads must be read to find 90 % of those on the topic: the shipped rule beside the best simple ones.

    python benchmarks/rules.py [seeds] [first seed]        # 12 boards a base rate, from seed 1

Boards: `benchmarks/boards` (2,589 threads, 42 of them on family). Text goes through the real matcher. Rules: any hit,
raw hits, hits per 1,000 characters, share of messages with a hit, ours; threads that a rule holds equal stand in one
random order. Pairs of figures of one board are compared, seed by seed.
"""

import random
import statistics
import sys
import time
from math import ceil

import pyarrow as pa

from benchmarks.boards.assumptions import read
from benchmarks.boards.generate import board
from hikcorpus.store.schemas import schema
from hikcorpus.topics.base import Base
from hikcorpus.topics.count import count_shard
from hikcorpus.topics.decide import Counted, decide
from hikcorpus.topics.lexicon import load_topic
from hikcorpus.topics.stage import base_rates, boards_in

RECALL = 0.9
SIMPLE = {
    "any hit": lambda row: bool(row["hits"]) or row["in_title"],
    "raw hits": lambda row: row["hits"],
    "density": lambda row: row["hits"] * row["density"] / row["mentions"] if row["mentions"] else 0.0,
    "share": lambda row: row["share"],
}


def counted(seed, rate, topic):
    """The counted threads of a board, and which are on the topic."""
    labels, rows = {}, []
    messages, threads = [], []

    def flush():
        if threads:
            tables = (
                pa.Table.from_pylist(messages, schema=schema("pseudonymised", "messages")),
                pa.Table.from_pylist(threads, schema=schema("pseudonymised", "threads")),
            )
            rows.append(count_shard(*tables, topic).scores)
            messages.clear()
            threads.clear()

    for number, thread in enumerate(board(seed, rate)):
        name = f"{number:06d}"
        labels[name] = thread.on_topic
        threads.append({"thread_id": name, "title": thread.title or None, "site": "s", "board": "b"})
        messages.extend(
            {
                "thread_id": name,
                "message_id": f"{name}-{at}",
                "is_opening": each.is_opening,
                "lang": "fi",
                "state": "live",
            }
            | {"participant": each.participant, "text": each.text}
            for at, each in enumerate(thread.messages)
        )
        if len(messages) > 20_000:
            flush()
    flush()
    return pa.concat_tables(rows), labels


def to_read(ranked, labels):
    """How long the list is until RECALL of the threads on the topic stand in it."""
    wanted, seen = ceil(RECALL * sum(labels.values())), 0
    for at, name in enumerate(ranked, 1):
        seen += labels[name]
        if seen == wanted:
            return at
    raise AssertionError("some thread on the topic is in no list")


def lists(scores, labels, topic, seed):
    """Rule -> length of its list; and what each preset keeps, as (threads, of them on the topic)."""
    rows = scores.to_pylist()
    random.Random(seed).shuffle(rows)
    base: Base = boards_in(base_rates([scores], topic.rule))["s", "b"]
    decisions = {row["thread_id"]: decide(Counted.from_row(row), base, topic.rule, 0.0).score for row in rows}
    out = {}
    for name, value in (SIMPLE | {"ours": lambda row: decisions[row["thread_id"]]}).items():
        out[name] = to_read([row["thread_id"] for row in sorted(rows, key=value, reverse=True)], labels)
    kept = {}
    for name, preset in topic.rule.presets.items():
        over = [thread for thread, score in decisions.items() if score >= preset.threshold]
        kept[name] = (len(over), sum(labels[thread] for thread in over))
    return out, kept


def main():
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    topic = load_topic("family")
    names = [*SIMPLE, "ours"]
    print(f"threads to read for {RECALL:.0%} recall, mean of {seeds} boards, seeds {first}-{first + seeds - 1}")
    print("base rate  " + "".join(f"{name:>10}" for name in names) + "   best simple  ours - best, by seed")
    for rate in read().base_rates:
        found, presets = [], []
        for seed in range(first, first + seeds):
            started = time.process_time()
            each, kept = lists(*counted(seed, rate, topic), topic, seed)
            found.append(each)
            presets.append(kept)
            print(f"  seed {seed}: {each} ({time.process_time() - started:.0f} s)", file=sys.stderr)
        means = {name: statistics.mean(each[name] for each in found) for name in names}
        best = min(SIMPLE, key=means.__getitem__)
        pairs = [each["ours"] - each[best] for each in found]
        error = statistics.stdev(pairs) / len(pairs) ** 0.5 if len(pairs) > 1 else 0.0
        print(
            f"{rate:<11.4f}" + "".join(f"{means[name]:>10.0f}" for name in names) + f"   {best:<12} "
            f"{statistics.mean(pairs):+.0f} (s.e. {error:.0f}), no longer on {sum(p <= 0 for p in pairs)} of {seeds}"
        )
        for name in topic.rule.presets:
            threads, on = (statistics.mean(kept[name][at] for kept in presets) for at in (0, 1))
            print(f"             preset {name:<10} keeps {threads:6.0f} threads, {on:.1f} of 42 on the topic")


if __name__ == "__main__":
    main()
