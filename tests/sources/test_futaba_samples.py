"""Recorded pages of Futaba (2008, 2010) and skeletons of today's: as many posts as an independent count of marks."""

import re
from datetime import UTC, datetime

import pytest

from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.futaba.engine import Futaba
from hikcorpus.sources.futaba.modern_html import is_modern, read_modern
from hikcorpus.sources.futaba.old_html import read_old

ONE = Futaba()
BOARD = Board("2chan.net", "b", "futaba", "https://img.2chan.net", ONE.zone)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
THREADS = [
    ("2008_img-thread.html", "36234112", 50, 16, 20),
    ("2010_img.2chan.net-b-res-81070328.htm", "81070328", 13, 2, 3),
    ("2010_img.2chan.net-b-res-81259855.htm", "81259855", 34, 4, 4),
    ("2010_jun.2chan.net-b-res-13042338.htm", "13042338", 14, 1, 3),
    ("modern_template_testcase_thread1.html", "000000000", 5, 2, 2),
    ("modern_template_testcase_thread2.html", "0000000", 4, 0, 0),
]
"""File, thread, posts, inferred edges, quoted lines."""
PAGES = [
    ("2008_img-index.html", 73, 10),
    ("2010_img.2chan.net-b.htm", 92, 10),
    ("2010_jun.2chan.net-b-futaba.htm", 100, 10),
]
"""File, posts, threads."""
CATALOGUES = [
    ("2008_img-catalog.html", 75),
    ("2010_img.2chan.net-b-futaba.php_mode_cat.htm", 75),
    ("2010_jun.2chan.net-b-futaba.php_mode_cat.htm", 72),
    ("modern_template_testcase_board1.html", 6),
]


def page_of(shared, name):
    """A sample as a response."""
    return Page(f"https://img.2chan.net/b/{name}", (shared / "samples" / "futaba" / name).read_bytes(), NOW)


def marks(name, body):
    """Posts by the marks of their page, raw: boxes for deleting, or numbers in their own element."""
    return len(re.findall(rb"value=delete", body)) if name[0] == "2" else len(re.findall(rb'class="cno"', body))


@pytest.mark.parametrize(("name", "thread_id", "posts", "inferred", "quoted"), THREADS)
def test_threads(shared, name, thread_id, posts, inferred, quoted):
    """One message per mark, each with a time inside the thread's span, edges that resolve, and no markup left."""
    page = page_of(shared, name)
    modern = name[0] != "2"
    count = marks(name, page.body)
    if modern:  # two marks stand twice on one line in the skeleton's source
        count = len(re.findall(rb'class="cno"|class=\s*"cno"', re.sub(rb"\s+", b" ", page.body)))
    parsed = ONE.parse_thread(BOARD, thread_id, page)
    assert len(parsed.messages) == count == posts
    assert parsed.problems == ()
    ids = {message.message_id for message in parsed.messages}
    assert len(ids) == posts
    refs = [ref for message in parsed.messages for ref in message.refs]
    assert sum(ref.kind == "inferred" for ref in refs) == inferred
    assert sum(line.startswith(">") for message in parsed.messages for line in message.text.split("\n")) == quoted
    assert all(ref.message_id in ids or ref.dangling for ref in refs)
    first = parsed.messages[0].posted_at
    for message in parsed.messages:
        assert message.time_precision == "second"
        assert 0 <= (message.posted_at - first).total_seconds() < 3 * 86400
        assert message.text or message.attachments
        assert not re.search(r"<(?:br|font|a|b|span)\b|&(?:gt|lt|amp|#\d+);|\n\Z", message.text)
    assert ONE.unknown_fields(page) == frozenset()
    assert ONE.blank(page, {"1"}) == page.body


@pytest.mark.parametrize(("name", "posts", "threads"), PAGES)
def test_pages_of_the_board(shared, name, posts, threads):
    """Every post of every thread on it; counts are what is shown and what is left out."""
    page = page_of(shared, name)
    text = page.body.decode("cp932", errors="replace")
    assert not is_modern(text)
    assert len(read_old(text)) == marks(name, page.body) == posts
    listing = ONE.parse_listing(BOARD, page)
    assert len(listing.threads) == threads == len(re.findall(r"href=res/\d+\.htm>返信", text))
    omitted = sum(map(int, re.findall(r"レス(\d+)件省略", text)))
    assert sum(mark.reply_count for mark in listing.threads) == posts - threads + omitted
    assert listing.problems == ()
    assert listing.next_url == "https://img.2chan.net/b/1.htm"


@pytest.mark.parametrize(("name", "threads"), CATALOGUES)
def test_catalogues(shared, name, threads):
    """As many threads as links to one, all counted."""
    page = page_of(shared, name)
    listing = ONE.parse_listing(BOARD, page)
    assert len(listing.threads) == threads == len(set(re.findall(rb"res/(\d+)\.htm", page.body)))
    assert listing.problems == ()
    assert all(mark.reply_count is not None for mark in listing.threads)


def test_every_sample_is_in_a_table(shared):
    """No file lies there that nothing counts."""
    files = {path.name for path in (shared / "samples" / "futaba").iterdir()} - {"SOURCES.md"}
    assert files == {row[0] for table in (THREADS, PAGES, CATALOGUES) for row in table}
    assert len(read_modern("")[0]) == 0
