"""The order of a listing, told as what is other than in the one before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.store.orders import in_full, listed, told

IDS = st.lists(st.sampled_from([str(number) for number in range(100, 130)]), unique=True)


@given(IDS, IDS)
def test_what_was_told_is_what_is_held(before, now):
    """Whatever came, went or changed places."""
    mark = f"40@1795000000;7;{told(now, before)}"
    assert in_full(mark, f"39;6;{','.join(before)}") == f"40@1795000000;7;{','.join(now)}"


@given(IDS, IDS)
def test_it_is_never_longer_than_in_full(before, now):
    """Where most is other, all is told."""
    assert len(told(now, before)) <= len(",".join(now))


def test_some_that_came_up_and_one_that_went():
    """The rest stands as it stood."""
    before = [str(number) for number in range(1000, 1050)]
    now = ["2000", "1007", *(each for each in before if each not in ("1007", "1020"))]
    assert told(now, before) == "+;2000,1007;1020"
    assert told(before, before) == "+;;"


def test_a_listing_of_50_000_threads():
    """25 threads came up: 400 kB in full, now a line."""
    before = [str(number) for number in range(100_000, 150_000)]
    now = [*before[7000:7025], *before[:7000], *before[7025:]]
    assert len(told(now, [])) > 340_000
    assert len(told(now, before)) < 200


@pytest.mark.parametrize("mark", [None, "", "m1", "3;7;a,b", "3;7;", "0;0;"])
def test_marks_in_full_stay_as_they_are(mark):
    """As they were written before, too."""
    assert in_full(mark, "2;5;x,y") == mark


def test_what_goes_by_a_listing_that_nobody_knows_is_all_that_is_known():
    """Nothing is made up."""
    assert in_full("3;7;+;a,b;c", None) == "3;7;a,b"
    assert listed("") == [] and listed("a,b") == ["a", "b"]
