"""What one look adds: two looks for every absence, versions instead of overwriting, nothing concluded from refusals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.crawl import account
from hikcorpus.model import Thread
from tests.crawl.facts import BOARD, Ledger, at, look, message, thread_page


def seen(ledger, seconds, *numbers, **facts):
    return ledger.take(
        account.page_seen(BOARD, ledger.standing, thread_page(*numbers, **facts), look(seconds)), seconds
    )


def same(ledger, seconds):
    return ledger.take(account.same_again(BOARD, ledger.standing, "1", look(seconds)), seconds)


def gone(ledger, seconds, fate):
    last = Thread("1", "title")
    return ledger.take(account.page_gone(BOARD, ledger.standing, last, fate, look(seconds)), seconds)


def test_a_first_look_takes_everything():
    """Each message and the thread are version 1; nothing is owed."""
    ledger = Ledger()
    found = seen(ledger, 0, 1, 2, 3)

    assert (found.outcome, found.new, found.grown, found.missing) == ("new", 3, 3, 0)
    assert [row["version"] for row in found.messages] == [1, 1, 1] and len(found.threads) == 1
    assert ledger.owed is None


@pytest.mark.parametrize("second", ["page", "304"])
@pytest.mark.parametrize(("wait", "confirmed"), [(1, False), (59, False), (59.999, False), (60, True), (3600, True)])
def test_a_deletion_needs_two_looks_a_minute_apart(second, wait, confirmed):
    """Whether the second look is a page or a 304: sixty seconds confirm, 59 do not; the first look is the time."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2, 3)
    first = seen(ledger, 100, 1, 3)
    assert (first.absent, first.messages, first.missing) == (["2"], [], 1)

    found = seen(ledger, 100 + wait, 1, 3) if second == "page" else same(ledger, 100 + wait)

    assert [row["message_id"] for row in found.messages] == (["2"] if confirmed else [])
    assert found.absent == ([] if confirmed else ["2"])
    assert found.counts["messages_deleted"] == int(confirmed)
    assert found.grown == -int(confirmed)
    if confirmed:
        (row,) = found.messages
        assert (row["state"], row["deletion_evidence"], row["text"]) == ("deleted", "absent", None)
        assert row["deleted_at"] == row["first_seen"] == at(100) and row["version"] == 2
        assert ledger.owed is None


def test_looks_too_soon_do_not_move_the_first_look():
    """Looks every 30 seconds: the debt dates from the first of them, so the third confirms."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    assert [len(seen(ledger, s, 1).messages) for s in (100, 130, 160)] == [0, 0, 1]


def test_a_message_back_at_the_second_look_clears_the_debt():
    """A flapping copy: what is there again was never gone, and a later absence needs two looks anew."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    seen(ledger, 100, 1)
    back = seen(ledger, 200, 1, 2)
    assert back.messages == [] and back.outcome == "unchanged" and ledger.owed is None

    assert seen(ledger, 300, 1).messages == []


def test_each_absence_waits_for_itself():
    """A second message that vanishes later does not ride on the first one's debt."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2, 3)
    seen(ledger, 100, 1, 3)
    found = seen(ledger, 200, 1)

    assert [row["message_id"] for row in found.messages] == ["2"] and found.absent == ["3"]


@pytest.mark.parametrize("text", ["hello", "hello again"])
def test_undelete_makes_a_new_live_version(text):
    """A message that comes back is version 3, live, whether its words changed or not; it can be deleted again."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    seen(ledger, 100, 1)
    seen(ledger, 200, 1)
    found = seen(ledger, 300, 1, message(2, text))

    (row,) = found.messages
    assert (row["version"], row["state"], row["text"], row["first_seen"]) == (3, "live", text, at(300))
    assert found.grown == 1 and found.new == 0
    seen(ledger, 400, 1)
    seen(ledger, 500, 1)
    assert [row["version"] for row in ledger.rows if row["message_id"] == "2"] == [1, 2, 3, 4]


def test_an_edit_is_a_version_and_no_growth():
    """The old words stay in version 1; nothing grows."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    found = seen(ledger, 100, 1, message(2, "mended"))

    assert [(row["version"], row["text"]) for row in found.messages] == [(2, "mended")]
    assert (found.outcome, found.changed, found.new, found.grown) == ("changed", 1, 0, 0)


@pytest.mark.parametrize("kind", ["cyclical", "sticky"])
def test_what_rolls_off_by_design_is_no_deletion(kind):
    """The oldest replies of cyclical and sticky threads fall off: counted, no tombstone; one in the middle is deleted."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2, 3, 4, 5, **{kind: True})
    found = seen(ledger, 100, 1, 4, 5, 6, **{kind: True})
    assert (found.absent, found.counts["messages_rolled_off"]) == ([], 2)
    found = seen(ledger, 200, 1, 4, 6, **{kind: True})
    assert found.absent == ["5"]

    found = seen(ledger, 300, 1, 4, 6, **{kind: True})

    assert [row["message_id"] for row in found.messages] == ["5"]
    assert ledger.live() == {"1", "2", "3", "4", "6"}


def test_the_same_absence_in_an_ordinary_thread_is_a_deletion():
    """The rule of rolling threads is theirs alone."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2, 3)
    assert seen(ledger, 100, 1, 3).absent == ["2"]


@pytest.mark.parametrize("wait", [0, 59, 60, 61])
@pytest.mark.parametrize("fate", ["pruned", "deleted", "moved"])
def test_a_thread_is_gone_after_two_looks(fate, wait):
    """Thread 404 twice, a minute apart: pruned, moved or deleted; only the deleted takes its messages along."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    first = gone(ledger, 100, fate)
    assert (first.outcome, first.fate, first.messages, first.threads) == ("missing", fate, [], [])

    found = gone(ledger, 100 + wait, None)  # the fate of the first look is remembered

    if wait < 60:
        assert found.outcome == "missing" and ledger.live() == {"1", "2"} and found.threads == []
        return
    assert (found.outcome, found.fate) == ("gone", fate)
    assert [row["state"] for row in found.threads] == [fate] and found.counts[f"threads_{fate}"] == 1
    assert {row["deletion_evidence"] for row in found.messages} == ({"thread_deleted"} if fate == "deleted" else set())
    assert all(row["deleted_at"] == at(100) for row in found.messages)
    assert found.grown == (-2 if fate == "deleted" else 0) and ledger.owed is None


def test_a_thread_that_the_listing_names_is_never_gone():
    """404 without a fate, however often: nothing is concluded."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    assert [gone(ledger, seconds, None).outcome for seconds in (100, 200, 90_000)] == ["missing"] * 3
    assert ledger.live() == {"1", "2"} and [row["state"] for row in ledger.thread_rows] == ["live"]


def test_a_thread_that_is_back_owes_nothing():
    """A page between two 404s clears the debt: the next 404 is a first look again."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    gone(ledger, 100, "deleted")
    seen(ledger, 200, 1, 2)
    assert gone(ledger, 300, "deleted").outcome == "missing"


def test_a_deleted_thread_that_comes_back_is_live_with_its_messages():
    """Restored by a moderator: new versions of the thread and of all its messages."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    gone(ledger, 100, "deleted")
    gone(ledger, 200, "deleted")
    found = seen(ledger, 300, 1, 2)

    assert [row["version"] for row in found.messages] == [3, 3] and ledger.live() == {"1", "2"}
    assert [row["state"] for row in ledger.thread_rows] == ["live", "deleted", "live"]


def test_tombstoned_messages_are_not_deleted_again_with_their_thread():
    """A message deleted before keeps its own evidence and time."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2, 3)
    seen(ledger, 100, 1, 3)
    seen(ledger, 200, 1, 3)
    gone(ledger, 300, "deleted")
    found = gone(ledger, 400, "deleted")
    assert [row["message_id"] for row in found.messages] == ["1", "3"] and found.grown == -2


def test_a_refusal_blocks_the_thread_and_says_nothing_more():
    """403: one version `blocked`, no message touched, a debt stays; a second 403 adds nothing."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    seen(ledger, 100, 1)
    owed = ledger.owed
    first = ledger.take(account.page_refused(BOARD, ledger.standing, Thread("1", "title"), look(200)), 200)
    again = ledger.take(account.page_refused(BOARD, ledger.standing, Thread("1", "title"), look(300)), 300)

    assert [row["state"] for row in first.threads] == ["blocked"] and again.threads == []
    assert first.messages == [] and first.outcome == "blocked" and ledger.owed == owed
    assert ledger.live() == {"1", "2"}


def test_a_mark_by_the_board_itself_needs_no_second_look():
    """A stub that the board left in the message's place says so at once."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    found = seen(ledger, 100, 1, message(2, "", state="deleted", deletion_evidence="mark"))
    (row,) = found.messages
    assert (row["state"], row["deletion_evidence"], row["deleted_at"]) == ("deleted", "mark", at(100))
    assert found.grown == -1 and seen(ledger, 200, 1, message(2, "", state="deleted")).messages == []


@pytest.mark.parametrize("older", [False, True])
def test_a_saved_page_deletes_nothing(older):
    """What a saved page lacks is not missing; an older one changes nothing that is known, and adds what is not."""
    ledger = Ledger()
    seen(ledger, 100, 1, 2)
    saved = thread_page(message(1, "old words"), 3)
    found = account.saved_seen(BOARD, ledger.standing, saved, look(50 if older else 200), older=older)

    assert found.absent == [] and found.missing == 0
    assert [row["message_id"] for row in found.messages] == (["3"] if older else ["1", "3"])
    assert found.outcome == ("stale" if older else "changed") and found.grown == 1


def test_backfill_marks_what_is_new_only():
    """A message read late says why; a changed one does not."""
    ledger = Ledger()
    seen(ledger, 0, 1, 2)
    page = thread_page(1, message(2, "mended"), 3)
    found = account.page_seen(BOARD, ledger.standing, page, look(100, backfill="gap"))
    assert {row["message_id"]: row["backfill"] for row in found.messages} == {"2": None, "3": "gap"}
    assert found.counts["backfill_gap"] == 1


looks = st.lists(
    st.tuples(
        st.sampled_from(["page", "304", "404", "403", "tail"]),
        st.sets(st.integers(2, 6)),
        st.sampled_from(["a", "b"]),
        st.sampled_from(["pruned", "deleted", None]),
        st.integers(1, 100),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(looks)
def test_grown_is_the_change_of_live_messages_whatever_happens(history):
    """After any history: growth adds up to a recount, versions run 1, 2, 3 ..., no tombstone after less than a minute."""
    ledger, seconds, live = Ledger(), 0, 0
    last_shown = {}
    for kind, numbers, text, fate, wait in history:
        seconds += wait
        page = thread_page(message(1, text), *(message(number, text) for number in sorted(numbers)))
        match kind:
            case "page":
                found = account.page_seen(BOARD, ledger.standing, page, look(seconds))
            case "tail":
                found = account.tail_seen(BOARD, ledger.standing, page, look(seconds))
            case "304":
                found = account.same_again(BOARD, ledger.standing, "1", look(seconds))
            case "404":
                found = account.page_gone(BOARD, ledger.standing, Thread("1", "title"), fate, look(seconds))
            case _:
                found = account.page_refused(BOARD, ledger.standing, Thread("1", "title"), look(seconds))
        before = ledger.live()
        ledger.take(found, seconds)
        live += found.grown
        assert found.grown == len(ledger.live()) - len(before) and live == len(ledger.live())
        if kind in ("page", "tail"):
            assert {m.message_id for m in page.messages} <= ledger.live()
            last_shown |= dict.fromkeys((m.message_id for m in page.messages), seconds)
        for row in found.messages:
            if row["state"] == "deleted":
                assert at(last_shown[row["message_id"]]) < row["deleted_at"] <= at(seconds - 60)
    for name in ledger.messages:
        versions = [row["version"] for row in ledger.rows if row["message_id"] == name]
        assert versions == list(range(1, len(versions) + 1))
