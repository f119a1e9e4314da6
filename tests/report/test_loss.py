"""The expected loss: on lives whose law is known, and on a little board whose losses are known."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.report.completeness import completeness
from hikcorpus.report.loss import Lives, Measured, foretell, unseen
from hikcorpus.store.layout import DataFolder
from tests.report.little_board import Kind, expected_loss, instant, lived, true_loss, visit, written

NONE = Lives([(10.0, 500)], [(20_000.0, 500)], [])


def told(tmp_path, kind, minutes, seed, *, numbered=True, outage=None):
    """The board lived and visited; what was told of it, and the truth."""
    threads = lived(kind, seed)
    looks = [place * minutes * 60.0 for place in range(int(kind.hours * 60 / minutes) + 1)]
    if outage:
        looks = [look for look in looks if not outage[0] < look < outage[1]]
    visit(threads, looks, slow=min(20.0, minutes * 12))
    data = DataFolder(tmp_path / f"{kind.post_every}-{minutes}-{seed}-{numbered}")
    written(data.raw("s", "b"), threads, looks, numbered=numbered)
    (board,) = completeness(data, instant(looks[-1] + 5))
    return board, threads, looks


@pytest.mark.parametrize(
    ("kind", "minutes", "seeds"),
    [(Kind(), 1, (1,)), (Kind(), 15, (1, 2)), (Kind(), 60, (1, 2)), (Kind(post_every=60.0), 60, (1, 2, 4))],
    ids=["busy, 1 min", "busy, 15 min", "busy, 60 min", "slow, 60 min"],
)
def test_within_half_a_point_of_what_was_lost(tmp_path, kind, minutes, seeds):
    """The loss foretold for the interval in use against the posts that really came and went."""
    for seed in seeds:
        board, threads, looks = told(tmp_path, kind, minutes, seed)
        really, found = true_loss(threads, 0, looks[-1] - 15), board["loss"]["in_use"]
        assert abs(found["loss"] - really) < 0.005
        if minutes > 1:  # at one a minute what was lost is a handful of posts: chance alone leaves the interval
            assert found["low"] <= really <= found["high"]


def test_intervals_cover_what_other_intervals_would_lose(tmp_path):
    """95 % intervals for 1 to 180 minutes, told from visits every 15: at most one in ten misses."""
    truths = [lived(Kind(), 100 + seed) for seed in range(5)]
    hits = []
    for seed in range(3):
        board, _, _ = told(tmp_path, Kind(), 15, seed)
        for each in board["loss"]["others"]:
            really = sum(expected_loss(threads, each["seconds"]) for threads in truths) / len(truths)
            hits.append(each["low"] <= really <= each["high"])
    assert sum(hits) >= 0.9 * len(hits)


def test_without_numbers_the_lives_alone_tell(tmp_path):
    """Where a site numbers all boards together, no number tells; the interval is wider and still holds the truth."""
    board, _, _ = told(tmp_path, Kind(), 15, 1, numbered=False)
    assert board["numbers"]["usable"] is False
    assert "all its boards together" in board["numbers"]["reason"]
    loss = board["loss"]
    assert loss["basis"] == "lives of removed posts"
    truths = [expected_loss(lived(Kind(), 100 + seed), 900.0) for seed in range(5)]
    assert loss["in_use"]["low"] <= sum(truths) / 5 <= loss["in_use"]["high"]


def test_threads_that_fall_off_are_told_apart_from_deletions(tmp_path):
    """At 60 minutes this board prunes threads unseen: the numbers count it, the other intervals leave it out."""
    board, threads, _ = told(tmp_path, Kind(), 60, 1)
    assert board["loss"]["threads_fall_off_soon"]
    assert board["loss"]["in_use"]["loss"] > 0.01 + expected_loss(threads, 3600.0)  # pruning comes on top
    (minute, *_) = board["loss"]["others"]
    assert minute["low"] <= expected_loss(threads, 60.0) <= minute["high"]


def test_nothing_is_said_where_nothing_can_be():
    """No removal seen, no numbers: no figure. With numbers and no loss: zero, and an upper end."""
    assert foretell(NONE, NONE, None, [900.0]) is None
    (found,) = foretell(NONE, NONE, Measured(500, 0, None, [(900.0, 500.0)]), [900.0]) or ()
    assert found["low"] <= found["loss"] < 0.001 < found["high"] < 0.007


def test_numbers_decide_where_few_deletions_were_caught():
    """Two caught, 25 of 500 numbers missing: five percent, not the fraction that two would tell."""
    caught = Lives([(900.0, 475)], [(20_000.0, 473)], [(900.0, 4500.0, 2)])
    (found,) = foretell(caught, NONE, Measured(500, 25, 1.0, [(3600.0, 500.0)]), [3600.0]) or ()
    assert found["loss"] == pytest.approx(0.05, abs=0.01)
    assert found["low"] < 0.05 < found["high"]


def test_a_known_law_is_found():
    """10 % doomed, mean 20 minutes, visited every 15: both the loss and what an hour would cost."""
    random_ = random.Random(7)
    began, stood, gone = [], [], []
    for _ in range(40_000):
        wait = random_.uniform(0, 900)
        dies = random_.expovariate(1 / 1200) if random_.random() < 0.1 else math.inf
        if dies <= wait:
            continue
        began.append((wait, 1))
        if dies == math.inf:
            stood.append((20_000.0, 1))
        else:
            before = wait + 900 * ((dies - wait) // 900)
            gone.append((before, before + 900, 1))
    quarter, hour = foretell(Lives(began[:4000], stood[:3700], gone[:300]), NONE, None, [900.0, 3600.0]) or ()
    assert quarter["low"] <= 0.1 * unseen(1200, 900) <= quarter["high"]
    assert hour["low"] <= 0.1 * unseen(1200, 3600) <= hour["high"]


@settings(max_examples=60, deadline=None)
@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(1.01, 10))
def test_more_is_lost_at_longer_intervals(tau, seconds, times):
    """The unseen share grows with the interval and stays a share."""
    assert 0 <= unseen(tau, seconds) <= unseen(tau, seconds * times) + 1e-12 <= 1 + 1e-12
