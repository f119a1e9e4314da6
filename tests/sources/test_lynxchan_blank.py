"""LynxChan's evidence blanked and scrubbed; and whatever bytes come, a page is read or refused."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from tests.sources.test_lynxchan import BOARD, ENTRY, HTML, ONE, PAGES, marks, page, post, thread
from tests.sources.test_lynxchan_tails import REPLIES

CONTENT = (
    *("author_name", "tripcode", "capcode", "poster_id", "mail_field", "country", "subject", "edited_at"),
    "shared_line",
)
KEPT = ("message_id", "number", "thread_id", "is_opening", "posted_at", "time_precision", "state")


def check_blank(body, thread_id, gone, board=BOARD):
    """Blank these messages and compare what both pages read as."""
    one = page(body)
    before, blanked = ONE.parse_thread(board, thread_id, one), replace(one, body=ONE.blank(one, gone))
    after = ONE.parse_thread(board, thread_id, blanked)
    assert [message.message_id for message in after.messages] == [message.message_id for message in before.messages]
    for old, new in zip(before.messages, after.messages, strict=True):
        if old.message_id in gone:
            assert [getattr(new, name) for name in KEPT] == [getattr(old, name) for name in KEPT]
            assert (new.text, new.refs, new.attachments, new.is_default_name) == ("", (), (), True)
            assert [getattr(new, name) for name in CONTENT] == [None] * len(CONTENT)
        else:
            assert new == old
    assert replace(after.thread, title=None) == replace(before.thread, title=None)
    assert ONE.blank(blanked, gone) == blanked.body
    return blanked.body


@pytest.mark.parametrize(("name", "thread_id"), [("thread.json", "40"), ("odd.json", "50")])
def test_each_message_can_be_blanked_alone_and_all_together(name, thread_id):
    """Same messages in the same places, others unchanged, blanking twice is blanking once."""
    body = (PAGES / name).read_bytes()
    ids = [message.message_id for message in ONE.parse_thread(BOARD, thread_id, page(body)).messages]
    for gone in (*({one} for one in ids), set(ids)):
        check_blank(body, thread_id, frozenset(gone))
    for gone in ((), ("1",), ("99999999999", "x", "", "-40", "040")):
        assert ONE.blank(page(body), frozenset(gone)) == body


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", HTML, b'{"posts":[{"postId":5', b'{"postId":"x"}', b"5", b'["5"]'])
def test_bytes_that_hold_no_message_come_back(body):
    """Nothing was ever read from them, so there is nothing to take out."""
    assert ONE.blank(page(body), frozenset({"5"})) == body == ONE.scrub(page(body))
    assert ONE.unknown_fields(page(body)) == frozenset()


def test_blanked_tails_listings_and_mended_pages():
    """A tail stays one with its counts; a catalog loses the opening post's words; half characters are mended."""
    raw = json.dumps(thread(*REPLIES, omittedPosts=3, subject="canary", markdown="canary")).encode()
    before = ONE.parse_tail(BOARD, raw)
    after = ONE.parse_tail(BOARD, ONE.blank(page(raw), frozenset({"5", "9"})))
    assert (after.reply_count, [one.text for one in after.messages]) == (before.reply_count, ["", "vastaus 7", ""])
    assert after.messages[1] == before.messages[1]
    assert b"canary" not in ONE.blank(page(raw), frozenset({"5"}))
    catalog = json.dumps([ENTRY, ENTRY | {"threadId": 6}]).encode()
    assert ONE.blank(page(catalog), frozenset({"5"})).count(b"Valvon") == 2
    assert marks(*json.loads(ONE.blank(page(catalog), frozenset({"5"}))))[0].reply_count == 2
    half = json.dumps(thread(post(6, markdown="a\ud83d"), post(7, markdown="canary"))).encode()
    assert b"canary" not in check_blank(half, "5", frozenset({"7"}))


FIELDS = [
    *("name", "signedRole", "email", "flag", "flagName", "flagCode", "id", "subject", "lastEditTime", "lastEditLogin"),
    *("markdown", "message", "banMessage", "files", "unheard_of", "creation", "lastBump", "pinned", "trash", "page"),
    *("threads", "omittedPosts", "uniquePosters", "thumb"),
]
WRAP = [lambda word: word, lambda word: [word], lambda word: {"x": word}, lambda word: [{"originalName": word}]]
WORDS = st.dictionaries(st.sampled_from(FIELDS), st.integers(0, len(WRAP) - 1), max_size=6)


def words_in(place, fields):
    """A post with its own word in these fields."""
    return {name: WRAP[wrap](f"canary{place}canary") for name, wrap in fields.items()}


@given(WORDS, st.lists(WORDS, min_size=1, max_size=5), st.sets(st.integers(0, 5), min_size=1), st.booleans())
def test_no_word_of_a_blanked_post_is_left_wherever_it_stood(first, others, gone, bom):
    """Known fields, unknown ones, nested ones; the bytes of other replies stand as they stood."""
    texts = [json.dumps(post(6 + place) | words_in(place + 1, fields)) for place, fields in enumerate(others)]
    opening = json.dumps(thread() | words_in(0, first))
    body = b"\xef\xbb\xbf" * bom + opening.replace('"posts": []', '"posts": [' + " ,\n".join(texts) + "]").encode()
    blanked = ONE.blank(page(body), frozenset(str(5 + place) for place in gone))
    for place, text in enumerate([opening, *texts]):
        if place in gone:
            assert f"canary{place}canary".encode() not in blanked
        elif place:
            assert text.encode() in blanked
    again = json.loads(blanked.decode("utf-8-sig"))
    assert (again["threadId"], [one["postId"] for one in again["posts"]]) == (5, list(range(6, 6 + len(others))))


def test_fields_for_staff_are_scrubbed():
    """A server that shows addresses to guests by mistake: they are not kept as evidence."""
    hosts = {"ip": "192.0.2.7", "asn": 64500, "bypassId": "x", "broadRange": "192.0", "narrowRange": "192.0.2"}
    body = json.dumps(thread(post(6), post(7) | hosts) | hosts).encode()
    clean = ONE.scrub(page(body))
    assert b"192.0" not in clean and b"64500" not in clean and b"bypassId" not in clean
    assert ONE.parse_thread(BOARD, "5", page(clean)) == ONE.parse_thread(BOARD, "5", page(body))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ODD = st.dictionaries(
    st.sampled_from([*FIELDS, "postId", "threadId", "boardUri", "posts", "ommitedPosts"]), JSON, max_size=3
)


@given(
    ODD, st.lists(st.integers(6, 9).flatmap(lambda number: ODD.map(lambda odd: post(number) | odd)) | JSON, max_size=5)
)
def test_odd_posts_are_messages_or_problems(odd, posts):
    """Whatever stands in the fields: every reply is accounted for, none twice; a tail is whole or none."""
    root = thread(*posts) | {name: value for name, value in odd.items() if name != "posts"}
    body = page(root)
    try:
        read = ONE.parse_thread(BOARD, "5", body)
    except LayoutChanged:
        assert odd
    else:
        lost = [one for one in read.problems if one.reason.endswith(("message", "thread"))]
        assert len(read.messages) + len(lost) == 1 + len(posts)
        assert len({one.message_id for one in read.messages}) == len(read.messages)
        repr(read.messages).encode()
    tail = ONE.parse_tail(BOARD, body.body)
    if tail is not None:
        numbers = [one.number for one in tail.messages]
        assert numbers == sorted(set(numbers)) and tail.reply_count >= len(numbers) - 1
        assert all(one.posted_at for one in tail.messages)
    ONE.unknown_fields(body)


PAGES_OF = {name: (PAGES / name).read_bytes() for name in ("thread.json", "odd.json", "catalog.json")}
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 9), st.binary(max_size=4)), min_size=1, max_size=4)


@given(st.sampled_from(list(PAGES_OF)), EDITS)
def test_mutated_pages_are_read_or_refused(name, edits):
    """Bytes cut out and put in anywhere: LayoutChanged at most."""
    body = PAGES_OF[name]
    for place, cut, new in edits:
        at = int(place * len(body))
        body = body[:at] + new + body[at + cut :]
    one = page(body)
    for work in (
        lambda: ONE.parse_thread(BOARD, "40", one),
        lambda: ONE.parse_thread(BOARD, "50", one),
        lambda: ONE.parse_listing(BOARD, one),
        lambda: ONE.parse_index(BOARD, one),
    ):
        try:
            work()
        except LayoutChanged as error:
            assert error.next_step
    ONE.parse_tail(BOARD, body)
    ONE.blank(one, frozenset({"40", "41"}))
    ONE.scrub(one)
    ONE.unknown_fields(one)


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_make_it_raise_anything_else(body):
    """Any bytes and any JSON are a page or another page."""
    one = page(body)
    for work in (
        lambda: ONE.parse_thread(BOARD, "5", one),
        lambda: ONE.parse_listing(BOARD, one),
        lambda: ONE.parse_index(BOARD, one),
    ):
        try:
            work()
        except LayoutChanged as error:
            assert error.next_step
