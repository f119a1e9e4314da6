"""The recorded YBoard against the truth of what was typed: every post, every field its pages show, both snapshots."""

import base64
import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from hikcorpus.crawl.rows import content_hash
from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.yboard.engine import Yboard
from tests.sources.test_recorded_engines import BOARDS, expected_posts

ONE = Yboard()
CHANGED_TEXTS = 0
"""Posts whose text the engine itself changed."""


class Recording:
    """One snapshot, read as a crawl would read it: the catalog, then each thread that it names."""

    def __init__(self, shared, snapshot):
        folder = shared / "recorded" / "yboard"
        self.base = json.loads((folder / f"meta.{snapshot}.json").read_text())["base"]
        with gzip.open(folder / f"site.{snapshot}.jsonl.gz", "rt") as lines:
            self.site = {entry["url"]: entry for entry in map(json.loads, lines)}
        truth = (folder / f"truth.{snapshot}.jsonl").read_text().splitlines()
        self.truth = {(post["board"], str(post["thread"]), post["post"]): post for post in map(json.loads, truth)}
        self.boards = {name: Board("test", name, "yboard", self.base, ONE.zone) for name in BOARDS}
        self.threads = {}
        for board in self.boards.values():
            listing = ONE.parse_listing(board, self.page(ONE.listing_url(board)))
            assert not listing.problems
            assert listing.next_url is None
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
        fetched = datetime.fromtimestamp(entry["recorded_at"], UTC)
        return Page(url, base64.b64decode(entry["body_b64"]), fetched, "utf-8")


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
    """Name, account, default name, time to the second, opening and subject, for all posts; the page shows no sage."""
    differing = Counter()
    for key, post in expected_posts(recorded).items():
        message = recorded.messages[key]
        differing["name"] += message.author_name != (post["name"] or "Anonymous")
        differing["default name"] += message.is_default_name != (not post["name"])
        differing["account"] += message.account_id != (post["name"] or None)
        differing["time"] += message.posted_at != datetime.fromtimestamp(post["ts"], UTC)
        differing["precision"] += message.time_precision != "second"
        differing["opening"] += message.is_opening != (post["index"] == 0)
        differing["subject"] += message.subject != post["subject"]
        differing["invented"] += any(
            (message.tripcode, message.mail_field, message.capcode, message.country, message.attachments)
        )
    assert +differing == Counter()


def test_text_equals_what_was_typed_line_by_line(recorded):
    """Every line of every post comes back as typed; the links' ` (OP)` is the engine's and gone."""
    differing = [
        key
        for key, post in expected_posts(recorded).items()
        if recorded.messages[key].text.split("\n") != post["body"].split("\n")
    ]
    assert len(differing) == CHANGED_TEXTS


def test_refs_equal_the_quoted_posts(recorded):
    """Refs equal `quotes` and the quote across threads, in order; dangling where the post is deleted."""
    dead = 0
    for key, post in expected_posts(recorded).items():
        board, _, _ = key
        message = recorded.messages[key]
        quoted = [str(number) for number in post["quotes"]]
        across = post.get("cross_quote")
        expected = quoted if across is None else [*quoted, str(across["post"])]
        assert sorted(ref.message_id for ref in message.refs) == sorted(set(expected)), key
        for ref in message.refs:
            stands = any((name, int(ref.message_id)) == (board, number) for name, _, number in recorded.messages)
            assert ref.dangling != stands
            dead += ref.dangling
    assert dead == len(
        [
            mark
            for board, thread_id in recorded.threads
            for mark in re.findall(
                r'class="invalid-ref"',
                recorded.page(ONE.thread_url(recorded.boards[board], thread_id)).body.decode(),
            )
        ]
    )


def session(post):
    """A name is one account here, whoever uses it (README of the recordings)."""
    return post["name"] or post["persona"]


def test_the_opener_is_marked_as_the_truth_has_it(recorded):
    """`op` on every post of the account or nameless session that opened the thread, on no other."""
    openers = {(key[0], key[1]): session(post) for key, post in recorded.truth.items() if post["index"] == 0}
    for key, post in expected_posts(recorded).items():
        is_opener = openers[key[0], key[1]] == session(post)
        assert (recorded.messages[key].poster_id == "op") == is_opener, key


def test_counts_of_catalog_and_page_equal_the_messages(recorded):
    """And nothing on the pages is unknown."""
    for (board, thread_id), (mark, page) in recorded.threads.items():
        assert mark.reply_count == page.thread.reply_count == len(page.messages) - 1
        assert mark.title == page.thread.title == page.messages[0].subject
        url = ONE.thread_url(recorded.boards[board], thread_id)
        assert ONE.unknown_fields(recorded.page(url)) == frozenset()


def test_the_number_of_posts_equals_the_marks_on_the_pages(recorded):
    """An independent count: the reply buttons' addresses."""
    for (board, thread_id), (_, page) in recorded.threads.items():
        html = recorded.page(ONE.thread_url(recorded.boards[board], thread_id)).body.decode()
        links = re.findall(r'<a href="/post-(\d+)" class="post-id', html)
        assert [message.message_id for message in page.messages] == links


def test_pages_of_the_board_show_the_catalogs_threads_in_its_order(recorded):
    """The board's own pages, followed to their end, which answers 200 without threads; tails are as the pages."""
    for name, board in recorded.boards.items():
        marks = ONE.parse_listing(board, recorded.page(ONE.listing_url(board))).threads
        seen = []
        for mark in marks:
            url = ONE.tail_url(board, mark)
            entries = ONE.parse_index(board, recorded.page(url))
            tail = ONE.parse_tail(board, entries[mark.thread_id])
            seen.append(tail.thread.thread_id)
            whole = {one.message_id: one for one in recorded.threads[name, mark.thread_id][1].messages}
            assert [content_hash(one) for one in tail.messages] == [
                content_hash(whole[one.message_id]) for one in tail.messages
            ]
            assert tail.reply_count == mark.reply_count
            assert tail.messages[-1].message_id == list(whole)[-1]
        assert seen == [mark.thread_id for mark in marks]
        past = ONE.parse_listing(board, recorded.page(f"{recorded.base}/{name}-9/"))
        assert (past.threads, past.problems) == ((), ())


def test_marks_differ_exactly_where_something_changed(shared, both):
    """Of threads with new or deleted posts, and of no other; new and deleted threads come and go."""
    changes = json.loads((shared / "recorded" / "yboard" / "changes.json").read_text())
    touched = {(board, str(thread)) for board, thread in changes["old_threads"]}
    touched |= {(board, str(thread)) for board, thread, _ in changes["deleted_posts"]}
    before, after = both["A"].threads, both["B"].threads
    assert {key for key in before.keys() & after if before[key][0].mark != after[key][0].mark} == touched
    assert after.keys() - before.keys() == {(board, str(thread)) for board, thread in changes["new_threads"]}
    gone = changes["deleted_thread"][0], str(changes["deleted_thread"][1])
    assert before.keys() - after.keys() == {gone}
    assert both["B"].status(ONE.thread_url(both["B"].boards[gone[0]], gone[1])) == 404


def test_untouched_messages_read_the_same_in_both_snapshots(both):
    """Same content hash: no version is made of a message that nobody touched."""
    before, after = both["A"].messages, both["B"].messages
    assert [key for key in before.keys() & after if content_hash(before[key]) != content_hash(after[key])] == []


def test_other_pages_are_refused(recorded):
    """Front page, help, page past the end, listing as thread, thread as listing."""
    board = recorded.boards["hikky"]
    for path in ("/", "/info/faq", "/hikky-9/", "/hikky/", "/hikky/catalog"):
        with pytest.raises(LayoutChanged):
            ONE.parse_thread(board, "1000", recorded.page(recorded.base + path))
    for path in ("/", "/info/faq", "/hikky/1000", "/hiki/catalog"):
        with pytest.raises(LayoutChanged):
            ONE.parse_listing(board, recorded.page(recorded.base + path))


def test_traces_are_on_every_page(recorded):
    """Of the engine's HTML pages, errors included."""
    for entry in recorded.site.values():
        body = base64.b64decode(entry["body_b64"]).decode()
        if entry["status"] != 301 and "<html" in body:
            assert all(re.search(trace, body[:65536], re.IGNORECASE) for trace in ONE.traces)


def test_a_blanked_page_reads_the_same_but_for_its_content(both):
    """Every second message of every thread of B: words gone, others field by field the same."""
    for (name, thread_id), (_, page) in both["B"].threads.items():
        board = both["B"].boards[name]
        own = both["B"].page(ONE.thread_url(board, thread_id))
        gone = {message.message_id for message in page.messages[::2]}
        blanked = Page(own.url, ONE.blank(own, gone), own.fetched_at)
        after = ONE.parse_thread(board, thread_id, blanked)
        assert ONE.blank(blanked, gone) == blanked.body
        assert page.messages[0].subject.encode() not in blanked.body
        for old, new in zip(page.messages, after.messages, strict=True):
            if old.message_id in gone:
                assert (new.message_id, new.posted_at, new.text) == (old.message_id, old.posted_at, "")
                assert (new.author_name, new.account_id, new.subject, new.refs) == (None, None, None, ())
                assert new.poster_id is None
            else:
                assert new == old


def test_what_is_kept_has_no_session_token(recorded):
    """The visitor's own token is zeroed; the page reads as before."""
    board = recorded.boards["hikky"]
    page = recorded.page(ONE.thread_url(board, "1000"))
    kept = Page(page.url, ONE.scrub(page), page.fetched_at)
    assert re.findall(rb"csrfToken='([^']*)'", kept.body) == [b""]
    assert ONE.parse_thread(board, "1000", kept) == ONE.parse_thread(board, "1000", page)
