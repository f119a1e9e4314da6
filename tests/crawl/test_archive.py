"""archive.json: what fell off unseen is read late; what left the listing and is not there was deleted."""

import pytest

from hikcorpus.fetch.replay import MALFORMED, Fault
from tests.crawl.small_board import SmallBoard, post

ARCHIVE = "/b/archive.json"


@pytest.fixture
def board(tmp_path, clock):
    """4chan's API, three visits old, with an archive that holds a thread from before."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)], 20: [post(20), post(21, 20)]})
    board.configure("fourchan")
    board.archive = [5]
    board.archived[5] = [post(5, archived=1, closed=1), post(6, 5)]
    for _ in range(3):
        board.visit()
    return board


def paths(asked):
    return [path for _, path, _, _ in asked]


def fall(board, number):
    """A thread is closed by age: off the listing, in the archive, its page still there."""
    posts = board.threads.pop(number)
    board.archived[number] = [posts[0] | {"archived": 1, "closed": 1}, *posts[1:]]
    board.archive = [*board.archive, number]


def test_a_quiet_board_is_never_asked_for_its_archive(board):
    """No thread left, no gap, not wanted: no request."""
    board.threads[10].append(post(22, 10))
    board.visit()
    assert ARCHIVE not in paths(board.transport.requests)


def test_a_thread_that_fell_is_archived_with_its_last_words(board):
    """It left the listing: its page is read, conditionally on nothing; archived, nothing deleted."""
    board.threads[10].append(post(22, 10))
    fall(board, 10)

    done, asked = board.visit()

    assert ARCHIVE in paths(asked) and "/b/thread/10.json" in paths(asked)
    assert board.thread_states()["10"] == "archived" and done.counts["threads_archived"] == 1
    assert board.standing()["22"] == ("live", "hello")


def test_after_a_gap_what_fell_unseen_is_read_from_the_archive(board):
    """Born and archived while nobody looked: read late and marked so; threads from before the first visit are not."""
    board.threads[10].append(post(40, 10))
    board.threads[30] = [post(30), post(31, 30)]
    fall(board, 30)
    board.visit(after=26 * 3600)

    found = {row["number"]: row["backfill"] for row in board.rows() if row["number"] in (30, 31, 40)}
    assert found == {30: "archive", 31: "archive", 40: "gap"}
    assert "5" not in board.standing()
    assert board.thread_states()["30"] == "archived"


def test_what_is_archived_is_read_once(board):
    """The next visit asks for nothing of it."""
    board.threads[30] = [post(30)]
    fall(board, 30)
    board.visit(after=26 * 3600)
    _, asked = board.visit()
    assert "/b/thread/30.json" not in paths(asked)


def test_a_thread_that_is_not_in_the_archive_soon_after_was_deleted(board):
    """Where the listing's order would say pruned (a full board, the last place): not in the archive means deleted."""
    board.threads[30] = [post(30)]
    del board.threads[20]

    board.visit()

    assert board.thread_states()["20"] == "deleted"
    assert board.standing()["21"][0] == "deleted"


def test_long_after_its_last_listing_the_archive_accuses_nobody(board):
    """It may have stood there and have gone since: pruned."""
    board.threads[30] = [post(30)]
    del board.threads[20]

    board.visit(after=3700)

    assert board.thread_states()["20"] == "pruned" and board.standing()["21"][0] == "live"


def test_a_board_without_an_archive_calls_it_pruned_and_is_asked_once_a_day(board):
    """404: nothing is concluded; the question is not repeated within 24 hours, whatever leaves the listing."""
    board.archive = None
    board.threads = {30: [post(30)], **board.threads}
    del board.threads[20]
    _, asked = board.visit()
    assert paths(asked).count(ARCHIVE) == 1 and board.thread_states()["20"] == "pruned"

    board.threads = {40: [post(40)], **board.threads}
    del board.threads[10]
    _, asked = board.visit()
    assert ARCHIVE not in paths(asked)

    board.threads = {50: [post(50)], **board.threads}
    del board.threads[30]
    _, asked = board.visit(after=25 * 3600)
    assert paths(asked).count(ARCHIVE) == 1


def test_an_archive_that_is_there_is_asked_whenever_a_thread_left(board):
    """Once a day holds for boards without one only."""
    for number in (20, 10):
        fall(board, number)
        board.threads[number + 100] = [post(number + 100)]
        _, asked = board.visit()
        assert paths(asked).count(ARCHIVE) == 1
    assert {board.thread_states()[each] for each in ("10", "20")} == {"archived"}


@pytest.mark.parametrize("changed", [True, False])
def test_the_whole_archive_where_it_is_wanted(board, changed):
    """`--archive`: every thread that it lists and nobody has read, though neither listing nor archive has changed."""
    if changed:
        board.threads[10].append(post(22, 10))
    fall(board, 20)
    board.visit()  # reads the archive for 20's sake
    board.whole_archive = True

    _, asked = board.visit()

    assert "/b/thread/5.json" in paths(asked) and board.thread_states()["5"] == "archived"
    assert {row["backfill"] for row in board.rows() if row["thread_id"] == "5"} == {"archive"}
    _, asked = board.visit()
    assert "/b/thread/5.json" not in paths(asked)


@pytest.mark.parametrize("fault", [Fault(status=403), MALFORMED, Fault(body=b'{"error": 1}'), Fault(status=503)])
def test_an_archive_that_cannot_be_read_stops_nothing(board, fault):
    """What changed on the board is read all the same, and no thread is accused by an archive that nobody saw."""
    board.transport.faults[ARCHIVE] = fault
    del board.threads[20]
    board.threads[30] = [post(30)]
    board.threads[10].append(post(31, 10))

    board.visit()
    board.visit()

    assert board.standing()["31"] == ("live", "hello") and board.standing()["30"] == ("live", "hello")
    assert board.standing()["21"][0] == "live" and board.thread_states()["20"] in ("live", "pruned")


def test_an_archive_that_has_not_changed_accuses_nobody_whom_it_named(board):
    """In the archive at the first look, its page 404 then and after: a 304 of the archive is no proof of absence."""
    fall(board, 20)
    board.threads[30] = [post(30)]
    page = board.archived.pop(20)
    board.visit(after=120)  # soon after the last: the second look is the next visit's
    assert board.thread_states()["20"] == "live"
    board.threads[30].append(post(31, 30))

    board.visit(after=120)

    assert board.thread_states()["20"] != "deleted" and board.standing()["21"][0] == "live"
    assert len(page) == 2


def test_what_a_killed_run_left_of_the_archive_is_read_by_the_next(board, monkeypatch):
    """The archive was read, its threads were not: the next run asks for it again and reads them."""
    from hikcorpus.crawl.reading import Reader

    board.threads[30] = [post(30)]
    fall(board, 30)
    board.threads[10].append(post(40, 10))
    with monkeypatch.context() as patch:
        patch.setattr(Reader, "read", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            board.visit(after=26 * 3600)

    board.visit()

    assert board.thread_states()["30"] == "archived"


def test_an_archive_that_was_not_read_is_on_record(board):
    """A refusal or another page in its place is counted and noted."""
    board.transport.faults[ARCHIVE] = Fault(status=403)
    del board.threads[20]
    done, _ = board.visit()
    assert [row["outcome"] for row in board.looks(kind="archive")] == ["blocked"]
    assert done.counts["look_blocked"] == 1
