"""What decisions come to: every combination of two coders and a consensus."""

import pytest

from hikcorpus.review.decided import contested, final, finished
from hikcorpus.store.reviews import Decision


def said(**threads):
    """Decisions by thread."""
    return {thread: Decision("", "x", thread, verdict) for thread, verdict in threads.items()}


IN, OUT, UN = "include", "exclude", "unsure"


@pytest.mark.parametrize(
    ("anna", "ben", "together", "outcome"),
    [
        (IN, IN, None, ("include", "agreed")),
        (OUT, OUT, None, ("exclude", "agreed")),
        (UN, UN, None, ("undecided", "unsure")),
        (IN, OUT, None, ("undecided", "disagreed")),
        (IN, UN, None, ("undecided", "disagreed")),
        (IN, None, None, ("undecided", "read_by_one")),
        (None, UN, None, ("undecided", "read_by_one")),
        (None, None, None, ("undecided", "not_read")),
        (IN, OUT, OUT, ("exclude", "consensus")),
        (UN, UN, IN, ("include", "consensus")),
        (IN, IN, OUT, ("exclude", "consensus")),
        (IN, OUT, UN, ("undecided", "unsure")),
    ],
)
def test_two_coders(anna, ben, together, outcome):
    """Consensus wins, else what both said; all else is undecided, by reason. `single` changes nothing."""
    others = {"other": IN}
    decisions = {
        "anna": said(**others, **({"t": anna} if anna else {})),
        "ben": said(**others, **({"t": ben} if ben else {})),
    }
    consensus = said(t=together) if together else {}
    for single in (False, True):
        assert final(["t"], decisions, consensus, single=single) == {"t": outcome}


def test_one_coder_counts_only_where_the_study_has_one():
    """And only if that was said."""
    alone = {"anna": said(a=IN, b=OUT, c=UN)}
    assert final("abcd", alone, {}, single=True) == {
        "a": (IN, "one_coder"), "b": (OUT, "one_coder"), "c": ("undecided", "unsure"), "d": ("undecided", "not_read"),
    }  # fmt: skip
    assert {why for _, why in final("abc", alone, {}).values()} == {"read_by_one"}


def test_three_coders_all_agree_or_talk():
    """Two of three are no majority to go by; two who read and agree suffice."""
    decisions = {"anna": said(a=IN, b=IN), "ben": said(a=IN, b=IN), "cleo": said(a=OUT)}
    assert final("ab", decisions, {}) == {"a": ("undecided", "disagreed"), "b": (IN, "agreed")}
    assert contested("ab", decisions) == ["a"]


def test_finished_means_everybody_everything():
    """One coder, a gap, or nothing to read: not finished."""
    both = {"anna": said(a=IN, b=OUT), "ben": said(a=UN, b=OUT)}
    assert finished("ab", both)
    assert not finished("abc", both)
    assert not finished("ab", {"anna": both["anna"]})
    assert not finished("ab", both | {"cleo": said(a=IN)})
    assert not finished([], both)
