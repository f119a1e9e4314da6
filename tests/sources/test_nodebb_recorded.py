"""The recorded NodeBB against the truth of what was typed: every post, every field that its JSON holds, both snapshots.

Its pages show accounts, not computers: poster IDs, tripcodes, sage and countries do not exist.
"""

import base64
import gzip
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from hikcorpus.crawl.leaves import bound
from hikcorpus.crawl.rows import content_hash
from hikcorpus.errors import ThreadMoved
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.nodebb.engine import Nodebb

ONE = Nodebb()
BOARDS = {"hikky": "5", "hiki": "6", "lonely": "7"}


class Recording:
    """One snapshot, read as a crawl would read it: all pages of the listings, then all pages of each thread."""

    def __init__(self, shared, snapshot):
        folder = shared / "recorded" / "nodebb"
        self.base = json.loads((folder / f"meta.{snapshot}.json").read_text())["base"]
        with gzip.open(folder / f"site.{snapshot}.jsonl.gz", "rt") as lines:
            self.site = {entry["url"]: entry for entry in map(json.loads, lines)}
        truth = (folder / f"truth.{snapshot}.jsonl").read_text().splitlines()
        self.truth = {(str(post["thread"]), str(post["post"])): post for post in map(json.loads, truth)}
        self.boards = {cid: Board("test", cid, "nodebb", self.base, ONE.zone) for cid in BOARDS.values()}
        self.marks, self.pages, self.urls = {}, {}, {}
        for board in self.boards.values():
            url = ONE.listing_url(board)
            while url:
                listing = ONE.parse_listing(board, self.page(url))
                assert not listing.problems
                self.marks |= {(board.name, mark.thread_id): mark for mark in listing.threads}
                url = listing.next_url
        for board, thread_id in self.marks:
            url, found = ONE.thread_url(self.boards[board], thread_id), []
            while url:
                found.append((url, ONE.parse_thread(self.boards[board], thread_id, self.page(url))))
                url = found[-1][1].next_url
            self.urls[board, thread_id] = [url for url, _ in found]
            self.pages[board, thread_id] = [page for _, page in found]
        self.messages = {
            (thread_id, message.message_id): message
            for (_, thread_id), pages in self.pages.items()
            for page in pages
            for message in page.messages
        }

    def page(self, url):
        entry = self.site[url.removeprefix(self.base)]
        assert entry["status"] == 200
        return Page(url, base64.b64decode(entry["body_b64"]), datetime.fromtimestamp(entry["recorded_at"], UTC))

    def shown(self):
        """Posts of the truth that stand on the pages, deleted ones as stubs; purged ones are gone."""
        return {
            key: post
            for key, post in self.truth.items()
            if not post.get("thread_deleted_in_B") and post.get("delete_kind") != "purged"
        }


def is_stub(post):
    """Whether its writer or the staff deleted it, so that its place remains."""
    return bool(post.get("deleted") or post.get("deleted_in_B"))


@pytest.fixture(scope="module")
def both(shared):
    """The two snapshots."""
    return {snapshot: Recording(shared, snapshot) for snapshot in "AB"}


@pytest.fixture(params="AB")
def recorded(request, both):
    """Each snapshot."""
    return both[request.param]


def test_every_post_is_there_and_nothing_else(recorded):
    """Thread and id equal the truth's posts; deleted ones are stubs; no page has a problem; nothing is there twice."""
    assert set(recorded.messages) == set(recorded.shown())
    assert len(recorded.messages) > 570
    assert sum(len(page.messages) for pages in recorded.pages.values() for page in pages) == len(recorded.messages)
    assert [page.problems for pages in recorded.pages.values() for page in pages if page.problems] == []
    deleted = {key for key, message in recorded.messages.items() if message.state == "deleted"}
    assert deleted == {key for key, post in recorded.shown().items() if is_stub(post)}
    assert all(recorded.messages[key].deletion_evidence == "mark" for key in deleted)
    assert all(recorded.messages[key].text == "" and not recorded.messages[key].refs for key in deleted)


def test_every_thread_stands_in_its_category(recorded):
    """Of all threads of the truth, none is missing from the listings in pages, none is on another board."""
    expected = {(BOARDS[post["board"]], thread) for (thread, _), post in recorded.shown().items()}
    assert {key for key in recorded.marks if key[1] in {thread for _, thread in expected}} == expected
    assert len(recorded.marks) == len(expected)


def test_fields_equal_what_was_typed(recorded):
    """Name, account, time to the second, opening, subject, number and edit, for all posts."""
    differing = Counter()
    for key, post in recorded.shown().items():
        message = recorded.messages[key]
        differing["name"] += message.author_name != post["name"]
        differing["default name"] += message.is_default_name
        differing["account"] += message.account_id != str(post["uid"])
        differing["time"] += message.posted_at.replace(microsecond=0) != datetime.fromtimestamp(post["ts"], UTC)
        differing["precision"] += message.time_precision != "microsecond"
        differing["opening"] += message.is_opening != (post["index"] == 0)
        differing["subject"] += message.subject != post["subject"]
        differing["number"] += message.number != post["post"]
        differing["edited"] += (message.edited_at is not None) != bool(post.get("edited") or post.get("edited_in_B"))
        differing["votes"] += message.votes != 0
        differing["invented"] += any(
            (message.poster_id, message.tripcode, message.mail_field, message.capcode, message.country)
        ) or bool(message.attachments)
    assert +differing == Counter()


TYPED_DIFFERENTLY = {"A": 8, "B": 7}
"""Posts whose text the engine changed: `*a* _b_` shown as emphasis (5, of which one is purged in B), `:D` as an emoji (3)."""


def own_words(message):
    """The message without the lines that quote, as the writer's own part was typed below the quotes."""
    return "\n".join(line for line in message.text.split("\n") if not line.startswith("> ") and line != ">")


@pytest.mark.parametrize("snapshot", "AB")
def test_text_equals_what_was_typed_line_by_line(both, snapshot):
    """But for posts whose text the engine itself changed; their number must not grow."""
    recorded = both[snapshot]
    differing = [
        key
        for key, post in recorded.shown().items()
        if not is_stub(post) and own_words(recorded.messages[key]).split("\n") != post["own_text"].split("\n")
    ]
    assert len(differing) == TYPED_DIFFERENTLY[snapshot]


def test_refs_equal_the_quoted_posts(recorded):
    """In order, each once, those that quote across threads too; but for two posts whose writers edited the quote away."""
    without = []
    for key, post in recorded.shown().items():
        if is_stub(post):
            continue
        expected = [str(number) for number in post["quotes"]]
        expected += [str(post["cross_quote"]["post"])] if post.get("cross_quote") else []
        refs = recorded.messages[key].refs
        if expected and post.get("edited") and not refs:
            without.append(key)
            continue
        assert [ref.message_id for ref in refs] == expected, key
        assert not any(ref.dangling for ref in refs)
        on_page = next(
            page for page in recorded.pages[BOARDS[post["board"]], key[0]] if recorded.messages[key] in page.messages
        )
        here = {message.message_id for message in on_page.messages}
        assert all((ref.thread_id == key[0]) == (ref.message_id in here) for ref in refs)
    assert without == [("17", "237"), ("24", "348")]


def test_the_quoted_words_stand_in_the_text(recorded):
    """Each quote's lines are marked; its header is not text, nor are the engine's mentions of whom it quotes."""
    for key, post in recorded.shown().items():
        text = recorded.messages[key].text
        lines = [line for line in text.split("\n") if line.startswith("> ")]
        assert bool(lines) == bool(recorded.messages[key].refs)
        assert " said in " not in text or " said in " in post["own_text"]


def test_counts_of_listing_and_page_equal_the_messages(recorded):
    """Stubs counted; and nothing on the pages is unknown."""
    for key, pages in recorded.pages.items():
        mark, count = recorded.marks[key], sum(len(page.messages) for page in pages)
        assert mark.reply_count == pages[0].thread.reply_count == count - 1
        assert mark.title == pages[0].thread.title == pages[0].messages[0].subject
        assert {page.thread for page in map(as_facts, pages)} == {as_facts(pages[0]).thread}
        assert [message.is_opening for page in pages for message in page.messages] == [True] + [False] * (count - 1)
    for urls in recorded.urls.values():
        assert all(ONE.unknown_fields(recorded.page(url)) == frozenset() for url in urls)


def as_facts(page):
    """A page whose thread can be compared."""
    return replace(page, thread=tuple(sorted(page.thread.extra.items())))


def test_the_number_of_posts_equals_the_marks_on_the_pages(recorded):
    """An independent count: the posts' boxes on the HTML pages."""
    for (_, thread_id), pages in recorded.pages.items():
        slug = next(url for url in recorded.site if url.startswith(f"/topic/{thread_id}/") and "?" not in url)
        for number, page in enumerate(pages, start=1):
            html = base64.b64decode(
                recorded.site[slug + (f"?page={number}" if number > 1 else "")]["body_b64"]
            ).decode()
            boxes = re.findall(r'<li\s+component="post"[^>]*data-pid="(\d+)"', html)
            assert [message.message_id for message in page.messages] == boxes


def test_marks_differ_exactly_where_the_listing_can_show_it(shared, both):
    """New posts and purged ones; not soft deletions, not edits of older posts: hence the rechecks."""
    changes = json.loads((shared / "recorded" / "nodebb" / "changes.json").read_text())
    touched = {(BOARDS[board], str(thread)) for board, thread in changes["old_threads"]}
    purged = {(BOARDS["hiki"], "26"), (BOARDS["hikky"], "29")}
    before, after = both["A"].marks, both["B"].marks
    assert {key for key in before.keys() & after if before[key].mark != after[key].mark} == touched | purged
    assert after.keys() - before.keys() == {(BOARDS[board], str(thread)) for board, thread in changes["new_threads"]}
    assert before.keys() - after.keys() == {(BOARDS[changes["deleted_thread"][0]], str(changes["deleted_thread"][1]))}
    assert ONE.recheck_per_visit


def test_untouched_messages_read_the_same_in_both_snapshots(shared, both):
    """Only what was edited or deleted between them has another content hash."""
    changes = json.loads((shared / "recorded" / "nodebb" / "changes.json").read_text())
    touched = {(str(thread), str(post)) for _, thread, post in changes["edited_posts"] + changes["deleted_posts"]}
    before, after = both["A"].messages, both["B"].messages
    changed = {key for key in before.keys() & after if content_hash(before[key]) != content_hash(after[key])}
    assert changed == touched & after.keys()


def test_pages_bind_to_the_whole_thread(recorded):
    """Read as one: the truth's posts of a thread, in its order."""
    for (_, thread_id), pages in recorded.pages.items():
        posts = [post for (thread, _), post in recorded.shown().items() if thread == thread_id]
        assert [message.number for message in bound(pages).messages] == [
            post["post"] for post in sorted(posts, key=lambda post: post["index"])
        ]


def test_a_blanked_page_reads_the_same_but_for_its_content(both):
    """Every second message of every page of B: words gone, others field by field the same."""
    recorded = both["B"]
    for (name, thread_id), urls in recorded.urls.items():
        board = recorded.boards[name]
        for url in urls:
            own = recorded.page(url)
            before = ONE.parse_thread(board, thread_id, own).messages
            gone = {message.message_id for message in before[::2]}
            blanked = replace(own, body=ONE.blank(own, gone))
            assert ONE.blank(blanked, gone) == blanked.body
            assert ONE.scrub(own) == own.body
            for old, new in zip(before, ONE.parse_thread(board, thread_id, blanked).messages, strict=True):
                if old.message_id in gone:
                    assert (new.message_id, new.posted_at, new.text) == (old.message_id, old.posted_at, "")
                    assert (new.author_name, new.account_id, new.subject, new.refs) == (None, None, None, ())
                else:
                    assert new == old


@pytest.mark.parametrize("url", ["/", "/category/5/hikikomori", "/topic/6/books", "/recent"])
def test_html_pages_betray_the_engine(recorded, url):
    """By the first 64 KiB."""
    html = base64.b64decode(recorded.site[url]["body_b64"])[:65536].decode(errors="replace")
    assert any(re.search(trace, html, re.IGNORECASE) for trace in ONE.traces)


def test_a_topic_under_another_category_has_moved(both):
    """The page of a topic asked for on another board."""
    recorded = both["A"]
    with pytest.raises(ThreadMoved):
        ONE.parse_thread(recorded.boards["6"], "2", recorded.page(f"{recorded.base}/api/topic/2"))
