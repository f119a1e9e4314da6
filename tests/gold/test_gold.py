"""Recall and precision on the frozen gold sets, held at what was reached when they were first asked.

A floor goes down only by an edit of floors.json that says why in its commit.
"""

import hashlib
import json
from collections import Counter, defaultdict
from pathlib import Path

import pyarrow as pa
import pytest

from hikcorpus.anonymise.analyse import Analyser
from hikcorpus.anonymise.config import AnonymiseConfig
from hikcorpus.anonymise.known import KnownIdentifiers
from hikcorpus.config.files import shipped
from hikcorpus.store.schemas import schema
from hikcorpus.topics.lexicon import topic_content, topic_from
from hikcorpus.topics.match import matcher_of
from hikcorpus.topics.stage import score_tables

HERE = Path(__file__).parent
NOT_LABELLED = {"PERSON", "AGE", "DATE_OF_BIRTH", "PLACE", "SCHOOL", "EMPLOYER", "HEALTH_UNIT", "FILE_NAME", "PLATE"}
"""Kinds that identifiers.jsonl does not label, though its messages without an identifier may hold them."""
FLOORS = json.loads((HERE / "floors.json").read_text())


def lines(name):
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def family():
    path = shipped() / "topics" / "family.toml"
    return topic_from(topic_content(path), path)


def holds(name, measured):
    """Every figure is at its floor or above; prints what was measured for whoever raises the floors."""
    print(name, json.dumps(measured, indent=1, sort_keys=True))
    assert set(measured) == set(FLOORS[name])
    below = {key: (value, FLOORS[name][key]) for key, value in measured.items() if value < FLOORS[name][key] - 0.0005}
    assert below == {}


def test_the_sets_are_frozen():
    """Nobody mends a gold set to please a rule."""
    frozen = dict(reversed(line.split()) for line in (HERE / "FROZEN").read_text().splitlines() if line.strip())
    assert len(frozen) == 13
    for name, digest in frozen.items():
        assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == digest


@pytest.fixture(scope="module")
def masked():
    """Per message of the identifier set: the covered characters' positions, and what was called one of its kinds."""
    analyser = Analyser(AnonymiseConfig())
    nobody = KnownIdentifiers.of((), (), (), (), (), None)
    out = []
    for row in lines("identifiers.jsonl"):
        covered, called = set(), 0
        for span in analyser.find(row["text"], row["lang"], nobody):
            covered.update(range(span.start, span.end))
            called += span.entity not in NOT_LABELLED
        out.append((row, covered, called))
    return out


def test_identifiers_are_covered(masked):
    """Share of identifying strings of which every character is masked, by kind and language."""
    found = defaultdict(list)
    for row, covered, _ in masked:
        for start, end, kind in row["spans"]:
            found[f"{kind}.{row['lang']}"].append(covered.issuperset(range(start, end)))
    holds("identifiers_covered", {key: round(sum(hits) / len(hits), 3) for key, hits in sorted(found.items())})


def test_lookalikes_are_left_alone(masked):
    """Share of messages without any identifier in which nothing was masked, by language."""
    clean = defaultdict(list)
    for row, _, called in masked:
        if not row["spans"]:
            clean[row["lang"]].append(not called)
    holds("lookalikes_untouched", {key: round(sum(hits) / len(hits), 3) for key, hits in sorted(clean.items())})


def test_family_messages():
    """Recall and precision of family words, by language."""
    matcher = matcher_of(family())
    counts = defaultdict(Counter)
    for row in lines("family_messages.jsonl"):
        counts[row["lang"]][row["family"], bool(matcher.match(row["text"], row["lang"]))] += 1
    holds("family_messages", rates(counts))


def test_family_threads():
    """Recall and precision of whole threads with the preset `recall`, by language."""
    topic = family()
    truth = {row["id"]: row for row in lines("family_threads.jsonl")}
    messages = [
        {
            "thread_id": name,
            "message_id": f"{name}-{number}",
            "is_opening": number == 0,
            "lang": row["lang"],
            "participant": str(row["participants"][number]),
            "subject": None if number else row["title"],
            "text": text,
            "state": "live",
        }
        for name, row in truth.items()
        for number, text in enumerate(row["messages"])
    ]
    threads = [{"thread_id": name, "title": row["title"]} for name, row in truth.items()]
    for preset in ("recall", "balanced"):
        counts = defaultdict(Counter)
        scores = score_tables(table(messages, "messages"), table(threads, "threads"), topic, preset).scores
        for row in scores.to_pylist():
            known = truth[row["thread_id"]]
            counts[known["lang"]][known["about_family"], row["decision"] == "kept"] += 1
        holds(f"family_threads_{preset}", rates(counts))


def table(rows, name):
    wanted = schema("pseudonymised", name)
    return pa.Table.from_pylist([{column: row.get(column) for column in wanted.names} for row in rows], schema=wanted)


def rates(counts):
    out = {}
    for lang, count in sorted(counts.items()):
        right, missed, wrong = count[True, True], count[True, False], count[False, True]
        out[f"{lang}.recall"] = round(right / (right + missed), 3)
        out[f"{lang}.precision"] = round(right / (right + wrong), 3)
    return out
