"""The recorded vichan read by its HTML: every post and field of the truth, the JSON twin's content, marks and tails."""

import base64
import gzip
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hikcorpus.crawl.rows import content_hash
from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.vichan import Vichan
from hikcorpus.sources.vichan_html.engine import VichanHtml

ONE, TWIN = VichanHtml(), Vichan()
BOARDS = ("hikky", "hiki", "lonely")
LACKING = ("posted_raw", "attachments")
"""What the HTML prints otherwise: the time as people read it; files without exact size and hash."""


class Recording:
    """One snapshot, read as a crawl would read it: all pages of the index, then each thread that they name."""

    def __init__(self, shared, snapshot):
        folder = shared / "recorded" / "vichan"
        self.base = json.loads((folder / f"meta.{snapshot}.json").read_text())["base"]
        with gzip.open(folder / f"site.{snapshot}.jsonl.gz", "rt") as lines:
            self.site = {entry["url"]: entry for entry in map(json.loads, lines)}
        truth = (folder / f"truth.{snapshot}.jsonl").read_text().splitlines()
        self.truth = {(post["board"], str(post["thread"]), post["post"]): post for post in map(json.loads, truth)}
        self.boards = {name: Board("test", name, "vichan_html", self.base, ONE.zone) for name in BOARDS}
        self.marks, self.threads = {}, {}
        for board in self.boards.values():
            url = ONE.listing_url(board)
            while url:
                listing = ONE.parse_listing(board, self.page(url))
                assert not listing.problems
                self.marks |= {(board.name, mark.thread_id): mark for mark in listing.threads}
                url = listing.next_url
        for name, thread_id in self.marks:
            board = self.boards[name]
            self.threads[name, thread_id] = ONE.parse_thread(
                board, thread_id, self.page(ONE.thread_url(board, thread_id))
            )
        self.messages = {
            (board, thread_id, message.number): message
            for (board, thread_id), page in self.threads.items()
            for message in page.messages
        }

    def page(self, url):
        entry = self.site[url.removeprefix(self.base)]
        assert entry["status"] == 200
        return Page(url, base64.b64decode(entry["body_b64"]), datetime.fromtimestamp(entry["recorded_at"], UTC))

    def expected(self):
        """Posts of the truth that nobody deleted."""
        gone = ("deleted", "deleted_in_B", "thread_deleted_in_B")
        return {key: post for key, post in self.truth.items() if not any(post.get(flag) for flag in gone)}


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
    assert set(recorded.messages) == set(recorded.expected())
    assert len(recorded.messages) > 550
    assert [page.problems for page in recorded.threads.values() if page.problems] == []


def test_fields_equal_what_was_typed(recorded):
    """Name, tripcode, sage, time to the second, opening, subject, text line by line and edges, for all posts."""
    differing = Counter()
    for key, post in recorded.expected().items():
        message = recorded.messages[key]
        differing["name"] += (message.author_name != post["name"]) if post["name"] else not message.is_default_name
        differing["default"] += bool(post["name"]) and message.is_default_name
        differing["tripcode"] += (message.tripcode is not None) != bool(post["trip"])
        differing["sage"] += message.sage != post["sage"]
        differing["time"] += message.posted_at != datetime.fromtimestamp(post["ts"], UTC)
        differing["precision"] += message.time_precision != "second"
        differing["opening"] += message.is_opening != (post["index"] == 0)
        differing["subject"] += post["index"] == 0 and message.subject != post["subject"]
        differing["text"] += message.text.split("\n") != post["body"].split("\n")
        here = [ref.message_id for ref in message.refs if ref.thread_id in (None, key[1])]
        differing["refs"] += here != [str(number) for number in post["quotes"]]
    assert +differing == Counter()


def test_content_equals_the_json_twin_post_by_post(recorded):
    """Every field of every message, but the printed time and the exact size and hash of files."""
    compared, with_files = 0, 0
    for (name, thread_id), page in recorded.threads.items():
        board = recorded.boards[name]
        twin = TWIN.parse_thread(board, thread_id, recorded.page(TWIN.thread_url(board, thread_id)))
        assert page.thread == replace(twin.thread, reply_count=None)
        for own, other in zip(page.messages, twin.messages, strict=True):
            plain = {field: getattr(own, field) for field in LACKING}
            assert own == replace(other, **plain)
            assert [file.type for file in own.attachments] == [file.type for file in other.attachments]
            assert all(file.bytes is None and file.digest is None for file in own.attachments)
            compared += 1
            with_files += bool(own.attachments)
            if not own.attachments:
                assert content_hash(own) == content_hash(other)
    assert compared == len(recorded.messages)
    assert with_files >= 10


def test_poster_ids_are_one_computer_per_thread(recorded):
    """One to one with the truth's computers."""
    computers, ids = {}, {}
    for key, post in recorded.expected().items():
        message = recorded.messages[key]
        computers.setdefault((key[:2], message.poster_id), set()).add(post["ip"])
        ids.setdefault((key[:2], post["ip"]), set()).add(message.poster_id)
    assert {len(found) for found in (*computers.values(), *ids.values())} == {1}


def test_the_index_lists_what_the_catalogues_list(recorded):
    """Counts of replies and titles, in the JSON's and in the HTML's catalogue (which orders equal times otherwise)."""
    for name, board in recorded.boards.items():
        own = [(mark.thread_id, mark.reply_count, mark.title) for (on, _), mark in recorded.marks.items() if on == name]
        twin = TWIN.parse_listing(board, recorded.page(TWIN.listing_url(board))).threads
        html = ONE.parse_listing(board, recorded.page(f"{recorded.base}/{name}/catalog.html")).threads
        assert own == [(mark.thread_id, mark.reply_count, mark.title) for mark in twin]
        assert set(own) == {(mark.thread_id, mark.reply_count, mark.title) for mark in html}
        assert [mark.at for mark in html] == [mark.at for mark in twin]
    for key, mark in recorded.marks.items():
        assert mark.reply_count == len(recorded.threads[key].messages) - 1


def test_every_message_of_every_tail_reads_as_on_its_own_page(recorded):
    """The listing's entries are tails: same fields, same thread, none is missing."""
    messages = 0
    for (name, thread_id), mark in recorded.marks.items():
        board, own = recorded.boards[name], recorded.threads[name, thread_id]
        tail = ONE.parse_tail(board, mark.entry)
        assert tail is not None
        assert tail.explained
        assert (tail.thread, tail.reply_count) == (own.thread, len(own.messages) - 1)
        assert tail.messages[0] == own.messages[0]
        expected = own.messages[1:][len(own.messages) - len(tail.messages) :]
        for shown, whole in zip(tail.messages[1:], expected, strict=True):
            messages += 1
            assert replace(shown, refs=()) == replace(whole, refs=())
            assert content_hash(shown) == content_hash(whole)
    assert messages > 100


def test_marks_differ_exactly_where_something_changed(shared, both):
    """Threads with new or deleted posts, and no other; new threads come, the deleted one goes."""
    changes = json.loads((shared / "recorded" / "vichan" / "changes.json").read_text())
    before, after = both["A"].marks, both["B"].marks
    touched = {(board, str(thread)) for board, thread in changes["old_threads"]}
    touched |= {(board, str(thread)) for board, thread, _ in changes["deleted_posts"]}
    assert {key for key in before.keys() & after if before[key].mark != after[key].mark} == touched
    assert after.keys() - before.keys() == {(board, str(thread)) for board, thread in changes["new_threads"]}
    assert before.keys() - after.keys() == {(changes["deleted_thread"][0], str(changes["deleted_thread"][1]))}


def test_the_number_of_posts_equals_the_marks_on_the_pages(recorded):
    """An independent count: boxes for deleting."""
    for (name, thread_id), page in recorded.threads.items():
        html = recorded.page(ONE.thread_url(recorded.boards[name], thread_id)).body
        assert html.count(b'<input type="checkbox" class="delete"') == len(page.messages)


def test_ends_of_threads_and_pages_of_the_board_are_no_threads(recorded):
    """`N+50.html` shows the end of a thread: never taken for the whole one."""
    ends = [url for url in recorded.site if "+50.html" in url and recorded.site[url]["status"] == 200]
    assert len(ends) == 3
    for url in ends:
        name, thread_id = url.split("/")[1], url.rpartition("/")[2].partition("+")[0]
        with pytest.raises(LayoutChanged, match="only the end"):
            ONE.parse_thread(recorded.boards[name], thread_id, recorded.page(recorded.base + url))
    with pytest.raises(LayoutChanged, match="several"):
        ONE.parse_thread(recorded.boards["hikky"], "1", recorded.page(f"{recorded.base}/hikky/index.html"))
    with pytest.raises(LayoutChanged, match="another board"):
        ONE.parse_thread(recorded.boards["hikky"], "1", recorded.page(f"{recorded.base}/hiki/res/1.html"))


def test_nothing_on_a_page_is_unknown_and_saved_pages_name_their_thread(recorded):
    """The page itself says which thread it is, wherever it was saved."""
    for name, thread_id in recorded.threads:
        page = recorded.page(ONE.thread_url(recorded.boards[name], thread_id))
        assert ONE.unknown_fields(page) == frozenset()
        address = ONE.recognise_saved(replace(page, url="file:///tmp/saved.html"))
        assert (address.board, address.thread_id) == (name, thread_id)


def test_a_blanked_page_reads_the_same_but_for_its_content(both):
    """Every second message of every thread of B, and of its entry in the index."""
    recorded = both["B"]
    for (name, thread_id), page in recorded.threads.items():
        board = recorded.boards[name]
        own = recorded.page(ONE.thread_url(board, thread_id))
        gone = {message.message_id for message in page.messages[::2]}
        blanked = Page(own.url, ONE.blank(own, gone), own.fetched_at)
        compare(page.messages, ONE.parse_thread(board, thread_id, blanked).messages, gone)
        entry = recorded.marks[name, thread_id].entry
        raw = ONE.blank(Page(own.url, entry, own.fetched_at), gone)
        before, after = ONE.parse_tail(board, entry), ONE.parse_tail(board, raw)
        compare(before.messages, after.messages, gone)
        assert after.reply_count == before.reply_count


def compare(before, after, gone):
    """What was taken out is gone, the rest is as it was."""
    for old, new in zip(before, after, strict=True):
        if old.message_id in gone:
            assert (new.message_id, new.posted_at, new.text) == (old.message_id, old.posted_at, "")
            assert (new.author_name, new.tripcode, new.poster_id, new.subject) == (None, None, None, None)
            assert (new.refs, new.attachments, new.mail_field) == ((), (), None)
        else:
            assert new == old
