"""What a perfect observer could have seen, checked the long way round."""

from datetime import timedelta

import pytest

from tests.demo.simulator.conftest import START, Visitor, every


def test_the_upper_limit_is_the_union_of_snapshots(mode):
    """The share of posts found on the board at one poll at least, counted from whole snapshots."""
    board = Visitor(mode=mode).wait(7200)
    polls, end = every(400, 2), START + timedelta(hours=1.5)
    seen = frozenset().union(*(board.truth.still_there(poll) for poll in polls))
    made = {post.number for post in board.truth.posts(START, end)}
    assert board.truth.caught(polls, START, end) == made & seen
    assert board.truth.upper_limit(polls, START, end) == len(made & seen) / len(made)
    assert 0 < board.truth.loss(polls, START, end) == pytest.approx(1 - len(made & seen) / len(made))


def test_the_upper_limit_falls_with_the_interval(mode):
    """About 1 at one poll a second, less at each longer interval, 0 without a poll."""
    board = Visitor(mode=mode).wait(3 * 3600)
    window = START, START + timedelta(hours=2)
    shares = [board.truth.upper_limit(every(seconds, 3), *window) for seconds in (1, 60, 300, 900, 3600)]
    assert shares[0] > 0.998
    assert shares == sorted(shares, reverse=True)
    assert len(set(shares)) == 5
    assert shares[-1] < 0.95
    assert board.truth.upper_limit([], *window) == 0


def test_the_future_is_not_known():
    """Questions beyond the clock's present are refused, also by polls and windows."""
    board = Visitor()
    late = board.now + timedelta(seconds=1)
    with pytest.raises(ValueError, match="known until"):
        board.truth.still_there(late)
    with pytest.raises(ValueError, match="known until"):
        board.truth.upper_limit([late], START - timedelta(hours=1), START)
    with pytest.raises(KeyError):
        board.truth.post(5)
    board.wait(1)
    assert board.truth.still_there(late)


def test_a_post_knows_how_it_went(mode):
    """Deleted itself, deleted with its thread, fallen off: each told apart, each with its time."""
    board = Visitor(mode=mode).wait(7200)
    ways = set()
    for post in board.truth.posts(START - timedelta(hours=2), board.now):
        thread, gone = post.thread, board.truth.gone_at(post)
        ways.add((post.deleted_by, bool(gone)))
        if post.deleted_by == "post":
            assert gone == post.deleted_at > post.posted_at
        elif post.deleted_by == "thread":
            assert gone == post.deleted_at == thread.deleted_at
            assert thread.pruned_at is thread.archived_at is None
        else:
            assert post.deleted_at is None
            fallen = thread.pruned_at or (thread.archived_at and thread.archived_at + timedelta(hours=0.5))
            assert gone == (fallen if fallen and fallen <= board.now else None)
    assert ways == {("post", True), ("thread", True), (None, True), (None, False)}


def test_what_the_listing_tells_of_an_edit(mode):
    """The verdict on each edit at the next polls agrees with the catalog as it was served then."""
    board = Visitor(mode=mode)
    verdicts: dict[str, int] = {}
    polls = []
    for _ in range(120):
        board.wait(60)
        polls.append((board.now, {entry["no"]: entry for entry in board.listed()}))
    for edit in board.truth.edits(START, board.now):
        later = [poll for poll in polls if poll[0] >= edit.at][:10]
        for moment, listed in later:
            verdict = board.truth.edit_in_listing(edit, moment)
            verdicts[verdict] = verdicts.get(verdict, 0) + 1
            entry = listed.get(edit.post.thread.number)
            if entry is None:
                assert verdict == "unlisted"
                continue
            shown = {post["no"] for post in (entry, *entry.get("last_replies", []))}
            second = int(edit.at.timestamp())
            if verdict == "time":
                assert entry["last_modified"] == second
            elif verdict == "text":
                assert edit.post.number in shown
            else:
                assert verdict in {"masked", "unlisted"}
                assert edit.post.number not in shown
        assert board.truth.edit_in_listing(edit, edit.at - timedelta(microseconds=1)) == "not_yet"
    expected = {"text", "masked", "unlisted"} | ({"time"} if mode != "vichan" else set())
    assert verdicts.keys() == expected
