"""The board's life: deterministic, one sequence of numbers, full, and as busy as it was told to be."""

from datetime import timedelta
from itertools import pairwise
from statistics import mean

import pytest

from hikcorpus.demo.simulator import Settings
from tests.demo.simulator.conftest import START, Visitor

TICK = timedelta(microseconds=1)


def test_the_same_seed_gives_the_same_board(mode):
    """Bodies and validators depend on settings, seed and moment; not on how often somebody looked before."""
    busy, calm, other = Visitor(5, mode=mode), Visitor(5, mode=mode), Visitor(6, mode=mode)
    for _ in range(50):
        busy.wait(20).listed()
    calm.wait(1000)
    assert busy.ask("/b/catalog.json") == calm.ask("/b/catalog.json")
    for number in calm.truth.live_threads(calm.now):
        assert busy.ask(busy.path(number)) == calm.ask(calm.path(number))
    assert other.wait(1000).ask("/b/catalog.json").body != calm.ask("/b/catalog.json").body


def test_numbers_are_one_sequence(mode):
    """Posts of all threads share one sequence without a hole, in order of time, openings included."""
    board = Visitor(mode=mode).wait(7200)
    posts = board.truth.posts(START - timedelta(days=1), board.now + TICK)
    assert [post.number for post in posts] == list(range(100_001, 100_001 + len(posts)))
    assert all(a.posted_at < b.posted_at for a, b in pairwise(posts))
    assert [t.number for t in board.truth.threads] == [post.number for post in posts if post.is_opening]
    assert len(posts) > 1000


def test_only_the_last_thread_of_a_full_board_is_pruned(mode):
    """A thread that falls off was last in bump order, the board was full, and a new thread came at that instant."""
    board = Visitor(mode=mode).wait(7200)
    opened = {thread.opened_at for thread in board.truth.threads}
    fallen = [t for t in board.truth.threads if t.archived_at or t.pruned_at]
    assert len(fallen) > 30
    for thread in fallen:
        assert bool(thread.archived_at) == (mode == "fourchan")
        at = thread.archived_at or thread.pruned_at
        before = board.truth.live_threads(at - TICK)
        assert before[-1] == thread.number
        assert len(before) == len(board.truth.live_threads(at)) == board.settings.threads
        assert at in opened


def test_the_past_is_told_as_it_was_shown(mode):
    """`live_threads` and `still_there` of a past moment are what the pages showed then."""
    board = Visitor(mode=mode)
    shown = []
    for _ in range(20):
        board.wait(61)
        shown.append((board.now, tuple(thread["no"] for thread in board.listed()), board.truth.still_there(board.now)))
    board.wait(3600)
    for moment, listed, standing in shown:
        assert board.truth.live_threads(moment) == listed
        assert board.truth.still_there(moment) == standing


def test_the_board_is_full_at_the_start(mode):
    """After the warm-up the board holds its threads, with replies, on a busy board and on a quiet one."""
    for changes in ({}, {"posts_every": 1200.0}):
        board = Visitor(mode=mode, threads=150, deleted_threads=0.0, **changes)
        listed = board.listed()
        assert len(listed) == 150
        assert mean(thread["replies"] for thread in listed) > 5


def test_rates_come_out_as_set():
    """Over four days: Poisson posts, shares and mean delays of what was planned, within four standard errors."""
    board = Visitor(3, threads=150, warm_up_hours=8, bump_limit=300, edited=0.01, deleted_replies=0.04)
    board.wait(4 * 86400)
    end = board.now - timedelta(hours=3)
    posts = board.truth.posts(START, end)
    seconds = (end - START).total_seconds()
    assert len(posts) == pytest.approx(seconds / 5, abs=4 * (seconds / 5) ** 0.5)
    gaps = [(b.posted_at - a.posted_at).total_seconds() for a, b in pairwise(posts)]
    assert mean(gap > 5 for gap in gaps) == pytest.approx(0.3679, abs=0.01)
    opened = [post for post in posts if post.is_opening]
    assert len(opened) / len(posts) == pytest.approx(0.04, abs=0.004)
    replies = [post for post in posts if not post.is_opening]
    assert mean(post.sage for post in replies) == pytest.approx(0.05, abs=0.004)
    deleted = [post for post in replies if post.deleted_by == "post"]
    assert len(deleted) / len(replies) == pytest.approx(0.04, abs=0.004)
    assert mean((p.deleted_at - p.posted_at).total_seconds() for p in deleted) == pytest.approx(600, rel=0.1)
    edited = [post for post in posts if post.edited_at]
    assert len(edited) / len(posts) == pytest.approx(0.01, abs=0.0016)
    assert mean((p.edited_at[0] - p.posted_at).total_seconds() for p in edited) == pytest.approx(600, rel=0.15)
    gone = [post.thread for post in opened if post.thread.deleted_at]
    assert len(gone) / len(opened) == pytest.approx(0.06, abs=0.02)
    assert mean((t.deleted_at - t.opened_at).total_seconds() for t in gone) == pytest.approx(1200, rel=0.3)
    biggest = sorted((len(post.thread.posts) for post in opened), reverse=True)
    assert sum(biggest[: len(biggest) // 100]) < 0.25 * len(posts)  # no handful of threads takes all
    assert biggest[0] < 450


def test_odd_settings_are_refused():
    """Shares beyond 1, boards without threads or with a slash, outages without a zone."""
    naive = START.replace(tzinfo=None)
    for wrong in (
        {"sage_share": 1.5},
        {"threads": 0},
        {"new_thread_share": 0.0},
        {"board": "b/../c"},
        {"outages": ((naive, naive),)},
    ):
        with pytest.raises(ValueError, match=r"board|share|outages"):
            Settings(**wrong)
