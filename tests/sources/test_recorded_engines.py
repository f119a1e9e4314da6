"""Real engines, recorded whole with the truth of what was typed: every post, every field, nothing extra."""

import base64
import gzip
import json
from collections import Counter
from datetime import UTC, datetime

import pytest

from hikcorpus.model import Board
from hikcorpus.sources import source
from hikcorpus.sources.base import Page

ENGINES = {"vichan": "vichan", "ex0ch": "dat"}
BOARDS = ("hikky", "hiki", "lonely")
CASES = [(recording, snapshot) for recording in ENGINES for snapshot in "AB"]


class Recording:
    """One snapshot of one recorded engine, read by our source as a crawl would read it."""

    def __init__(self, shared, recording, snapshot):
        folder = shared / "recorded" / recording
        self.meta = json.loads((folder / f"meta.{snapshot}.json").read_text())
        with gzip.open(folder / f"site.{snapshot}.jsonl.gz", "rt") as lines:
            self.site = {entry["url"]: entry for entry in map(json.loads, lines)}
        truth = (folder / f"truth.{snapshot}.jsonl").read_text().splitlines()
        self.truth = {(post["board"], str(post["thread"]), post["post"]): post for post in map(json.loads, truth)}
        self.source = source(ENGINES[recording])
        self.boards = {name: self._board(name) for name in BOARDS}
        self.threads = {}
        for board in self.boards.values():
            listing = self.source.parse_listing(board, self.page(self.source.listing_url(board)))
            assert not listing.problems
            for mark in listing.threads:
                page = self.page(self.source.thread_url(board, mark.thread_id))
                if page is not None:
                    self.threads[board.name, mark.thread_id] = (
                        mark,
                        self.source.parse_thread(board, mark.thread_id, page),
                    )
        self.messages = {
            (board, thread_id, message.number): message
            for (board, thread_id), (_, thread_page) in self.threads.items()
            for message in thread_page.messages
        }

    def _board(self, name):
        engine = self.source
        board = Board(
            site="test",
            name=name,
            engine=engine.engine,
            address=self.meta["base"],
            zone=engine.zone,
            poster_id_scope=engine.poster_id_scope,
        )
        url = engine.settings_url(board)
        return engine.with_settings(board, self.page(url)) if url and self.page(url) else board

    def page(self, url):
        entry = self.site.get(url.removeprefix(self.meta["base"]))
        if entry is None or entry["status"] != 200:
            return None
        kind = entry["headers"].get("content-type", "")
        charset = kind.partition("charset=")[2] or None
        fetched = datetime.fromtimestamp(entry["recorded_at"], UTC)
        return Page(url, base64.b64decode(entry["body_b64"]), fetched, charset)


@pytest.fixture(scope="module", params=CASES, ids="-".join)
def recorded(request, shared):
    """Each snapshot of each engine."""
    return Recording(shared, *request.param)


def expected_posts(recorded):
    """Posts of the truth that their writers or the staff had not deleted."""
    gone = ("deleted", "deleted_in_B", "thread_deleted_in_B")
    return {key: post for key, post in recorded.truth.items() if not any(post.get(flag) for flag in gone)}


def test_every_post_is_there_and_nothing_else(recorded):
    """Board, thread and number of all live messages equal the truth's posts that are not deleted."""
    live = {key for key, message in recorded.messages.items() if message.state == "live"}
    assert live == set(expected_posts(recorded))
    assert len(live) > 550


def test_pages_have_no_problems(recorded):
    """Nothing on a recorded page is unreadable."""
    assert [page.problems for _, page in recorded.threads.values() if page.problems] == []


def test_fields_equal_what_was_typed(recorded):
    """Name, tripcode, sage, time to the second and subject, for all posts."""
    differing = Counter()
    for key, post in expected_posts(recorded).items():
        message = recorded.messages[key]
        differing["name"] += (message.author_name != post["name"]) if post["name"] else not message.is_default_name
        differing["typed name called default"] += bool(post["name"]) and message.is_default_name
        differing["tripcode"] += (message.tripcode is not None) != bool(post["trip"])
        differing["sage"] += message.sage != post["sage"]
        differing["time"] += message.posted_at != datetime.fromtimestamp(post["ts"], UTC)
        differing["precision"] += message.time_precision != "second"
        differing["opening"] += message.is_opening != (post["index"] == 0)
        differing["subject"] += post["index"] == 0 and message.subject != post["subject"]
    assert +differing == Counter()


def test_text_equals_what_was_typed_line_by_line(recorded):
    """The recorded engines change no text; every line of every post comes back as typed."""
    differing = [
        key
        for key, post in expected_posts(recorded).items()
        if recorded.messages[key].text.split("\n") != post["body"].split("\n")
    ]
    assert differing == []


def test_refs_equal_the_quoted_posts(recorded):
    """Refs within the thread equal `quotes` in order; the three of B that quote across threads name them."""
    crossing = 0
    for key, post in expected_posts(recorded).items():
        board, thread_id, _ = key
        message = recorded.messages[key]
        prefix = f"{thread_id}." if recorded.source.engine == "dat" else ""
        here = [ref for ref in message.refs if ref.thread_id in (None, thread_id)]
        assert [ref.message_id for ref in here] == [f"{prefix}{number}" for number in post["quotes"]], key
        across = [ref for ref in message.refs if ref not in here]
        if "cross_quote" in post:
            crossing += 1
            target, number = post["cross_quote"]["thread"], post["cross_quote"]["post"]
            name = f"{target}.{number}" if prefix else str(number)
            assert [(ref.board, ref.thread_id, ref.message_id) for ref in across] == [(board, str(target), name)]
            across = []
        assert across == []
        assert all(ref.dangling == ((board, thread_id, number_of(ref)) not in recorded.messages) for ref in here)
    assert crossing == (3 if any("added_in_B" in post for post in recorded.truth.values()) else 0)


def number_of(ref):
    """Number of the message that a ref names."""
    return int(ref.message_id.rpartition(".")[2])


def test_deleted_posts_of_the_2ch_type_keep_their_number(recorded):
    """ex0ch leaves a mark in place: a deleted message without any field; vichan leaves nothing."""
    deleted = {key for key, message in recorded.messages.items() if message.state == "deleted"}
    if recorded.source.engine == "dat":
        assert deleted == {
            key
            for key, post in recorded.truth.items()
            if post.get("deleted_in_B") and not post.get("thread_deleted_in_B")
        }
        blank = [recorded.messages[key] for key in deleted]
        assert all(one.text == "" and one.posted_at is None and one.author_name is None for one in blank)
        assert all(one.deletion_evidence == "mark" and one.refs == () for one in blank)
    else:
        assert deleted == set()


def test_one_poster_id_is_one_computer_within_its_scope(recorded):
    """IDs equal the truth's computers one to one: per thread on vichan, per board and day on ex0ch.

    The recorded ex0ch prints Tokyo time but changes its IDs at midnight UTC (09:00 in Tokyo): its server ran in UTC.
    """
    computers, ids = {}, {}
    for key, post in expected_posts(recorded).items():
        message = recorded.messages[key]
        board, thread_id, _ = key
        scope = (board, thread_id) if recorded.source.engine == "vichan" else (board, message.posted_at.date())
        computers.setdefault((scope, message.poster_id), set()).add(post["ip"])
        ids.setdefault((scope, post["ip"]), set()).add(message.poster_id)
    assert {len(found) for found in computers.values()} == {1}
    assert {len(found) for found in ids.values()} == {1}


def test_listing_counts_equal_the_pages(recorded):
    """The count in the listing is the thread's: replies, without the opening message."""
    for mark, page in recorded.threads.values():
        assert mark.reply_count + 1 == len(page.messages)


@pytest.mark.parametrize("recording", ENGINES)
def test_marks_differ_exactly_where_the_listing_can_show_it(shared, recording):
    """Between A and B the marks of threads with new or (vichan) deleted posts differ, of untouched ones not."""
    before, after = Recording(shared, recording, "A"), Recording(shared, recording, "B")
    changes = json.loads((shared / "recorded" / recording / "changes.json").read_text())
    touched = {(board, str(thread)) for board, thread in changes["old_threads"]}
    if recording == "vichan":
        touched |= {(board, str(thread)) for board, thread, _ in changes["deleted_posts"]}
    both = set(before.threads) & set(after.threads)
    changed = {key for key in both if before.threads[key][0].mark != after.threads[key][0].mark}
    assert changed == touched
    new = {(board, str(thread)) for board, thread in changes["new_threads"]}
    gone_board, gone_thread = changes["deleted_thread"]
    assert set(after.threads) - both == new
    assert set(before.threads) - both == {(gone_board, str(gone_thread))}
