"""Saved pages of Ylilauta: previews, flattened previews, edges from both ends; never crawled."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page
from hikcorpus.sources.ylilauta.engine import slug_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARD = Board("ylilauta.org", "hikky", "ylilauta", "https://ylilauta.org", "Europe/Helsinki")


def post(number, body, *, user=1, replies="", head=""):
    """A reply in the site's markup."""
    button = f'<button class="post-replies post-button" data-replies="{replies}">1</button>' if replies else ""
    return (
        f'<div class="post" data-post-id="{number}" data-user-id="{user}"><div class="post-meta">{head}'
        f'<span class="time" data-timestamp="{1789842000 + number}">1 h</span></div>'
        f'<div class="post-message">{body}</div>{button}</div>'
    )


def read(*posts, thread_id="2176781041"):
    """The messages of a page with these posts."""
    card = '<div class="card thread" data-thread-id="2176781041" data-url="https://ylilauta.org/hikky/zzzz01">'
    body = (card + "".join(posts) + "</div>").encode()
    return source("ylilauta").parse_thread(BOARD, thread_id, Page("saved.html", body, NOW))


def preview(number, inner):
    """A quoted post as the site shows it inside another one."""
    return f'<div class="post-ref short" data-post-id="{number}"><div class="post-message">{inner}</div></div>'


def test_previews_inside_previews_are_neither_text_nor_edges():
    """Only what the poster quoted is an edge; what that post quoted is its own."""
    nested = preview(1, preview(9, "deep") + '<a class="ref" data-post-id="8" href="/post/8">x</a> shallow')
    page = read(post(1, "a"), post(2, nested + "\nown words"))
    assert page.messages[1].text == "own words"
    assert [ref.message_id for ref in page.messages[1].refs] == ["1"]


def test_edges_of_both_ends_are_one():
    """A reply mark and the target's button tell the same edge; a flattened preview leaves only the button."""
    ref = '<a class="ref" data-post-id="1" href="/post/1"><span class="icon-reply"></span></a>'
    page = read(post(1, "a", replies="2,3,99"), post(2, ref + "\nb"), post(3, "\nflattened"), post(4, "c"))
    assert [[one.message_id for one in message.refs] for message in page.messages] == [[], ["1"], ["1"], []]
    assert page.messages[2].text == "flattened"


def test_a_second_message_block_is_not_the_message():
    """The message is the direct child, wherever previews stand."""
    page = read(post(1, "a"), post(2, preview(1, "first") + "<b>second</b>\n\nthird"))
    assert page.messages[1].text == "second\n\nthird"


def test_accounts_are_names_and_the_others_nobody():
    """The site prints a name only for accounts."""
    named = '<span class="username">Kahvi_88</span><img class="flag" alt="FI" title="Finland">'
    first, second = read(post(1, "a", head=named), post(2, "b", user=0)).messages
    assert (first.author_name, first.account_id, first.is_default_name, first.country) == (
        "Kahvi_88",
        "Kahvi_88",
        False,
        "FI",
    )
    assert (second.author_name, second.account_id, second.is_default_name, second.poster_id) == (None, None, True, "0")


def test_odd_posts_become_problems():
    """A post twice, a post without a number."""
    page = read(post(1, "a"), post(1, "again"), post(2, "b").replace('"2"', '"zwei"'))
    assert [message.number for message in page.messages] == [1]
    assert [problem.reason for problem in page.problems] == ["duplicate_message", "unreadable_message"]


def test_it_is_never_crawled():
    """The protection is respected: the source says so, and its listing is refused."""
    one = source("ylilauta")
    assert not one.crawlable
    assert one.recognise("https://ylilauta.org/hikky/").certain
    with pytest.raises(LayoutChanged, match="saved thread pages only"):
        one.parse_listing(BOARD, Page(one.listing_url(BOARD), b"<html></html>", NOW))


@given(st.integers(min_value=36**4, max_value=36**6 - 1))
def test_slugs_are_the_ids_in_base_36(thread_id):
    """Address and id can be turned into each other without asking the site (numbers are far from seven characters)."""
    one = source("ylilauta")
    address = one.recognise(one.thread_url(BOARD, str(thread_id)))
    assert address.thread_id == str(thread_id)
    assert int(slug_of(thread_id), 36) == thread_id


@given(st.text(max_size=200))
def test_no_text_makes_it_raise(text):
    """Any words as a message, any text as a page."""
    assert read(post(1, text.replace("<", "&lt;"))).messages[0].number == 1
    assert source("ylilauta").recognise_saved(Page("x", text.encode(errors="replace"), NOW)) is None
