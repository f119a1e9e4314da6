"""The author-linkage self-test: could somebody who knows half of a participant's messages find the other half?

Each participant's messages are halved by time; a half is a vector of character trigrams (tf-idf, cosine), the plainest
method of authorship attribution. The share of halves whose nearest neighbour is their own other half, beside chance.
"""

from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from zlib import crc32

from hikcorpus.report.risk.interval import Share, share
from hikcorpus.store.dataset import Dataset

LEAST, MOST = 10, 100
"""Messages a half: participants with fewer are left out, of more the first are taken."""
PEOPLE = 500
WIDTH = 1 << 14


@dataclass(frozen=True, slots=True)
class Linkage:
    """linked: halves found again. chance: what guessing would find. people: participants compared, eligible: in all."""

    linked: Share
    chance: float
    people: int
    eligible: int


def linkage(dataset: Dataset) -> Linkage:
    """Measured on up to 500 participants, chosen by digest. Reads the messages twice."""
    counts: dict[str, int] = defaultdict(int)
    for batch in dataset.batches("messages", ["participant", "text"]):
        for person, text in zip(*(batch.column(i).to_pylist() for i in range(2)), strict=True):
            if person and text:
                counts[person] += 1
    eligible = [person for person, n in counts.items() if n >= 2 * LEAST]
    chosen = sorted(eligible, key=lambda person: blake2b(person.encode(), digest_size=8).digest())[:PEOPLE]
    if len(chosen) < 2:
        return Linkage(share(0, 0), 0.0, len(chosen), len(eligible))
    texts: dict[str, list[tuple[Any, str, str]]] = {person: [] for person in chosen}
    for batch in dataset.batches("messages", ["participant", "posted_at", "message_id", "text"]):
        columns = (batch.column(i).to_pylist() for i in range(4))
        for person, posted, message, text in zip(*columns, strict=True):
            if person in texts and text:
                texts[person].append((posted, message, text))
    return Linkage(share(_found_again(list(texts.values())), len(chosen)), 1 / len(chosen), len(chosen), len(eligible))


def _found_again(people: list[list[tuple[Any, str, str]]]) -> int:
    import numpy as np

    halves = np.zeros((2, len(people), WIDTH), dtype=np.float32)
    for number, texts in enumerate(people):
        texts.sort(key=lambda each: (each[0] is None, each[0], each[1]))
        middle = len(texts) // 2
        for half, part in enumerate((texts[:middle][-MOST:], texts[middle:][:MOST])):
            for _, _, text in part:
                low = text.lower()
                for start in range(len(low) - 2):
                    halves[half, number, crc32(low[start : start + 3].encode("utf-8", "replace")) % WIDTH] += 1
    held = (halves > 0).sum(axis=(0, 1))
    weighed = np.log1p(halves) * np.log((1 + 2 * len(people)) / (1 + held))
    length = np.linalg.norm(weighed, axis=2, keepdims=True)
    weighed /= np.where(length == 0, 1, length)
    nearest = (weighed[0] @ weighed[1].T).argmax(axis=1)
    return int((nearest == np.arange(len(people))).sum())
