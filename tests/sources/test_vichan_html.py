"""vichan's HTML: addresses, offsets behind the seconds, tails, what is refused, what is blanked, hostile pages."""

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
from hikcorpus.sources.vichan_html.engine import VichanHtml
from hikcorpus.sources.vichan_html.posts import instant

ONE = VichanHtml()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARD = Board("board.example", "koti", "vichan_html", "https://board.example", ONE.zone)
FOLDER = Path(__file__).parent / "pages" / "vichan_html"
LISTINGS = {"catalog.html", "omitted.html", "empty-board.html"}
THREADS = sorted({path.name for path in FOLDER.iterdir()} - LISTINGS - {"expected.json"})
AT = datetime(2019, 1, 31, 12, 43, 59, tzinfo=UTC)


def page_of(name):
    """A committed page."""
    return Page(f"https://board.example/koti/{name}", (FOLDER / name).read_bytes(), NOW)


def read(page):
    """The thread of a page; all committed ones are thread 5."""
    return ONE.parse_thread(BOARD, "5", page)


@pytest.mark.parametrize(
    ("url", "root", "board", "thread_id"),
    [
        ("http://h.example/koti/", "http://h.example", "koti", None),
        ("http://h.example/koti/index.html", "http://h.example", "koti", None),
        ("http://h.example/koti/2.html", "http://h.example", "koti", None),
        ("http://h.example/koti/catalog.html", "http://h.example", "koti", None),
        ("http://h.example/chan/koti/res/5+50.html", "http://h.example/chan", "koti", "5"),
        ("http://h.example/koti/res/5-otsikko.html#7", "http://h.example", "koti", "5"),
    ],
)
def test_addresses_are_understood_and_never_certain(url, root, board, thread_id):
    """Other engines use the same shapes."""
    found = ONE.recognise(url)
    assert (found.root, found.board, found.thread_id, found.certain) == (root, board, thread_id, False)


@pytest.mark.parametrize(
    "url",
    ["http://h.example/koti/catalog.json", "http://h.example/koti/res/5.json", "http://h.example/res/5.html", "", "x"],
)
def test_addresses_of_the_json_are_the_twins(url):
    """And a board has a name."""
    assert ONE.recognise(url) is None


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("2019-01-31T12:43:590", AT),
        ("2019-01-31T04:43:59-28800", AT),
        ("2019-01-31T14:43:597200", AT),
        ("2019-01-31T12:43:59Z", AT),
        ("2019-01-31T12:43:59", AT),
        ("2019-01-31T14:43:59+02:00", AT),
        ("2019-01-31T04:43:59-0800", AT),
        ("2019-01-31T11:43:59-3600", AT),
        ("2019-13-31T11:43:590", None),
        ("0001-01-01T00:00:0099999", None),
        ("eilen", None),
        (None, None),
    ],
)
def test_what_stands_behind_the_seconds_is_an_offset(stamp, expected):
    """In seconds (PHP's `Z`), or as ISO has it; nothing there is UTC."""
    assert instant(stamp) == expected


def test_the_index_shows_tails_and_leads_to_its_next_page():
    """Counts: what is shown and what is left out; the entry's bytes are the page's own."""
    page = page_of("omitted.html")
    listing = ONE.parse_listing(BOARD, page)
    assert listing.next_url == "https://board.example/koti/2.html"
    tails = [ONE.parse_tail(BOARD, mark.entry) for mark in listing.threads]
    assert [(tail.thread.thread_id, tail.reply_count, len(tail.messages)) for tail in tails] == [
        ("5", 10, 2),
        ("17", 0, 1),
    ]
    assert all(page.body.count(mark.entry) == 1 for mark in listing.threads)
    assert ONE.parse_index(BOARD, page) == {mark.thread_id: mark.entry for mark in listing.threads}
    assert ONE.parse_listing(BOARD, page_of("catalog.html")).next_url is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<div class="body" >Uusin', b'<div class="body" >Uusi<span class="toolong">Post too long.</span>'),
        (b"9 posts and 2 image replies omitted", b"omitted"),
        (b'data-board="koti"', b'data-board="muu"'),
        (b'id="reply_18"', b'id="reply_x"'),
        (b'datetime="2020-09-13T12:31:400"', b'datetime="x"'),
        (b'id="op_5"', b'id="op_6"'),
    ],
)
def test_a_tail_that_leaves_anything_open_is_none(old, new):
    """A shortened text, an unknown count, another board, a post that cannot be read, no time, no opening post."""
    entry = ONE.parse_listing(BOARD, page_of("omitted.html")).threads[0].entry
    assert ONE.parse_tail(BOARD, entry) is not None
    assert ONE.parse_tail(BOARD, entry.replace(old, new)) is None
    assert ONE.parse_tail(BOARD, b"\xff" + entry) is None


def test_marks_change_with_everything_that_the_index_shows():
    """A new reply, a deleted one, another text."""
    page = page_of("omitted.html")
    before = [mark.mark for mark in ONE.parse_listing(BOARD, page).threads]
    for old, new in ((b"9 posts", b"8 posts"), (b">Uusin<", b">Uusi<")):
        after = [
            mark.mark for mark in ONE.parse_listing(BOARD, replace(page, body=page.body.replace(old, new))).threads
        ]
        assert [one == two for one, two in zip(before, after, strict=True)] == [False, True]


@pytest.mark.parametrize(
    ("name", "thread_id", "why"),
    [
        ("omitted.html", "5", "several"),
        ("thread.html", "6", "it is thread 5"),
        ("empty-board.html", "5", "no thread"),
        ("catalog.html", "188", "no thread"),
    ],
)
def test_other_pages_are_refused(name, thread_id, why):
    """A page of the index, another thread, none."""
    with pytest.raises(LayoutChanged, match=why):
        ONE.parse_thread(BOARD, thread_id, page_of(name))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        (b'data-board="koti"', b'data-board="muu"', "another board"),
        (b'id="op_5"', b'id="reply_5"', "opening post"),
        (b"</div><br/>", b'<span class="omitted">1 post omitted</span></div><br/>', "only the end"),
    ],
)
def test_a_page_that_does_not_hold_the_whole_thread_is_refused(old, new, why):
    """So that nothing is taken for deleted that is only not shown."""
    page = page_of("thread.html")
    changed = (
        page.body.replace(old, new)
        if b"op_5" not in old
        else page.body.replace(b'post op" id="op_5"', b'post" id="op_5"')
    )
    with pytest.raises(LayoutChanged, match=why):
        read(replace(page, body=changed))


def test_saved_pages_say_which_thread_they_are():
    """By the address in their head, else by their own; nothing else is one."""
    page = page_of("thread.html")
    found = ONE.recognise_saved(replace(page, url="file:///tmp/x.html"))
    assert (found.root, found.board, found.thread_id) == ("https://board.example", "koti", "5")
    bare = page.body.replace(b"og:url", b"og:none")
    assert ONE.recognise_saved(replace(page, url="file:///tmp/x.html", body=bare)) is None
    assert ONE.recognise_saved(Page("https://board.example/koti/res/5.html", bare, NOW)).thread_id == "5"
    for body in (b"", b"\xff\xfe", b"{}", b"<html><body>hei</body></html>", page_of("omitted.html").body):
        assert ONE.recognise_saved(Page("file:///x", body, NOW)) is None


@pytest.mark.parametrize("name", THREADS)
def test_a_blanked_page_reads_the_same_but_for_its_content(name):
    """Words, names, IDs and files go; all others keep every field, and the thread its icons."""
    page = page_of(name)
    before = read(page)
    for gone in ({message.message_id for message in before.messages[part::2]} for part in (0, 1)):
        body = ONE.blank(page, gone)
        after = read(replace(page, body=body))
        assert replace(after.thread, title=before.thread.title) == before.thread
        for old, new in zip(before.messages, after.messages, strict=True):
            if old.message_id in gone:
                assert (new.message_id, new.posted_at, new.text) == (old.message_id, old.posted_at, "")
                assert (new.author_name, new.tripcode, new.poster_id, new.capcode) == (None, None, None, None)
                assert (new.mail_field, new.subject, new.refs, new.attachments) == (None, None, (), ())
            else:
                assert new == old
        assert ONE.blank(replace(page, body=body), gone) == body
    assert ONE.blank(page, {"99"}) == page.body


def test_what_posts_lack_is_told():
    """By the name of the part."""
    page = page_of("thread.html")
    assert {part for name in THREADS for part in ONE.unknown_fields(page_of(name))} == set()
    assert ONE.unknown_fields(replace(page, body=page.body.replace(b"<time ", b"<tid "))) == {"selector:time"}


@given(st.sampled_from([*THREADS, *sorted(LISTINGS)]), st.integers(0), st.integers(0, 60), st.binary(max_size=40))
@settings(max_examples=300, deadline=None)
def test_damaged_pages_are_read_or_refused(name, place, cut, noise):
    """No exception but LayoutChanged, whatever a page has become."""
    page = page_of(name)
    at = place % (len(page.body) + 1)
    damaged = replace(page, body=page.body[:at] + noise + page.body[at + cut :])
    for work in (
        lambda: read(damaged),
        lambda: [ONE.parse_tail(BOARD, mark.entry or b"") for mark in ONE.parse_listing(BOARD, damaged).threads],
        lambda: ONE.parse_index(BOARD, damaged),
        lambda: ONE.blank(damaged, {"5", "6"}),
        lambda: ONE.unknown_fields(damaged),
        lambda: ONE.recognise_saved(damaged),
    ):
        with suppress(LayoutChanged):
            work()
