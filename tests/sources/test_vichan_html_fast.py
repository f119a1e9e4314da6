"""Pages of vichan's family by the short way, regular replies cut out of the text, against the tree alone."""

from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources import cut as cutting
from hikcorpus.sources.vichan_html.threads import page_of
from tests.sources.every import committed
from tests.sources.mutants import mutant


@contextmanager
def tree_alone():
    """Within it, no post is regular: all are read from the tree."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cutting, "_parts", lambda *_: ([], {}))
        yield


def outcome(case, body):
    """What comes of the bytes in place of a case's page, refusals too."""
    try:
        return case.source.parse_thread(case.board, case.thread_id, replace(case.page, body=body))
    except LayoutChanged as error:
        return str(error)


def threads(engine):
    """The committed thread pages of an engine, in their order."""
    return [case for case in committed(engine) if case.kind == "thread"]


def alike(engine, seed, longer):
    """A mutant of one of its pages, made by that seed; read both ways. longer: makes a page of more posts."""
    rng = Random(seed)
    case = rng.choice(threads(engine))
    body = mutant(rng, longer(case.page.body), rng.choice(threads(engine)).page.body)[:60_000]
    short = outcome(case, body)
    with tree_alone():
        assert short == outcome(case, body)


def hidden(text, start, around):
    """The page with something opened before a place, and closed where the closing mark is given, at its end."""
    before, after = around
    return text[:start] + before + text[start:] + after


HIDING = [
    *(
        ("<!--", "-->"),
        ("<script>", "</script>"),
        ("<textarea>", ""),
        ("<a title='", "'>x</a>"),
        ("<b>", ""),
        ("<a href=x>", ""),
    ),
    *(
        ("<table>", ""),
        ("<select>", ""),
        ("<svg>", ""),
        ("<p><nobr>", ""),
        ("<template>", "</template>"),
        ("<plaintext>", ""),
    ),
    *(
        ("<math><mi>", ""),
        ("<noscript>", ""),
        ("<form><button>", ""),
        ("<div class='post'>", ""),
        ("<div class='files'>", ""),
    ),
]
"""What may stand before posts so that a tree has other posts, or none, and how it ends."""

REPLY = '<div class="post reply"'


def twice(body):
    """The page with its posts once more, under other numbers."""
    return body.replace(b"</form>", b'<i id="reply_9"></i></form>')


@given(st.integers(0, 2**32))
def test_any_page_gives_the_same_both_ways(seed):
    """Messages with all fields, problems, facts and refusals."""
    alike("vichan_html", seed, twice)


@pytest.mark.parametrize("around", HIDING)
def test_replies_that_are_hidden_or_inside_something_give_the_same_both_ways(around):
    """Where the tree builder does not stand as in a page's body, no post is cut out, or the same comes of it."""
    for case in threads("vichan_html"):
        text = case.page.body.decode()
        for start in (text.find(REPLY), text.rfind(REPLY), text.find('<div class="body')):
            if start >= 0:
                body = hidden(text, start, around).encode()
                short = outcome(case, body)
                with tree_alone():
                    assert short == outcome(case, body)


def test_usual_replies_are_cut_out():
    """The short way is taken: both replies of the plain page, in one run; the other page's are read from the tree."""
    pages = {case.name: case.page.body.decode() for case in threads("vichan_html")}
    assert [len(run) for run in page_of(pages["thread.html"]).runs.values()] == [2]
    assert page_of(pages["infinity.html"]).runs == {}


@pytest.mark.parametrize(
    "around", [("<!--", "-->"), ("<a href=x>", ""), ("<p><b>", ""), ("<textarea>", ""), ("<a title='", "'>")]
)
def test_nothing_is_cut_where_the_proof_fails(around):
    """In a comment, a text field or an attribute, and behind elements that nobody closed."""
    text = next(case for case in threads("vichan_html") if case.name == "thread.html").page.body.decode()
    assert page_of(hidden(text, text.find(REPLY), around)).runs == {}


@pytest.mark.parametrize("odd", ["&notit;", "&#128;", "\0", "\r", "&copy", "hikcorpus-run-0"])
def test_what_could_be_decoded_in_two_ways_is_not_cut(odd):
    """Entities without semicolon or of old code pages, NUL, carriage returns, our own mark."""
    case = next(case for case in threads("vichan_html") if case.name == "thread.html")
    body = case.page.body.replace(b"Samoin", f"Samoin {odd}".encode())
    assert sum(map(len, page_of(body.decode()).runs.values())) < 2
    short = outcome(case, body)
    with tree_alone():
        assert short == outcome(case, body)
