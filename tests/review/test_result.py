"""What a review comes to, and what it keeps quiet until all have read."""

from hikcorpus.review.result import result
from hikcorpus.review.result_text import lines
from hikcorpus.store.reviews import Decision, Entry, Sheet

SHEET = Sheet("s", "family", 0, 3, "x", 30, 0, tuple(Entry(t, "proposed" if t in "ab" else "dropped") for t in "abcde"))


def said(coder, **threads):
    """A coder's decisions; the reasons would be secret."""
    return {thread: Decision("", coder, thread, verdict, "a secret") for thread, verdict in threads.items()}


ANNA = said("anna", a="include", b="exclude", c="exclude", d="exclude", e="unsure")
BEN = said("ben", a="include", b="include", c="exclude", d="exclude", e="exclude")


def test_before_all_have_read_only_progress_is_told():
    """No counts, no agreement, no list: nobody is led by others."""
    found = result(SHEET, {"anna": ANNA, "ben": {"a": BEN["a"]}}, {})
    assert found.unread == {"anna": 0, "ben": 4}
    assert (found.finished, found.counts, found.agreement, found.contested) == (False, {}, None, [])
    text = "\n".join(lines(found))
    assert "anna: 5 of 5 read" in text
    assert "include" not in text
    assert "ben: 1 of 5 read" in text


def test_after_that_everything():
    """Counts, agreement, what to talk about, precision and recall."""
    found = result(SHEET, {"ben": BEN, "anna": ANNA}, {})
    assert found.finished
    assert found.contested == ["b", "e"]
    assert found.outcomes == {
        ("include", "agreed"): 1, ("exclude", "agreed"): 2, ("undecided", "disagreed"): 2,
    }  # fmt: skip
    assert found.agreement.percent == 60
    assert found.agreement.kappa == (5 * 3 - (1 * 2 + 3 * 3)) / (25 - 11)
    text = "\n".join(lines(found))
    assert "Cohen's kappa: 0.286" in text
    assert "or all are unsure: 2; settled: 0" in text
    assert "not settled, and in neither figure: 2" in text
    assert "secret" not in text


def test_the_consensus_settles_and_changes_no_agreement():
    """Agreement is of what coders decided alone."""
    settled = said("consensus", b="include", e="include")
    found = result(SHEET, {"ben": BEN, "anna": ANNA}, settled)
    assert found.agreement.percent == 60
    assert found.settled == 2
    assert found.estimate.precision[:2] == (2, 2)
    assert found.estimate.elusion[:2] == (1, 3)
    assert found.estimate.missed[0] == 10
    assert "recall of the filter: 16.7%" in "\n".join(lines(found))


def test_one_coder_alone_where_that_was_said():
    """No agreement of one with herself; the estimates stand."""
    assert not result(SHEET, {"anna": ANNA}, {}).finished
    found = result(SHEET, {"anna": ANNA}, {}, single=True)
    assert (found.finished, found.agreement, found.contested) == (True, None, [])
    assert found.estimate.precision[:2] == (1, 2)
    assert "(one coder)" in "\n".join(lines(found))


def test_nobody_yet():
    """A sentence."""
    assert lines(result(SHEET, {}, {}))[0] == "Nobody has read anything yet."


def test_kappa_that_is_not_defined_is_said_so():
    """All the same all the time."""
    all_out = dict.fromkeys("abcde", "exclude")
    text = "\n".join(lines(result(SHEET, {"a": said("a", **all_out), "b": said("b", **all_out)}, {})))
    assert "Cohen's kappa: not defined" in text
    assert "agreement 100.0%" in text
