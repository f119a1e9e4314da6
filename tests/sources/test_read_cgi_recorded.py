"""The recorded ex0ch serves each thread as dat and as pages of read.cgi: post by post the same messages."""

import base64
import gzip
import json
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime

import pytest

from hikcorpus.model import Board, Message
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NOT_SHOWN = {"mail_field", "sage"}  # ex0ch's page colours the name of who filled the mail field, and says no more


@pytest.mark.parametrize(("snapshot", "pages", "posts"), [("A", 240, 3611), ("B", 260, 3956)])
def test_pages_of_read_cgi_equal_the_dat_files(shared, snapshot, pages, posts):
    """Whole threads, l50, N-, N-M and single posts: every field that the page shows, every post, nothing extra."""
    with gzip.open(shared / "recorded" / "ex0ch" / f"site.{snapshot}.jsonl.gz", "rt") as lines:
        entries = [entry for entry in map(json.loads, lines) if entry["status"] == 200]
    site = {entry["url"]: base64.b64decode(entry["body_b64"]) for entry in entries}
    one, count, compared, differing = source("dat"), 0, 0, Counter()
    for url, body in site.items():
        if "/dat/" not in url:
            continue
        name, key = url.split("/")[1], url.rpartition("/")[2].removesuffix(".dat")
        board = Board("test", name, "dat", "http://127.0.0.1:8105", "Asia/Tokyo", poster_id_scope="board_day")
        dat = one.parse_thread(board, key, Page(url, body, NOW))
        known = {message.number: message for message in dat.messages}
        for address, html in site.items():
            if not address.startswith(f"/test/read.cgi/{name}/{key}/"):
                continue
            page = Page(f"http://127.0.0.1:8105{address}", html, NOW, "Shift_JIS")
            assert one.classify(page) == "ok"
            found = one.parse_thread(board, key, page)
            count += 1
            assert found.problems == ()
            assert found.thread.title == dat.thread.title
            assert found.thread.reply_count == len(dat.messages) - 1
            assert ("partial" in found.thread.extra) == (len(found.messages) < len(dat.messages))
            assert [message.number for message in found.messages] == [int(n) for n in _numbers(html)]
            for message in found.messages:
                compared += 1
                for field in fields(Message):
                    mine, theirs = getattr(message, field.name), getattr(known[message.number], field.name)
                    differing[field.name] += mine != theirs and not _reached(field.name, theirs, found)
    assert set(+differing) == NOT_SHOWN
    assert differing["sage"] == differing["mail_field"]
    assert (count, compared) == (pages, posts)


def _numbers(html):
    """Independent of the parser: the attribute that it does not read."""
    return [piece.split(b'"')[0] for piece in html.split(b' data-id="')[1:]]


def _reached(name, theirs, found):
    """Refs whose target the part does not show dangle on the whole thread's page only."""
    return name == "refs" and "partial" in found.thread.extra and any(ref.dangling for ref in theirs)


@pytest.mark.parametrize("snapshot", ["A", "B"])
def test_the_page_for_no_such_thread_is_gone(shared, snapshot):
    """ex0ch answers with two posts of its own: never messages, whatever the status was."""
    with gzip.open(shared / "recorded" / "ex0ch" / f"site.{snapshot}.jsonl.gz", "rt") as lines:
        gone = [entry for entry in map(json.loads, lines) if "read.cgi" in entry["url"] and entry["status"] == 404]
    assert len(gone) >= 3
    for entry in gone:
        page = Page(f"http://127.0.0.1:8105{entry['url']}", base64.b64decode(entry["body_b64"]), NOW, "Shift_JIS")
        assert source("dat").classify(page) == "gone"
