"""A board that no longer looks as its parser knows it: exit 5, and nothing of the page is stored."""

import pytest

from hikcorpus.crawl.drift import Drift
from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Problem, ThreadPage
from tests.crawl.facts import message, thread_page
from tests.crawl.small_board import SmallBoard, post


def without(number, *names, thread=10, **facts):
    """A post that has lost fields."""
    made = post(number, 0 if number == thread else thread, **facts)
    return {name: value for name, value in made.items() if name not in names}


CHANGED = {
    "time": ["time"],
    "body": ["com"],
    "author": ["name"],
    "time, under another name": ["time"],
}


@pytest.mark.parametrize("what", CHANGED)
def test_a_thread_whose_posts_lack_something_is_not_stored(tmp_path, clock, what):
    """Exit code 5; no message of it, the visit on record as unreadable; the other threads are stored."""
    posts = [without(number, *CHANGED[what]) for number in (10, 11, 12, 13)]
    if "another" in what:
        posts = [each | {"posted": 1_795_000_000} for each in posts]
    board = SmallBoard(tmp_path, clock, {10: posts, 20: [post(20), post(21, 20)]})
    board.entry = lambda each: {"no": each[0]["no"], "replies": len(each) - 1, "last_modified": 1_795_000_000}

    done, _ = board.visit()

    assert isinstance(done.error, LayoutChanged) and done.error.exit_code == 5
    assert done.counts["unreadable"] == 1
    assert {row["thread_id"] for row in board.rows()} == {"20"}
    assert [row["outcome"] for row in board.looks(10)] == ["unreadable"]
    assert "hello" not in str(done.error) and "10" not in str(done.error)


def test_what_was_known_stays_when_the_layout_changes(tmp_path, clock):
    """A page of posts without bodies is no edit and no deletion; once it reads again, collecting goes on."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10), post(12, 10)]})
    board.visit()
    before = board.rows()
    whole = board.threads[10]
    board.threads[10] = [without(number, "com") for number in (10, 11, 12, 13)]
    done, _ = board.visit()
    assert isinstance(done.error, LayoutChanged) and board.rows() == before

    board.threads[10] = [*whole, post(13, 10)]
    done, _ = board.visit()

    assert done.error is None and len(board.versions(13)) == 1


def test_fields_nobody_has_heard_of_are_counted(tmp_path, clock):
    """A sign, not a fault: the posts are stored, the names of the fields stand in the counts and not their values."""
    board = SmallBoard(tmp_path, clock, {10: [post(10, mood="grey"), post(11, 10, mood="grey", whim=1)]})

    done, _ = board.visit()

    assert done.error is None and len(board.rows()) == 2
    assert {name for name in done.counts if name.startswith("unknown_field_")} == {
        "unknown_field_mood",
        "unknown_field_whim",
    }
    assert "grey" not in str(done.counts)


def test_an_ordinary_board_has_no_drift(tmp_path, clock):
    """No fault, no unknown field: every post has time, body and author."""
    done, _ = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)]}).visit()
    counts = {name: number for name, number in done.counts.items() if name.startswith(("drift", "unknown"))}
    assert {name: number for name, number in counts.items() if number} == {"drift_posts": 2}


NO_NAME, NO_TIME = {"author_name": None}, {"posted_at": None}


def made(number, text="hello", **lost):
    from dataclasses import replace

    return replace(message(number, text), **lost)


@pytest.mark.parametrize(
    ("what", "posts", "problems", "faulty"),
    [
        ("all well", [made(1), made(2)], 0, False),
        ("half without time", [made(1), made(2, **NO_TIME)], 0, False),
        ("more than half without time", [made(1), made(2, **NO_TIME), made(3, **NO_TIME)], 0, True),
        ("one post without a body, the first of the visit", [made(1, "")], 0, True),
        ("three without a body", [made(1, ""), made(2, ""), made(3, "")], 0, True),
        ("one with a body among many", [made(1), made(2, ""), made(3, ""), made(4, "")], 0, False),
        ("two without a name", [made(1, **NO_NAME), made(2, **NO_NAME)], 0, False),
        ("three without a name", [made(n, **NO_NAME) for n in (1, 2, 3)], 0, True),
        ("a tripcode is a name", [made(n, author_name=None, tripcode="!a") for n in (1, 2, 3)], 0, False),
        ("two unreadable, one read", [made(1)], 2, False),
        ("three unreadable, one read", [made(1)], 3, True),
        ("three unreadable, three read", [made(n) for n in (1, 2, 3)], 3, False),
        ("stubs of the board", [made(1), *(made(n, "", state="deleted", **NO_TIME) for n in (2, 3, 4))], 0, False),
    ],
)
def test_each_fault(what, posts, problems, faulty):
    """What makes a page a changed layout, one by one."""
    page = ThreadPage(thread_page(1).thread, tuple(posts), (Problem("unreadable_message", "x"),) * problems)
    assert (Drift().fault_of(page, names_expected=True) is not None) is faulty


def test_a_file_without_words_is_a_body_and_a_board_without_names_needs_none():
    """A lone picture is no fault once others had bodies; an engine that names nobody is no fault at all."""
    drift = Drift()
    assert drift.fault_of(thread_page(1, 2, 3), names_expected=True) is None
    assert drift.fault_of(thread_page(message(1, "")), names_expected=True) is None
    nameless = thread_page(*(made(n, **NO_NAME) for n in (1, 2, 3)))
    assert drift.fault_of(nameless, names_expected=False) is None
    assert drift.counts["drift_nameless"] == 3 and drift.counts["drift_bodiless"] == 1


def test_a_tail_with_a_fault_is_not_taken(tmp_path, clock):
    """Posts without bodies in the listing's own entries are stored no more than those of a page."""
    posts = [without(number, "com") for number in (10, 11, 12, 13)]
    board = SmallBoard(tmp_path, clock, {10: posts, 20: [post(20), post(21, 20)]}).configure("fourchan")
    done, _ = board.visit()
    assert isinstance(done.error, LayoutChanged) and {row["thread_id"] for row in board.rows()} == {"20"}
