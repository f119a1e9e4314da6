"""The Finnish study re-enacted on a generated board: 42 threads with 2,644 messages kept of 2,589."""

import csv

import pytest

from benchmarks.boards.generate import board
from hikcorpus import pipeline
from hikcorpus.config.study import Study
from hikcorpus.log import Silent
from hikcorpus.pipeline import review
from hikcorpus.report.flow import flow_rows, kept_sentence
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.reviews import Closing
from tests.review.world import token

STUDY = Study(name="s", preset="recall")
PART = 20_000  # messages


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Pseudonymised tables of a generated board, filtered; and which of its threads are on family."""
    data, labels = DataFolder(tmp_path_factory.mktemp("study") / "data"), {}
    messages, threads, seen = [], [], set()
    source = data.pseudonymised("s")

    def flush():
        people = {row["participant"] for row in messages} - seen
        rows = [{"participant": name, "status": "kept"} for name in sorted(people)]
        seen.update(people)
        source.append({"messages": messages, "threads": threads, "participants": rows, "flow": []}, "2020-05")
        messages.clear()
        threads.clear()

    for number, thread in enumerate(board(2020, 0.0024)):
        name = token("t", number)
        labels[name] = thread.on_topic
        threads.append({"thread_id": name, "title": thread.title or None, "site": "example", "board": "hikky"})
        messages.extend(
            {"thread_id": name, "message_id": token("m", number, at), "is_opening": each.is_opening, "lang": "fi"}
            | {"participant": token("p", number, each.participant), "text": each.text, "state": "live"}
            | {"site": "example", "board": "hikky", "refs": []}
            for at, each in enumerate(thread.messages)
        )
        if len(messages) > PART:
            flush()
    flush()
    pipeline.filter_topic(STUDY, "family", data, Silent(), workers=2)
    return data, labels


def read_by(data, labels, coder, place, clock):
    """A coder reads every thread of the sheet and decides by the truth."""
    sheet, _ = review.drawn(data, "s", "family", sample=len(labels))
    path = place / f"{coder}.csv"
    review.export_sheet(data, sheet, coder, path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["decision"] = "include" if labels[row["thread_id"]] else "exclude"
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, rows[0])
        lines.writeheader()
        lines.writerows(rows)
    review.import_sheet(data, sheet, coder, path, clock.now())


def test_the_filter_proposes_a_list_that_people_can_read(world):
    """Of all threads a sixth or fewer, with nine in ten of those on the topic."""
    data, labels = world
    rows = data.corpus("s", "family").read("scores", ["thread_id", "decision"]).to_pylist()
    kept = {row["thread_id"] for row in rows if row["decision"] == "kept"}
    assert len(rows) == 2589
    assert len(kept) < 800
    assert sum(labels[name] for name in kept) >= 34


def test_after_the_review_the_report_says_the_study_s_sentence(world, tmp_path, clock):
    """Two coders by sheet; the automatic and the human step stand apart, and everything adds up."""
    data, labels = world
    for coder in ("anna", "bert"):
        read_by(data, labels, coder, tmp_path, clock)
    review.close(data, "s", "family", Closing(clock.now().isoformat()))
    corpus = pipeline.filter_topic(STUDY, "family", data, Silent(), workers=2)

    rows = flow_rows(corpus)
    assert kept_sentence(rows) == "kept 42 of 2,589 threads containing 2,644 messages"
    assert corpus.rows("threads") == 42 and corpus.rows("messages") == 2644
    steps = {}
    for row in rows:
        step = steps.setdefault((row["step"], row["unit"]), {"in": 0, "out": 0, "dropped": 0})
        step[row["outcome"]] = step.get(row["outcome"], 0) + row["n"]
    assert all(step["in"] == step["out"] + step["dropped"] for step in steps.values())
    assert {row["by"] for row in rows if row["outcome"] == "dropped"} == {"human"}  # everybody was asked about all

    review.close(data, "s", "family", None)
    again = pipeline.filter_topic(STUDY, "family", data, Silent(), workers=2)
    assert again.rows("threads") > 42
