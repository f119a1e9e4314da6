"""All samples of 4chan: each is read as what it is, with as many messages as raw marks, or refused by everything else."""

import json
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ONE = source("fourchan")
BOARD = Board("test", "b", "fourchan", "https://boards.4chan.org")

SAMPLES = [  # file; what it is; `"no":` in it; threads or messages that are read of it
    ("cat_thread.json", "thread", 18, 18),
    ("docs_thread_po_570368.json", "thread", 3, 3),
    ("scootykins_empty-thread.json", "thread", 4, 4),
    ("scootykins_normal-thread.json", "thread", 8, 8),
    ("scootykins_subject-thread.json", "thread", 9, 9),
    ("4ctc_c_1990691_sticky_wrapped.json", "thread", 1, 1),
    ("cat_catalog.json", "listing", 6, 1),
    ("docs_catalog.json", "listing", 18, 4),
    ("docs_threads_po.json", "listing", 9, 9),
    ("docs_archive_po.json", "archive", 0, 14),
    ("cat_index_page.json", "index", 2, 1),
    ("docs_index_page.json", "index", 9, 2),
    ("cat_tail.json", None, 2, 0),  # the tail of a thread
    ("cat_boards_one.json", None, 0, 0),
    ("docs_boards.json", None, 0, 0),  # no valid JSON
    ("kuroba_search_biz.html", None, 0, 0),  # a search page
]


def sample(shared, name):
    """A sample as a response."""
    return Page(f"https://a.4cdn.org/b/{name}", (shared / "samples/4chan" / name).read_bytes(), NOW)


def numbers(given):
    """The numbers of all posts in it, by their raw marks."""
    return [one.decode() for one in re.findall(rb'"no"\s*:\s*(\d+)', given.body)]


def readings(given):
    """Each kind of page that it might be -> what is read of it."""
    first = [*numbers(given), "1"][0]
    return {
        "thread": lambda: [one.message_id for one in ONE.parse_thread(BOARD, first, given).messages],
        "listing": lambda: [one.thread_id for one in ONE.parse_listing(BOARD, given).threads],
        "archive": lambda: list(ONE.parse_archive(BOARD, given)),
        "index": lambda: list(ONE.parse_index(BOARD, given)),
    }


def test_every_sample_is_in_the_table(shared):
    """None was forgotten."""
    assert {path.name for path in (shared / "samples/4chan").iterdir()} == {row[0] for row in SAMPLES} | {"SOURCES.md"}


@pytest.mark.parametrize(("name", "kind", "raw", "count"), SAMPLES, ids=[row[0] for row in SAMPLES])
def test_each_sample_is_what_it_is_and_nothing_else(shared, name, kind, raw, count):
    """Read by its own method, refused by all others; posts and threads in the page's order."""
    given = sample(shared, name)
    marks = numbers(given)
    assert len(marks) == raw
    assert ONE.classify(given) == "ok"
    assert ONE.unknown_fields(given) == frozenset()
    for one, work in readings(given).items():
        if one == kind:
            found = work()
            assert len(found) == count
            assert found == (marks if kind == "thread" else [mark for mark in marks or found if mark in found])
        else:
            with pytest.raises(LayoutChanged):
                work()


@pytest.mark.parametrize("name", [row[0] for row in SAMPLES if row[1] == "thread"])
def test_times_are_epoch_and_print_new_york(shared, name):
    """`time` is read; `now` is the same moment on New York's clock."""
    given = sample(shared, name)
    first = numbers(given)[0]
    parsed = ONE.parse_thread(BOARD, first, given)
    for message, post in zip(parsed.messages, json.loads(given.body)["posts"], strict=True):
        assert int(message.posted_at.timestamp()) == post["time"]
        local = message.posted_at.astimezone(ZoneInfo("America/New_York"))
        assert post["now"].startswith(f"{local:%m/%d/%y(%a)%H:%M}")


def test_the_archive_of_a_board(shared):
    """`archive.json` of the API's host gives numbers, each of which is a thread's address."""
    assert ONE.archive_url(BOARD) == "https://a.4cdn.org/b/archive.json"
    given = sample(shared, "docs_archive_po.json")
    assert [int(one) for one in ONE.parse_archive(BOARD, given)] == json.loads(given.body)
    assert ONE.parse_archive(BOARD, Page(given.url, b"[]", NOW)) == ()


def test_pages_of_the_index_show_tails_or_none(shared):
    """Where the counts add up, all posts that a thread shows there are a tail, opening post first."""
    for name in ("cat_index_page.json", "docs_index_page.json"):
        given = sample(shared, name)
        for number, raw in ONE.parse_index(BOARD, given).items():
            tail = ONE.parse_tail(BOARD, raw)
            shown = [str(post["no"]) for post in json.loads(raw)["posts"]]
            assert tail is None or [one.message_id for one in tail.messages] == shown
            assert shown[0] == number
