"""Listings that lie, lag or are gone: nobody's words are called deleted for it, nothing is lost."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from hikcorpus.errors import ConfigError, LayoutChanged
from hikcorpus.fetch.replay import Fault
from tests.crawl.small_board import SmallBoard, page, post

LISTING = "/b/catalog.json"


@pytest.fixture
def board(tmp_path, clock):
    """Six threads, visited once."""
    threads = {number: [post(number), post(number + 1, number)] for number in range(10, 70, 10)}
    board = SmallBoard(tmp_path, clock, threads)
    board.visit()
    return board


def listing(board, *numbers, **facts):
    entries = [board.entry(board.threads[number]) | facts for number in numbers]
    return page([{"threads": entries, "page": 0}], board.stamp)


def all_live(board):
    assert set(board.thread_states().values()) == {"live"}
    assert {state for state, _ in board.standing().values()} == {"live"}


def test_an_old_copy_of_the_listing_is_refused(board):
    """A copy from before what we hold: nothing is new, nothing has vanished, and our validators stay ours."""
    old = listing(board, 10, 20)
    board.stamp += 1000
    board.threads[70] = [post(70)]
    board.visit()
    board.transport.faults[LISTING] = Fault(body=old.body, headers=old.headers, times=1)

    done, asked = board.visit()

    assert done.error is None and done.counts["stale"] == 1 and len(asked) == 1
    assert "stale" in [row["outcome"] for row in board.looks(kind="listing")][-2:]
    _, asked = board.visit()
    assert asked == [("GET", LISTING, True, 304)]
    all_live(board)


def test_after_an_old_copy_a_less_old_one_is_refused_too(board):
    """Caches lag by different times: the newest that was ever seen is the measure."""
    copies = []
    for number in (70, 80, 90):
        copies.append(board.pages()[LISTING])
        board.stamp += 1000
        board.threads[number] = [post(number)]
    board.visit()
    for copy in copies[:2]:
        board.transport.faults[LISTING] = Fault(body=copy.body, headers=copy.headers, times=1)
        done, asked = board.visit()
        assert done.counts["stale"] == 1 and len(asked) == 1
    all_live(board)


def test_no_listing(board):
    """404: exit 5 for a board that was there, and no thread is concluded to be gone."""
    board.transport.faults[LISTING] = Fault(status=404)
    done, asked = board.visit()

    assert isinstance(done.error, LayoutChanged) and len(asked) == 1
    assert [row["outcome"] for row in board.looks(kind="listing")][-1] == "other"
    all_live(board)
    board.transport.faults.clear()
    done, asked = board.visit()
    assert done.error is None and asked == [("GET", LISTING, True, 304)]


def test_no_listing_of_a_board_never_seen(tmp_path, clock):
    """404 at the first visit: the address is wrong, exit 3, nothing stored but the look."""
    board = SmallBoard(tmp_path, clock, {10: [post(10)]}).configure()
    board.transport.faults[LISTING] = Fault(status=404)
    done, _ = board.visit()
    assert isinstance(done.error, ConfigError) and done.error.exit_code == 3 and board.rows() == []


@pytest.mark.parametrize("listed", [(10, 20, 30), (10,), (60, 50), ()])
def test_a_listing_that_lost_a_page(board, listed):
    """Threads that it no longer names still stand: asked once, found alive, asked again ever more seldom."""
    whole = board.pages()[LISTING]
    short = listing(board, *listed) if listed else page([{"page": 0}], board.stamp)
    board.transport.faults[LISTING] = Fault(body=short.body, headers=(("etag", '"short"'),))
    _, asked = board.visit()
    left = set(board.threads) - set(listed)
    assert {path for _, path, _, _ in asked[1:]} == {f"/b/res/{number}.json" for number in left}
    all_live(board)
    _, asked = board.visit(after=60)
    assert len(asked) == 1  # not yet again
    _, asked = board.visit(after=300)
    assert len(asked) == 1 + len(left) and {status for _, _, _, status in asked[1:]} == {304}

    board.transport.faults.clear()
    done, _ = board.visit()
    assert done.error is None and whole.body == board.pages()[LISTING].body
    all_live(board)


def test_an_emptied_board_was_deleted_not_pruned(board):
    """Listing empty and every page gone: nothing came that could have pushed them off."""
    board.threads.clear()
    board.extra[LISTING] = page([{"page": 0}], board.stamp + 1)
    board.visit()
    assert set(board.thread_states().values()) == {"deleted"}


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"null", b"[{}]", b'[{"threads":[{}],"page":0}]', b"[[[["])
def test_what_is_no_listing_empties_no_board(board, body):
    """Exit 5 and not an empty board."""
    board.transport.faults[LISTING] = Fault(body=body, headers=(("etag", '"x"'),))
    done, asked = board.visit()
    assert isinstance(done.error, LayoutChanged) and len(asked) == 1
    all_live(board)


def test_the_listing_of_another_board(board):
    """Threads that are not here are asked for and not found; ours still stand; nothing of it is stored."""
    before = board.rows()
    other = [board.entry([post(number), post(number + 1, number)]) for number in (910, 920, 930)]
    strange = page([{"threads": other, "page": 0}], board.stamp)
    board.transport.faults[LISTING] = Fault(body=strange.body, headers=(("etag", '"other"'),))

    board.visit()
    board.visit()

    assert board.rows() == before
    all_live(board)
    board.transport.faults.clear()
    done, _ = board.visit()
    assert done.error is None
    all_live(board)


def test_threads_named_twice_are_read_once(board):
    """Each once, whatever the listing says twice; counted."""
    board.threads[10].append(post(12, 10))
    twice = listing(board, 10, 10, 20, 30, 10, 40, 50, 60)
    board.transport.faults[LISTING] = Fault(body=twice.body, headers=(("etag", '"twice"'),))

    done, asked = board.visit()

    assert [path for _, path, _, _ in asked[1:]] == ["/b/res/10.json"]
    assert done.counts["problem_duplicate_thread"] == 2 and board.looks(kind="listing")[-1]["listed"] is not None
    all_live(board)


def test_posts_named_twice_are_stored_once(board):
    """The first counts; the double is counted as a problem."""
    board.threads[10] += [post(12, 10), post(12, 10, com="again")]
    done, _ = board.visit()
    assert [row["text"] for row in board.versions(12)] == ["hello"]
    assert done.counts["problem_duplicate_message"] == 1


def test_numbers_that_run_backwards(board):
    """Threads and posts with lower numbers than known ones are new like any other."""
    board.threads = {5: [post(5), post(4, 5)], **board.threads}
    board.threads[60].append(post(3, 60))
    done, _ = board.visit()
    assert done.error is None
    assert {"3", "4", "5"} <= set(board.standing())
    all_live(board)


def test_a_board_that_began_anew(board):
    """Numbers start again, other words under known numbers: versions, nothing overwritten."""
    board.threads = {10: [post(10, com="another")]}
    board.visit()
    assert [row["text"] for row in board.versions(10)] == ["hello", "another"]
    assert board.standing()["11"][0] == "deleted"


def test_a_thread_that_shrinks(board):
    """From two replies to none and back: tombstones after two looks, then live again; each table whole."""
    board.threads[10] += [post(12, 10), post(13, 10)]
    board.visit()
    whole = board.threads[10]
    board.threads[10] = whole[:1]
    board.visit()
    assert [board.standing()[each][0] for each in ("10", "11", "12", "13")] == ["live", *["deleted"] * 3]
    board.threads[10] = whole
    board.visit()
    all_live(board)
    assert [row["version"] for row in board.versions(12)] == [1, 2, 3]


@pytest.mark.parametrize("hours", [-30, -3, 3, 30])
def test_a_server_whose_clock_is_hours_off(tmp_path, clock, hours):
    """Posts, Last-Modified and Date of another time than ours: nothing is stale, missed or deleted."""
    board = SmallBoard(tmp_path, clock, {})
    shift = int(clock.now().timestamp()) + hours * 3600 - 1_795_000_000
    board.threads = {10: [post(10), post(11, 10)], 20: [post(20)]}
    for posts in board.threads.values():
        for each in posts:
            each["time"] += shift
    for step in range(4):
        board.stamp = int(clock.now().timestamp()) + hours * 3600
        board.threads[10].append(post(12 + step, 10) | {"time": board.stamp})
        done, _ = board.visit()
        assert done.error is None and done.counts["stale"] == 0
        assert done.counts["messages_new"] == (4 if step == 0 else 1)
    assert {row["backfill"] for row in board.rows() if row["number"] in (13, 14, 15)} == {None}
    all_live(board)
    first = min(row["first_seen"] for row in board.rows())
    assert abs(first - clock.now()) < timedelta(hours=2)  # when it was seen is told by our own clock


def test_a_server_set_back_is_believed_after_all(board):
    """The server's clock was wrong and is put right, so everything looks older: it is not refused for ever."""
    board.stamp += 7200
    board.threads[10].append(post(12, 10))
    board.visit()
    board.stamp -= 3600
    board.threads[20].append(post(22, 20))
    board.visit()
    board.stamp += 3700
    board.threads[20].append(post(23, 20))
    board.visit()
    assert {"22", "23"} <= set(board.standing())


def dated(board, listing_date):
    """Every page of the board with this Last-Modified and no ETag."""
    pages = type(board).pages

    def made():
        fields = (("content-type", "application/json"), ("last-modified", listing_date))
        return {path: type(found)(found.body, 200, fields) for path, found in pages(board).items()}

    board.pages = made


ODD = [
    "",
    "yesterday",
    "Thu, 99 Foo 2026",
    "Thu, 01 Jan 2026 00:00:00",
    "Thu, 01 Jan 2026 00:00:00 -0000",
    "Thu, 01 Jan 99999 00:00:00 GMT",
    format_datetime(datetime(2099, 1, 1, tzinfo=UTC), usegmt=True),
]


@pytest.mark.parametrize("before", ODD)
@pytest.mark.parametrize("after", ["", "Sun, 22 Nov 2026 11:00:00 GMT"])
def test_odd_dates_from_the_server(tmp_path, clock, before, after):
    """A Last-Modified that is no date, has no zone, or lies in the future once: the board is read all the same after."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)]})
    dated(board, before)
    board.visit()
    board.threads[10].append(post(12, 10))
    dated(board, after)
    done, _ = board.visit()
    assert done.error is None and "12" in board.standing()
