"""`reparse`: the same visits and bytes give the same tables; a better parser mends them; nothing blanked comes back."""

import os
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hikcorpus import pipeline
from hikcorpus.demo.simulator import Settings, Simulator
from hikcorpus.errors import CannotWrite
from hikcorpus.fetch.replay import MALFORMED, Fault
from hikcorpus.log import Silent
from hikcorpus.sources.vichan import Vichan
from tests.crawl.simulated import Collecting, scratch
from tests.crawl.small_board import SmallBoard, page, post

DAY = 86_400


def reparse(board):
    (counts,) = pipeline.reparse([], board.data, board.clock, Silent()).values()
    return counts


def tables(raw):
    """All rows of messages and threads, in an order of their own."""
    messages = sorted(raw.read("messages").to_pylist(), key=lambda row: (row["message_id"], row["version"]))
    threads = sorted(raw.read("threads").to_pylist(), key=lambda row: (row["thread_id"], row["version"]))
    return messages, threads


def eventful(board):
    """Two weeks of a board: growth, edits, deletions, undeletes, a thread deleted, one pruned, one blocked, tails,
    an archive, refusals, pages that are none, a flapping copy, a gap, a saved page.
    """
    board.visit()
    board.threads[10].append(post(12, 10, com="third"))
    board.threads[20].append(post(22, 20))
    board.visit()
    board.threads[10][1] = post(11, 10, com="mended")
    board.threads[10].append(post(13, 10))
    taken = board.threads[20].pop(1)
    board.visit()
    board.threads[20].insert(1, taken)
    board.threads[20].append(post(23, 20))
    board.visit(after=120)
    stale = page({"posts": board.threads[20][:1]}, board.stamp)
    board.threads[20].append(post(24, 20))
    board.transport.faults[board.thread_path(20)] = Fault(body=stale.body, headers=(("etag", '"x"'),), times=1)
    board.visit(after=120)
    board.visit(after=120)
    board.transport.faults[board.thread_path(30)] = Fault(status=403)
    board.threads[30] += [post(number, 30) for number in range(132, 140)]  # more than any tail shows
    board.visit()
    board.transport.faults[board.thread_path(30)] = MALFORMED
    board.threads[10].append(post(14, 10))
    board.visit()
    board.transport.faults.clear()
    board.transport.faults["/b/catalog.json"] = Fault(status=503)
    board.visit()
    board.transport.faults.clear()
    board.threads[50] = [post(50)]
    del board.threads[20]
    board.visit()
    if board.archive is not None:
        fallen = board.threads.pop(30)
        board.archived[30] = [fallen[0] | {"archived": 1, "closed": 1}, *fallen[1:]]
        board.archive = [30, 41]
        board.archived[41] = [post(41, archived=1, closed=1), post(42, 41)]
    board.threads = {60: [post(60)], **board.threads}
    board.visit(after=3 * DAY)
    board.threads = {70: [post(70), post(71, 70)], **board.threads}
    del board.threads[50]
    board.visit()
    board.visit(after=25 * 3600)


@pytest.fixture(params=["vichan", "fourchan"])
def board(request, tmp_path, clock):
    threads = {n: [post(n, sub=f"about {n}"), post(n + 1, n)] for n in (10, 20, 30, 40)}
    board = SmallBoard(tmp_path, clock, threads).configure(request.param)
    board.indexed = True
    board.archive = [] if request.param == "fourchan" else None
    return board


def test_the_same_tables_after_an_eventful_life(board):
    """Every row again as it was, so nothing is replaced; a second time too."""
    eventful(board)
    before, digest = tables(board.raw()), board.raw().digest()
    outcomes = Counter(row["outcome"] for row in board.looks())
    assert {"new", "changed", "not_modified", "missing", "gone", "blocked", "unreadable"} <= set(outcomes)
    assert {row["state"] for row in before[1]} >= {"live", "blocked", "deleted"}

    counts = reparse(board)

    assert counts["changed"] == 0 and not [name for name in counts if name.startswith("kept_") and counts[name]]
    assert tables(board.raw()) == before and board.raw().digest() == digest
    assert counts["messages"] == len(before[0])


def test_rows_lost_from_the_tables_come_back(board):
    """The visits and bytes are enough: tables emptied by a bad parser are filled again."""
    eventful(board)
    before = tables(board.raw())
    original = type(_source(board)).parse_thread

    def blind(self, *args):
        found = original(self, *args)
        return replace(found, messages=tuple(replace(m, text="?") for m in found.messages))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(_source(board)), "parse_thread", blind)
        assert reparse(board)["changed"] == 1
        assert "?" in {row["text"] for row in tables(board.raw())[0]}

    assert reparse(board)["changed"] == 1
    assert tables(board.raw()) == before


def _source(board):
    from hikcorpus.sources import source

    return source(board.engine)


def test_a_better_parser_changes_the_tables_and_the_crawl_goes_on(tmp_path, clock, monkeypatch):
    """What the new parser sees stands in the rows; the next visit adds nothing that is not new."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)]})
    board.visit()
    original = Vichan.parse_thread

    def better(self, *args):
        found = original(self, *args)
        return replace(found, messages=tuple(replace(m, text=m.text.upper()) for m in found.messages))

    monkeypatch.setattr(Vichan, "parse_thread", better)
    assert reparse(board)["changed"] == 1
    assert {row["text"] for row in board.rows()} == {"HELLO"} and {row["version"] for row in board.rows()} == {1}
    board.threads[10].append(post(12, 10))
    done, _ = board.visit()
    assert done.counts["messages_new"] == 1 and done.counts["messages_changed"] == 0


def test_a_saved_page_is_part_of_the_history(tmp_path, clock):
    """Pages that a person saved are read again as they were taken: nothing concluded from what they lack."""
    from hikcorpus.crawl.saved import import_saved

    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)]})
    board.visit()
    saved = tmp_path / "saved"
    saved.mkdir()
    name = '<link rel="canonical" href="http://board.example/b/res/10.html">'
    (saved / "10.json").write_bytes(page({"posts": [post(10), post(12, 10)], "note": name}).body)
    os.utime(saved / "10.json", (clock.now().timestamp(),) * 2)
    import_saved([saved], board.data, clock, Silent())
    board.threads[10].append(post(13, 10))
    board.visit()
    before = tables(board.raw())
    assert reparse(board)["changed"] == 0 and tables(board.raw()) == before


def test_blanked_messages_stay_blanked(board):
    """Their words are in no table and come into none; the others are as before."""
    board.threads[10].append(post(15, 10, com="quokka said"))
    board.visit()
    board.threads[10].pop()
    board.threads[10].append(post(16, 10))
    board.visit()
    board.visit(after=31 * DAY)
    board.visit(after=DAY)
    before = tables(board.raw())
    assert [row["blanked_at"] is not None for row in board.versions(15)] == [True, True]

    counts = reparse(board)

    assert counts["kept_blanked"] == 2 and tables(board.raw()) == before
    assert "quokka" not in str(before)


def test_threads_without_their_bytes_are_kept_as_they_were(tmp_path, clock, monkeypatch):
    """Out of retention: not even a better parser touches them; threads with all their bytes are mended."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)]})
    board.visit()
    clock.sleep(10 * DAY)
    board.threads[20] = [post(20), post(21, 20)]
    board.visit()
    board.data.raw(*board.data.boards()[0])
    pipeline.retain([], board.data, clock, evidence_days=5)
    before = [row for row in tables(board.raw())[0] if row["thread_id"] == "10"]
    original = Vichan.parse_thread

    def better(self, *args):
        found = original(self, *args)
        return replace(found, messages=tuple(replace(m, text="mended") for m in found.messages))

    monkeypatch.setattr(Vichan, "parse_thread", better)
    counts = reparse(board)

    assert counts["kept_out_of_retention"] == 1
    assert [row for row in board.rows() if row["thread_id"] == "10"] == before
    assert {row["text"] for row in board.rows() if row["thread_id"] == "20"} == {"mended"}


def test_threads_that_the_parser_cannot_read_any_more_are_kept(tmp_path, clock, monkeypatch):
    """A parser that grew stricter loses nothing that an older one read."""
    from hikcorpus.errors import LayoutChanged

    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)], 20: [post(20), post(21, 20)]})
    board.visit()
    before = tables(board.raw())

    def strict(self, board_, thread_id, page_, original=Vichan.parse_thread):
        if thread_id == "10":
            raise LayoutChanged("no", "")
        return original(self, board_, thread_id, page_)

    monkeypatch.setattr(Vichan, "parse_thread", strict)
    counts = reparse(board)
    assert counts["kept_unreadable"] == 1 and tables(board.raw()) == before


@pytest.mark.parametrize("place", ["reading", "replacing"])
@pytest.mark.parametrize("how", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_stopped_in_the_middle_the_old_tables_stand(tmp_path, clock, monkeypatch, place, how):
    """Killed, or the disk full: the tables are the old ones, whole; afterwards it goes through."""
    from hikcorpus.store import manifest

    board = SmallBoard(tmp_path, clock, {n: [post(n), post(n + 1, n)] for n in (10, 20, 30)})
    board.visit()
    before, digest = tables(board.raw()), board.raw().digest()
    original, calls = Vichan.parse_thread, []

    def better(self, *args):
        calls.append(1)
        if place == "reading" and len(calls) == 3:
            raise how
        found = original(self, *args)
        return replace(found, messages=tuple(replace(m, text="mended") for m in found.messages))

    with monkeypatch.context() as patch:
        patch.setattr(Vichan, "parse_thread", better)
        if place == "replacing":
            patch.setattr(manifest, "write", lambda *_: (_ for _ in ()).throw(how))
        with pytest.raises((KeyboardInterrupt, OSError, CannotWrite)):
            reparse(board)

    assert tables(board.raw()) == before and board.raw().digest() == digest
    done, _ = board.visit()
    assert done.error is None
    assert reparse(board)["changed"] == 0 and tables(board.raw()) == before
    stray = list(board.raw().folder.rglob("*.parquet*"))
    named = sum(len(parts) for parts in board.raw().manifest().tables.values())
    assert len(stray) <= named + 2


@pytest.mark.parametrize("mode", ["fourchan", "vichan", "no_archive"])
def test_the_same_tables_after_an_hour_of_the_simulator(mode, clock):
    """An hour of a busy board, visited every minute: tails, archive, edits, deletions, second looks."""
    settings = Settings(mode=mode, threads=20, posts_every=8.0, stale_share=0.02, warm_up_hours=1.0)
    simulator = Simulator(settings, clock, seed=3, start=clock.now(), keep_requests=True)
    with scratch() as folder:
        collecting = Collecting(Path(folder), simulator, clock)
        collecting.until(clock.now() + timedelta(hours=1), timedelta(seconds=150))
        raw = collecting.raw()
        before = tables(raw)
        assert len(before[0]) > 200
        (counts,) = pipeline.reparse([], collecting.data, clock, Silent()).values()
        again = tables(raw)
    assert again == before and counts["changed"] == 0
