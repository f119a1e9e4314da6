"""People and what tells of them, on the frozen gold set: held at what was reached when it was first asked."""

from collections import defaultdict

import pytest

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.config import AnonymiseConfig
from tests.gold.test_gold import holds, lines

EITHER = {"PUBLIC_NAME", "BIG_PLACE"}
"""Kinds that may be masked or not (tests/gold/README.md)."""


@pytest.fixture(scope="module")
def masked():
    """Per message the positions of masked characters, by the shipped rules."""
    analyser = Analyser(AnonymiseConfig())
    out = []
    for row in lines("people.jsonl"):
        covered = set()
        for span in analyser.find(row["text"], row["lang"]):
            covered.update(range(span.start, span.end))
        out.append((row, covered))
    return out


def test_people_are_covered(masked):
    """Share of spans of which every character is masked, by kind and language."""
    found = defaultdict(list)
    for row, covered in masked:
        for start, end, kind in row["spans"]:
            if kind not in EITHER:
                found[f"{kind}.{row['lang']}"].append(covered.issuperset(range(start, end)))
    holds("people_covered", {key: round(sum(hits) / len(hits), 3) for key, hits in sorted(found.items())})


def test_lookalikes_of_people_are_left_alone(masked):
    """Share of messages that hold nothing to mask, and in which nothing was, by language."""
    clean = defaultdict(list)
    for row, covered in masked:
        if all(kind in EITHER for _, _, kind in row["spans"]):
            public = {place for start, end, _ in row["spans"] for place in range(start, end)}
            clean[row["lang"]].append(not covered - public)
    holds("people_untouched", {key: round(sum(hits) / len(hits), 3) for key, hits in sorted(clean.items())})
