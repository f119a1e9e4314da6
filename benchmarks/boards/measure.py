"""Properties of the synthetic boards, for a reader: python -m benchmarks.boards.measure [seeds]."""

import json
import sys
import time
from collections.abc import Iterable
from statistics import fmean, median

from .assumptions import read
from .generate import MARKS, Thread, board
from .words import FAMILY_FORMS

MARKED = frozenset(form + mark for form in FAMILY_FORMS for mark in MARKS)


def family_words(text: str) -> int:
    """Family forms among the tokens of a text."""
    return sum(token in MARKED for token in text.split())


def properties(threads: Iterable[Thread]) -> dict[str, float]:
    """Counts and shares of one board, off and on topic; rates per token of messages, lengths in tokens and messages."""
    found: dict[str, float] = {}
    rows: dict[bool, list[tuple[list[int], list[int], int, int]]] = {False: [], True: []}
    for thread in threads:
        hits = [family_words(message.text) for message in thread.messages]
        tokens = [message.text.count(" ") + 1 for message in thread.messages]
        speakers = {message.participant for message, hit in zip(thread.messages, hits, strict=True) if hit}
        rows[thread.on_topic].append((hits, tokens, family_words(thread.title), len(speakers)))
    for on_topic, name in ((False, "off"), (True, "on")):
        some = rows[on_topic]
        hits = [hit for row in some for hit in row[0]]
        tokens = [token for row in some for token in row[1]]
        found |= {
            f"{name} threads": len(some),
            f"{name} messages": len(hits),
            f"{name} rate of tokens": sum(hits) / sum(tokens),
            f"{name} threads with a hit": fmean(any(row[0]) or row[2] > 0 for row in some),
            f"{name} messages with a hit": fmean(hit > 0 for hit in hits),
            f"{name} openings with a hit": fmean(row[0][0] > 0 for row in some),
            f"{name} titles with a hit": fmean(row[2] > 0 for row in some),
            f"{name} median thread": median(len(row[0]) for row in some),
            f"{name} median hits of a thread": median(sum(row[0]) for row in some),
            f"{name} median speakers with a hit": median(row[3] for row in some),
            f"{name} median message": median(tokens),
            f"{name} p90 message": sorted(tokens)[int(0.9 * len(tokens))],
        }
    return found


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for base_rate in read().base_rates:
        before = time.perf_counter()
        measured = [properties(board(seed, base_rate)) for seed in range(seeds)]
        means = {name: round(fmean(one[name] for one in measured), 4) for name in measured[0]}
        seconds = round((time.perf_counter() - before) / seeds, 1)
        print(json.dumps({"base_rate": base_rate, "seconds a board, generated and counted": seconds} | means, indent=1))


if __name__ == "__main__":
    main()
