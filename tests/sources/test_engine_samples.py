"""Pages recorded by others: as many messages as an independent count of raw marks, and sane ones."""

import json
import re
from datetime import UTC, datetime

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import recognise_saved, source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def board_of(engine, name="b"):
    """Any board of that engine."""
    one = source(engine)
    return Board("test", name, engine, "https://board.example", one.zone)


def page_of(shared, path):
    """A sample as a response."""
    return Page(f"https://board.example/{path}", (shared / "samples" / path).read_bytes(), NOW)


def check(messages):
    """Whatever a page is: numbers once, edges without repetition, no markup left, zoned times."""
    assert len({message.message_id for message in messages}) == len(messages)
    for message in messages:
        assert len({(ref.board, ref.message_id) for ref in message.refs}) == len(message.refs)
        assert not re.search(r"<(br|a|span|p)\b|&(gt|lt|amp|#\d+);", message.text)
        assert message.posted_at is None or message.posted_at.tzinfo is UTC


JSON_THREADS = [
    ("fourchan", "4chan/cat_thread.json"),
    ("fourchan", "4chan/docs_thread_po_570368.json"),
    ("fourchan", "4chan/scootykins_empty-thread.json"),
    ("fourchan", "4chan/scootykins_normal-thread.json"),
    ("fourchan", "4chan/scootykins_subject-thread.json"),
    ("fourchan", "4chan/4ctc_c_1990691_sticky_wrapped.json"),
    ("vichan", "vichan/8ch_thread.json"),
    ("vichan", "vichan/lainchan_thread.json"),
    ("vichan", "vichan/loistolauta_thread_a_2148.json"),
]


@pytest.mark.parametrize(("engine", "path"), JSON_THREADS)
def test_json_threads(shared, engine, path):
    """One message for every `"no":`, opening post first, texts as long as the comments promise."""
    page = page_of(shared, path)
    marks = re.findall(rb'"no"\s*:\s*(\d+)', page.body)
    board = board_of(engine, {"8ch_thread": "pnd", "loistolauta_thread_a_2148": "a"}.get(path[7:-5], "b"))
    parsed = source(engine).parse_thread(board, marks[0].decode(), page)
    assert [message.message_id for message in parsed.messages] == [mark.decode() for mark in marks]
    assert parsed.problems == ()
    check(parsed.messages)
    for message, post in zip(parsed.messages, json.loads(page.body)["posts"], strict=True):
        comment = re.sub(r"(<br\s*/?>|</p>)+\Z", "", post.get("com", ""))
        lines = len(re.findall(r"<br\s*/?>|</p>", comment))
        assert message.text.count("\n") == lines
        assert int(message.posted_at.timestamp()) == post["time"]
        assert len(message.attachments) == ("ext" in post) + len(post.get("extra_files", []))
        if 'href="#p' in post.get("com", "") or "/res/" in post.get("com", ""):
            assert message.refs


@pytest.mark.parametrize(
    ("engine", "path"),
    [
        ("fourchan", "4chan/cat_catalog.json"),
        ("fourchan", "4chan/docs_catalog.json"),
        ("fourchan", "4chan/docs_threads_po.json"),
        ("vichan", "vichan/loistolauta_catalog_a_3pages.json"),
    ],
)
def test_json_listings(shared, engine, path):
    """As many threads as the JSON holds, in its order, each with a mark."""
    page = page_of(shared, path)
    expected = [str(thread["no"]) for one in json.loads(page.body) for thread in one["threads"]]
    found = source(engine).parse_listing(board_of(engine), page)
    assert [mark.thread_id for mark in found.threads] == expected
    assert found.problems == ()


@pytest.mark.parametrize(
    "path",
    ["cat_boards_one.json", "cat_index_page.json", "cat_tail.json", "docs_archive_po.json", "docs_boards.json",
     "docs_index_page.json", "kuroba_search_biz.html"],
)  # fmt: skip
def test_other_pages_of_4chan_are_neither(shared, path):
    """Board lists, index pages, tails, archives, the search page, invalid JSON."""
    one, page = source("fourchan"), page_of(shared, f"4chan/{path}")
    for read in (
        lambda: one.parse_thread(board_of("fourchan"), "259144982", page),
        lambda: one.parse_listing(board_of("fourchan"), page),
    ):
        with pytest.raises(LayoutChanged):
            read()


DATS = [
    ("2ch/5ch_news4vip_1643274178.cp932.dat", "1643274178", 0, 0),
    ("2ch/readcrx_ch.cp932.dat", "1", 0, 0),
    ("2ch/readcrx_ch.utf8.dat", "1", 0, 0),
    ("2ch/readcrx_chBroken.cp932.dat", "1", 1, 0),
    ("2ch/readcrx_chBroken.utf8.dat", "1", 1, 0),
    ("2ch/rep2_203_residuum.cp932.dat", "1181449791", 0, 3),
    ("2ch/rep2_203_residuum.utf8.dat", "1181449791", 0, 3),
    ("2ch/ex0ch_2000000000.dat", "2000000000", 0, 0),
]


@pytest.mark.parametrize(("path", "key", "damaged", "notices"), DATS)
def test_dat_files(shared, path, key, damaged, notices):
    """One message for every line that is neither damaged nor the server's notice; numbers are line numbers."""
    page = page_of(shared, path)
    lines = page.body.rstrip(b"\n").split(b"\n")
    parsed = source("dat").parse_thread(board_of("dat"), key, page)
    assert len(parsed.messages) == len(lines) - damaged - notices
    assert [problem.reason for problem in parsed.problems] == ["damaged_line"] * damaged
    assert parsed.thread.extra.get("limit_lines", "0") == str(notices)
    check(parsed.messages)
    for message in parsed.messages:
        line = lines[message.number - 1]
        assert (message.poster_id is not None) == (b"ID:" in line and b"ID:?" not in line)
        assert message.posted_at is not None
        assert message.sage == (b"<>sage<>" in line)
        assert message.text.count("\n") <= line.count(b"<br>") + line.count(b"<hr>")
    assert source("dat").scrub(page) == page.body


def test_the_long_dat_file_in_detail(shared):
    """Its key is the time of its first post, its links are its edges, every ID has a line mark."""
    parsed = source("dat").parse_thread(board_of("dat"), "1643274178", page_of(shared, DATS[0][0]))
    assert int(parsed.messages[0].posted_at.timestamp()) == 1643274178
    raw = (shared / "samples" / DATS[0][0]).read_bytes()
    assert sum(len(message.refs) for message in parsed.messages) == len(re.findall(rb"&gt;&gt;\d+</a>", raw))
    assert {len(message.poster_id) for message in parsed.messages} == {9}
    assert {message.time_precision for message in parsed.messages} == {"microsecond"}
    assert all(not line.startswith(" ") for message in parsed.messages for line in message.text.split("\n"))


@pytest.mark.parametrize("path", ["ch", "pink", "pvip"])
@pytest.mark.parametrize("charset", ["cp932", "utf8"])
def test_subject_files(shared, path, charset):
    """One thread for every line."""
    page = page_of(shared, f"2ch/readcrx_subject_{path}.{charset}.txt")
    found = source("dat").parse_listing(board_of("dat"), page)
    assert len(found.threads) == len(page.body.strip().split(b"\n")) == 5
    assert all(mark.title and mark.reply_count for mark in found.threads)
    assert found.problems == ()


@pytest.mark.parametrize(
    "path",
    ["chch_readcgi_01fad2a.html", "chch_readcgi_3461402.html", "chch_readcgi_cf7f99a.html",
     "matome_site_matomex_nanj_20230131.html", "readcrx_ch404.cp932.dat", "readcrx_ch404.utf8.dat", "ex0ch_1000.txt"],
)  # fmt: skip
def test_other_pages_of_the_2ch_type_are_no_dat_files(shared, path):
    """read.cgi's HTML, blogs, error pages, a template of the limit line alone."""
    with pytest.raises(LayoutChanged):
        source("dat").parse_thread(board_of("dat"), "1", page_of(shared, f"2ch/{path}"))


@pytest.mark.parametrize(
    ("path", "thread_id", "replies"),
    [("live_29d9ot", "136667981", 76), ("live_29d9zi", "136668366", 16), ("thread_298021", "136422217", 898)],
)
def test_ylilauta_threads(shared, path, thread_id, replies):
    """One message for every post's own id; each reply mark, preview and button of the page is an edge."""
    page = page_of(shared, f"ylilauta/{path}.html")
    raw = page.body.decode()
    one, address = recognise_saved(page)
    assert address.thread_id == thread_id
    parsed = one.parse_thread(board_of("ylilauta", address.board), thread_id, page)
    ids = re.findall(r'<div class="post[^"]*" data-post-id="(\d+)" data-user-id="(\d+)"', raw)
    assert [(message.message_id, message.poster_id) for message in parsed.messages] == ids
    assert parsed.thread.reply_count == replies
    check(parsed.messages)
    assert [str(int(message.posted_at.timestamp())) for message in parsed.messages] == re.findall(
        r'<span class="time" data-post-id="\d+" data-timestamp="(\d+)"', raw
    )
    present = {number for number, _ in ids}
    edges = {(message.message_id, ref.message_id) for message in parsed.messages for ref in message.refs}
    buttons = re.findall(r'data-post-id="(\d+)" data-replies="([\d,]+)"', raw)
    assert edges >= {(reply, target) for target, found in buttons for reply in found.split(",") if reply in present}
    assert len(edges) >= len(re.findall(r'class="ref"|class="post-ref', raw))
    assert all(ref.message_id in present for message in parsed.messages for ref in message.refs)
    assert not any("[preview body trimmed]" in message.text for message in parsed.messages)


@pytest.mark.parametrize("name", ["boards", "challenge", "load_threads_fragment_selection"])
def test_other_pages_of_ylilauta_are_no_threads(shared, name):
    """Board list, protection, listing fragment with a deleted thread's card."""
    assert recognise_saved(page_of(shared, f"ylilauta/{name}.html")) is None
