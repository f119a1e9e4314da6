"""Makaba's samples, of 2015, of the legacy and of today's API: as many messages as raw marks, and sane ones."""

import json
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.makaba.engine import Makaba

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ONE = Makaba()

THREADS = [  # file, board, thread; posts, poster ids, Heaven, reply links, flags of countries
    ("v2015_8058183", "po", "8058183", 208, 147, 3, 135, 205),
    ("v2015_8071880", "po", "8071880", 131, 80, 17, 129, 114),
    ("v2015_8073454", "po", "8073454", 330, 280, 7, 277, 323),
    ("legacy_thread_vg", "vg", "28727050", 4, 0, 0, 5, 0),
    ("new_thread_vg", "vg", "28727050", 4, 0, 0, 5, 0),
]
INDEX_PAGES = [  # file, board; threads, posts
    ("v2015_abu0", "abu", 21, 121), ("v2015_mlp0", "mlp", 16, 91), ("v2015_mobi0", "mobi", 21, 80),
    ("v2015_nvr0", "nvr", 21, 125), ("v2015_po0", "po", 26, 101), ("v2015_sex0", "sex", 21, 77),
    ("v2015_ukr0", "ukr", 21, 81), ("new_page", "a", 1, 2),
]  # fmt: skip
LISTINGS = [  # file, board; threads, of them without replies
    ("v2015_mobi_catalog", "mobi", 300, 4), ("v2015_po_catalog", "po", 170, 5),
    ("new_catalog", "a", 1, 0), ("new_threads_stats_a", "a", 1, 0),
]  # fmt: skip
SETTINGS = [("v2015_boards", "fg"), ("new_boards_one", "b")]


def sample(shared, name):
    """A sample as a response."""
    return Page(f"https://2ch.hk/x/{name}.json", (shared / f"samples/makaba/{name}.json").read_bytes(), NOW)


def board(name):
    """That board."""
    return Board("test", name, "makaba", "https://2ch.hk", ONE.zone)


def test_every_sample_is_in_a_table(shared):
    """None was forgotten."""
    tables = {row[0] for table in (THREADS, INDEX_PAGES, LISTINGS, SETTINGS) for row in table}
    assert {path.stem for path in (shared / "samples/makaba").glob("*.json")} == tables


def check(messages, posts):
    """Times as sent and as printed in Moscow, lines as typed, no markup left, numbers once."""
    assert [message.message_id for message in messages] == [str(post["num"]) for post in posts]
    for message, post in zip(messages, posts, strict=True):
        assert int(message.posted_at.timestamp()) == post["timestamp"]
        local = message.posted_at.astimezone(ZoneInfo("Europe/Moscow"))
        if post["date"][0].isdigit():  # posts of before 2014 bear a time in words, of no known zone
            assert post["date"] == f"{local:%d/%m/%y} {post['date'][9:12]} {local:%H:%M:%S}"
        assert not re.search(r"<(br|a|span|p)\b|&(gt|lt|amp|nbsp|#\d+);", message.text + (message.author_name or ""))
        breaks = re.sub(r"<(?!br)[^>]*>", "", re.sub(r"<br\s*/?>", "\n", post["comment"])).strip()
        assert message.text.strip().count("\n") >= breaks.count("\n")
        assert len(message.attachments) == len(post.get("files") or [])
        assert (message.poster_id is None) == ("ID:" not in post["name"] or "Heaven" in post["name"])
        assert "ID:" not in (message.author_name or "")
        assert message.sage == ("Heaven" in post["name"] or post["email"] == "mailto:sage")
        assert len({(ref.board, ref.message_id) for ref in message.refs}) == len(message.refs)
        targets = set(re.findall(r'post-reply-link" data-thread="\d+" data-num="(\d+)"', post["comment"]))
        assert targets <= {ref.message_id for ref in message.refs}


@pytest.mark.parametrize(("name", "board_name", "thread_id", "posts", "ids", "heaven", "links", "flags"), THREADS)
def test_threads(shared, name, board_name, thread_id, posts, ids, heaven, links, flags):
    """One message for every `"comment":`; IDs, sages and links as raw marks count them."""
    given = sample(shared, name)
    parsed = ONE.parse_thread(board(board_name), thread_id, given)
    raw = given.body.decode()
    assert len(parsed.messages) == raw.count('"comment":') == posts
    assert parsed.problems == ()
    assert raw.count("&nbsp;ID:&nbsp;Heaven") == heaven
    assert raw.count("&nbsp;ID:&nbsp;") - heaven == ids
    assert sum(message.poster_id is not None for message in parsed.messages) == ids
    assert raw.count("post-reply-link") == links
    assert sum(len(message.refs) for message in parsed.messages) <= links + 3  # some marks were never linked
    assert sum(message.country is not None for message in parsed.messages) == raw.count("/flags/") == flags
    assert ONE.unknown_fields(given) == frozenset()
    assert ONE.classify(given) == "ok"
    check(parsed.messages, json.loads(given.body)["threads"][0]["posts"])
    with pytest.raises(LayoutChanged):
        ONE.parse_listing(board(board_name), given)


@pytest.mark.parametrize(("name", "board_name", "threads", "posts"), INDEX_PAGES)
def test_pages_of_the_index(shared, name, board_name, threads, posts):
    """Neither threads nor listings; each of their threads, put on a page of its own, is read."""
    given = sample(shared, name)
    for work in (ONE.parse_listing, lambda place, page: ONE.parse_thread(place, "1", page)):
        with pytest.raises(LayoutChanged):
            work(board(board_name), given)
    body = json.loads(given.body)
    assert len(body["threads"]) == threads
    assert given.body.count(b'"comment"') == posts
    found = 0
    for thread in body["threads"]:
        number = str(thread["thread_num"])
        alone = {"Board": board_name, "current_thread": number, "is_board": 0, "threads": [thread]}
        page = Page("https://2ch.hk/x", json.dumps(alone).encode(), NOW)
        parsed = ONE.parse_thread(board(board_name), number, page)
        assert parsed.problems == ()
        assert ONE.unknown_fields(page) == frozenset()
        check(parsed.messages, thread["posts"])
        found += len(parsed.messages)
    assert found == posts


@pytest.mark.parametrize(("name", "board_name", "threads", "lonely"), LISTINGS)
def test_listings(shared, name, board_name, threads, lonely):
    """One mark for every `"lasthit":`, in order; a tail for each thread that nobody has answered."""
    given = sample(shared, name)
    listing = ONE.parse_listing(board(board_name), given)
    assert len(listing.threads) == len(re.findall(rb'"lasthit"', given.body)) == threads
    assert listing.problems == ()
    assert [one.thread_id for one in listing.threads] == [str(one["num"]) for one in json.loads(given.body)["threads"]]
    assert len({one.mark for one in listing.threads}) == threads
    tails = [tail for one in listing.threads if (tail := ONE.parse_tail(board(board_name), one.entry)) is not None]
    assert len(tails) == len(re.findall(rb'"posts_count": ?0\b', given.body)) == lonely


@pytest.mark.parametrize(("name", "board_name"), SETTINGS)
def test_lists_of_boards(shared, name, board_name):
    """Each tells its boards' default names."""
    given = sample(shared, name)
    assert len(ONE.with_settings(board(board_name), given).default_names) == 1
    for work in (ONE.parse_listing, lambda place, page: ONE.parse_thread(place, "1", page)):
        with pytest.raises(LayoutChanged):
            work(board(board_name), given)
