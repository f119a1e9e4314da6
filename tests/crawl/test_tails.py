"""A tail is taken only if it tells all that happened: no deletion, no visible edit and no gap hides behind it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hikcorpus.crawl import account
from hikcorpus.crawl.account import Standing
from hikcorpus.crawl.tails import accounts_for, page_of_tail
from hikcorpus.model import Thread
from hikcorpus.sources.base import Tail
from hikcorpus.store.memory import Known, Owed
from tests.crawl.facts import BOARD, Ledger, at, known, known_thread, look, message, thread_page

THREAD = Thread("1", "title")


def standing(*numbers, owed=None, thread=True):
    held = [n if not isinstance(n, int) else message(n) for n in numbers]
    return Standing(
        {each.message_id: known(each) for each in held}, known_thread(THREAD) if thread and held else None, owed
    )


def tail(*numbers, replies, explained=True):
    shown = tuple(n if not isinstance(n, int) else message(n) for n in numbers)
    return Tail(THREAD, shown, replies, explained, b"{}")


@pytest.mark.parametrize(
    ("what", "seen", "held", "accounted"),
    [
        ("one more reply", tail(1, 2, 3, 4, replies=3), standing(1, 2, 3), True),
        ("a new thread, seen whole", tail(1, 2, replies=1), standing(), True),
        ("a new thread without replies", tail(1, replies=0), standing(), True),
        ("nothing new", tail(1, 3, 4, replies=3), standing(1, 2, 3, 4), True),
        ("a new thread, its beginning not shown", tail(1, 5, 6, replies=5), standing(), False),
        ("one that we hold is gone", tail(1, 2, 4, replies=2), standing(1, 2, 3), False),
        ("one that is not shown is gone", tail(1, 4, 5, replies=3), standing(1, 2, 3, 4), False),
        ("one new is not shown", tail(1, 4, 5, replies=4), standing(1, 2), False),
        ("a shown one was edited", tail(1, message(2, "mended"), 3, replies=2), standing(1, 2), False),
        ("the opening was edited", tail(message(1, "mended"), 2, 3, replies=2), standing(1, 2), False),
        ("the board says that more happened", tail(1, 2, 3, 4, replies=3, explained=False), standing(1, 2, 3), False),
        ("a second look is owed", tail(1, 2, 3, replies=2), standing(1, 2, owed=Owed({"2": at(0)})), False),
        ("the thread was gone", tail(1, 2, 3, replies=2), standing(1, 2, owed=Owed({}, at(0), "deleted")), False),
        ("a debt that is none", tail(1, 2, 3, replies=2), standing(1, 2, owed=Owed({})), True),
        ("messages of a thread never read", tail(1, 2, 3, replies=2), standing(1, 2, thread=False), False),
    ],
)
def test_what_a_tail_accounts_for(what, seen, held, accounted):
    """Each reason to take a tail or to read the thread instead."""
    assert accounts_for(seen, held) is accounted


def test_a_message_that_is_back_is_not_taken_by_a_tail():
    """A tombstone against a live message on the page: the whole thread is read."""
    held = standing(1, 2)
    held.messages["3"] = Known(2, known(message(3)).hash, "deleted", 3)
    assert not accounts_for(tail(1, 2, 3, replies=2), held)
    held = standing(1, 2, 4)
    held.messages["3"] = Known(2, known(message(3)).hash, "deleted", 3)
    assert not accounts_for(tail(1, 3, 4, replies=2), held)  # 3 is back, 2 is gone: the count fits by chance


def test_a_gap_and_a_deletion_do_not_cancel_out():
    """Six new, five shown, one old deleted: the count fits by chance. Without overlap nothing shows that none is between."""
    held = standing(1, 2, 3)
    assert not accounts_for(tail(1, 5, 6, 7, 8, 9, replies=7), held)


acts = st.lists(
    st.one_of(
        st.tuples(st.just("post"), st.just(0)),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.just("edit"), st.integers(0, 9)),
        st.tuples(st.just("look"), st.just(0)),
    ),
    max_size=40,
)
SHOWN = 3


class Board:
    """A thread as it really is."""

    def __init__(self):
        self.posts = {1: "a"}
        self.next = 2

    def act(self, what, which):
        replies = sorted(self.posts)[1:]
        if what == "post":
            self.posts[self.next] = "a"
            self.next += 1
        elif what == "delete" and replies:
            del self.posts[replies[which % len(replies)]]
        elif what == "edit":
            number = sorted(self.posts)[which % len(self.posts)]
            self.posts[number] += "b"

    def page(self):
        return thread_page(*(message(number, text) for number, text in sorted(self.posts.items())))

    def tail(self):
        opening, *replies = self.page().messages
        return Tail(THREAD, (opening, *replies[-SHOWN:]), len(replies), True, b"{}")


@settings(deadline=None)
@given(acts)
@example([("post", 0)] * 3 + [("look", 0), ("delete", 0)] + [("post", 0)] * 4 + [("look", 0)])
@example([("post", 0), ("look", 0), ("edit", 1), ("post", 0), ("look", 0)])
def test_whatever_is_taken_leaves_what_a_whole_reading_leaves(history):
    """Random lives of a thread, looked at now and then: after each tail that is taken, the same messages are known,
    live, with the same words, as by its page; but for edits of messages that the tail does not show (see tails.whole_after).
    """
    board, ledger, seconds = Board(), Ledger(), 0
    hidden = set()
    for what, which in [*history, ("look", 0)]:
        seconds += 100
        if what != "look":
            before = dict(board.posts)
            board.act(what, which)
            hidden |= {str(n) for n in before if board.posts.get(n, before[n]) != before[n]}
            continue
        seen = board.tail()
        if accounts_for(seen, ledger.standing):
            by_tail = account.tail_seen(BOARD, ledger.standing, page_of_tail(seen), look(seconds))
            whole = account.page_seen(BOARD, ledger.standing, board.page(), look(seconds))
            assert whole.absent == [] and whole.missing == 0
            shown = {m.message_id for m in seen.messages}
            unseen_edits = hidden - shown
            left_out = [r for r in whole.messages if r["message_id"] not in {x["message_id"] for x in by_tail.messages}]
            assert {row["message_id"] for row in left_out} <= unseen_edits
            assert [r for r in by_tail.messages if r not in whole.messages] == []
            ledger.take(by_tail, seconds)
            hidden = unseen_edits
        else:
            ledger.take(account.page_seen(BOARD, ledger.standing, board.page(), look(seconds)), seconds)
            hidden = set()
