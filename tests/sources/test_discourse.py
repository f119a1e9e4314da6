"""Discourse: pages that follow, targets named by number, moved topics, blanking, addresses, damaged pages.

No recording: its fixtures are written after the engine's serializers and its markdown tests.
"""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.crawl.copies import lags
from hikcorpus.errors import LayoutChanged, ThreadMoved
from hikcorpus.fetch.reply import Reply
from hikcorpus.model import Board
from hikcorpus.sources.base import Page, ThreadMark
from hikcorpus.sources.discourse.engine import Discourse

ONE = Discourse()
PAGES = Path(__file__).parent / "pages" / "discourse"
BOARD = Board("test", "3", "discourse", "https://forum.example")
TOPICS = sorted(path.name for path in PAGES.iterdir() if "category" not in path.name and path.name != "expected.json")


def page_of(name, url="https://forum.example/t/40.json"):
    """A committed page as a response."""
    return Page(url, (PAGES / name).read_bytes(), datetime(2026, 11, 22, tzinfo=UTC))


def altered(page, **fields):
    """The page with other values at its top level; None takes a field away."""
    told = {name: value for name, value in (json.loads(page.body) | fields).items() if value is not None}
    return replace(page, body=json.dumps(told).encode())


@pytest.mark.parametrize(
    ("url", "root", "board", "thread", "certain"),
    [
        ("https://h.example/c/koti/3", "https://h.example", "3", None, False),
        ("https://h.example/c/oma/koti/3.json", "https://h.example", "3", None, False),
        ("https://h.example/c/3", "https://h.example", "3", None, False),
        ("https://h.example/c/koti/3/none", "https://h.example", "3", None, False),
        ("https://h.example/c/koti/3/l/latest", "https://h.example", "3", None, True),
        ("https://h.example/forum/c/koti/3/none/l/latest.json?page=2", "https://h.example/forum", "3", None, True),
        ("https://h.example/t/yokahvi/40", "https://h.example", "", "40", False),
        ("https://h.example/t/yokahvi/40/7", "https://h.example", "", "40", False),
        ("https://h.example/t/40.json", "https://h.example", "", "40", False),
        ("https://h.example/t/40/7", "https://h.example", "", "40", False),
        ("https://h.example/forum/latest.json", "https://h.example/forum", "", None, False),
    ],
)
def test_addresses(url, root, board, thread, certain):
    """A category by its number, a topic without its category, forums in a folder."""
    address = ONE.recognise(url)
    assert (address.root, address.board, address.thread_id, address.certain) == (root, board, thread, certain)


@pytest.mark.parametrize(
    "url",
    ["https://h.example/c/", "https://h.example/t/", "https://h.example/c/koti", "https://h.example/t/koti",
     "https://h.example/t/koti/40/x", "https://h.example/latest", "ftp://h.example/t/40", "https://h.example/u/40"],
)  # fmt: skip
def test_other_addresses_are_none(url):
    """An imageboard's /c/ and /t/ among them."""
    assert ONE.recognise(url) is None


def test_listings_follow_one_another_by_the_category_s_full_address():
    """The page's number is counted here; only the slug is the engine's, and only if it is of this category."""
    first = page_of("category.json", "https://forum.example/c/3/none/l/latest.json")
    url = ONE.parse_listing(BOARD, first).next_url
    assert url == "https://forum.example/c/oma/koti/3/none/l/latest.json?page=1"
    assert ONE.recognise(url).board == "3"
    second = ONE.parse_listing(BOARD, replace(first, url=url))
    assert second.next_url.endswith("?page=2")
    assert {mark.page for mark in second.threads} == {1}
    told = json.loads(first.body)
    told["topic_list"]["more_topics_url"] = "https://evil.example/c/x/4?page=1"
    strange = ONE.parse_listing(BOARD, altered(first, topic_list=told["topic_list"]))
    assert strange.next_url == "https://forum.example/c/3/none/l/latest.json?page=1"
    assert ONE.parse_listing(BOARD, page_of("empty-category.json")).next_url is None


def test_pages_of_a_topic_follow_one_another():
    """By the stream of ids; without it by the address and the highest number."""
    page = page_of("later-page.json", "https://forum.example/t/40.json?page=3")
    assert ONE.parse_thread(BOARD, "40", page).next_url == "https://forum.example/t/40.json?page=4"
    stream = json.loads(page.body)["post_stream"]
    end = altered(page, post_stream=stream | {"stream": stream["stream"][:-1]})
    assert ONE.parse_thread(BOARD, "40", end).next_url is None
    blind = altered(page, post_stream={"posts": stream["posts"]})
    assert ONE.parse_thread(BOARD, "40", blind).next_url == "https://forum.example/t/40.json?page=4"
    assert ONE.parse_thread(BOARD, "40", altered(blind, highest_post_number=6)).next_url is None
    mark = ThreadMark("40", 0, "b:p:n90:h90:---:0", reply_count=40)
    assert ONE.newest_url(BOARD, mark) == "https://forum.example/t/40.json?page=3"
    assert ONE.newest_url(BOARD, replace(mark, reply_count=39)).endswith("page=2")
    assert ONE.newest_url(BOARD, replace(mark, reply_count=19)) is None
    assert ONE.newest_url(BOARD, replace(mark, reply_count=None)).endswith("page=5")
    assert ONE.newest_url(BOARD, replace(mark, reply_count=None, mark="b:p:nNone:h3:---:0")) is None


def test_a_quote_from_another_topic_leads_to_its_message():
    """A quote names topic and number; the message there is called by just these, whatever its id in the database."""
    quoting = ONE.parse_thread(BOARD, "40", page_of("quotes.json")).messages[2]
    ref = next(ref for ref in quoting.refs if ref.thread_id == "12")
    page = page_of("topic.json", "https://forum.example/t/12.json")
    stream = json.loads(page.body)["post_stream"]
    posts = [post | {"topic_id": 12} for post in stream["posts"]]
    there = ONE.parse_thread(BOARD, "12", altered(page, id=12, post_stream=stream | {"posts": posts}))
    assert ref.message_id in {message.message_id for message in there.messages}
    assert not ref.dangling


def test_a_target_that_is_missing_among_its_neighbours_is_dangling():
    """Not one that may stand on another page, nor any on a page of which a post could not be read."""
    page = page_of("missing-target.json")
    stream = json.loads(page.body)["post_stream"]
    first, last = stream["posts"]

    def dangling(*posts, number=3):
        posts = [*posts[:-1], {**posts[-1], "reply_to_post_number": number}]
        there = ONE.parse_thread(BOARD, "40", altered(page, post_stream=stream | {"posts": posts}))
        return [ref.dangling for ref in there.messages[-1].refs]

    assert dangling(first, last) == [True]
    assert dangling(last) == [False]
    assert dangling(first, last, number=9) == [False]
    assert dangling(first, None, last) == [False]


def test_a_page_with_all_its_messages_never_lags_behind_the_listing():
    """The listing counts small actions and stubs, too: its count is not announced as one of live messages."""
    marks = ONE.parse_listing(BOARD, page_of("category.json")).threads
    assert {mark.reply_count for mark in marks} == {None}
    reply = Reply(
        "https://forum.example/t/40.json", 200, "ok", b"", None, None, None, datetime(2026, 11, 22, tzinfo=UTC)
    )
    for name in ("small-action.json", "user-deleted.json"):
        page = ONE.parse_thread(BOARD, "40", page_of(name))
        assert page.thread.reply_count is None or page.thread.reply_count >= len(page.messages) - 1
        assert not lags(marks[0].reply_count, page, reply)


def test_only_the_first_page_has_an_opening_message():
    """Number 1 in the topic."""
    assert [one.is_opening for one in ONE.parse_thread(BOARD, "40", page_of("topic.json")).messages] == [
        True,
        False,
        False,
    ]
    assert not any(one.is_opening for one in ONE.parse_thread(BOARD, "40", page_of("later-page.json")).messages)


def test_a_topic_in_another_category_has_moved():
    """But read as of the whole site it stands where it stands; another topic is another page."""
    with pytest.raises(ThreadMoved):
        ONE.parse_thread(replace(BOARD, name="4"), "40", page_of("topic.json"))
    assert ONE.parse_thread(replace(BOARD, name=""), "40", page_of("topic.json")).thread.extra == {"board": "3"}
    with pytest.raises(LayoutChanged, match="another topic"):
        ONE.parse_thread(BOARD, "41", page_of("topic.json"))
    with pytest.raises(LayoutChanged, match="none of its entries"):
        ONE.parse_listing(replace(BOARD, name="4"), page_of("category.json"))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"<!DOCTYPE html><html></html>", b'{"errors":["x"],"error_type":"not_found"}', b"\xff\xfe\x00",
             b'{"id":40,"post_stream":{"posts":[]}}', b'{"id":40,"post_stream":{"posts":[null]}}', b"[" * 100_000],
)  # fmt: skip
def test_other_pages_are_refused(body):
    """Error pages, HTML, other JSON, nothing: never read as an empty thread or board."""
    page = Page("https://forum.example/t/40.json", body, datetime(2026, 11, 22, tzinfo=UTC))
    for read in (lambda: ONE.parse_thread(BOARD, "40", page), lambda: ONE.parse_listing(BOARD, page)):
        with pytest.raises(LayoutChanged):
            read()


@pytest.mark.parametrize(
    "change",
    [{"bumped_at": "2020-09-14T00:00:00.000Z"}, {"posts_count": 4}, {"highest_post_number": 4}, {"pinned": True},
     {"closed": True}, {"archived": False}, {"title": "Uusi"}, {"like_count": 1}, {"tags": ["uni"]}],
)  # fmt: skip
def test_marks_change_with_the_thread(change):
    """And not with its views."""
    page = page_of("category.json")
    topics = json.loads(page.body)["topic_list"]["topics"]

    def mark(**fields):
        return ONE.parse_listing(BOARD, altered(page, topic_list={"topics": [topics[1] | fields]})).threads[0].mark

    assert mark(**change) != mark()
    assert mark(views=500, unseen=True) == mark()


@pytest.mark.parametrize("name", TOPICS)
def test_as_many_messages_as_the_stream_has_posts_that_are_no_actions(name):
    """An independent count of raw marks."""
    body = (PAGES / name).read_text()
    posts = len(re.findall(r'"cooked":', body)) - body.count('"post_type":3')
    odd = 2 if name == "odd-posts.json" else 0  # a duplicate and another topic's
    assert len(ONE.parse_thread(BOARD, "40", page_of(name)).messages) == posts - odd


@pytest.mark.parametrize("name", TOPICS)
def test_a_blanked_page_reads_the_same_but_for_its_content(name):
    """Every second post blanked: nobody's words are left of it anywhere on the page; others equal in every field."""
    page = page_of(name)
    before = ONE.parse_thread(BOARD, "40", page)
    gone = {message.message_id for message in before.messages[::2]}
    blanked = replace(page, body=ONE.blank(page, gone))
    after = ONE.parse_thread(BOARD, "40", blanked)
    assert ONE.blank(blanked, gone) == blanked.body
    assert after.next_url == before.next_url
    for old, new in zip(before.messages, after.messages, strict=True):
        if old.message_id not in gone:
            assert new == old
            continue
        assert (new.message_id, new.number, new.posted_at) == (old.message_id, old.number, old.posted_at)
        assert (new.text, new.author_name, new.account_id, new.subject, new.refs) == ("", None, None, None, ())
    assert b"participants" not in blanked.body
    assert (b'"title"' in blanked.body) == ("40.1" not in gone)


def test_nothing_else_is_touched():
    """No post of these ids: the very same bytes; a blanked writer's name goes from replies, the title from any page."""
    page = page_of("topic.json")
    assert ONE.blank(page, {"40.9", "41.1", "170"}) == page.body
    assert ONE.blank(replace(page, body=b"no JSON"), {"40.1"}) == b"no JSON"
    assert b"Orava" not in ONE.blank(page, {"40.2"})
    later = page_of("later-page.json")
    assert b"pulla" not in ONE.blank(later, {"40.1"})
    assert b"pulla" in ONE.blank(later, {"40.5"})


def test_addresses_of_posters_are_scrubbed():
    """Guests never see them; if a page holds one, it is not kept."""
    page = page_of("topic.json")
    assert ONE.scrub(page) == page.body
    stream = json.loads(page.body)["post_stream"]
    stream["posts"][0]["ip_address"] = "192.0.2.7"
    told = altered(page, post_stream=stream)
    assert b"192.0.2.7" not in ONE.scrub(told)
    assert ONE.parse_thread(BOARD, "40", replace(page, body=ONE.scrub(told))) == ONE.parse_thread(BOARD, "40", page)


def test_unknown_fields_are_named():
    """Nothing that is no name."""
    page = page_of("topic.json")
    assert all(ONE.unknown_fields(page_of(name)) == frozenset() for name in TOPICS)
    stream = json.loads(page.body)["post_stream"]
    stream["posts"][0] |= {"mood": 1, "a b": 2}
    assert ONE.unknown_fields(altered(page, post_stream=stream)) == {"mood", "(a name that is none)"}


@given(st.data())
def test_damaged_pages_are_read_or_refused(data):
    """Bytes cut, doubled, exchanged: LayoutChanged or a page; blanking and looking at fields never fail."""
    name = data.draw(st.sampled_from([*TOPICS, "category.json"]))
    body = bytearray((PAGES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    page = replace(page_of(name), body=bytes(body))
    for read in (lambda: ONE.parse_thread(BOARD, "40", page), lambda: ONE.parse_listing(BOARD, page),
                 lambda: ONE.unknown_fields(page), lambda: ONE.blank(page, {"40.1", "40.2"}), lambda: ONE.scrub(page)):  # fmt: skip
        try:
            read()
        except LayoutChanged as error:
            assert "Kuka" not in str(error)
