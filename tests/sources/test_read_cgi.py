"""Pages of read.cgi in all versions: the same messages as the dat file of the thread; no other page is taken for one."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages" / "dat"
KEY = "1655324449"
BOARD = Board("test", "heya", "dat", "https://board.example", "Asia/Tokyo", poster_id_scope="board_day")
VERSIONS = ["05", "06", "06_bbspink", "07", "07_6", "08", "ex0ch", "ex0ch_0ch"]
PARTS = ["part", "cloudflare", "reencoded"]


def page_of(name, url=f"https://board.example/test/read.cgi/heya/{KEY}/"):
    """A committed page."""
    return Page(url, (PAGES / name).read_bytes(), NOW)


def board():
    """The board with its own default name."""
    return source("dat").with_settings(BOARD, page_of("SETTING.TXT"))


def parse(page, thread_id=KEY):
    """The thread that a page shows."""
    return source("dat").parse_thread(board(), thread_id, page)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_gives_the_messages_of_the_dat_file(version):
    """Ids, times, names, tripcodes, IDs, BE, shared lines, texts, refs; ex0ch alone does not show the mail field."""
    expected, found = parse(page_of("versions.dat")), parse(page_of(f"read_cgi_{version}.html"))
    hidden = {"mail_field": None, "sage": False} if version == "ex0ch" else {}
    assert found.messages == tuple(replace(message, **hidden) for message in expected.messages)
    assert len(found.messages) == 6
    assert (found.thread.title, found.thread.extra) == (expected.thread.title, expected.thread.extra)
    assert found.problems == expected.problems == ()


def test_the_number_that_looks_like_an_epoch_is_not_read():
    """data-date is Tokyo's wall clock as if it were UTC: nine hours off."""
    page = page_of("read_cgi_07.html")
    assert parse(replace(page, body=re.sub(rb'data-date="\d+"', b'data-date="1"', page.body))) == parse(page)


def test_a_part_says_so_and_calls_no_mark_dangling():
    """l50 and 101-200 repeat message 1; what lies between is not missing."""
    parsed = parse(page_of("read_cgi_part.html"))
    assert [message.number for message in parsed.messages] == [1, 4, 5]
    assert parsed.thread.extra["partial"] == "3 of 7"
    assert not any(ref.dangling for message in parsed.messages for ref in message.refs)


def test_mails_that_cloudflare_hides_are_counted_and_never_decoded():
    """The key to the address stands on the page; nobody uses it."""
    parsed = parse(page_of("read_cgi_cloudflare.html"))
    assert (parsed.messages[1].mail_field, parsed.messages[1].sage) == (None, False)
    assert parsed.messages[1].author_name == "うさぎ"
    assert parsed.thread.extra["hidden_mails"] == "1"


@pytest.mark.parametrize("share", [1, 40])
def test_a_page_saved_with_lost_characters_is_read_and_flagged(share):
    """However many are lost: the posts stand, and the problem counts the characters."""
    page = page_of("read_cgi_reencoded.html")
    parsed = parse(replace(page, body=page.body.replace("\ufffd".encode(), "\ufffd".encode() * share)))
    assert [message.number for message in parsed.messages] == [2]
    assert [problem.reason for problem in parsed.problems] == ["undecodable"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ((b"1655324449", b"1655324440"), "it is thread 1655324440"),
        ((b"cgi/heya/", b"cgi/niwa/"), "it is of the board niwa"),
        ((b'class="number"', b'class="zahl"'), "it shows no post"),
    ],
)
def test_another_page_is_refused(change, why):
    """Another thread's, another board's, one without posts."""
    page = page_of("read_cgi_07.html")
    with pytest.raises(LayoutChanged, match=why):
        parse(replace(page, body=page.body.replace(*change)))


def test_a_blog_that_copies_posts_is_no_thread():
    """Same markup of posts as version 05, but not made by read.cgi."""
    page = page_of("read_cgi_05.html")
    body = page.body.replace(b"read.cgi ver", b"matome").replace(b"/test/bbs.cgi", b"/comment")
    with pytest.raises(LayoutChanged, match="it is HTML"):
        parse(replace(page, body=body))
    assert source("dat").recognise_saved(replace(page, body=body)) is None
    assert source("dat").classify(replace(page, body=body)) == "other"


def test_a_post_without_a_text_is_a_counted_problem():
    """Its number is named, the others are read."""
    page = page_of("read_cgi_07.html")
    head, mark, tail = page.body.rpartition(b'<div class="message">')
    parsed = parse(replace(page, body=head + mark.replace(b"message", b"x") + tail))
    assert [(problem.reason, problem.where) for problem in parsed.problems] == [("damaged_line", "line 7")]
    assert len(parsed.messages) == 6


def test_a_post_shown_twice_counts_once():
    """The first is taken."""
    page = page_of("read_cgi_06.html")
    twice = page.body.replace(b'<div class="number">2 :', b'<div class="number">1 :')
    parsed = parse(replace(page, body=twice))
    assert [problem.reason for problem in parsed.problems] == ["duplicate_line"]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_saved_page_says_which_thread_it_is(version):
    """Host, board and key stand in it, or its host in the address it was saved under."""
    found = source("dat").recognise_saved(page_of(f"read_cgi_{version}.html"))
    assert (found.root, found.board, found.thread_id) == ("https://board.example", "heya", KEY)


@pytest.mark.parametrize("version", ["05", "06_bbspink"])
def test_a_saved_page_without_a_host_is_known_only_by_its_address(version):
    """An old page holds relative links only."""
    page = page_of(f"read_cgi_{version}.html", "file:///tmp/x.html")
    body = page.body.replace(b"//board.example", b"")
    assert source("dat").recognise_saved(replace(page, body=body)) is None


@pytest.mark.parametrize("version", [*VERSIONS, *PARTS])
def test_scrubbing_takes_hosts_and_changes_no_message(version):
    """Host names of fusianasan and addresses in SLIP marks; the rest of the page stays byte for byte."""
    one, page = source("dat"), page_of(f"read_cgi_{version}.html")
    clean = replace(page, body=one.scrub(page))
    assert b"203.0.113" not in clean.body
    assert b"tokyo.example.ne.jp" not in clean.body
    assert one.scrub(clean) == clean.body
    assert parse(clean) == parse(page)


def test_scrubbing_a_clean_page_changes_no_byte():
    """A page without hosts is kept as it came."""
    page = page_of("read_cgi_reencoded.html")
    assert source("dat").scrub(page) == page.body


@pytest.mark.parametrize("host", ["HOST:h1.example.jp (203.0.113.5;)", "発信元:203.0.113.5", "[ h1.example.jp ]"])
@pytest.mark.parametrize("version", VERSIONS)
def test_hosts_in_dates_go_and_the_markup_round_them_stays(version, host):
    """ID and text that follow are read as before."""
    page = page_of(f"read_cgi_{version}.html")
    body = page.body.replace(b"05:20:49.12", f"05:20:49.12 {host}".encode("cp932"))
    clean = source("dat").scrub(replace(page, body=body))
    assert b"h1.example" not in clean
    assert b"203.0.113.5" not in clean
    parsed = parse(replace(page, body=body))
    assert [message.text for message in parsed.messages] == [message.text for message in parse(page).messages]
    assert parsed.messages[0].posted_at == parse(page).messages[0].posted_at


@pytest.mark.parametrize("version", [*VERSIONS, *PARTS])
def test_blanking_takes_the_content_and_leaves_all_else(version):
    """Each message alone and all together: id, time and the other messages as before; twice is once."""
    one, page = source("dat"), page_of(f"read_cgi_{version}.html")
    before = parse(page)
    ids = [message.message_id for message in before.messages]
    for gone in (*({one_id} for one_id in ids), set(ids)):
        blanked = replace(page, body=one.blank(page, gone))
        after = parse(blanked)
        assert [message.message_id for message in after.messages] == ids
        for old, new in zip(before.messages, after.messages, strict=True):
            if old.message_id not in gone or old.state == "deleted":
                assert new == old
                continue
            assert (new.posted_at, new.time_precision, new.state) == (old.posted_at, old.time_precision, old.state)
            assert (new.text, new.author_name, new.tripcode, new.poster_id, new.mail_field) == ("", *[None] * 4)
            assert (new.subject, new.account_id, new.shared_line, new.is_default_name) == (None, None, None, True)
        assert one.blank(blanked, gone) == blanked.body
    assert "むこ".encode("cp932") not in blanked.body
    assert "夜の部屋".encode("cp932") not in blanked.body
    assert b"8gXHwZY40" not in blanked.body


@pytest.mark.parametrize("ids", [(), ("1655324440.1",), (f"{KEY}.77", "x", f"{KEY}.-1", f"{KEY}.")])
def test_ids_that_are_not_on_the_page_change_no_byte(ids):
    """Another thread's ids leave this one alone."""
    page = page_of("read_cgi_08.html")
    assert source("dat").blank(page, frozenset(ids)) == page.body


ALL = [(PAGES / f"read_cgi_{version}.html").read_bytes() for version in [*VERSIONS, *PARTS]]
BITS = (
    b"<br>",
    b"</b>",
    b"<b>",
    b"</div>",
    b'<span class="number">9',
    b"<dt>9 <b>",
    b"<dd>",
    b"<",
    b">",
    b'"',
    b"\xff",
)


@settings(max_examples=150)
@given(st.sampled_from(ALL), st.data())
def test_no_mutation_makes_it_raise_anything_else(body, data):
    """Cut, doubled, overwritten pages are threads or LayoutChanged; scrubbing and blanking read the same."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.integers(0, 400)))
        body = body[:start] + data.draw(st.sampled_from([*BITS, b"", body[start:end] * 2])) + body[end:]
    one, page = source("dat"), Page("https://board.example/x", body, NOW)
    one.recognise_saved(page)
    one.classify(page)
    clean = replace(page, body=one.scrub(page))
    try:
        parsed = parse(page)
    except LayoutChanged as error:
        assert error.next_step
        return
    assert parse(clean).messages == parsed.messages
    one.blank(page, {message.message_id for message in parsed.messages})
