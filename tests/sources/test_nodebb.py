"""NodeBB beyond its recording: pages that follow, moved topics, blanking, addresses, damaged pages."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import LayoutChanged, ThreadMoved
from hikcorpus.model import Board
from hikcorpus.sources.base import Page, ThreadMark
from hikcorpus.sources.nodebb.engine import Nodebb

ONE = Nodebb()
PAGES = Path(__file__).parent / "pages" / "nodebb"
BOARD = Board("test", "3", "nodebb", "https://forum.example")
TOPICS = sorted(path.name for path in PAGES.iterdir() if "category" not in path.name and path.name != "expected.json")


def page_of(name, url="https://forum.example/api/topic/40"):
    """A committed page as a response."""
    return Page(url, (PAGES / name).read_bytes(), datetime(2026, 11, 22, tzinfo=UTC))


def altered(name, url="https://forum.example/api/topic/40", **fields):
    """A committed page with other values at its top level."""
    page = page_of(name, url)
    return replace(page, body=json.dumps(json.loads(page.body) | fields).encode())


@pytest.mark.parametrize(
    ("url", "root", "board", "thread"),
    [
        ("https://h.example/category/3/koti", "https://h.example", "3", None),
        ("https://h.example/category/3", "https://h.example", "3", None),
        ("https://h.example/category/3/koti?page=2", "https://h.example", "3", None),
        ("https://h.example/api/category/3", "https://h.example", "3", None),
        ("https://h.example/forum/category/3/%E6%9D%BF", "https://h.example/forum", "3", None),
        ("https://h.example/forum/api/category/3", "https://h.example/forum", "3", None),
        ("https://h.example/topic/5/y%C3%B6/7", "https://h.example", "", "5"),
        ("https://h.example/forum/api/topic/5?page=2", "https://h.example/forum", "", "5"),
        ("https://h.example/api/recent", "https://h.example", "", None),
    ],
)
def test_addresses(url, root, board, thread):
    """A category by its number, a topic without its category, forums in a folder; never certain."""
    address = ONE.recognise(url)
    assert (address.root, address.board, address.thread_id, address.certain) == (root, board, thread, False)


@pytest.mark.parametrize(
    "url",
    ["https://h.example/category/koti", "https://h.example/", "https://h.example/topic/", "ftp://h.example/category/3",
     "https://h.example/user/3", "https://h.example/category/3/koti/7/8", "https://h.example/recent"],
)  # fmt: skip
def test_other_addresses_are_none(url):
    """Names of categories are not in its addresses."""
    assert ONE.recognise(url) is None


def test_pages_follow_one_another():
    """Until the last; a listing's pages too."""
    assert ONE.parse_thread(BOARD, "40", page_of("second-page.json")).next_url.endswith("/api/topic/40?page=3")
    last = altered("second-page.json", pagination={"currentPage": 3, "pageCount": 3})
    assert ONE.parse_thread(BOARD, "40", last).next_url is None
    assert ONE.parse_listing(BOARD, page_of("category.json")).next_url == "https://forum.example/api/category/3?page=2"
    assert ONE.parse_listing(BOARD, page_of("empty-category.json")).next_url is None


def test_the_newest_page_is_asked_for_by_the_place_of_its_post():
    """How many posts a page holds is told nowhere; a forum with endless scrolling answers with posts around it."""
    mark = ThreadMark("40", 0, "m", reply_count=7)
    url = ONE.newest_url(BOARD, mark)
    assert url == "https://forum.example/api/topic/40/-/8"
    assert (
        ONE.newest_url(BOARD, replace(mark, reply_count=0))
        is ONE.newest_url(BOARD, replace(mark, reply_count=None))
        is None
    )
    assert ONE.recognise(url).thread_id == "40"
    whole = altered("second-page.json", url, pagination={"currentPage": 3, "pageCount": 3}, postcount=5)
    assert ONE.parse_thread(BOARD, "40", whole).next_url is None  # posts 3 and 4 of 5
    around = altered("second-page.json", url, pagination={"currentPage": 3, "pageCount": 3}, postcount=8)
    assert ONE.parse_thread(BOARD, "40", around).next_url == "https://forum.example/api/topic/40?page=3"
    aligned = altered("second-page.json", url, pagination={"currentPage": 2, "pageCount": 4}, postcount=8)
    first = json.loads(aligned.body)
    for place, post in enumerate(first["posts"]):
        post["index"] = 2 + place  # two a page: page 2 begins at place 2
    paged = replace(aligned, body=json.dumps(first).encode())
    assert ONE.parse_thread(BOARD, "40", paged).next_url == "https://forum.example/api/topic/40?page=3"


def test_a_topic_in_another_category_has_moved():
    """But read as of the whole site it stands where it stands; another topic is another page."""
    with pytest.raises(ThreadMoved):
        ONE.parse_thread(replace(BOARD, name="4"), "40", page_of("topic.json"))
    assert ONE.parse_thread(replace(BOARD, name=""), "40", page_of("topic.json")).thread.extra == {"board": "3"}
    with pytest.raises(LayoutChanged, match="another topic"):
        ONE.parse_thread(BOARD, "41", page_of("topic.json"))
    with pytest.raises(LayoutChanged, match="another category"):
        ONE.parse_listing(replace(BOARD, name="4"), page_of("category.json"))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"posts":[]}', b"<!DOCTYPE html><html></html>", b'"not-authorised"', b"\xff\xfe\x00",
             b'{"path":"&#x2F;topic&#x2F;9","title":"[[global:404.title]]"}', b'{"tid":40,"cid":3,"posts":[]}',
             b'{"tid":40,"cid":3,"posts":[null]}', b"[" * 100_000],
)  # fmt: skip
def test_other_pages_are_refused(body):
    """Error pages, HTML, other JSON, nothing: never read as an empty thread or board."""
    page = Page("https://forum.example/api/topic/40", body, datetime(2026, 11, 22, tzinfo=UTC))
    for read in (lambda: ONE.parse_thread(BOARD, "40", page), lambda: ONE.parse_listing(BOARD, page)):
        with pytest.raises(LayoutChanged):
            read()


@pytest.mark.parametrize(
    "change",
    [{"lastposttime": 1}, {"postcount": 4}, {"pinned": 1}, {"locked": 1}, {"votes": 2}, {"titleRaw": "Uusi"},
     {"teaser": {"pid": 79, "content": "Muokattu."}}, {"teaserPid": "80"}, {"tags": [{"value": "uni"}]}],
)  # fmt: skip
def test_marks_change_with_the_thread(change):
    """And with nothing else: views and who is online are not the thread's state."""
    page = page_of("category.json")
    listing = json.loads(page.body)

    def mark(**fields):
        entries = [listing["topics"][1] | fields]
        body = json.dumps(listing | {"topics": entries}).encode()
        return ONE.parse_listing(BOARD, replace(page, body=body)).threads[0].mark

    assert mark(**change) != mark()
    user = listing["topics"][1]["user"] | {"status": "online", "postcount": 99}
    assert mark(viewcount=500, followercount=3, user=user) == mark()


@pytest.mark.parametrize("name", TOPICS)
def test_a_blanked_page_reads_the_same_but_for_its_content(name):
    """Every second post blanked: nobody's words are left of it anywhere on the page; others equal in every field."""
    page = page_of(name)
    before = ONE.parse_thread(BOARD, "40", page)
    gone = {message.message_id for message in before.messages[::2]}
    blanked = replace(page, body=ONE.blank(page, gone))
    after = ONE.parse_thread(BOARD, "40", blanked)
    assert ONE.blank(blanked, gone) == blanked.body
    for old, new in zip(before.messages, after.messages, strict=True):
        if old.message_id not in gone:
            assert replace(new, subject=old.subject) == old
            continue
        assert (new.message_id, new.posted_at, new.state) == (old.message_id, old.posted_at, old.state)
        assert (new.text, new.author_name, new.account_id, new.subject, new.refs) == ("", None, None, None, ())
    assert b"Kuka valvoo" not in blanked.body or "quote" in name
    assert b"_header" not in blanked.body
    assert b'"title"' not in blanked.body if "70" in gone else b'"title"' in blanked.body


def test_nothing_else_is_touched():
    """No post of these ids: the very same bytes; copies of a blanked post's words go from answers and listings."""
    page = page_of("topic.json")
    assert ONE.blank(page, {"999"}) == page.body
    assert ONE.blank(replace(page, body=b"no JSON"), {"70"}) == b"no JSON"
    answers = ONE.blank(page_of("deleted-stub.json"), {"71"})
    assert b"Orava" not in answers
    listing = page_of("category.json")
    assert b"Samoin" not in ONE.blank(listing, {"79"})
    opened = ONE.blank(listing, {"70"})
    assert b"Lanka & 40" not in opened
    assert b"Lanka & 41" in opened


def test_addresses_of_posters_are_scrubbed():
    """Guests never see them; if a page holds one, it is not kept."""
    page = page_of("topic.json")
    assert ONE.scrub(page) == page.body
    shown = json.loads(page.body)
    shown["posts"][0]["ip"] = "192.0.2.7"
    told = replace(page, body=json.dumps(shown).encode())
    assert b"192.0.2.7" not in ONE.scrub(told)
    assert ONE.parse_thread(BOARD, "40", replace(page, body=ONE.scrub(told))) == ONE.parse_thread(BOARD, "40", page)


def test_unknown_fields_are_named():
    """Of posts and of their writers; nothing that is no name."""
    page = page_of("topic.json")
    assert ONE.unknown_fields(page) == frozenset()
    shown = json.loads(page.body)
    shown["posts"][0]["mood"] = 1
    shown["posts"][1]["user"]["a b c"] = 1
    assert ONE.unknown_fields(replace(page, body=json.dumps(shown).encode())) == {"mood", "(a name that is none)"}


def test_signatures_never_come_out():
    """They stand beside every post of the fixture."""
    for name in TOPICS:
        parsed = ONE.parse_thread(BOARD, "40", page_of(name))
        assert not any("allekirjoitus" in message.text for message in parsed.messages)


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
                 lambda: ONE.unknown_fields(page), lambda: ONE.blank(page, {"70", "71"}), lambda: ONE.scrub(page)):  # fmt: skip
        try:
            read()
        except LayoutChanged as error:
            assert "Kuka" not in str(error)


def test_a_page_of_deleted_topics_alone_is_a_listing():
    """Each is counted; it is no page of another shape."""
    url = "https://forum.example/api/category/3"
    topics = json.loads(page_of("category-deleted-topic.json").body)["topics"]
    listing = ONE.parse_listing(BOARD, altered("category-deleted-topic.json", url, topics=topics[1:]))
    assert listing.threads == ()
    assert [problem.reason for problem in listing.problems] == ["deleted_thread"]
    with pytest.raises(LayoutChanged):
        ONE.parse_listing(BOARD, altered("category-deleted-topic.json", url, topics=[{"tid": "x"}]))
