"""YBoard: what its pages do not say, what an operator's pages say too much of, hostile pages."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged, ThreadMoved
from hikcorpus.model import Board
from hikcorpus.sources.base import Page, ThreadMark
from hikcorpus.sources.yboard.engine import Yboard

ONE = Yboard()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages" / "yboard"
BOARD = Board("test", "koti", "yboard", "https://board.example", "Europe/Helsinki")
FILES = sorted(path.name for path in PAGES.glob("*.html"))


def page(name, body=None):
    """A committed page as a response."""
    return Page(f"https://board.example/{name}", body or (PAGES / name).read_bytes(), NOW, "utf-8")


def changed(name, old, new):
    """A committed page with something replaced."""
    body = (PAGES / name).read_bytes()
    assert old.encode() in body
    return page(name, body.replace(old.encode(), new.encode()))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://h.example/koti/", ("http://h.example", "koti", None)),
        ("http://h.example/koti", ("http://h.example", "koti", None)),
        ("http://h.example:81/koti-12/", ("http://h.example:81", "koti", None)),
        ("http://h.example/koti/catalog", ("http://h.example", "koti", None)),
        ("http://h.example/koti/catalog-3", ("http://h.example", "koti", None)),
        ("http://h.example/koti/55#post-56", ("http://h.example", "koti", "55")),
        ("http://h.example/y%C3%B6/55", ("http://h.example", "yö", "55")),
        ("http://h.example/post-55", None),
        ("http://h.example/followedthreads/", None),
        ("http://h.example/info/faq", None),
        ("http://h.example/koti/res/5.html", None),
        ("http://h.example/koti/catalog.json", None),
        ("http://h.example/", None),
        ("http://h.example", None),
        ("nothing", None),
    ],
)
def test_addresses(url, expected):
    """Never certain: other engines have such addresses."""
    found = ONE.recognise(url)
    assert (found and (found.root, found.board, found.thread_id)) == expected
    assert found is None or not found.certain


def test_times_are_utc_whatever_the_zone_of_the_board():
    """The engine's own script makes local time of them."""
    first = ONE.parse_thread(BOARD, "100", page("thread.html")).messages[0]
    assert first.posted_at == datetime(2021, 3, 1, 6, 0, tzinfo=UTC)


def test_the_next_page_of_the_catalog_is_told():
    """And no address that leads elsewhere."""
    assert ONE.parse_listing(BOARD, page("catalog.html")).next_url == "https://board.example/koti/catalog-2"
    assert ONE.parse_listing(BOARD, page("board_page.html")).next_url == "https://board.example/koti-2/"
    away = changed("catalog.html", "/koti/catalog-2", "//elsewhere.example/x")
    assert ONE.parse_listing(BOARD, away).next_url is None


def test_being_read_is_no_change():
    """The count of readings stands beside the count of replies; marks do not move with it."""
    before = ONE.parse_listing(BOARD, page("catalog.html")).threads
    read = ONE.parse_listing(BOARD, changed("catalog.html", "read 4 times", "read 5 times")).threads
    more = ONE.parse_listing(BOARD, changed("catalog.html", "2 replies", "3 replies")).threads
    loose = ONE.parse_listing(BOARD, changed("catalog.html", "icon-pushpin", "icon-none")).threads
    assert [mark.mark for mark in before] == [mark.mark for mark in read]
    assert [one.mark == two.mark for one, two in zip(before, more, strict=True)] == [False, True, True]
    assert [one.mark == two.mark for one, two in zip(before, loose, strict=True)] == [False, True, True]


def test_a_thread_that_stands_on_another_board_has_moved():
    """Its own title's address tells."""
    with pytest.raises(ThreadMoved):
        ONE.parse_thread(
            BOARD, "100", changed("thread.html", 'class="subject" href="/koti/', 'class="subject" href="/b/')
        )


def test_other_pages_are_refused():
    """Another thread, a listing as thread, a thread as listing, another board's listing, a page of nothing."""
    for thread_id, one in (("101", page("thread.html")), ("100", page("catalog.html")), ("100", page("x", b"<html>"))):
        with pytest.raises(LayoutChanged):
            ONE.parse_thread(BOARD, thread_id, one)
    for board, one in ((BOARD, page("thread.html")), (replace(BOARD, name="b"), page("catalog.html"))):
        with pytest.raises(LayoutChanged):
            ONE.parse_listing(board, one)
    with pytest.raises(LayoutChanged):
        ONE.parse_index(BOARD, page("catalog.html"))


def test_a_thread_without_its_opening_message_is_refused():
    """It is the thread's subject, and the thread."""
    with pytest.raises(LayoutChanged):
        ONE.parse_thread(BOARD, "100", changed("thread.html", "first-post", "nothing"))


def test_tails_count_what_they_do_not_show():
    """Three replies are hidden; the thread without posts of its own on the page has no tail."""
    entries = ONE.parse_index(BOARD, page("board_page.html"))
    tail = ONE.parse_tail(BOARD, entries["100"])
    assert [message.message_id for message in tail.messages] == ["100", "104", "105"]
    assert (tail.reply_count, tail.explained, tail.raw) == (5, True, entries["100"])
    assert ONE.parse_tail(BOARD, entries["120"]) is None
    assert ONE.parse_tail(replace(BOARD, name="b"), entries["100"]) is None
    assert ONE.parse_tail(BOARD, b"\xff") is None
    assert [ONE.tail_url(BOARD, ThreadMark("1", place, "")) for place in (0, 9, 10)] == [
        "https://board.example/koti/",
        "https://board.example/koti/",
        "https://board.example/koti-2/",
    ]


def test_what_moderators_are_shown_is_not_kept():
    """Addresses of posters, and the visitor's own token; the rest reads the same."""
    own = page("moderator.html")
    kept = page("moderator.html", ONE.scrub(own))
    assert b"192.0.2.7" in own.body
    assert b"192.0.2.7" not in kept.body
    assert b"00ff00ff" not in kept.body
    assert ONE.parse_thread(BOARD, "160", kept) == ONE.parse_thread(BOARD, "160", own)


def test_unknown_things_beside_the_name_are_told():
    """And what every post should have and one lacks."""
    assert ONE.unknown_fields(page("thread.html")) == frozenset()
    assert ONE.unknown_fields(changed("thread.html", "text-tag op", "text-tag gold")) == {"class:text-tag gold"}
    assert ONE.unknown_fields(page("damaged.html")) == {"selector:message"}
    assert ONE.unknown_fields(page("x", b"\xff" * 20)) == frozenset()


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("catalog.html", "board_page.html")])
def test_blanking_takes_the_content_and_leaves_the_others(name):
    """Each post of each page, alone."""
    own = page(name)
    thread_id = own.body.split(b'id="thread-')[1].split(b'"')[0].decode()
    before = ONE.parse_thread(BOARD, thread_id, own)
    for message in before.messages:
        after = ONE.parse_thread(BOARD, thread_id, page(name, ONE.blank(own, {message.message_id})))
        for old, new in zip(before.messages, after.messages, strict=True):
            if old.message_id == message.message_id:
                assert (new.text, new.refs, new.attachments, new.author_name, new.poster_id) == ("", (), (), None, None)
                assert new.posted_at == old.posted_at
            else:
                assert new == old
        assert message.subject is None or message.subject.encode() not in ONE.blank(own, {message.message_id})
    assert ONE.blank(own, {"999"}) == own.body


@given(st.sampled_from(FILES), st.data())
def test_mutated_pages_raise_nothing_but_layout_changed(name, data):
    """Cut, doubled and overwritten bytes."""
    body = bytearray((PAGES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body)))
        length = data.draw(st.integers(0, 60))
        body[place : place + length] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"<", b">", b'"', b"</blockquote>", bytes(body[:3000])]))
        )
    one = page(name, bytes(body) or b" ")
    for thread_id in ("100", "12", "150"):
        for read in (
            lambda thread_id=thread_id: ONE.parse_thread(BOARD, thread_id, one),
            lambda: ONE.parse_listing(BOARD, one),
            lambda: [ONE.parse_tail(BOARD, raw) for raw in ONE.parse_index(BOARD, one).values()],
        ):
            try:
                read()
            except LayoutChanged:
                continue
    assert ONE.blank(one, {"100", "101"}) is not None
    assert ONE.unknown_fields(one) is not None
    assert ONE.scrub(one) is not None
