"""TinyIB: what its catalog and threads become, what is refused, what is counted, what blanking leaves.

What each page under pages/tinyib comes to, field by field, stands in its expected.json (test_engine_pages).
"""

import contextlib
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.crawl.rows import content_hash
from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Address, Page
from hikcorpus.sources.tinyib.engine import Tinyib

ONE = Tinyib()
BOARD = Board("test", "koti", "tinyib", "https://board.example")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGES = Path(__file__).parent / "pages" / "tinyib"
HTML = b"\n<!DOCTYPE html><html><head><title>SECRET</title></head><body>SECRET</body></html>"
THREAD, CATALOG = (PAGES / "thread.json").read_bytes(), (PAGES / "catalog.json").read_bytes()


def page(body):
    """A response with that JSON, or these bytes."""
    return Page(
        "https://board.example/koti/x.json", body if isinstance(body, bytes) else json.dumps(body).encode(), NOW
    )


def posts():
    """Thread 5 with three replies."""
    return [
        {"id": 5 + place, "parent": 5 if place else 0, "timestamp": 1600000000 + place, "bumped": 1600000000 + place}
        | {"name": "A", "tripcode": "", "subject": "", "message": f"teksti {place}<br>", "file": ""}
        | ({} if place else {"stickied": 0, "locked": 0, "replies": 3, "images": 0})
        for place in range(4)
    ]


def entry(**fields):
    """A thread of the catalog."""
    return posts()[0] | fields


def each(**fields):
    """All posts with these values."""
    return [post | fields for post in posts()]


def renamed(old, new):
    """All posts with a field under another name."""
    return [{new if name == old else name: value for name, value in post.items()} for post in posts()]


def listed(*entries):
    """The marks of a catalog with these entries."""
    return ONE.parse_listing(BOARD, page({"threads": list(entries)})).threads


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("replies", 4), ("bumped", 1600000900), ("images", 1), ("locked", 1), ("stickied", 1), ("subject", "Yö"),
        ("message", "x<br>"), ("name", "B"), ("tripcode", "abcdefghij"), ("file", ""), ("heard_of", 1),
    ],
)  # fmt: skip
def test_the_mark_changes_with_anything_that_the_catalog_shows(field, value):
    """A sage reply or a deletion moves only `replies`, a moderator's note only the text."""
    (before,), (again,), (after,) = listed(entry()), listed(entry()), listed(entry(**{field: value}))
    assert before.mark == again.mark
    assert (before.mark == after.mark) == (entry() == entry(**{field: value}))


def test_marks_keep_the_order_of_the_catalog_and_its_own_bytes():
    """Place, time of the last bump and entry of each thread."""
    marks = ONE.parse_listing(BOARD, page(CATALOG)).threads
    assert [(mark.thread_id, mark.position, mark.at, mark.page) for mark in marks] == [
        ("40", 0, 1600009000, None),
        ("12", 1, 1600001000, None),
        ("3", 2, 1599980000, None),
    ]
    assert all(mark.entry in CATALOG for mark in marks)


def test_a_thread_without_replies_is_whole_in_the_catalog():
    """Its tail is what its own page gives, content hash included; other entries are no tails."""
    marks = {mark.thread_id: mark for mark in ONE.parse_listing(BOARD, page(CATALOG)).threads}
    assert ONE.parse_tail(BOARD, marks["40"].entry) is None
    assert ONE.parse_tail(BOARD, marks["12"].entry) is None
    tail = ONE.parse_tail(BOARD, marks["3"].entry)
    own = ONE.parse_thread(BOARD, "3", page(b'{"posts":[' + marks["3"].entry + b"]}"))
    assert (tail.thread, tail.messages, tail.raw) == (own.thread, own.messages, marks["3"].entry)
    assert content_hash(tail.messages[0]) == content_hash(own.messages[0])
    assert (tail.reply_count, tail.explained) == (0, True)


@pytest.mark.parametrize(("later", "explained"), [(-1, False), (0, True), (1, True), (2, False), (900, False)])
def test_a_later_bump_without_replies_is_not_explained(later, explained):
    """Somebody replied and is gone again."""
    (mark,) = listed(entry(replies=0, bumped=1600000000 + later))
    assert ONE.parse_tail(BOARD, mark.entry).explained is explained


@pytest.mark.parametrize(
    "fields",
    [{"timestamp": None}, {"bumped": None}, {"replies": None}, {"timestamp": 10**14}, {"parent": 3}, {"id": 0}],
)
def test_an_entry_that_leaves_something_open_is_no_tail(fields):
    """Nor are bytes that are no entry."""
    assert ONE.parse_tail(BOARD, json.dumps(entry(replies=0) | fields).encode()) is None
    assert ONE.parse_tail(BOARD, b"[]") is None


def test_there_are_no_pages_of_an_index_and_no_archive():
    """Newest replies stand in HTML only."""
    (mark,) = listed(entry())
    assert (ONE.tail_url(BOARD, mark), ONE.archive_url(BOARD), ONE.settings_url(BOARD)) == (None, None, None)
    assert ONE.parse_index(BOARD, page(CATALOG)) == {}
    assert ONE.with_settings(BOARD, page(b"")) is BOARD
    with pytest.raises(LayoutChanged):
        ONE.parse_archive(BOARD, page(b"[]"))


def test_default_names_are_the_engines_and_the_boards():
    """A typed name is none; an empty one with a tripcode is somebody's."""
    board = replace(BOARD, default_names=frozenset({"Nimetön"}))
    body = {"posts": [entry(name=name, id=5 + at, parent=5 if at else 0)
                      for at, name in enumerate(["Anonymous", "Nimetön", "Hiiri", ""])]}  # fmt: skip
    shown = [message.is_default_name for message in ONE.parse_thread(board, "5", page(body)).messages]
    assert shown == [True, True, False, True]
    (nameless,) = ONE.parse_thread(BOARD, "5", page({"posts": [entry(name="", tripcode="abcdefghij")]})).messages
    assert (nameless.author_name, nameless.is_default_name, nameless.tripcode) == (None, False, "!abcdefghij")


ADDRESSES = [
    ("https://h.example/koti/", ("https://h.example", "koti", None)),
    ("https://h.example/koti", ("https://h.example", "koti", None)),
    ("https://h.example:81/koti/index.html", ("https://h.example:81", "koti", None)),
    ("https://h.example/chan/koti/2.html", ("https://h.example/chan", "koti", None)),
    ("https://h.example/koti/threads.json", ("https://h.example", "koti", None)),
    ("https://h.example/koti/imgboard.php?manage", ("https://h.example", "koti", None)),
    ("https://h.example/koti/res/5.html#q7", ("https://h.example", "koti", "5")),
    ("https://h.example/chan/k%C3%B6/res/5.json", ("https://h.example/chan", "kö", "5")),
    ("https://h.example/koti/res/5+50.html", None),
    ("https://h.example/res/5.html", None),
    ("https://h.example/koti/src/5.jpg", None),
    ("https://h.example/koti/viewtopic.php", None),
    ("https://h.example/bbs/read.cgi/koti/1/", None),
    ("https://h.example/", None),
    ("ftp://h.example/koti/", None),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_addresses(url, expected):
    """Never certain: vichan and others write such addresses too."""
    assert ONE.recognise(url) == (Address(*expected, certain=False) if expected else None)


@pytest.mark.parametrize("name", ["koti", "kö ti"])
def test_own_addresses_lead_back(name):
    """What listing_url and thread_url write is recognised."""
    board = replace(BOARD, name=name)
    assert ONE.recognise(ONE.listing_url(board)) == Address(board.address, name, certain=False)
    assert ONE.recognise(ONE.thread_url(board, "5")) == Address(board.address, name, "5", certain=False)


@pytest.mark.parametrize("example", ONE.examples, ids=str)
def test_examples_come_true(example):
    """As the registry will ask them."""
    address = ONE.recognise(example.url)
    body = Page(example.url, example.body, NOW)
    if example.kind == "listing":
        listing = ONE.parse_listing(BOARD, body)
        assert (tuple(mark.thread_id for mark in listing.threads), listing.problems) == (example.thread_ids, ())
    else:
        parsed = ONE.parse_thread(BOARD, address.thread_id, body)
        assert (len(parsed.messages), parsed.problems) == (example.messages, ())
        assert ONE.unknown_fields(body) == frozenset()


REFUSED = {
    "HTML": (HTML, "it is HTML"),
    "nothing, as PHP writes where a post is no UTF-8": (b"", "it is empty"),
    "half a page": (THREAD[: len(THREAD) // 2], "cut off"),
    "words": (b"SECRET", "no JSON"),
    "an error": ({"error": "SECRET"}, "another shape"),
    "the catalog": (CATALOG, "another shape"),
    "vichan's thread": ({"posts": [{"no": 40, "com": "SECRET"}]}, "no post"),
    "4chan's catalog": ([{"page": 0}], "another shape"),
    "no posts": ({"posts": []}, "no post"),
    "null": ({"posts": None}, "another shape"),
    "numbers as words": ({"posts": [post | {"id": "SECRET"} for post in posts()]}, "no post"),
    "texts as objects": ({"posts": each(message={"x": "SECRET"})}, "no post"),
    "another thread": ({"posts": posts()}, "begins with post 5"),
    "a reply first": ({"posts": [entry(id=40, parent=12)]}, "begins with post 40"),
    "another charset": (b'{"posts":[{"id":40,"message":"' + b"\xe4\xf6" * 40 + b'"}]}', "cannot be read"),
    "deep nesting": (b'{"posts":' + b"[" * 100_000, "nested too deeply"),
    "UTF-16": (json.dumps({"posts": posts()}).encode("utf-16"), "no JSON"),
}


@pytest.mark.parametrize(("body", "why"), REFUSED.values(), ids=REFUSED)
def test_another_page_is_no_thread(body, why):
    """Refused in one sentence that repeats nothing of the page."""
    with pytest.raises(LayoutChanged, match=why) as caught:
        ONE.parse_thread(BOARD, "40", page(body))
    assert "SECRET" not in str(caught.value)


NO_LISTING = {
    "HTML": (HTML, "it is HTML"),
    "nothing": (b" \n", "it is empty"),
    "a cut page": (CATALOG[:200], "cut off"),
    "vichan's catalog": ([{"page": 0, "threads": [{"no": 5}]}], "another shape"),
    "vichan's index": ({"threads": [{"posts": [{"no": 5}]}]}, "none of its entries"),
    "threads.json of vichan": ([{"page": 0, "threads": []}], "another shape"),
    "threads under another name": ({"items": posts()}, "another shape"),
    "threads as null": ({"threads": None}, "another shape"),
    "threads as ids": ({"threads": [5, 6]}, "none of its entries"),
    "only replies": ({"threads": posts()[1:]}, "none of its entries"),
    "an error beside no threads": ({"threads": [], "error": "SECRET"}, "another shape"),
}


@pytest.mark.parametrize(("body", "why"), NO_LISTING.values(), ids=NO_LISTING)
def test_another_page_is_no_listing_and_never_an_empty_board(body, why):
    """An empty board would mean that every thread is gone."""
    with pytest.raises(LayoutChanged, match=why) as caught:
        ONE.parse_listing(BOARD, page(body))
    assert "SECRET" not in str(caught.value)


COUNTED = {
    "texts under another name": (renamed("message", "body"), {}, {"body"}),
    "times under another name": (renamed("timestamp", "created"), {}, {"created"}),
    "parents under another name": (renamed("parent", "thread"), {"message_of_another_thread": 3}, {"thread"}),
    "times as null": (each(timestamp=None), {}, set()),
    "times in milliseconds": (each(timestamp=1600000000000000), {}, set()),
    "one post unreadable": ([*posts()[:3], {"id": 8, "parent": 5, "message": []}], {"unreadable_message": 1}, set()),
    "a post without number": ([*posts(), {"parent": 5}], {"unreadable_message": 1}, set()),
    "a number that no table holds": ([*posts(), {"id": 2**63, "parent": 5}], {"unreadable_message": 1}, set()),
    "one post twice": ([*posts(), posts()[2]], {"duplicate_message": 1}, set()),
    "backwards": ([posts()[0], *posts()[:0:-1]], {"out_of_order": 2}, set()),
    "new fields": (each(mood="sad"), {}, {"mood"}),
    "words as names of fields": (each(**{"Matti Meikäläinen": 1}), {}, {"(a name that is none)"}),
}


@pytest.mark.parametrize(("full", "problems", "unknown"), COUNTED.values(), ids=COUNTED)
def test_what_can_be_read_is_read_and_the_loss_is_told(full, problems, unknown):
    """Every post is a message or a problem; unknown fields are named; no text or time is invented."""
    parsed = ONE.parse_thread(BOARD, "5", page({"posts": full}))
    assert Counter(problem.reason for problem in parsed.problems) == problems
    lost = sum(count for reason, count in problems.items() if reason != "out_of_order")
    assert len(parsed.messages) + lost == len(full)
    assert ONE.unknown_fields(page({"posts": full})) == unknown
    for message in parsed.messages:
        post = next(post for post in full if post.get("id") == message.number)
        assert message.text == (post.get("message") or "").removesuffix("<br>")
        assert (message.time_precision == "none") == (message.posted_at is None)
        assert (message.posted_at is None) == (post.get("timestamp") not in range(1600000000, 1600000009))


def test_stray_bytes_are_counted_and_mended():
    """A few do not cost the page; the entry is then no longer the page's own bytes."""
    body = json.dumps({"posts": posts()}).encode().replace(b"teksti 1", b"teksti \xe4")
    parsed = ONE.parse_thread(BOARD, "5", page(body))
    assert [problem.reason for problem in parsed.problems] == ["undecodable"]
    assert [message.text for message in parsed.messages][:2] == ["teksti 0", "teksti \ufffd"]
    (mark,) = ONE.parse_listing(
        BOARD, page(json.dumps({"threads": [entry()]}).encode().replace(b"0<", b"\xe4<"))
    ).threads
    assert mark.entry is None


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_each_message_can_be_blanked_alone_and_all_together(bom):
    """Same messages in the same places, others unchanged, blanking twice is blanking once."""
    own = page(bom + THREAD)
    before = ONE.parse_thread(BOARD, "40", own)
    ids = [message.message_id for message in before.messages]
    for gone in (*({one} for one in ids), set(ids)):
        blanked = replace(own, body=ONE.blank(own, gone))
        after = ONE.parse_thread(BOARD, "40", blanked)
        assert ONE.blank(blanked, gone) == blanked.body
        assert (after.thread.sticky, after.thread.locked, after.thread.reply_count) == (True, True, 6)
        for old, new in zip(before.messages, after.messages, strict=True):
            assert (new.message_id, new.number, new.posted_at, new.posted_raw, new.is_opening) == (
                *(old.message_id, old.number, old.posted_at, old.posted_raw, old.is_opening),
            )
            assert (new == old) == (old.message_id not in gone)
            if new != old:
                assert (new.text, new.author_name, new.tripcode, new.subject) == ("", None, None, None)
                assert (new.refs, new.attachments, new.is_default_name) == ((), (), True)


@pytest.mark.parametrize("ids", [(), ("1",), ("99999999999", "x", "", "-40", "040")])
@pytest.mark.parametrize(
    "body", [THREAD, CATALOG, b"", b"\xff\xfe", b"<html>1", b'{"posts":[{"id":1', b"1", b'{"id":"x"}']
)
def test_where_no_such_message_stands_no_byte_changes(body, ids):
    """So that evidence keeps its digest."""
    assert ONE.blank(page(body), frozenset(ids)) == body


def test_catalogs_and_entries_can_be_blanked():
    """A blanked entry without replies is still a tail of the same thread."""
    marks = ONE.parse_listing(BOARD, page(CATALOG)).threads
    blanked = ONE.blank(page(CATALOG), frozenset({"40", "3"}))
    assert not any(word in blanked for word in (b"valvoo", b"kahvi", b"Pohja", b"Hiljaista"))
    assert b"kuuluu" in blanked
    after = ONE.parse_listing(BOARD, page(blanked)).threads
    assert [(mark.thread_id, mark.reply_count) for mark in after] == [
        (mark.thread_id, mark.reply_count) for mark in marks
    ]
    raw = ONE.blank(page(marks[2].entry), frozenset({"3"}))
    tail = ONE.parse_tail(BOARD, raw)
    assert (tail.thread.thread_id, tail.explained, tail.messages[0].text) == ("3", True, "")


NAMES = st.sampled_from(
    ["name", "tripcode", "subject", "message", "file", "file_hex", "file_original", "thumb", "timestamp", "bumped",
     "replies", "stickied", "posts", "threads", "unheard_of"]
)  # fmt: skip
WRAP = [lambda word: word, lambda word: [word], lambda word: {"x": word}, lambda word: [{"id": 7, "message": word}]]


@given(
    st.lists(st.dictionaries(NAMES, st.integers(0, 3), max_size=5), min_size=2, max_size=5), st.sets(st.integers(0, 4))
)
def test_no_word_of_a_blanked_post_is_left_wherever_it_stood(fields, gone):
    """Known fields, unknown ones, nested ones; the bytes of other posts stand as they stood."""
    texts = [
        json.dumps({"id": 50 + at, "parent": 50 if at else 0} | {
            name: WRAP[wrap](f"canary{at}canary") for name, wrap in each.items()
        })
        for at, each in enumerate(fields)
    ]  # fmt: skip
    body = ('{"posts": [' + " ,\n".join(texts) + "]}").encode()
    blanked = ONE.blank(page(body), frozenset(str(50 + at) for at in gone))
    for at, text in enumerate(texts):
        assert (text.encode() in blanked) == (at not in gone)
        assert at not in gone or f"canary{at}canary".encode() not in blanked
    assert [post["id"] for post in json.loads(blanked)["posts"]] == [50 + at for at in range(len(texts))]


def test_nothing_is_to_be_scrubbed():
    """The JSON never holds an address of a poster."""
    assert ONE.scrub(page(THREAD)) == THREAD


PIECES = st.sampled_from(
    [b"", b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\ud83d", b"\\u0000", b"\xff", b"null", b"-1", b"1e400", b"0",
     b'"id"', b'"parent"', b"99999999999999999999", b"<br>", b"&gt;&gt;41", b"<a href='res/40.html#4", b"</a>", b"<!--"]
)  # fmt: skip
SOURCES = [THREAD, CATALOG, (PAGES / "strings.json").read_bytes()]
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), min_size=1, max_size=6)


def read_all(body):
    """Everything the source does with a page; nothing but LayoutChanged may come out of it."""
    for read in (
        lambda: ONE.parse_listing(BOARD, page(body)),
        lambda: ONE.parse_thread(BOARD, "40", page(body)),
        lambda: ONE.parse_thread(BOARD, "7", page(body)),
    ):
        with contextlib.suppress(LayoutChanged):
            yield read()
    ONE.parse_tail(BOARD, body)
    ONE.unknown_fields(page(body))
    ONE.blank(page(body), frozenset({"40", "41", "7"}))


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(SOURCES), CUTS)
def test_mutated_pages_are_refused_or_read(body, cuts):
    """No crash; every post that is left on a readable page is a message or a problem."""
    for place, length, piece in cuts:
        at = int(place * len(body))
        body = body[:at] + piece + body[at + length :]
    for parsed in read_all(body):
        if hasattr(parsed, "messages"):
            entries = json.loads(body.decode("utf-8", "replace").removeprefix("\ufeff"))["posts"]
            lost = sum(problem.reason not in ("out_of_order", "undecodable") for problem in parsed.problems)
            assert len(parsed.messages) + lost == len(entries)
            assert len({message.message_id for message in parsed.messages}) == len(parsed.messages)
