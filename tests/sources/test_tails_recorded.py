"""Tails of the recorded vichan against the threads' own pages: the same messages, the same content."""

import pytest

from hikcorpus.crawl.rows import content_hash
from tests.sources.test_recorded_engines import BOARDS, Recording


@pytest.fixture(scope="module", params="AB")
def recorded(request, shared):
    """Both snapshots of the recorded vichan."""
    return Recording(shared, "vichan", request.param)


def index_pages(recorded, board):
    """The pages of the index that the recording holds, in order."""
    for number in range(20):
        page = recorded.page(f"{board.address}/{board.name}/{number}.json")
        if page is None:
            return
        yield page


def test_every_message_of_every_tail_reads_as_on_its_own_page(recorded):
    """Same content hash, field by field the same but for the mark of dangling, same thread; no tail is missing."""
    one, differing, messages = recorded.source, [], 0
    for name in BOARDS:
        board, seen = recorded.boards[name], set()
        for page in index_pages(recorded, board):
            for thread_id, entry in one.parse_index(board, page).items():
                tail = one.parse_tail(board, entry)
                seen.add(thread_id)
                mark, own = recorded.threads[name, thread_id]
                assert tail.thread == own.thread
                assert tail.reply_count == mark.reply_count == len(own.messages) - 1
                assert tail.explained
                assert page.body.count(tail.raw) == 1
                assert one.parse_tail(board, tail.raw) == tail
                expected = [own.messages[0], *own.messages[1:][1 - len(tail.messages) :]]
                assert [message.message_id for message in tail.messages] == [one.message_id for one in expected]
                for shown, whole in zip(tail.messages, expected, strict=True):
                    messages += 1
                    if content_hash(shown) != content_hash(whole) or shown != whole:
                        differing.append((name, whole.message_id))
        assert seen == {thread_id for board_name, thread_id in recorded.threads if board_name == name}
    assert differing == []
    assert messages > 200


def test_catalog_entries_of_vichan_with_replies_are_no_tails(recorded):
    """Its catalog shows opening posts only, and every recorded thread has replies; the time of change is there."""
    marks = [mark for mark, _ in recorded.threads.values()]
    board = next(iter(recorded.boards.values()))
    assert [recorded.source.parse_tail(board, mark.entry) for mark in marks] == [None] * len(marks)


def test_the_index_page_of_a_thread_is_named_by_the_catalog(recorded):
    """The catalog is cut into the same pages as the index, however many threads a page has."""
    one = recorded.source
    for name in BOARDS:
        board = recorded.boards[name]
        marks = [mark for (on, _), (mark, _) in recorded.threads.items() if on == name]
        for mark in marks:
            page = recorded.page(one.tail_url(board, mark))
            assert mark.thread_id in one.parse_index(board, page)


def test_marks_hold_the_time_of_the_last_change(recorded):
    """Epoch seconds, as the catalog has them."""
    marks = [mark for mark, _ in recorded.threads.values()]
    assert all(1_500_000_000 < mark.at < 2_000_000_000 for mark in marks)
