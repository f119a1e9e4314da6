"""Pages of miniboard by the short way, regular replies cut out of the text, against the tree alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.sources.miniboard.regular import page_of
from tests.sources.test_vichan_html_fast import HIDING, alike, hidden, outcome, threads, tree_alone

REPLY = '<div class="post-container reply-container"'


@given(st.integers(0, 2**32))
def test_any_page_gives_the_same_both_ways(seed):
    """Messages with all fields, problems, facts and refusals."""
    alike("miniboard", seed, bytes)


@pytest.mark.parametrize("around", HIDING)
def test_replies_that_are_hidden_or_inside_something_give_the_same_both_ways(around):
    """Where the tree builder does not stand as in a page's body, no post is cut out, or the same comes of it."""
    for case in threads("miniboard"):
        text = case.page.body.decode("utf-8", "replace")
        for start in (text.find(REPLY), text.rfind(REPLY)):
            if start >= 0:
                body = hidden(text, start, around).encode()
                short = outcome(case, body)
                with tree_alone():
                    assert short == outcome(case, body)


def test_usual_replies_are_cut_out():
    """The short way is taken, and all replies that follow each other make one run."""
    text = next(case for case in threads("miniboard") if case.name == "thread.html").page.body.decode()
    assert [len(run) for run in page_of(text).runs.values()] == [2]
