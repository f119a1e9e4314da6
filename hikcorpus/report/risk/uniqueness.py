"""How few words of a message find it again: runs that stand in one message only.

Samples are chosen by a keyless digest of the message's pseudonym, so that the same tables give the same figures. The
messages are read twice; memory holds the sampled runs alone.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from hikcorpus.report.risk.interval import Share, share
from hikcorpus.report.risk.units import RUNS, kind, runs, units
from hikcorpus.store.dataset import Dataset

MESSAGES = 2_000
"""So many messages are sampled of each kind of unit, where there are as many."""


@dataclass(slots=True)
class Uniqueness:
    """runs: (unit, n) -> share of runs (one of each sampled message) that stand in one message only.

    messages: unit -> share of sampled messages that hold a run of 3 words (6 characters) of their own.
    """

    runs: dict[tuple[str, int], Share] = field(default_factory=dict)
    messages: dict[str, Share] = field(default_factory=dict)


def uniqueness(dataset: Dataset, sampled: int = MESSAGES) -> Uniqueness:
    """Measured on the texts of live messages. dataset: pseudonymised tables or a corpus."""
    chosen = _chosen(dataset, sampled)
    wanted: dict[str, dict[int, set[str]]] = {unit: {n: set() for n in RUNS[unit]} for unit in RUNS}
    for unit, parts in chosen.items():
        for found, place in parts:
            for n in RUNS[unit]:
                if one := _one(found, n, place):
                    wanted[unit][n].add(one)
            wanted[unit][RUNS[unit][1]].update(runs(found, RUNS[unit][1]))
    seen: dict[str, dict[str, int]] = {unit: defaultdict(int) for unit in RUNS}
    for _, text, lang in _texts(dataset):
        unit, found = kind(lang), units(text, lang)
        for n, looked in wanted[unit].items():
            if looked:
                for run in looked.intersection(runs(found, n)):
                    seen[unit][run] += 1
    out = Uniqueness()
    for unit, parts in chosen.items():
        for n in RUNS[unit]:
            ones = [one for found, place in parts if (one := _one(found, n, place))]
            out.runs[unit, n] = share(sum(seen[unit][one] == 1 for one in ones), len(ones))
        middle = RUNS[unit][1]
        long = [found for found, _ in parts if len(found) >= middle]
        alone = sum(any(seen[unit][run] == 1 for run in runs(found, middle)) for found in long)
        out.messages[unit] = share(alone, len(long))
    return out


def _texts(dataset: Dataset) -> Iterator[tuple[str, str, str | None]]:
    """(pseudonym, text, language) of live messages with a text."""
    for batch in dataset.batches("messages", ["message_id", "text", "lang", "state"]):
        columns = (batch.column(name).to_pylist() for name in ("message_id", "text", "lang", "state"))
        for message, text, lang, state in zip(*columns, strict=True):
            if text and state != "deleted":
                yield message, text, lang


def _chosen(dataset: Dataset, sampled: int) -> dict[str, list[tuple[list[str], int]]]:
    """By unit, the units of each sampled message and a number that chooses its place: those of lowest digest."""
    found: dict[str, list[tuple[int, str, str | None]]] = {unit: [] for unit in RUNS}
    for message, text, lang in _texts(dataset):
        kept = found[kind(lang)]
        kept.append((_number(message), text, lang))
        if len(kept) >= 2 * sampled:
            kept.sort(key=lambda each: each[0])
            del kept[sampled:]
    out = {}
    for unit, kept in found.items():
        kept.sort(key=lambda each: each[0])
        out[unit] = [(units(text, lang), number) for number, text, lang in kept[:sampled]]
    return out


def _number(message: str) -> int:
    return int.from_bytes(blake2b(message.encode(), digest_size=8).digest())


def _one(found: list[str], n: int, place: int) -> str | None:
    """One run of the message, chosen by its number."""
    ends = len(found) - n + 1
    if ends < 1:
        return None
    start = place % ends
    return "\x00".join(found[start : start + n])
