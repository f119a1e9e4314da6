"""Number runs, within gaps and outside, and what boards that number within threads can tell."""

from datetime import timedelta

import pytest

from hikcorpus.errors import DataDamaged
from hikcorpus.report.completeness import completeness
from hikcorpus.store.layout import DataFolder
from tests.report.little_board import instant
from tests.store.rows import raw_row

MINUTES = (0, 15, 30, 45, 60, 75, 240, 255, 270)


def listings(highest):
    return [
        raw_row(
            "observations",
            page_kind="listing",
            thread_id=None,
            outcome="changed",
            observed_at=instant(at * 60),
            run_id=f"r{at}",
            highest=highest,
            expected=10,
            held=10,
        )
        for at in MINUTES
    ]


def message(number, minute, **facts):
    at = {"posted_at": instant(minute * 60), "first_seen": instant(minute * 60 + 60), "time_precision": "second"}
    named = {"message_id": str(number), "number": number, "engine": "vichan"}
    return raw_row("messages", **(named | at | facts))


def looked_at(tmp_path, messages, highest=100):
    data = DataFolder(tmp_path)
    tables = {"messages": messages, "threads": [raw_row("threads")], "observations": listings(highest)}
    data.raw("s", "b").append(tables, "2026-11")
    (board,) = completeness(data, instant(271 * 60))
    assert list((tmp_path / "state").glob("completeness-*")) == []  # nothing spilled stays
    return board


def test_missing_numbers_lie_in_gaps_or_outside(tmp_path):
    """101-110 at usual visits with two holes, 111-130 in the pause with five, and an edit that counts once."""
    usual = [message(100, -5)] + [message(n, (n - 100) * 5) for n in range(101, 111) if n not in (103, 107)]
    pause = [message(n, 80 + (n - 110) * 5, backfill="gap") for n in range(111, 131) if not 115 <= n < 120]
    edit = message(105, 25, version=2, first_seen=instant(45 * 60))
    numbers = looked_at(tmp_path, [*usual, *pause, edit])["numbers"]
    assert numbers["usable"]
    assert (numbers["made"], numbers["missing"]) == (30, 7)
    assert numbers["outside_gaps"]["missing"] == 2
    assert numbers["in_gaps"]["missing"] == 5
    assert numbers["in_gaps"]["made"] == 20


def test_posts_as_young_as_the_last_look_are_left_out(tmp_path):
    """What was posted after the last listing may not have been seen yet: its holes say nothing."""
    messages = [message(n, (n - 100) * 15) for n in (100, 101, 102, 103)] + [message(140, 270.5)]
    numbers = looked_at(tmp_path, messages)["numbers"]
    assert (numbers["made"], numbers["missing"]) == (3, 0)


def test_holes_and_stubs_in_threads_that_number_their_own(tmp_path):
    """A dat board: one line missing of twenty, and one that was a stub when first seen."""
    lines = [
        message(n, n * 5, message_id=f"7.{n}", engine="dat", **({"state": "deleted"} if n == 8 else {}))
        for n in range(1, 21)
        if n != 13
    ]
    board = looked_at(tmp_path, lines)
    assert board["numbers"]["numbering"] == "thread"
    assert (board["numbers"]["made"], board["numbers"]["missing"], board["numbers"]["stubs"]) == (20, 1, 1)
    assert 0 < board["loss"]["in_use"]["loss"] < 0.3


def test_a_servers_clock_that_is_hours_off_changes_nothing(tmp_path):
    """Posts dated two hours ahead of their first sight: put right by what the first looks show."""
    ahead = timedelta(hours=2)
    messages = [message(n, (n - 100) * 2.0) for n in range(100, 130)]
    right = looked_at(tmp_path / "right", messages)
    wrong = looked_at(tmp_path / "wrong", [row | {"posted_at": row["posted_at"] + ahead} for row in messages])
    assert wrong["numbers"] == right["numbers"]
    assert wrong["loss"]["posts"] == right["loss"]["posts"] > 0


def test_an_undeleted_message_counts_as_standing(tmp_path):
    """The newest version decides: a tombstone that was taken back is no removal."""
    messages = [message(n, (n - 100) * 2.0) for n in range(100, 130)]
    tomb = {"state": "deleted", "posted_at": None, "deleted_at": instant(3600), "deletion_evidence": "absent"}
    gone, back = message(105, 10, version=2, **tomb), message(105, 10, version=3)
    assert looked_at(tmp_path / "gone", [*messages, gone])["loss"]["replies_removed"] == 1
    assert looked_at(tmp_path / "back", [*messages, gone, back])["loss"]["replies_removed"] == 0


def test_a_message_put_into_another_thread_is_one_post(tmp_path):
    """It was not removed where it stood, nor did it come where it went."""
    messages = [message(n, (n - 100) * 2.0) for n in range(100, 130)]
    moved = message(105, 10, version=2, state="moved", posted_at=None, first_seen=instant(3600))
    there = message(105, 10, thread_id="9", first_seen=instant(3660))
    before = looked_at(tmp_path / "before", messages)["loss"]
    assert looked_at(tmp_path / "after", [*messages, moved, there])["loss"] == before


def test_a_damaged_part_is_told_as_such(tmp_path):
    """Not as a fault of the program: the part is named, the scratch folder is gone."""
    looked_at(tmp_path, [message(100, 1)])
    (part,) = (tmp_path / "raw").glob("s/b/messages/*.parquet")
    part.write_bytes(part.read_bytes()[:-1])
    with pytest.raises(DataDamaged):
        completeness(DataFolder(tmp_path), instant(271 * 60))
    assert list((tmp_path / "state").glob("completeness-*")) == []


def test_a_board_of_saved_pages_has_numbers_of_visits_only(tmp_path):
    """No listing was ever read: no interval, no loss, no error."""
    data = DataFolder(tmp_path)
    row = raw_row("observations", page_kind="saved")
    data.raw("s", "b").append({"messages": [message(1, 1)], "observations": [row]}, "2026-11")
    (board,) = completeness(data, instant(0))
    assert board["numbers"] is None
    assert board["loss"] is None
    assert board["visits"]["read"] == 0
