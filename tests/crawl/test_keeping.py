"""Keeping house: deleted content goes when its time has come, in rows and bytes; old bytes go; small parts are merged."""

from collections import Counter
from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from hikcorpus.fetch.replay import Fault
from tests.crawl.small_board import SmallBoard, post

DAY = 86_400
KEPT = 'keep_deleted_because = "Ethics board decision 12/2026, section 3"'


def word(number):
    """What only that post says."""
    return f"quokka{number}said"


def said(number, thread=0, **facts):
    return post(number, thread, com=word(number), **facts)


@pytest.fixture
def board(tmp_path, clock):
    threads = {10: [said(10, sub="wombat10title"), *(said(number, 10) for number in (11, 12, 13))]}
    return SmallBoard(tmp_path, clock, threads | {20: [said(20), said(21, 20)]})


def cells(value):
    """Every string and byte string in a value, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from cells(each)
    elif isinstance(value, str):
        yield value.encode()
    elif isinstance(value, bytes):
        yield value


def where(board, words):
    """The tables in which these words stand, in any parquet file on the disk; other files by their names."""
    found = set()
    for path in board.data.root.rglob("*"):
        if ".parquet" in path.name:  # replaced ones are kept a while for readers
            with pq.ParquetFile(path) as file:
                rows = file.read().to_pylist()
            if any(words.encode() in cell for cell in cells(rows)):
                found.add(path.parent.name)
                assert path.stat().st_mode & 0o077 == 0
        elif path.is_file() and words.encode() in path.read_bytes():
            found.add(path.name)
    return found


def delete(board, thread, number):
    board.threads[thread] = [each for each in board.threads[thread] if each["no"] != number]
    board.visit()
    assert board.standing()[str(number)][0] == "deleted"


def after_days(board, days):
    """Two visits on the last two of so many days; gives the counts of both."""
    before, _ = board.visit(after=(days - 1) * DAY) if days > 1 else (None, None)
    last, _ = board.visit(after=DAY)
    return last.counts + (before.counts if before else Counter())


@pytest.mark.parametrize("engine", ["vichan", "fourchan"])
def test_deleted_words_are_gone_after_thirty_days(board, engine):
    """From all versions, from the bytes of pages and tails, from replaced files; everybody else's words stay."""
    board.configure(engine)
    board.visit()
    board.threads[10].append(said(14, 10))
    board.visit()
    board.threads[10][1] = post(11, 10, com=word(11) + " twice")
    board.threads[10].append(said(15, 10))  # vichan's listing shows edits of nobody
    board.visit()
    delete(board, 10, 11)
    after_days(board, 29)
    assert where(board, word(11)) >= {"messages", "evidence"}

    counts = after_days(board, 2)

    assert where(board, word(11)) == set()
    assert counts["messages_blanked"] == 1 and counts["versions_blanked"] == 3
    assert counts["pages_blanked"] >= 2
    rows = board.versions(11)
    assert all(row["blanked_at"] is not None and row["text"] is None and row["poster_id"] is None for row in rows)
    assert [row["length"] for row in rows[:2]] == [len(word(11)), len(word(11) + " twice")]
    assert all(row["posted_at"] is not None for row in rows[:2])
    for number in (10, 12, 13, 14, 20, 21):
        assert where(board, word(number)) >= {"messages", "evidence"}, number


def test_a_deleted_thread_goes_whole(board):
    """All its messages and its title; the other thread stays."""
    board.visit()
    del board.threads[10]
    board.visit()
    assert board.thread_states()["10"] == "deleted"
    after_days(board, 31)

    for number in (10, 11, 12, 13):
        assert where(board, word(number)) == set()
    assert where(board, word(20)) >= {"messages", "evidence"}


def test_the_title_of_a_deleted_opening_goes_with_it(board):
    """A thread's title is what its opening poster wrote: it may not outlive the message."""
    board.visit()
    del board.threads[10]
    board.visit()
    assert where(board, "wombat10title") >= {"messages", "evidence"}
    after_days(board, 31)
    assert where(board, "wombat10title") == set()


def test_an_undeleted_message_is_not_blanked(board):
    """It came back before its time: it stays, and only a later deletion counts."""
    board.visit()
    delete(board, 10, 11)
    board.threads[10].insert(1, said(11, 10))
    board.visit(after=DAY)
    after_days(board, 60)
    assert where(board, word(11)) >= {"messages", "evidence"}
    delete(board, 10, 11)
    after_days(board, 20)
    assert where(board, word(11)) >= {"messages", "evidence"}

    after_days(board, 12)

    assert where(board, word(11)) == set()


@pytest.mark.parametrize("days", [0, 5])
def test_the_sites_own_time(board, days):
    """`blank_deleted_after_days` of the site's file."""
    board.configure(more=f"blank_deleted_after_days = {days}")
    board.visit()
    delete(board, 10, 11)
    if days:
        after_days(board, days - 1)
        assert "messages" in where(board, word(11))
    after_days(board, 2)
    assert where(board, word(11)) == set()


def test_an_ethics_decision_on_record_keeps_it(board):
    """With a reason nothing is blanked, ever."""
    board.configure(more=KEPT)
    board.visit()
    delete(board, 10, 11)
    after_days(board, 400)
    assert "messages" in where(board, word(11))


def test_words_that_others_quoted_stay_theirs(board):
    """A reply that repeats the deleted words is its own poster's."""
    board.threads[10].append(post(14, 10, com=f"&gt;{word(11)}<br/>me too"))
    board.visit()
    delete(board, 10, 11)
    after_days(board, 31)
    assert board.standing()["14"] == ("live", f">{word(11)}\nme too")


def test_a_board_that_cannot_be_read_any_more_is_blanked_too(board):
    """The site refuses for weeks: what was deleted before is blanked in time all the same."""
    board.visit()
    board.visit()
    delete(board, 10, 11)
    board.transport.faults["/b/catalog.json"] = Fault(status=403)
    for _ in range(3):
        board.visit(after=15 * DAY)
    assert where(board, word(11)) == set()


def test_old_bytes_are_let_go_and_messages_stay(board):
    """`keep_evidence_days`: bodies go, that they were fetched and their digest stay; no message is touched."""
    board.configure(more="keep_evidence_days = 40")
    board.visit()
    rows = board.rows()
    after_days(board, 30)
    assert all(row["body"] is not None for row in board.rows("evidence"))

    for _ in range(3):
        board.visit(after=15 * DAY)

    kept = board.rows("evidence")
    first = [row for row in kept if row["fetched_at"] < board.clock.now() - timedelta(days=70)]
    assert first and all(row["body"] is None and row["capture_id"] and row["url"] for row in first)
    assert sorted(row["message_id"] for row in board.rows()) == sorted(row["message_id"] for row in rows)


def test_small_parts_are_merged(board):
    """Visits with something new do not leave a part each; no row is lost or doubled."""
    board.visit()
    for number in range(100, 124):
        board.threads[10].append(said(number, 10))
        board.visit(after=60)
    parts = {table: len(named) for table, named in board.raw().manifest().tables.items()}
    assert max(parts.values()) <= 16
    numbers = [row["number"] for row in board.rows()]
    assert sorted(numbers) == sorted([10, 11, 12, 13, 20, 21, *range(100, 124)])


def test_blanking_is_done_once_a_day(board, monkeypatch):
    """The first visit of a day does it; the others leave the tables alone."""
    from hikcorpus.crawl import keeping

    calls = []
    retain = keeping.retain
    monkeypatch.setattr(keeping, "retain", lambda *a, **k: calls.append(1) or retain(*a, **k))
    for _ in range(5):
        board.visit(after=600)
    assert calls == []
    board.visit(after=DAY)
    board.visit(after=600)
    assert len(calls) == 1
