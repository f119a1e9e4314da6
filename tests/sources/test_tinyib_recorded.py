"""The recorded TinyIB against the truth of what was typed: every post, every field that its JSON holds, both snapshots.

Its JSON has no e-mail field, so `sage` cannot be compared; its tripcodes are compared by who has one, and one to one.
"""

import base64
import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from hikcorpus.crawl.rows import content_hash
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.tinyib.engine import Tinyib
from tests.sources.test_recorded_engines import BOARDS, expected_posts

ONE = Tinyib()


class Recording:
    """One snapshot, read as a crawl would read it: the catalog, then each thread that it names."""

    def __init__(self, shared, snapshot):
        folder = shared / "recorded" / "tinyib"
        self.base = json.loads((folder / f"meta.{snapshot}.json").read_text())["base"]
        with gzip.open(folder / f"site.{snapshot}.jsonl.gz", "rt") as lines:
            self.site = {entry["url"]: entry for entry in map(json.loads, lines)}
        truth = (folder / f"truth.{snapshot}.jsonl").read_text().splitlines()
        self.truth = {(post["board"], str(post["thread"]), post["post"]): post for post in map(json.loads, truth)}
        self.boards = {name: Board("test", name, "tinyib", self.base, ONE.zone) for name in BOARDS}
        self.threads = {}
        for board in self.boards.values():
            listing = ONE.parse_listing(board, self.page(ONE.listing_url(board)))
            assert not listing.problems
            for mark in listing.threads:
                page = self.page(ONE.thread_url(board, mark.thread_id))
                self.threads[board.name, mark.thread_id] = mark, ONE.parse_thread(board, mark.thread_id, page)
        self.messages = {
            (board, thread_id, message.number): message
            for (board, thread_id), (_, page) in self.threads.items()
            for message in page.messages
        }

    def status(self, url):
        return self.site[url.removeprefix(self.base)]["status"]

    def page(self, url):
        entry = self.site[url.removeprefix(self.base)]
        assert entry["status"] == 200
        return Page(url, base64.b64decode(entry["body_b64"]), datetime.fromtimestamp(entry["recorded_at"], UTC))


@pytest.fixture(scope="module")
def both(shared):
    """The two snapshots."""
    return {snapshot: Recording(shared, snapshot) for snapshot in "AB"}


@pytest.fixture(params="AB")
def recorded(request, both):
    """Each snapshot."""
    return both[request.param]


def test_every_post_is_there_and_nothing_else(recorded):
    """Board, thread and number equal the truth's posts that are not deleted; no page has a problem."""
    assert set(recorded.messages) == set(expected_posts(recorded))
    assert len(recorded.messages) > 550
    assert [page.problems for _, page in recorded.threads.values() if page.problems] == []
    assert {message.state for message in recorded.messages.values()} == {"live"}


def test_fields_equal_what_was_typed(recorded):
    """Name, default name, tripcode, time to the second, opening and subject, for all posts."""
    differing = Counter()
    for key, post in expected_posts(recorded).items():
        message = recorded.messages[key]
        differing["name"] += message.author_name != (post["name"] or "Anonymous")
        differing["default name"] += message.is_default_name != (not post["name"])
        differing["tripcode"] += (message.tripcode is not None) != bool(post["trip"])
        differing["time"] += message.posted_at != datetime.fromtimestamp(post["ts"], UTC)
        differing["precision"] += message.time_precision != "second"
        differing["opening"] += message.is_opening != (post["index"] == 0)
        differing["subject"] += message.subject != post["subject"]
        differing["invented"] += any(
            (message.poster_id, message.mail_field, message.capcode, message.country, message.attachments)
        )
    assert +differing == Counter()


def test_tripcodes_are_one_to_one_with_passwords_and_equal_the_pages(recorded):
    """Each password gives one tripcode; with its mark it is what the HTML pages print."""
    pairs = {
        (post["trip"], recorded.messages[key].tripcode)
        for key, post in expected_posts(recorded).items()
        if post["trip"]
    }
    assert len(pairs) == len({trip for trip, _ in pairs}) == len({shown for _, shown in pairs}) > 1
    printed = set()
    for board, thread_id in recorded.threads:
        html = recorded.page(f"{recorded.base}/{board}/res/{thread_id}.html").body.decode()
        printed |= set(re.findall('<span class="postertrip">([^<]*)</span>', html))
    assert printed == {shown for _, shown in pairs}


def test_text_equals_what_was_typed_line_by_line(recorded):
    """The engine changes no text: every line of every post comes back as typed."""
    differing = [
        key
        for key, post in expected_posts(recorded).items()
        if recorded.messages[key].text.split("\n") != post["body"].split("\n")
    ]
    assert differing == []


def test_refs_equal_the_quoted_posts(recorded):
    """Refs within the thread equal `quotes` in order; those of B that quote across threads name them."""
    crossing = 0
    for key, post in expected_posts(recorded).items():
        board, thread_id, _ = key
        message = recorded.messages[key]
        here = [ref for ref in message.refs if ref.thread_id in (None, thread_id)]
        assert [ref.message_id for ref in here] == [str(number) for number in post["quotes"]], key
        across = [(ref.board, ref.thread_id, ref.message_id) for ref in message.refs if ref not in here]
        quoted = post.get("cross_quote")
        crossing += quoted is not None
        assert across == ([(board, str(quoted["thread"]), str(quoted["post"]))] if quoted else [])
        assert all(ref.dangling == ((board, thread_id, int(ref.message_id)) not in recorded.messages) for ref in here)
    assert crossing == (3 if any("added_in_B" in post for post in recorded.truth.values()) else 0)


def test_counts_of_catalog_and_page_equal_the_messages(recorded):
    """And nothing on the pages is unknown."""
    for (board, thread_id), (mark, page) in recorded.threads.items():
        assert mark.reply_count == page.thread.reply_count == len(page.messages) - 1
        assert mark.title == page.thread.title == page.messages[0].subject
        url = ONE.thread_url(recorded.boards[board], thread_id)
        assert ONE.unknown_fields(recorded.page(url)) == frozenset()


def test_the_number_of_posts_equals_the_marks_on_the_pages(recorded):
    """An independent count: boxes for deleting on the HTML pages."""
    for (board, thread_id), (_, page) in recorded.threads.items():
        html = recorded.page(f"{recorded.base}/{board}/res/{thread_id}.html").body.decode()
        boxes = re.findall(r'name="delete\[\]" value="(\d+)"', html)
        assert [message.message_id for message in page.messages] == boxes


def test_marks_differ_exactly_where_something_changed(shared, both):
    """Of threads with new or deleted posts, and of no other; new and deleted threads come and go."""
    changes = json.loads((shared / "recorded" / "tinyib" / "changes.json").read_text())
    touched = {(board, str(thread)) for board, thread in changes["old_threads"]}
    touched |= {(board, str(thread)) for board, thread, _ in changes["deleted_posts"]}
    before, after = both["A"].threads, both["B"].threads
    assert {key for key in before.keys() & after if before[key][0].mark != after[key][0].mark} == touched
    assert after.keys() - before.keys() == {(board, str(thread)) for board, thread in changes["new_threads"]}
    assert before.keys() - after.keys() == {(changes["deleted_thread"][0], str(changes["deleted_thread"][1]))}


def test_untouched_messages_read_the_same_in_both_snapshots(both):
    """Same content hash: no version is made of a message that nobody touched."""
    before, after = both["A"].messages, both["B"].messages
    assert [key for key in before.keys() & after if content_hash(before[key]) != content_hash(after[key])] == []


def test_the_json_of_a_deleted_thread_stays(shared, both):
    """Its page is gone, its JSON answers as before: only the catalog tells. What the crawl has to know."""
    board, thread_id = json.loads((shared / "recorded" / "tinyib" / "changes.json").read_text())["deleted_thread"]
    url = ONE.thread_url(both["B"].boards[board], str(thread_id))
    assert (both["B"].status(url), both["B"].status(url.replace(".json", ".html"))) == (200, 404)
    assert both["B"].page(url).body == both["A"].page(url).body


def test_a_blanked_page_reads_the_same_but_for_its_content(both):
    """Every second message of every thread of B: words gone, others field by field the same."""
    for (name, thread_id), (_, page) in both["B"].threads.items():
        board = both["B"].boards[name]
        own = both["B"].page(ONE.thread_url(board, thread_id))
        gone = {message.message_id for message in page.messages[::2]}
        blanked = Page(own.url, ONE.blank(own, gone), own.fetched_at)
        after = ONE.parse_thread(board, thread_id, blanked)
        assert ONE.blank(blanked, gone) == blanked.body
        for old, new in zip(page.messages, after.messages, strict=True):
            if old.message_id in gone:
                assert (new.message_id, new.posted_at, new.text) == (old.message_id, old.posted_at, "")
                assert (new.author_name, new.tripcode, new.subject, new.refs) == (None, None, None, ())
            else:
                assert new == old
