"""Pages of JSON written anew: what is changed is changed, every other object stays byte for byte."""

import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.sources.base import Page
from hikcorpus.sources.json_pages import (
    ITEMS,
    ODD,
    changed,
    holds_no_words,
    instant,
    items_of,
    number_of,
    readable,
    rewritten,
    told_names,
)

INSIDE = frozenset({"posts", "replies"})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "posts", "com"]), inner),
    max_leaves=12,
)


def without_words(fields):
    """The change that takes `com` out of post 5."""
    if number_of(fields.get("id")) != 5:
        return None
    return {name: value for name, value in fields.items() if name != "com"}


def expected(value):
    """The same on what was read."""
    if isinstance(value, list):
        return [expected(one) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {name: expected(one) if name in INSIDE else one for name, one in value.items()}
    is_five = value.get("id") in (5, "5") and not isinstance(value.get("id"), bool)
    return {name: one for name, one in inner.items() if not (is_five and name == "com")}


def test_only_the_object_meant_is_changed():
    """Spaces, escapes and the mark of byte order of all else stay."""
    body = b'\xef\xbb\xbf[ {"posts":[{"id": 5,"com":"pois"}, {"id":6 , "com":"j\\u00e4\\u00e4"}],"com":"t"} ]'
    assert rewritten(body, INSIDE, without_words) == (
        b'\xef\xbb\xbf[{"posts":[{"id":5},{"id":6 , "com":"j\\u00e4\\u00e4"}],"com":"t"}]'
    )
    assert rewritten(body.replace(b"5", b"7"), INSIDE, without_words) is None
    assert rewritten(b'{"others":[{"id":5,"com":"x"}]}', INSIDE, without_words) is None


@given(VALUES)
def test_what_is_written_anew_reads_as_changed(value):
    """Objects inside objects, lists of lists, words between them."""
    body = json.dumps(value).encode()
    new = rewritten(body, INSIDE, without_words)
    assert json.loads(body if new is None else new) == expected(value)
    assert new is not None or expected(value) == value or '"com"' not in body.decode()


@pytest.mark.parametrize("body", [b"", b"no JSON", b'{"posts":[', b"\xff\xfe"])
def test_bytes_that_are_no_json_come_back_as_they_are(body):
    """No message was ever read from them."""
    page = Page("https://board.example/x", body, datetime(2026, 11, 22, tzinfo=UTC))
    assert changed(lambda one: rewritten(one, INSIDE, without_words), page) == body


@pytest.mark.parametrize(
    ("raw", "is_safe"),
    [
        (b"5", True), (b"-1.5", True), (b"null", True), (b"false", True), (b'"123"', True), (b'"-4"', True),
        (b'"2020-09-13T12:26:40.000Z"', True), (b'"2020-09-13T12:26:40+03:00"', True),
        (b'"sana"', False), (b'"2020-09-13"', False), (b'"12 3"', False), (b'""', False), (b"[1]", False),
        (b"{}", False), (b'"' + b"1" * 30 + b'"', False), (b'"cut', False),
    ],
)  # fmt: skip
def test_values_that_cannot_hold_words(raw, is_safe):
    """Numbers, truth values, instants."""
    assert holds_no_words(raw) is is_safe


def test_odd_posts_are_counted_where_they_stand():
    """The others are read."""
    problems = []
    posts = readable(msgspec.json.Decoder(int), ITEMS.decode(b'[1,"x",3]'), problems, "posts")
    assert posts == [1, 3]
    assert [(one.reason, one.where) for one in problems] == [("unreadable_message", "posts[1]")]
    assert items_of(b"{}") == items_of(None) == []


def test_names_and_times():
    """What is no name of a field is never repeated; what is no instant with its offset is none."""
    assert told_names(["com", "a b", "x" * 50, "email:confirmed"]) == {"com", ODD, "email:confirmed"}
    assert instant("2020-09-13T15:26:40+03:00") == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)
    assert instant("2020-09-13T15:26:40") is instant("eilen") is instant(5) is instant(None) is None
