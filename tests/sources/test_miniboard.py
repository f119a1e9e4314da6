"""miniboard: addresses, error pages with status 200, replies alone, what is refused, blanked, hostile pages."""

import re
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
from hikcorpus.sources.miniboard.engine import Miniboard

ONE = Miniboard()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARD = Board("minilauta.org", "hikky", "miniboard", "https://minilauta.org", ONE.zone)
FOLDER = Path(__file__).parent / "pages" / "miniboard"
LISTINGS = {"catalog.html", "board.html"}
THREADS = sorted({path.name for path in FOLDER.iterdir()} - LISTINGS - {"expected.json"})
ERROR = '<div class="box-container"><div class="box"><div class="box-title">ERR {} :: MSG {}</div></div></div>'


def page_of(name):
    """A committed page."""
    return Page(f"https://minilauta.org/hikky/{name}", (FOLDER / name).read_bytes(), NOW)


def read(page):
    """The thread of a page; all committed ones are thread 70."""
    return ONE.parse_thread(BOARD, "70", page)


@pytest.mark.parametrize(
    ("url", "board", "thread_id", "certain"),
    [
        ("https://minilauta.org/hikky/", "hikky", None, True),
        ("https://minilauta.org/hikky?page=2", "hikky", None, True),
        ("https://minilauta.org/hikky/catalog/?page=1", "hikky", None, True),
        ("https://minilauta.org/b/82695/#b-82696", "b", "82695", True),
        ("http://h.example/b/82695", "b", "82695", False),
        ("http://h.example/b/", "b", None, False),
    ],
)
def test_addresses_are_understood(url, board, thread_id, certain):
    """Certain on minilauta.org only."""
    found = ONE.recognise(url)
    assert (found.board, found.thread_id, found.certain) == (board, thread_id, certain)


@pytest.mark.parametrize("url", ["https://minilauta.org/", "https://minilauta.org/src/1.jpg", "http://h.example/b", ""])
def test_other_addresses_are_not_its_own(url):
    """Files, the home page."""
    assert ONE.recognise(url) is None


@pytest.mark.parametrize(
    ("code", "message", "answer"),
    [
        (404, "index::route thread /hikky/70/ was deleted by a moderator", "gone"),
        (404, "index::route thread /hikky/70/ was deleted by its author", "gone"),
        (404, "index::route thread with ID /hikky/70 not found", "gone"),
        (401, "index::route access denied", "blocked"),
        (403, "index::route this ip address has been banned", "blocked"),
        (500, "db", "unavailable"),
        (418, "x", "other"),
    ],
)
def test_error_pages_say_what_they_are_whatever_their_status(code, message, answer):
    """And none of them is a thread or a listing."""
    page = Page("https://minilauta.org/hikky/70/", ERROR.format(code, message).encode(), NOW)
    assert ONE.classify(page) == answer
    with pytest.raises(LayoutChanged):
        read(page)
    with pytest.raises(LayoutChanged):
        ONE.parse_listing(BOARD, page)


def test_pages_with_posts_are_no_errors():
    """Whatever people write."""
    assert {ONE.classify(page_of(name)) for name in (*THREADS, *LISTINGS)} == {"ok"}


def test_replies_asked_for_alone_have_no_opening_message():
    """Only at their own address; elsewhere a page without its opening post is another page."""
    page = page_of("thread.html")
    body = re.sub(rb'<div class="thread".*?(?=  <div class="post-container reply)', b"", page.body, flags=re.DOTALL)
    asked = replace(page, body=body, url="https://minilauta.org/hikky/70/replies?post_id_after=70")
    parsed = read(asked)
    assert [(message.number, message.is_opening) for message in parsed.messages] == [(71, False), (72, False)]
    assert not any(ref.dangling for message in parsed.messages for ref in message.refs)
    with pytest.raises(LayoutChanged, match="opening post"):
        read(replace(page, body=body))


@pytest.mark.parametrize(
    ("name", "thread_id", "board", "why"),
    [
        ("board.html", "70", "hikky", "page of the board"),
        ("thread.html", "71", "hikky", "another thread"),
        ("thread.html", "70", "b", "another board"),
        ("catalog.html", "82", "hikky", "page of the board"),
    ],
)
def test_other_pages_are_refused(name, thread_id, board, why):
    """A page of the board, another thread, another board."""
    with pytest.raises(LayoutChanged, match=why):
        ONE.parse_thread(replace(BOARD, name=board), thread_id, page_of(name))


def test_listings_of_other_boards_are_refused_and_pages_follow_each_other():
    """The overboard lists threads of all boards."""
    assert (
        ONE.parse_listing(BOARD, page_of("catalog.html")).next_url == "https://minilauta.org/hikky/catalog.html?page=1"
    )
    with pytest.raises(LayoutChanged, match="another board"):
        ONE.parse_listing(replace(BOARD, name="b"), page_of("catalog.html"))
    empty = Page("x", b'<div id="catalog" class="catalog"></div>', NOW)
    assert ONE.parse_listing(BOARD, empty).threads == ()


def test_marks_change_with_everything_that_the_catalogue_shows():
    """Counts, locks, titles, words; not with a thumbnail's size."""
    page = page_of("catalog.html")
    before = ONE.parse_listing(BOARD, page).threads[0].mark
    for old, new in (
        (b"<b>80</b>", b"<b>81</b>"),
        (b"Talvi", b"Kesa"),
        (b"R: <b>80", b"<img src='/static/lock.png'>R: <b>80"),
    ):
        assert ONE.parse_listing(BOARD, replace(page, body=page.body.replace(old, new))).threads[0].mark != before
    smaller = replace(page, body=page.body.replace(b"width='120'", b"width='90'"))
    assert ONE.parse_listing(BOARD, smaller).threads[0].mark == before


@pytest.mark.parametrize("name", THREADS)
def test_a_blanked_page_reads_the_same_but_for_its_content(name):
    """Words, names, IDs and files go; all others keep every field, and the thread its icons."""
    page = page_of(name)
    before = read(page)
    for gone in ({message.message_id for message in before.messages[part::2]} for part in (0, 1)):
        body = ONE.blank(page, gone)
        after = read(replace(page, body=body))
        assert replace(after.thread, title=before.thread.title) == before.thread
        assert after.problems == before.problems
        for old, new in zip(before.messages, after.messages, strict=True):
            if old.message_id in gone:
                assert (new.message_id, new.posted_at, new.text) == (old.message_id, old.posted_at, "")
                assert (new.author_name, new.tripcode, new.poster_id, new.shared_line) == (None, None, None, None)
                assert (new.mail_field, new.subject, new.refs, new.attachments) == (None, None, (), ())
                assert new.state == old.state
            else:
                assert new == old
        assert ONE.blank(replace(page, body=body), gone) == body
    assert ONE.blank(page, {"99"}) == page.body


def test_what_posts_lack_is_told():
    """By the name of the part; a stub lacks nothing."""
    page = page_of("thread.html")
    assert {part for name in THREADS for part in ONE.unknown_fields(page_of(name))} == set()
    changed = replace(page, body=page.body.replace(b"post-datetime", b"post-time"))
    assert ONE.unknown_fields(changed) == {"selector:post-datetime"}


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
        lambda: ONE.blank(damaged, {"70", "71"}),
        lambda: ONE.unknown_fields(damaged),
        lambda: ONE.classify(damaged),
    ):
        with suppress(LayoutChanged):
            work()
