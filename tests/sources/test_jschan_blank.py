"""jschan's evidence blanked and scrubbed, its parser fuzzed, and the samples read."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from tests.sources.test_jschan import BOARD, EXPECTED, INDEX, ONE, THREAD, page, post, read, whole

CONTENT = (
    *("author_name", "tripcode", "capcode", "account_id", "poster_id", "shared_line", "mail_field", "country"),
    *("subject", "edited_at", "votes"),
)
KEPT = ("message_id", "number", "thread_id", "is_opening", "posted_at", "posted_raw", "time_precision", "state")
NUMBERS = [str(message["number"]) for message in EXPECTED["thread.json"]["expect"]["messages"]]


@pytest.mark.parametrize("gone", [*({number} for number in NUMBERS), set(NUMBERS)])
def test_each_message_can_be_blanked_alone_and_all_together(gone):
    """Content out, the rest as it was, others unchanged, thread facts but the title kept, blanking twice is once."""
    before, blanked = read(THREAD, "40"), ONE.blank(page(THREAD), frozenset(gone))
    after = read(blanked, "40")
    assert len(after.messages) == len(before.messages)
    for old, new in zip(before.messages, after.messages, strict=True):
        if old.message_id not in gone:
            assert new == old
            continue
        assert [getattr(new, name) for name in KEPT] == [getattr(old, name) for name in KEPT]
        assert (new.text, new.refs, new.attachments, new.is_default_name) == ("", (), (), True)
        assert [getattr(new, name) for name in CONTENT] == [None] * len(CONTENT)
    assert after.thread == (replace(before.thread, title=None) if "40" in gone else before.thread)
    assert ONE.blank(page(blanked), frozenset(gone)) == blanked


@pytest.mark.parametrize("ids", [(), ("1",), ("-40", "x", "040", "")])
@pytest.mark.parametrize("body", [THREAD, b"", b"\xff\xfe", b"<html>40", b'{"postId":40', b'{"postId":"x"}', b"40"])
def test_ids_that_are_not_there_and_bytes_that_hold_no_post_change_nothing(ids, body):
    """The very same bytes come back, so that evidence keeps its digest."""
    assert ONE.blank(page(body), frozenset(ids)) == body


FIELDS = [
    *("name", "tripcode", "capcode", "userId", "address", "signature", "email", "country", "subject", "message"),
    *("nomarkup", "messagehash", "banmessage", "files", "quotes", "crossquotes", "backlinks", "edited", "_id", "u"),
    *("board", "date", "bumped", "sticky", "replyposts", "omittedposts", "previewbacklinks", "unheard_of"),
]
WRAP = [lambda word: word, lambda word: [word], lambda word: {"x": word}, lambda word: [{"filename": word}]]


@given(
    st.lists(st.dictionaries(st.sampled_from(FIELDS), st.integers(0, 3), max_size=6), min_size=2, max_size=5),
    st.sets(st.integers(0, 4), min_size=1),
    st.sampled_from(["thread", "index", "list"]),
    st.booleans(),
)
def test_no_word_of_a_blanked_post_is_left_wherever_it_stood(posts, gone, shape, bom):
    """Known fields, unknown ones, nested ones; the bytes of other replies stand as they stood."""
    full = [
        post(5 + place) | {name: WRAP[wrap](f"canary{place}canary") for name, wrap in fields.items()}
        for place, fields in enumerate(posts)
    ]
    texts = [json.dumps(one) for one in full]
    thread = f'{texts[0][:-1]}, "replies": [{" ,".join(texts[1:])}]}}'
    body = {"thread": thread, "index": f"[{thread}]", "list": f"[{' , '.join(texts)}]"}[shape]
    raw = b"\xef\xbb\xbf" * bom + body.encode()
    blanked = ONE.blank(page(raw), frozenset(str(5 + place) for place in gone))
    for place, text in enumerate(texts):
        if place in gone:
            assert f"canary{place}canary".encode() not in blanked
        elif place or shape == "list":
            assert text.encode() in blanked
    assert re.findall(rb'"postId": ?(\d+)', blanked) == re.findall(rb'"postId": ?(\d+)', raw)
    assert blanked.startswith(b"\xef\xbb\xbf") == bom


@pytest.mark.parametrize("gone", [{"5"}, {"7"}, {"9"}, {"5", "7", "9"}])
def test_tails_are_blanked_and_still_tails(gone):
    """Same counts, same messages, the others as they were."""
    raw = json.dumps(INDEX).encode()
    before, after = (ONE.parse_tail(BOARD, body) for body in (raw, ONE.blank(page(raw), frozenset(gone))))
    assert (after.reply_count, after.explained) == (before.reply_count, before.explained)
    for old, new in zip(before.messages, after.messages, strict=True):
        assert new.text == ("" if old.message_id in gone else old.text)
        assert (new == old) == (old.message_id not in gone)


def test_what_is_no_post_inside_a_blanked_opening_post_goes_with_it():
    """It may be its own words."""
    body = page(whole("canary", post(6, message="x"), {"message": "canary"}, ["canary"]))
    assert json.loads(ONE.blank(body, frozenset({"5"})))["replies"] == [post(6, message="x")]


ADDRESS = {"raw": "192.0.2.77", "cloak": "x.y.z.IP4", "type": 0}


@pytest.mark.parametrize("listed", [False, True])
def test_addresses_of_posters_are_scrubbed(listed):
    """What the database keeps beside a post goes, wherever posts stand; nothing else does."""
    hidden = {"ip": ADDRESS, "reports": [{"ip": ADDRESS}], "globalreports": [], "salt": "192.0.2.77", "password": "x"}
    clean = whole(post(6, message='my "ip" is none'), post(7))
    careless = whole(post(6, message='my "ip" is none', **hidden), post(7)) | hidden
    raw = json.dumps([careless] if listed else careless).encode()
    scrubbed = ONE.scrub(page(raw))
    assert b"192.0.2.77" not in scrubbed
    assert json.loads(scrubbed) == ([clean] if listed else clean)
    for body in (json.dumps(clean).encode(), THREAD, b"", b"<html>", b'{"ip":'):
        assert ONE.scrub(page(body)) == body


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
EDGES = st.lists(st.fixed_dictionaries({"postId": st.integers(4, 9) | JSON, "thread": st.just(5) | JSON}), max_size=3)
POST = st.fixed_dictionaries(
    {"postId": st.integers(5, 9) | JSON, "thread": st.sampled_from([5, "5", None]) | JSON},
    optional=dict.fromkeys(FIELDS, JSON) | {"quotes": EDGES, "crossquotes": EDGES | JSON},
)


@given(st.lists(POST | JSON, max_size=5))
def test_odd_posts_are_messages_or_problems(posts):
    """Whatever stands in the fields, every post is accounted for, and none twice; blanking leaves them all."""
    body = whole(*posts)
    parsed = read(body)
    lost = [problem for problem in parsed.problems if problem.reason not in ("undecodable", "out_of_order")]
    assert len(parsed.messages) + len(lost) == len(posts) + 1
    ids = {message.message_id for message in parsed.messages}
    assert len(ids) == len(parsed.messages)
    for message in parsed.messages:
        repr(message).encode()
        assert len({(ref.board, ref.message_id) for ref in message.refs}) == len(message.refs)
        assert message.posted_at is None or message.posted_at.tzinfo is UTC
    after = read(ONE.blank(page(body), ids - {"5"}))
    assert [message.message_id for message in after.messages] == [message.message_id for message in parsed.messages]
    ONE.unknown_fields(page(body))
    ONE.scrub(page(body))


@given(
    st.lists(st.tuples(st.integers(0, len(THREAD) - 1), st.binary(max_size=3), st.integers(0, 20)), max_size=4),
    st.sampled_from(["thread", "catalog"]),
)
def test_mutated_pages_are_read_or_refused(changes, kind):
    """Bytes changed, put in or taken out anywhere: a page, or another page."""
    body = THREAD
    for place, new, cut in changes:
        body = body[:place] + new + body[place + cut :]
    check(body if kind == "thread" else b"[" + body + b"]")


@given(st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_bytes_make_it_raise_anything_else(body):
    """Any bytes and any JSON are a page or another page."""
    check(body)


def check(body):
    """Every method on these bytes: nothing but LayoutChanged, with a next step, comes out."""
    given = page(body)
    for work in (
        lambda: ONE.parse_thread(BOARD, "40", given),
        lambda: ONE.parse_listing(BOARD, given),
        lambda: [ONE.parse_tail(BOARD, raw) for raw in ONE.parse_index(BOARD, given).values()],
    ):
        try:
            work()
        except LayoutChanged as error:
            assert error.next_step
    ONE.parse_tail(BOARD, body)
    ONE.unknown_fields(given)
    ONE.with_settings(BOARD, given)
    assert ONE.blank(given, frozenset()) == body
    ONE.blank(given, frozenset({"40", "41"}))
    ONE.scrub(given)


def sample(shared, name):
    """A sample of 94chan, as the tests of catamphetamine/imageboard have it."""
    given = page((shared / "samples/jschan" / name).read_bytes())
    return given, json.loads(given.body)


SAMPLES = {"thread_94chan_pol.json": ("pol", 5), "page.json": ("b", 5), "catalog.json": ("x", 1)}


def messages_of(shared, name):
    """The messages of a sample and its posts as sent."""
    given, sent = sample(shared, name)
    board = Board("test", SAMPLES[name][0], "jschan", "https://board.example")
    if isinstance(sent, dict):
        parsed = ONE.parse_thread(board, str(sent["postId"]), given)
        assert (parsed.problems, parsed.thread.reply_count) == ((), sent["replyposts"])
        return parsed.messages, [sent, *sent["replies"]]
    (raw,) = ONE.parse_index(board, given).values()
    return ONE.parse_tail(board, raw).messages, [sent[0], *sent[0].get("replies", ())]


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(shared, name):
    """One message for every `"messagehash":`; times, names, edges and typed text as sent; no field unknown."""
    messages, posts = messages_of(shared, name)
    given, _ = sample(shared, name)
    assert len(messages) == len(re.findall(rb'"messagehash"', given.body)) == SAMPLES[name][1]
    assert ONE.unknown_fields(given) == frozenset()
    changed = 0
    for message, sent in zip(messages, posts, strict=True):
        assert message.posted_at.timestamp() == sent["u"] / 1000
        assert (message.author_name, message.poster_id) == (sent["name"].strip(), sent["userId"])
        assert (message.tripcode, message.capcode) == (sent["tripcode"], sent["capcode"])
        edges = [str(edge["postId"]) for edge in sent["quotes"]]
        assert [ref.message_id for ref in message.refs if not ref.dangling] == edges
        assert [file.bytes for file in message.attachments] == [file["size"] for file in sent["files"]]
        assert (message.edited_at is not None) == ("edited" in sent)
        changed += message.text != sent["nomarkup"].replace("\r\n", "\n")
    # a dead mark was put into one message of the thread by hand, but not into its raw text
    assert changed == (name == "thread_94chan_pol.json")


def test_samples_of_catalog_and_settings(shared):
    """The catalog lists its thread; the settings name the default."""
    given, sent = sample(shared, "catalog.json")
    listing = ONE.parse_listing(Board("test", "x", "jschan", "https://board.example"), given)
    assert [mark.thread_id for mark in listing.threads] == [str(entry["postId"]) for entry in sent]
    board = ONE.with_settings(BOARD, sample(shared, "board_settings.json")[0])
    assert board.default_names == {"Anonymous"}
    with pytest.raises(LayoutChanged):
        ONE.parse_listing(BOARD, sample(shared, "boards_page.json")[0])
    assert datetime.fromtimestamp(listing.threads[0].at, UTC).year == 2023
