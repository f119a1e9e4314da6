"""Saved pages of Ylilauta from 2014 to 2024, what its answers with status 200 are, old and new addresses."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.ylilauta.engine import Ylilauta

ONE = Ylilauta()
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages" / "ylilauta"
BOARD = Board("ylilauta.org", "hikky", "ylilauta", "https://ylilauta.org", "Europe/Helsinki")
OLD = sorted(path.name for path in PAGES.glob("20*.html"))
NEW = "https://ylilauta.org/hikky/zzzz01"


def page(name, body=None, url=None):
    """A committed page as it was saved."""
    return Page(url or name, (PAGES / name).read_bytes() if body is None else body, NOW)


def changed(name, *pairs):
    """A committed page with something replaced."""
    body = (PAGES / name).read_bytes()
    for old, new in pairs:
        assert old.encode() in body
        body = body.replace(old.encode(), new.encode())
    return page(name, body)


def read(one):
    """The thread that a saved page says it is."""
    address = ONE.recognise_saved(one)
    return ONE.parse_thread(BOARD, address.thread_id, one)


@pytest.mark.parametrize("name", OLD)
def test_as_many_posts_as_marks(name):
    """An independent count, but for the two that the damaged page counts as problems."""
    raw = (PAGES / name).read_text()
    marks = raw.count('class="posttime"') + raw.count('class="post-meta"')
    found = read(page(name))
    lost = [problem for problem in found.problems if problem.reason != "unreadable_time"]
    assert len(found.messages) + len(lost) == marks
    assert [message.is_opening for message in found.messages].count(True) == 1


@pytest.mark.parametrize("name", OLD)
def test_blanking_takes_the_content_and_leaves_the_others(name):
    """Each post of each page, alone; the page still says which thread it is."""
    own = page(name)
    before = read(own)
    for message in before.messages:
        blanked = page(name, ONE.blank(own, {message.message_id}))
        assert ONE.recognise_saved(blanked) == ONE.recognise_saved(own)
        for old, new in zip(before.messages, read(blanked).messages, strict=True):
            if old.message_id == message.message_id:
                assert (new.text, new.attachments, new.author_name, new.country, new.subject) == (
                    "",
                    (),
                    None,
                    None,
                    None,
                )
                assert (new.posted_at, new.is_opening) == (old.posted_at, old.is_opening)
            else:
                assert new == old
        if message.subject is not None:
            assert message.subject.encode() not in blanked.body
    assert ONE.blank(own, {"1"}) == own.body


def test_a_page_of_several_threads_is_none():
    """A listing shows each thread's opening post."""
    raw = (PAGES / "2018_thread.html").read_text()
    start, end = raw.index('<div class="op_post"'), raw.index('<div class="answers">')
    listing = raw[:end] + raw[start:end].replace("70000001", "70000050") + raw[end:]
    assert ONE.recognise_saved(page("x", listing.encode())) is None


def test_a_listing_of_one_thread_is_none():
    """The link on its title names the thread, but nothing says that the page is that thread's."""
    one = changed(
        "2018_thread.html",
        ('data-threadid="70000001">\n<div id="right"', '>\n<div id="right"'),
        (' class="thread">\n<div class="threads', '>\n<div class="threads'),
    )
    assert ONE.recognise_saved(one) is None


def test_other_sites_with_such_names_are_none():
    """The names are those of the engine: the site has to be named too."""
    raw = (PAGES / "2018_thread.html").read_text().replace("lauta", "kanava")
    assert ONE.recognise_saved(page("x", raw.encode())) is None


def test_a_thread_asked_under_another_number_is_refused():
    """And a page without one."""
    for thread_id, name in (("70000002", "2018_thread.html"), ("70000001", "challenge.html")):
        with pytest.raises(LayoutChanged):
            ONE.parse_thread(BOARD, thread_id, page(name))


def test_no_ip_address_is_a_poster_id_or_kept():
    """Where the line's token stands, an address would be one."""
    own = page("2018_poster_ids.html")
    assert all("." not in (message.poster_id or "") for message in read(own).messages)
    kept = page("x", ONE.scrub(own))
    assert b"192.0.2.44" in own.body
    assert b"192.0.2.44" not in kept.body
    assert read(kept) == read(own)


def test_unknown_tags_and_missing_parts_are_told():
    """A tag that nobody knows; a post without a time."""
    assert ONE.unknown_fields(page("2018_thread.html")) == frozenset()
    assert ONE.unknown_fields(page("2020_thread.html")) == {"tag:kulta"}
    assert ONE.unknown_fields(changed("2018_thread.html", ('class="posttime"', 'class="when"'))) == {"selector:time"}


@pytest.mark.parametrize(
    ("url", "thread_id"),
    [
        ("https://ylilauta.org/palaute/76420925", "76420925"),
        ("http://ylilauta.org/hikky/2600000#no2600009", "2600000"),
        ("https://ylilauta.org/hikky/298021", "136422217"),
        ("https://ylilauta.org/hikky/29d9ot", "136667981"),
        ("https://ylilauta.org/hikky-2/", None),
        ("https://ylilauta.org/hikky/1/2", None),
    ],
)
def test_decimal_addresses_and_slugs(url, thread_id):
    """Seven digits and more are an old address; a slug may be all digits."""
    assert ONE.recognise(url).thread_id == thread_id


def filled(body):
    """As long as a real page."""
    return body + b"<!--" + b" " * 5000 + b"-->"


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        ((PAGES / "challenge.html").read_bytes(), NEW, "challenge"),
        (filled((PAGES / "challenge.html").read_bytes()), NEW, "challenge"),
        (b"<html><body>Hitaammin!</body></html>", NEW, "rate_limited"),
        (b"", NEW, "rate_limited"),
        ((PAGES / "thread.html").read_bytes(), NEW, "ok"),
        ((PAGES / "2018_thread.html").read_bytes(), NEW, "ok"),
        (filled((PAGES / "deleted.html").read_bytes()), NEW, "gone"),
        (filled((PAGES / "listing.html").read_bytes()), "https://ylilauta.org/hikky/zzzz04", "gone"),
        (filled((PAGES / "listing.html").read_bytes()), "https://ylilauta.org/hikky/76420925", "other"),
        (filled(b"<html><title>Hikikomero</title>"), NEW, "other"),
        (filled((PAGES / "listing.html").read_bytes()), "https://ylilauta.org/hikky/", "ok"),
        (b"\xff\xfe" * 4000, NEW, "other"),
    ],
)
def test_what_a_200_really_is(body, url, expected):
    """The site answers with 200 whatever it says."""
    assert ONE.classify(page("x", body, url)) == expected


def test_the_first_cards_of_a_board_can_be_read_where_that_is_permitted():
    """With counts; of that board's own page only."""
    listing = ONE.parse_listing(BOARD, page("listing.html"))
    assert [(mark.thread_id, mark.reply_count) for mark in listing.threads] == [
        ("2176781043", 57),
        ("2176781044", None),
    ]
    with pytest.raises(LayoutChanged):
        ONE.parse_listing(BOARD, changed("listing.html", ('data-board="hikky"', 'data-board="b"')))


@given(st.sampled_from([*OLD, "thread.html", "deleted.html"]), st.data())
def test_mutated_pages_raise_nothing_but_layout_changed(name, data):
    """Cut, doubled and overwritten bytes."""
    body = bytearray((PAGES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body)))
        length = data.draw(st.integers(0, 60))
        body[place : place + length] = data.draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from([b"<", b">", b'"', b"</div>", b'<div class="post-ref">', bytes(body[:3000])]),
            )
        )
    one = page(name, bytes(body) or b" ", NEW)
    address = ONE.recognise_saved(one)
    if address is not None:
        with suppress(LayoutChanged):  # a thread of which no post can be read any more
            found = read(one)
            assert len({message.message_id for message in found.messages}) == len(found.messages) > 0
    ids = {"70000001", "70000002", "76420925", "320000001", "320000003"}
    assert ONE.blank(one, ids) is not None
    assert ONE.unknown_fields(one) is not None
    assert ONE.scrub(one) is not None
    assert ONE.classify(one) is not None


@pytest.mark.parametrize(
    ("start", "one", "thread_id"),
    [
        (
            '<div class="card thread" data-thread-id="2176781041" data-url="https://ylilauta.org/hikky/zzzz01">',
            '<div class="post" data-post-id="{}"><div class="post-message">x',
            "2176781041",
        ),
        (
            '<link rel="canonical" href="https://ylilauta.org/hikky/70000001"><div class="op_post" id="no70000001"></div>',
            '<div class="answer" id="no7{:07}"><div class="postcontent">x',
            "70000001",
        ),
    ],
)
def test_posts_inside_posts_are_problems(start, one, thread_id):
    """No page has such: reading each with all inside it would take for ever."""
    body = start + "".join(one.format(number) for number in range(2, 2000))
    found = ONE.parse_thread(BOARD, thread_id, page("x", body.encode()))
    assert [problem.reason for problem in found.problems].count("nested_message") == 1997
    assert len(found.messages) in (1, 2)


def test_quoted_posts_inside_quoted_posts_are_taken_out_whole():
    """Each node once, inner ones first; what was quoted in a quote is no edge of this post."""
    inner = (
        '<div class="post-ref" data-post-id="8"><a class="ref" data-post-id="7"><span class="icon-reply"></span></a>'
    )
    body = (
        '<div class="card thread" data-thread-id="2176781041" data-url="https://ylilauta.org/hikky/zzzz01">'
        '<div class="post op-post" data-post-id="9"><div class="post-message">own '
        f'<div class="post-ref" data-post-id="6">{inner * 50}</div></div></div>'
    )
    (message,) = ONE.parse_thread(BOARD, "2176781041", page("x", body.encode())).messages
    assert (message.text, [ref.message_id for ref in message.refs]) == ("own ", ["6"])
