"""Threads and listings in several pages: all of them read, little asked, nothing called gone that was not looked for."""

import pytest

from hikcorpus.fetch.replay import Fault
from tests.crawl.small_forum import SmallForum, html, post

DAY = 25 * 3600


@pytest.fixture
def forum(tmp_path, clock):
    """Seven threads over two pages of the listing; thread 1 has eight posts on three pages."""
    threads = {number: [post(100 + number)] for number in range(2, 8)}
    return SmallForum(tmp_path, clock, {1: [post(number) for number in range(10, 18)]} | threads)


def paths(asked):
    return [path for _, path, _, _ in asked]


def test_the_first_visit_reads_every_page(forum):
    """All posts of all pages, each once; only the first post opens its thread."""
    done, asked = forum.visit()

    assert done.error is None
    assert done.counts["messages_new"] == 14 and done.counts["threads_new"] == 7
    assert len(asked) == 2 + 3 + 6
    opening = {row["message_id"] for row in forum.rows() if row["is_opening"]}
    assert opening == {"10", *(str(100 + number) for number in range(2, 8))}
    assert {row["state"] for row in forum.rows("threads")} == {"live"}


def test_a_quiet_visit_asks_for_one_page_of_the_listing(forum):
    """Latest activity stands first: a page on which nothing is new says that the rest is known."""
    forum.visit()
    done, asked = forum.visit()
    assert paths(asked)[0] == "/talk"
    assert not [path for path in paths(asked) if path.startswith("/talk?")]
    assert done.counts["messages_new"] == 0 and done.counts["messages_deleted"] == 0


@pytest.mark.parametrize("new", [1, 2, 5])
def test_of_a_long_thread_only_what_is_new_is_read(forum, new):
    """From the page on that holds the newest reply known: the first page is not asked for again."""
    forum.visit()
    forum.threads[1] += [post(200 + number) for number in range(new)]

    done, asked = forum.visit()

    assert done.counts["messages_new"] == new and done.counts["tails"] == 1
    of_thread = [path for path in paths(asked) if path.startswith("/t/1")]
    assert of_thread == [f"/t/1?page={page}" for page in range(3, 3 + 1 + (new - 1 + 2) // 3)][: len(of_thread)]
    assert "/t/1" not in of_thread
    assert forum.standing()["17"] == ("live", "hello") and forum.standing()["200"] == ("live", "hello")


def test_a_deletion_among_the_pages_is_found_when_all_are_read_and_confirmed(forum):
    """The numbers of pages shift by one: nobody else is called deleted."""
    forum.visit()
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != 12]

    forum.visit(after=DAY)

    gone = {number for number, (state, _) in forum.standing().items() if state == "deleted"}
    assert gone == {"12"}


def test_a_reply_and_a_deletion_at_once_are_no_tail(forum):
    """The count does not add up, so the whole thread is read."""
    forum.visit()
    forum.threads[1] = [*forum.threads[1][:2], *forum.threads[1][3:], post(300), post(301)]

    forum.visit()
    forum.visit(after=DAY)

    assert forum.standing()["301"][0] == "live" and forum.standing()["12"][0] == "deleted"
    assert sum(state == "deleted" for state, _ in forum.standing().values()) == 1


def test_pages_past_the_end_that_repeat_end_the_reading(forum):
    """Every page names a next one; a page without anything new is the end."""
    forum.past_the_end = True
    done, asked = forum.visit()
    assert done.error is None and done.counts["messages_new"] == 14
    assert max(int(path.split("=")[1]) for path in paths(asked) if "page=" in path) == 4


def test_an_edit_on_a_later_page_is_a_version(forum):
    """Found when the thread is read whole again."""
    forum.visit()
    forum.threads[1][7] = post(17, text="mended")
    done, _ = forum.visit(after=DAY)
    assert done.counts["messages_changed"] == 1
    assert [row["text"] for row in forum.versions(17)] == ["hello", "mended"]


def test_a_thread_that_left_a_forum_was_deleted(forum):
    """A forum drops nothing: gone from the whole listing, its page says so with status 200, at two looks."""
    forum.visit()
    del forum.threads[3]

    forum.visit(after=600)
    assert "deleted" not in forum.thread_states().values()  # the listing was not read to its end
    forum.visit(after=DAY)

    assert forum.thread_states()["3"] == "deleted"
    assert forum.standing()["103"][0] == "deleted"
    assert sum(state == "deleted" for state, _ in forum.standing().values()) == 1


def test_a_thread_that_went_to_another_board_has_moved(forum):
    """Its page still stands, but names another board: nobody deleted anything."""
    forum.visit()
    moved = {number: posts for number, posts in forum.threads.items() if number != 3}
    left = forum.threads[3]
    forum.threads = moved
    forum.extra = forum.leaves(
        "/t/3",
        [forum.article(each) for each in left],
        3,
        '<main data-thread="3" data-board="cellar"><h1>T</h1>{}</main>',
    )
    forum.visit(after=DAY)
    assert forum.thread_states()["3"] == "moved"
    assert forum.standing()["103"][0] == "live"


@pytest.mark.parametrize("fault", [503, 403, 404])
def test_a_page_that_does_not_come_proves_nothing(forum, fault):
    """What the others show is taken; the thread stays due and nothing of it is called gone."""
    forum.visit()
    forum.threads[1].append(post(400))
    forum.transport.faults["/t/1?page=2"] = Fault(status=fault)
    forum.visit(after=DAY)
    assert not [state for state, _ in forum.standing().values() if state == "deleted"]

    forum.transport.faults.clear()
    forum.visit()
    assert forum.standing()["400"] == ("live", "hello")
    assert not [state for state, _ in forum.standing().values() if state == "deleted"]


def test_a_listing_of_which_a_page_is_missing_proves_nothing(forum):
    """Threads on it are not gone."""
    forum.visit()
    forum.transport.faults["/talk?page=2"] = Fault(status=404)
    forum.visit(after=DAY)
    forum.visit(after=DAY)
    assert set(forum.thread_states().values()) == {"live"}


def test_old_threads_are_read_again_in_turn(tmp_path, clock):
    """A forum keeps threads of all years: at most so many are asked for again at a visit, the oldest reading first."""
    forum = SmallForum(tmp_path, clock, {number: [post(100 + number)] for number in range(2, 8)}, recheck=2)
    forum.visit()
    asked = [path for path in paths(forum.visit(after=DAY)[1]) if path.startswith("/t/")]
    assert len({path.split("?")[0] for path in asked}) == 2
    more = [path for path in paths(forum.visit(after=DAY)[1]) if path.startswith("/t/")]
    assert not {path.split("?")[0] for path in asked} & {path.split("?")[0] for path in more}


def test_reparse_of_threads_in_pages_gives_the_same_tables(forum):
    """Growth, edits, deletions, a killed page: all of it read again from the bytes kept."""
    from hikcorpus import pipeline
    from hikcorpus.log import Silent

    forum.visit()
    forum.threads[1] += [post(200), post(201)]
    forum.visit()
    forum.threads[1][3] = post(13, text="mended")
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != 12]
    forum.visit(after=DAY)
    forum.transport.faults["/t/1?page=2"] = Fault(status=503)
    forum.visit(after=DAY)
    forum.transport.faults.clear()
    del forum.threads[4]
    forum.visit(after=DAY)
    before = forum.rows(), forum.rows("threads")

    (counts,) = pipeline.reparse([], forum.data, forum.clock, Silent()).values()

    assert not [name for name in +counts if name.startswith("kept_")]
    assert counts["changed"] == 0
    assert (forum.rows(), forum.rows("threads")) == before


def test_blanking_takes_the_words_out_of_later_pages_too(forum):
    """Thirty days after its deletion a post's words are in no row and in no stored page."""
    forum.threads[1][6] = post(16, text="xyzzysecret")
    forum.visit()
    forum.threads[1] = [each for each in forum.threads[1] if each["no"] != 16]
    forum.visit(after=DAY)
    forum.visit(after=40 * 24 * 3600)
    forum.visit(after=DAY)
    assert forum.standing()["16"][0] == "deleted"
    assert not [row for row in forum.rows() if "xyzzysecret" in (row["text"] or "")]
    bodies = [row["body"] for row in forum.rows("evidence") if row["body"]]
    assert bodies and not [body for body in bodies if b"xyzzysecret" in body]


def test_a_listing_that_is_another_page_is_refused(forum):
    """Not a forum without threads."""
    forum.visit()
    forum.extra = {"/talk": html("<h1>Under repair</h1>")}
    done, _ = forum.visit()
    assert done.error is not None and done.error.exit_code == 5
    assert set(forum.thread_states().values()) == {"live"}


def test_an_announcement_to_all_boards_is_no_thread_of_this_one(forum):
    """It stands in the listing, its page names another board: nothing of it is stored, and it is not asked for daily."""
    forum.threads[9] = [post(500)]
    forum.boards[9] = "announcements"
    done, _ = forum.visit()
    assert done.error is None and done.counts["of_another_board"] == 1
    assert "9" not in forum.thread_states() and "500" not in forum.standing()
    assert "/t/9" not in paths(forum.visit()[1])
