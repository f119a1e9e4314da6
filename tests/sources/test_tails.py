"""Tails: what a catalog entry or an index page shows whole, and everything that makes it no tail."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page, ThreadMark

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BOARDS = {
    "vichan": Board("test", "koti", "vichan", "https://board.example"),
    "fourchan": Board("test", "room", "fourchan", "https://boards.4chan.org"),
}


def reply(number, **more):
    """A reply of thread 5."""
    return {"no": number, "resto": 5, "name": "Hiiri", "com": f"vastaus {number}", "time": 1600000000 + number} | more


def entry(*replies, count=None, **more):
    """Thread 5 as 4chan's catalog shows it."""
    count = len(replies) if count is None else count
    last = (replies or [{"time": 1600000000}])[-1].get("time", 0)
    opening = {
        "no": 5, "resto": 0, "name": "Anonymous", "sub": "Yö", "com": "Valvon", "time": 1600000000, "replies": count,
        "images": 0, "omitted_posts": count - len(replies), "last_modified": last,
    }  # fmt: skip
    return opening | ({"last_replies": list(replies)} if replies else {}) | more


def listed(*entries, engine="fourchan", ensure_ascii=True):
    """The marks that a catalog with these entries gives."""
    body = json.dumps([{"page": 1, "threads": list(entries)}], ensure_ascii=ensure_ascii).encode()
    return source(engine).parse_listing(BOARDS[engine], Page("https://board.example/x", body, NOW)).threads


def tail_of(mark, engine="fourchan"):
    """The tail that the mark's entry shows."""
    return None if mark.entry is None else source(engine).parse_tail(BOARDS[engine], mark.entry)


def index(*threads, engine="vichan"):
    """The tails that an index page with these threads gives."""
    body = json.dumps({"threads": [{"posts": posts} for posts in threads]}).encode()
    entries = source(engine).parse_index(BOARDS[engine], Page("https://board.example/0.json", body, NOW))
    tails = {thread: source(engine).parse_tail(BOARDS[engine], raw) for thread, raw in entries.items()}
    return {thread: tail for thread, tail in tails.items() if tail is not None}


def thread(engine, posts):
    """The thread's own page with these posts."""
    page = Page("https://board.example/x", json.dumps({"posts": posts}).encode(), NOW)
    return source(engine).parse_thread(BOARDS[engine], "5", page)


REPLIES = [reply(7), reply(9, com='<a href="#p7" class="quotelink">&gt;&gt;7</a><br>niin')]


def test_an_entry_with_its_newest_replies_reads_as_the_thread_page_does():
    """Same messages, same facts of the thread, the count of this very entry, the entry's own bytes."""
    one = entry(*REPLIES, count=12)
    (mark,) = listed(one)
    opening = {name: value for name, value in one.items() if name != "last_replies"}
    own = thread("fourchan", [opening, *REPLIES])
    assert mark.at == 1600000009
    assert (tail_of(mark).messages, tail_of(mark).thread) == (own.messages, own.thread)
    assert (tail_of(mark).reply_count, tail_of(mark).explained) == (12, True)
    assert json.loads(tail_of(mark).raw) == one
    assert source("fourchan").parse_tail(BOARDS["fourchan"], tail_of(mark).raw) == tail_of(mark)


@pytest.mark.parametrize("engine", BOARDS)
def test_a_thread_without_replies_is_whole_in_any_catalog(engine):
    """The opening message is all there is."""
    (mark,) = listed(entry(), engine=engine)
    assert [message.text for message in tail_of(mark, engine).messages] == ["Valvon"]
    assert tail_of(mark, engine).messages[0].is_opening
    assert tail_of(mark, engine).reply_count == 0
    assert tail_of(mark, engine).explained


@pytest.mark.parametrize(
    ("engine", "time", "explained"),
    [
        ("fourchan", 1600000009, True),
        ("fourchan", 1600000010, False),
        ("fourchan", 1600000008, False),
        ("fourchan", "1600000009", True),
        ("fourchan", None, False),
        ("fourchan", "soon", False),
        ("vichan", 1600000003, True),
        ("vichan", None, True),
    ],
)
def test_a_later_time_of_change_tells_of_more_than_new_replies(engine, time, explained):
    """On 4chan an edit, a ban or a deletion moves it; vichan's is the last bump and says nothing of these."""
    (mark,) = listed(entry(*REPLIES, last_modified=time), engine=engine)
    assert tail_of(mark, engine).explained is explained
    assert mark.at == (int(time) if time and time != "soon" else None)


def test_a_target_that_is_not_shown_is_not_gone():
    """Reply marks to earlier posts of the thread do not dangle in a tail; marks that the board calls dead do."""
    links = '<a href="#p6" class="quotelink">&gt;&gt;6</a> <span class="deadlink">&gt;&gt;3</span>'
    (mark,) = listed(entry(reply(9, com=links), count=4))
    assert [(ref.message_id, ref.dangling) for ref in tail_of(mark).messages[1].refs] == [("6", False), ("3", True)]


DOUBTFUL = {
    "shortened text": entry(reply(7, com='Pitkä <span class="abbr">Comment too long. Click</span>')),
    "shortened text in other quotes": entry(reply(7, com="Pitkä <span class='abbr'>...</span>")),
    "shortened opening text": entry(reply(7), com='Pitkä <span class="toolong">Post too long.</span>'),
    "shortened, words only": entry(com="Pitkä. Comment too long. Click here"),
    "replies announced, none shown": entry(count=3),
    "no count": entry(reply(7), replies=None),
    "more shown than announced": entry(*REPLIES, count=1, omitted_posts=0),
    "counts that do not add up": entry(*REPLIES, count=12, omitted_posts=3),
    "out of order": entry(reply(9), reply(7)),
    "one twice": entry(reply(7), reply(7)),
    "below the opening post": entry(reply(3)),
    "post of another thread": entry(reply(7), reply(9, resto=6)),
    "reply without a thread": entry({"no": 7, "com": "x", "time": 1}),
    "entry that is a reply": entry(reply(7, resto=5), resto=4),
    "no time": entry(reply(7, time=None)),
    "time in milliseconds": entry(reply(7, time=1600000007000)),
    "unreadable reply": entry(reply(7, com={"text": "x"})),
    "replies that are none": entry(reply(7), last_replies="x"),
    "another board": entry(reply(7, com='<a href="/muu/thread/5#p5" class="quotelink">&gt;&gt;5</a>')),
}


@pytest.mark.parametrize("one", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_no_tail(one):
    """The thread stays in the listing with its mark and will be fetched; nothing is told of its messages."""
    (mark,) = listed(one)
    assert (mark.thread_id, tail_of(mark)) == ("5", None)
    raw = json.dumps(one).encode()
    assert source("fourchan").parse_tail(BOARDS["fourchan"], raw) is None
    replies = one.get("last_replies", [])
    if replies != "x":
        opening = {name: value for name, value in one.items() if name != "last_replies"}
        assert index([opening, *replies], engine="fourchan") == {}


def test_characters_that_were_mended_are_nobodys_bytes():
    """Where the page held half characters, an entry that had them is no tail; its neighbour still is."""
    body = json.dumps([{"page": 1, "threads": [entry(com="a\ud83d"), entry() | {"no": 6}]}]).encode()
    marks = source("fourchan").parse_listing(BOARDS["fourchan"], Page("x", body, NOW)).threads
    assert [(mark.thread_id, tail_of(mark) is None) for mark in marks] == [("5", True), ("6", False)]
    assert tail_of(marks[1]).raw in body


def test_index_pages_give_tails_by_thread():
    """Doubtful threads are left out, and a thread that stands there twice is."""
    opening = entry(*REPLIES, count=8)
    del opening["last_replies"]
    other = [opening | {"no": 30, "replies": 0, "omitted_posts": 0}]
    tails = index([opening, *REPLIES], other)
    assert list(tails) == ["5", "30"]
    assert [message.number for message in tails["5"].messages] == [5, 7, 9]
    assert (tails["5"].reply_count, tails["5"].thread.reply_count) == (8, None)
    assert tails["5"].thread == thread("vichan", [opening | {"replies": None}, *REPLIES]).thread
    assert source("vichan").parse_tail(BOARDS["vichan"], tails["5"].raw) == tails["5"]
    assert list(index([opening, *REPLIES], other, [opening, *REPLIES])) == ["30"]
    assert index([], [{"com": "x"}]) == {}


@pytest.mark.parametrize("body", [b"", b"<html><head>", b"[]", b'{"posts":[]}', b'{"threads":{}}', b'{"threads":[{"po'])
def test_other_pages_are_no_index(body):
    """Refused like any other page that is not what was asked for."""
    with pytest.raises(LayoutChanged):
        source("vichan").parse_index(BOARDS["vichan"], Page("https://board.example/koti/0.json", body, NOW))


@pytest.mark.parametrize("raw", [b"", b"null", b"[]", b"{}", b'{"posts":[]}', b'{"no":5', b"\xff", b"[" * 100_000])
def test_bytes_that_are_no_tail_are_none(raw):
    """parse_tail never raises."""
    assert source("vichan").parse_tail(BOARDS["vichan"], raw) is None


def test_where_tails_stand():
    """vichan's index page by the listing's own page; 4chan's catalog has them; the others have none."""
    vichan, board = source("vichan"), BOARDS["vichan"]
    marks = [ThreadMark("5", place, "m", page=page) for place, page in ((0, 0), (9, 1), (10, None))]
    assert [vichan.tail_url(board, mark) for mark in marks] == [
        "https://board.example/koti/0.json",
        "https://board.example/koti/1.json",
        None,
    ]
    for engine in ("fourchan", "dat", "ylilauta"):
        assert source(engine).tail_url(board, marks[0]) is None
    page = Page("https://board.example/x", b"", NOW)
    for engine in ("dat", "ylilauta"):
        one = source(engine)
        assert (one.parse_index(board, page), one.parse_tail(board, b"x")) == ({}, None)


def test_the_archive_lists_thread_ids():
    """4chan's archive is an array of numbers; the others have none."""
    one, board = source("fourchan"), BOARDS["fourchan"]
    assert one.archive_url(board) == "https://a.4cdn.org/room/archive.json"
    assert one.parse_archive(board, Page("x", b"[571958,572866,571958]", NOW)) == ("571958", "572866")
    assert one.parse_archive(board, Page("x", b"[]", NOW)) == ()
    for body in (b"", b"<!doctype html>", b'{"error":1}', b'[{"no":5}]', b"[5,6", b"[null]"):
        with pytest.raises(LayoutChanged):
            one.parse_archive(board, Page("x", body, NOW))
    for engine in ("vichan", "dat", "ylilauta"):
        assert source(engine).archive_url(board) is None
        with pytest.raises(LayoutChanged, match="has none"):
            source(engine).parse_archive(board, Page("x", b"[1]", NOW))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
ODD = st.dictionaries(
    st.sampled_from(["no", "resto", "time", "com", "replies", "omitted_posts", "last_modified", "last_replies", "sub"]),
    JSON,
    max_size=2,
)


@given(ODD, ODD, st.integers(0, 3), st.sampled_from(["vichan", "fourchan"]))
def test_whatever_stands_in_an_entry_a_tail_is_whole_or_none(odd, odd_reply, omitted, engine):
    """Every tail reads back the same from its own bytes, in both shapes, and has a time and a place for every message."""
    one = entry(reply(7), reply(9) | odd_reply, count=2 + omitted) | odd
    for mark in listed({"no": 999}, one, engine=engine):
        if tail_of(mark, engine) is None:
            continue
        assert source(engine).parse_tail(BOARDS[engine], tail_of(mark, engine).raw) == tail_of(mark, engine)
        numbers = [message.number for message in tail_of(mark, engine).messages]
        assert numbers == sorted(set(numbers))
        assert tail_of(mark, engine).reply_count >= len(numbers) - 1
        assert all(message.posted_at for message in tail_of(mark, engine).messages)
        assert [message.is_opening for message in tail_of(mark, engine).messages].index(True) == 0
