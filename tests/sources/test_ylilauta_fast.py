"""Ylilauta's cards by the short way, regular replies cut out of the text, against the tree alone."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.sources.ylilauta.regular import page_of
from tests.sources.mutants import mutant
from tests.sources.test_vichan_html_fast import HIDING, hidden, outcome, threads, tree_alone

REPLY = '<div class="post" data-post-id'
FIGURE = (
    '<figure class="file preview" data-action="Media.expand" data-file-id="a1b2c3" data-file-size="0" '
    'data-file-src="https://i.ylilauta.example/a1.avif" data-file-type="avif" data-media-type="image" tabindex="0">\n'
    '<picture>\n<source srcset="https://i.ylilauta.example/a1-240.avif 1x,\n   https://i.ylilauta.example/a1-480.avif 2x" '
    'type="image/avif">\n<img alt="" loading="lazy" src="https://i.ylilauta.example/a1-240.avif"/>\n</source></picture>\n'
    "</figure>\n"
)
MARK = (
    '<a class="ref" data-post-id="11" href="/post/11" rel="nofollow"><span class="icon-reply"></span>'
    '<span class="text-tag userid">OP</span></a>'
)


def reply(number, text, *, figure="", edited="", answered=""):
    """A reply as the captured pages write it."""
    return (
        f'<div class="post" data-post-id="{number}" data-user-id="{number % 7}" id="post-{number}">\n'
        '<div class="post-meta">\n<button class="text-tag userid" data-action="Thread.highlightReplies">1</button>\n'
        f'<span class="time" data-post-id="{number}" data-timestamp="{1789842000 + number}" data-update="true" '
        f'title="Sep 19, 2026, 9:21:07 PM">3 h</span>\n{edited}<div class="right">\n<button class="post-button icon-reply" '
        f'data-action="Post.reply" data-post-id="{number}" title="Reply"></button>\n<button class="post-button '
        f'icon-pointer-upright" data-action="Post.upvote" data-post-id="{number}" title="Upvote">\n<span '
        f'class="post-upvotes" data-count="{number % 3}">{number % 3}</span>\n</button>\n<button class="post-button '
        f'icon-menu" data-action="Post.menu" data-post-id="{number}" title="Post functions">\n</button>\n</div>\n</div>\n'
        f'<div>\n</div>\n{figure}<div class="post-message">{text}</div>\n{answered}</div>\n'
    )


def page():
    """The engine's own example with regular replies behind its own."""
    (case,) = [case for case in threads("ylilauta") if case.name == "example 0"]
    edited = '<button class="text-button icon-pencil-line" data-action="Post.editHistory" data-post-id="21"></button>\n'
    answered = (
        '<button class="post-replies post-button" data-action="Post.expandReplies" data-post-id="22" '
        'data-replies="23,24">\n      2     </button>\n'
    )
    replies = (
        reply(21, "Rivi\n\ntoinen &lt;3 &amp;amp;", edited=edited)
        + reply(22, f'{MARK}\n<span class="quote">&gt;Miten</span>\nkuva', figure=FIGURE, answered=answered)
        + reply(23, '<a href="https://a.example/?x=1&amp;y=2" rel="nofollow" target="_blank">a.example</a>')
        + reply(24, '<b>lihava</b> <div class="post-ref short" data-post-id="23">x</div>')
        + reply(25, "Loppu")
    )
    body = case.page.body.decode()
    return replace(
        case, page=replace(case.page, body=(body[: -len("</div></div>")] + replies + "</div></div>").encode())
    )


def test_usual_replies_are_cut_out_and_read_alike():
    """Three in a run; bold text and previews are for the tree; then one more."""
    case = page()
    assert [len(run) for run in page_of(case.page.body.decode()).runs.values()] == [3, 1]
    short = outcome(case, case.page.body)
    with tree_alone():
        assert short == outcome(case, case.page.body)
    assert [len(message.refs) for message in short.messages[2:]] == [0, 1, 1, 2, 0]
    assert short.thread.extra == {"edited": "21"}
    assert [one.digest for message in short.messages for one in message.attachments] == ["a1b2c3"]


@given(st.integers(0, 2**32))
def test_any_page_gives_the_same_both_ways(seed):
    """Messages with all fields, problems, facts and refusals."""
    rng = Random(seed)
    case = rng.choice([page(), page(), *threads("ylilauta")])
    body = mutant(rng, case.page.body, rng.choice(threads("ylilauta")).page.body)[:60_000]
    short = outcome(case, body)
    with tree_alone():
        assert short == outcome(case, body)


@pytest.mark.parametrize("around", HIDING)
def test_replies_that_are_hidden_or_inside_something_give_the_same_both_ways(around):
    """Where the tree builder does not stand as in a page's body, no post is cut out, or the same comes of it."""
    case = page()
    text = case.page.body.decode()
    for start in (text.find(REPLY), text.rfind(REPLY), text.find('<div class="post op-post')):
        body = hidden(text, start, around).encode()
        short = outcome(case, body)
        with tree_alone():
            assert short == outcome(case, body)
