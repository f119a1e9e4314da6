"""Posts that a moderator put into another thread of the board: the same post, neither deleted, lost nor counted twice."""

import pytest

from hikcorpus import pipeline
from hikcorpus.fetch.replay import Fault, Recorded
from hikcorpus.log import Silent
from hikcorpus.participants.config import rules_from
from hikcorpus.participants.stage import run as participants
from hikcorpus.store.memory import Memory
from tests.crawl.small_forum import SmallForum, post

DAY = 25 * 3600


class Forum(SmallForum):
    """What the tables say of posts that stood in several threads."""

    def stands(self, number):
        """Thread -> newest state of the post there."""
        out = {}
        for row in self.versions(number):
            out[row["thread_id"]] = row["state"]
        return out

    def words(self, number):
        """Whether the post's words are left anywhere in the tables and pages."""
        rows = [row for table in ("messages", "threads", "observations", "evidence") for row in self.rows(table)]
        return f"word{number}x" in repr(rows)

    def same_by_reparse(self):
        before = [sorted(map(repr, self.rows(table))) for table in ("messages", "threads")]
        (counts,) = pipeline.reparse([], self.data, self.clock, Silent()).values()
        assert [sorted(map(repr, self.rows(table))) for table in ("messages", "threads")] == before
        assert counts["changed"] == 0

    def corpus(self):
        """Message id -> (thread, state), as a study gets them; each once."""
        participants(self.data, "s", self.data.boards(), rules_from({}, "test"))
        rows = self.data.participants("s").read("messages").to_pylist()
        assert len({row["message_id"] for row in rows}) == len(rows)
        return {row["message_id"]: (row["thread_id"], row["state"]) for row in rows}

    def quiet(self, *pauses):
        for after in pauses:
            done, _ = self.visit(after=after)
            assert done.error is None

    def drop(self, thread, number):
        self.threads[thread] = [each for each in self.threads[thread] if each["no"] != number]


def said(number):
    return post(number, f"word{number}x")


@pytest.fixture
def forum(tmp_path, clock):
    threads = {number: [said(100 + number), said(110 + number)] for number in range(2, 8)}
    return Forum(tmp_path, clock, {1: [said(number) for number in range(10, 18)]} | threads)


def split(forum):
    forum.visit()
    forum.threads[1], forum.threads[9] = forum.threads[1][:4], forum.threads[1][4:]


def test_a_thread_that_was_split(forum):
    """The posts stand in the new thread for good; in the old one they have moved, and are nobody's deletion."""
    split(forum)
    done, _ = forum.visit(after=DAY)
    assert (done.counts["messages_moved"], done.counts["messages_deleted"]) == (4, 0)
    assert forum.stands(15) == {"1": "moved", "9": "live"}
    assert [row["deleted_at"] for row in forum.versions(15)] == [None] * 3
    listing = forum.looks(kind="listing")[-1]
    assert listing["held"] == listing["expected"]
    forum.quiet(DAY, 40 * DAY, DAY)
    assert forum.words(15)
    forum.same_by_reparse()
    assert forum.corpus()["15"] == ("9", "live")


@pytest.mark.parametrize("page", ["missing", "redirect"])
def test_a_thread_that_was_merged_into_another(forum, page):
    """Its page is gone, or leads to the other thread, which has all its posts."""
    forum.visit()
    posts = forum.threads.pop(2)
    forum.threads[3] = sorted([*forum.threads[3], *posts], key=lambda each: each["no"])
    if page == "redirect":
        forum.extra = {"/t/2": Recorded(b"", 302, (("location", "/t/3"),))}
    forum.quiet(DAY, DAY, 40 * DAY, DAY)
    assert forum.thread_states()["2"] == ("deleted" if page == "missing" else "moved")
    for number in (102, 112):
        assert forum.stands(number) == {"2": "moved", "3": "live"}
        assert forum.words(number) and forum.corpus()[str(number)] == ("3", "live")
    forum.same_by_reparse()


def test_posts_that_were_moved_back(forum):
    """There and back: they stand where they stood, and once."""
    split(forum)
    forum.quiet(DAY, DAY)
    forum.threads[1] += forum.threads.pop(9)
    forum.quiet(DAY, DAY, 40 * DAY, DAY)
    assert forum.stands(15) == {"1": "live", "9": "moved"}
    assert forum.words(15) and forum.corpus()["15"] == ("1", "live")
    forum.same_by_reparse()


def test_a_post_deleted_where_it_went_is_gone_everywhere(forum):
    """Its words go from the rows and pages of every thread in which it ever stood; the others keep theirs."""
    split(forum)
    forum.quiet(DAY, DAY)
    forum.drop(9, 15)
    forum.quiet(DAY, DAY)
    assert forum.stands(15) == {"1": "moved", "9": "deleted"}
    assert "15" not in forum.corpus()
    forum.quiet(40 * DAY, DAY)
    assert not forum.words(15)
    for number in (10, 14, 16, 17):
        assert forum.words(number), number
    forum.same_by_reparse()


def test_a_thread_deleted_with_posts_that_had_been_put_there(forum):
    """All go; the thread they came from is dead by then, too."""
    split(forum)
    forum.quiet(DAY)
    del forum.threads[1]
    forum.quiet(DAY)
    del forum.threads[9]
    forum.quiet(DAY, 40 * DAY, DAY)
    assert not [number for number in range(10, 18) if forum.words(number)]
    assert forum.words(102)
    forum.same_by_reparse()


def test_a_post_whose_new_thread_is_read_too_late(forum):
    """It was called deleted; once it is seen where it went it is not, and its words stay."""
    split(forum)
    forum.transport.faults["/t/9"] = Fault(status=403)
    forum.quiet(DAY)
    assert forum.stands(15) == {"1": "deleted"}
    forum.transport.faults.clear()
    forum.quiet(DAY, DAY)
    assert forum.stands(15) == {"1": "moved", "9": "live"}
    forum.quiet(40 * DAY, DAY)
    assert forum.words(15) and forum.corpus()["15"] == ("9", "live")
    forum.same_by_reparse()


def test_a_post_edited_before_and_after_it_was_moved(forum):
    """The study has it as it reads now, where it stands now."""
    forum.visit()
    for text in ("once", "twice"):
        forum.threads[1][5] = post(15, f"word15x {text}")
        forum.quiet(DAY)
    split(forum)
    forum.quiet(DAY)
    forum.threads[9][1] = post(15, "word15x thrice")
    forum.quiet(DAY, DAY)
    assert forum.corpus()["15"] == ("9", "live")
    rows = forum.data.participants("s").read("messages").to_pylist()
    assert [row["text"] for row in rows if row["message_id"] == "15"] == ["word15x thrice"]


def test_numbers_that_are_the_threads_own_are_never_taken_for_one_another(tmp_path, clock):
    """Where posts are counted in their thread, number 2 of another one is another post."""
    forum = Forum(tmp_path, clock, {1: [said(1), said(2), said(3)], 2: [said(1), said(2), said(3), said(4)]})
    site = tmp_path / "forum.toml"
    site.write_text(site.read_text().replace("[source.post]\n", '[source.post]\nnumbered = "thread"\n'))
    forum.visit()
    forum.drop(1, 2)
    forum.quiet(DAY, DAY)
    assert forum.stands("1.2") == {"1": "deleted"} and forum.stands("2.2") == {"2": "live"}
    forum.quiet(40 * DAY, DAY)
    assert [row["text"] for row in forum.rows() if row["message_id"] == "1.2"] == [None, None]
    assert [row["text"] for row in forum.rows() if row["message_id"] == "2.2"] == ["word2x"]


def test_a_memory_built_again_knows_what_moved(forum):
    """It is a fold over the tables: moved posts are neither live nor deleted, and not due."""
    split(forum)
    forum.quiet(DAY, DAY)
    (where,) = forum.data.boards()
    told = []
    for fresh in (False, True):
        path = forum.data.state() / "crawl.sqlite"
        if fresh:
            path.unlink()
        with Memory(path) as memory:
            memory.stand_at(*where, forum.raw())
            states = {name: known.state for name, known in memory.messages(*where, "1").items()}
            told.append((states, memory.counts(*where), memory.held(*where, ["1", "9"])))
            assert memory.elsewhere(*where, "1", ["15", "10", "999"]) == {"15"}
            assert memory.elsewhere(*where, "1", [str(each) for each in range(200)]) >= {"14", "15", "16", "17"}
    assert told[0] == told[1]
    assert told[0][0]["15"] == "moved" and told[0][2] == 8
    assert told[0][1]["messages_live"] == 20 and "messages_deleted" not in told[0][1]


def test_a_thread_that_left_with_posts_of_one_that_is_gone_too(forum):
    """Merged into a thread that then went to another board, both gone at the same looks: nothing is blanked."""
    forum.visit()
    forum.threads[3] = sorted([*forum.threads[3], *forum.threads[2]], key=lambda each: each["no"])
    left = forum.threads.pop(2)
    forum.transport.faults["/t/2"] = Fault(body=forum.pages()["/t/4"].body)  # not read as thread 2: says nothing
    forum.visit(after=DAY)
    forum.transport.faults.clear()
    posts = forum.threads.pop(3)
    frame = '<main data-thread="3" data-board="cellar"><h1>Thread 3</h1>{}</main>'
    forum.extra = forum.leaves("/t/3", [forum.article(each) for each in posts], 3, frame)
    forum.quiet(DAY, DAY, 40 * DAY, DAY)
    assert forum.thread_states()["3"] == "moved" and forum.thread_states()["2"] == "deleted"
    for each in left:
        assert forum.stands(each["no"])["3"] == "live" and forum.words(each["no"])
        assert forum.corpus()[str(each["no"])] == ("3", "live")
    forum.same_by_reparse()
