"""ebinboard: addresses, default names from its own list, marks of replies, what is refused, blanked, hostile pages."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.ebinboard.engine import Ebinboard

ONE = Ebinboard()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARD = Board("ebinlauta.net", "b", "ebinboard", "https://ebinlauta.net", ONE.zone)
FOLDER = Path(__file__).parent / "pages" / "ebinboard"
LISTINGS = {"catalog.html", "board.html"}
THREADS = sorted({path.name for path in FOLDER.iterdir()} - LISTINGS - {"expected.json"})


def page_of(name):
    """A committed page."""
    return Page(f"https://ebinlauta.net/b/{name}", (FOLDER / name).read_bytes(), NOW)


def read(page):
    """The thread of a page; all committed ones are thread 70."""
    return ONE.parse_thread(BOARD, "70", page)


@pytest.mark.parametrize(
    ("url", "board", "thread_id"),
    [
        ("https://ebinlauta.net/b/", "b", None),
        ("https://ebinlauta.net/b-3/", "b", None),
        ("https://ebinlauta.net/b/catalog/", "b", None),
        ("https://ebinlauta.net/b/33736#33741", "b", "33736"),
        ("https://www.ebinlauta.net/b/33736/50", "b", "33736"),
    ],
)
def test_addresses_are_understood(url, board, thread_id):
    """Certain: no other site runs it."""
    found = ONE.recognise(url)
    assert (found.board, found.thread_id, found.certain) == (board, thread_id, True)


@pytest.mark.parametrize(
    "url", ["https://ebinlauta.net/", "https://ebinlauta.net/boards.json", "http://h.example/b/1", ""]
)
def test_other_addresses_are_not_its_own(url):
    """Its files, other sites."""
    assert ONE.recognise(url) is None


def test_the_default_name_is_the_boards_own():
    """From the list of boards; an answer that is none changes nothing."""
    boards = {
        "boards": [
            {"uri": "a", "settings": {"default_name": "Joku"}},
            {"uri": "b", "settings": {"default_name": "Hiiri"}},
        ]
    }
    own = ONE.with_settings(BOARD, Page("x", json.dumps(boards).encode(), NOW))
    assert own.default_names == {"Hiiri"}
    assert ONE.parse_thread(own, "70", page_of("thread.html")).messages[1].is_default_name
    assert not read(page_of("thread.html")).messages[1].is_default_name
    for body in (
        b"",
        b"<html>",
        b"[]",
        b'{"boards": 1}',
        b'{"boards": [1, {"uri": "b"}]}',
        b'{"boards":[{"uri":"b","settings":{"default_name":5}}]}',
    ):
        assert ONE.with_settings(BOARD, Page("x", body, NOW)) == BOARD


@pytest.mark.parametrize(
    ("name", "thread_id", "board", "why"),
    [
        ("board.html", "70", "b", "several threads"),
        ("catalog.html", "70", "b", "several threads"),
        ("thread.html", "71", "b", "another thread"),
        ("thread.html", "70", "a", "another board"),
        ("new-posts.json", "71", "b", "another thread"),
    ],
)
def test_other_pages_are_refused(name, thread_id, board, why):
    """A page of the board, the catalogue, another thread, another board."""
    with pytest.raises(LayoutChanged, match=why):
        ONE.parse_thread(replace(BOARD, name=board), thread_id, page_of(name))


def test_a_page_of_the_board_with_one_thread_is_refused():
    """What it left out must not be taken for deleted."""
    page = page_of("thread.html")
    cut = page.body.replace(
        b'<div class="thread-replies">', b'<div class="omittedposts">9 posts omitted.</div><div>', 1
    )
    with pytest.raises(LayoutChanged, match="page of the board"):
        read(replace(page, body=cut))


def test_pages_of_the_board_lead_to_the_next():
    """By the number after the active one."""
    page = page_of("board.html")
    assert ONE.parse_listing(BOARD, page).next_url == "https://ebinlauta.net/b-1/"
    last = replace(page, body=page.body.replace(b'activepage">0<', b'activepage">2<'))
    assert ONE.parse_listing(BOARD, last).next_url is None


def test_marks_change_with_counts_and_words():
    """Of the catalogue."""
    page = page_of("catalog.html")
    before = [mark.mark for mark in ONE.parse_listing(BOARD, page).threads]
    for old, new in ((b"R:10 ", b"R:11 "), ("Yö".encode(), b"Aamu")):
        after = ONE.parse_listing(BOARD, replace(page, body=page.body.replace(old, new))).threads
        assert [one == mark.mark for one, mark in zip(before, after, strict=True)] == [False, True]


@pytest.mark.parametrize("name", THREADS)
def test_a_blanked_page_reads_the_same_but_for_its_content(name):
    """Words, names and files go, out of JSON too; all others keep every field."""
    page = page_of(name)
    before = read(page)
    for gone in ({message.message_id for message in before.messages[part::2]} for part in (0, 1)):
        body = ONE.blank(page, gone)
        after = read(replace(page, body=body))
        assert after.thread == before.thread
        for old, new in zip(before.messages, after.messages, strict=True):
            if old.message_id in gone:
                assert (new.message_id, new.posted_at, new.text) == (old.message_id, old.posted_at, "")
                assert (new.author_name, new.mail_field, new.refs, new.attachments) == (None, None, (), ())
            else:
                assert new == old
        assert ONE.blank(replace(page, body=body), gone) == body
    assert ONE.blank(page, {"99"}) == page.body


def test_parts_that_no_captured_page_has_are_told():
    """Tripcodes, flags, poster IDs: their classes are unknown until one is seen."""
    page = page_of("thread.html")
    assert {part for name in THREADS for part in ONE.unknown_fields(page_of(name))} == set()
    odd = page.body.replace(b'<span class="reflink">', b'<span class="trip">!abc</span><span class="reflink">')
    assert ONE.unknown_fields(replace(page, body=odd)) == {"class:trip"}


@given(st.sampled_from([*THREADS, *sorted(LISTINGS)]), st.integers(0), st.integers(0, 60), st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_damaged_pages_are_read_or_refused(name, place, cut, noise):
    """No exception but LayoutChanged, whatever a page has become."""
    page = page_of(name)
    at = place % (len(page.body) + 1)
    damaged = replace(page, body=page.body[:at] + noise + page.body[at + cut :])
    for work in (
        lambda: read(damaged),
        lambda: ONE.parse_listing(BOARD, damaged),
        lambda: ONE.blank(damaged, {"70", "71", "75"}),
        lambda: ONE.unknown_fields(damaged),
        lambda: ONE.with_settings(BOARD, damaged),
    ):
        with suppress(LayoutChanged):
            work()
