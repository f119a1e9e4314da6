"""Word forms of every topic and what only looks like them: frozen sentences, written blind to lexicons and rules."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from hikcorpus.topics.lexicon import load_topic
from hikcorpus.topics.match import matcher_of

HERE = Path(__file__).parent
FORMS = HERE / "topic_forms"
FLOORS = json.loads((HERE / "floors.json").read_text())["topic_forms"]
LANGUAGES = ("fi", "ja", "en")


def measured(kind, language):
    """topic -> (forms found, forms, look-alikes with a hit, look-alikes)."""
    counts = defaultdict(Counter)
    for line in (FORMS / f"{kind}.{language}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        start = row["text"].index(row["form"])
        hits = matcher_of(load_topic(row["topic"])).match(row["text"], language)
        if row["hit"]:
            found = any(hit.start < start + len(row["form"]) and start < hit.end for hit in hits)
            counts[row["topic"]].update(forms=1, found=found)
        else:
            counts[row["topic"]].update(like=1, false=bool(hits))
    return counts


def rates(counts):
    """Recall of the forms, and part of the look-alikes that were taken for one."""
    return round(counts["found"] / counts["forms"], 3), round(counts["false"] / counts["like"], 3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["family", "others", "fresh"])
def test_forms_are_found_and_look_alikes_are_not(kind, language):
    """Nothing falls below what was reached; floors.json says what that is."""
    counts = measured(kind, language)
    for topic, each in sorted(counts.items()):
        print(topic, language, *rates(each))
    recall, false = rates(sum(counts.values(), Counter()))
    floor = FLOORS[f"{kind}.{language}"]
    print(kind, language, recall, false)
    assert recall >= floor["recall"] - 0.0005
    assert false <= floor["false"] + 0.0005
