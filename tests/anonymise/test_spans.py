"""Overlapping spans become one, and nothing of any of them is left."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.anonymise.entities import PRIORITY, RANK
from hikcorpus.anonymise.spans import Span, union

spans = st.lists(
    st.builds(
        lambda start, size, entity, score: Span(start, start + size, entity, score),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from(PRIORITY),
        st.sampled_from([0.4, 0.5, 1.0]),
    ),
    max_size=10,
)


def covered(found):
    """All positions that these spans cover."""
    return {index for span in found for index in range(span.start, span.end)}


@given(spans)
def test_the_union_covers_all_and_no_more(found):
    """No identifier loses a character, and no other text gains a mask."""
    assert covered(union(found)) == covered(found)


@given(spans)
def test_joined_spans_do_not_overlap_and_stand_in_order(found):
    """Each begins where the one before has ended, or later."""
    joined = union(found)
    assert all(left.end <= right.start for left, right in pairwise(joined))


@given(spans)
def test_the_kind_of_highest_priority_names_the_whole(found):
    """Of all that overlap in a stretch."""
    for span in union(found):
        inside = [part for part in found if span.start <= part.start and part.end <= span.end]
        assert RANK[span.entity] == min(RANK[part.entity] for part in inside)
        assert span.score == max(part.score for part in inside)


@given(spans, st.randoms())
def test_the_order_of_finding_does_not_matter(found, random):
    """The same spans in any order give the same result."""
    shuffled = list(found)
    random.shuffle(shuffled)
    assert union(shuffled) == union(found)


def test_spans_that_only_touch_stay_apart():
    """Two identifiers without a gap are two."""
    assert union([Span(0, 3, "PHONE", 0.5), Span(3, 6, "EMAIL", 0.5)]) == [
        Span(0, 3, "PHONE", 0.5),
        Span(3, 6, "EMAIL", 0.5),
    ]
