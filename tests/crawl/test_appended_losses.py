"""What an adversary found in lines that are appended, and in threads that fell; see `test_forum_losses`."""

import contextlib

import httpx
import pytest

from hikcorpus import pipeline
from hikcorpus.log import Silent
from tests.crawl.test_appended import FALLEN, KEY, PATH, LineBoard, line
from tests.crawl.test_forum_losses import DAY


class Lines(LineBoard):
    """A LineBoard without validators. stale: bytes that its cache hands out in place of the thread; kako: status of
    the store of fallen threads.
    """

    stale, kako = None, 200

    def handle_request(self, request):
        if self.stale is not None and request.url.path == PATH:
            return httpx.Response(416 if "range" in request.headers else 200, content=self.stale)
        if self.kako != 200 and request.url.path == FALLEN:
            return httpx.Response(self.kako)
        answer = super().handle_request(request)
        answer.headers.pop("etag", None)
        return answer

    def states(self):
        return {row["thread_id"]: row["state"] for row in self.rows("threads")}


@pytest.fixture
def lines(tmp_path, clock):
    board = Lines(tmp_path, clock)
    board.visit()
    return board


@pytest.mark.parametrize("status", [503, 403, 429])
def test_a_store_of_old_threads_that_does_not_answer_deletes_nobody(lines, status):
    """The thread left the list and its own address: only its store could say that it is gone."""
    lines.fallen, lines.kako = True, status
    with contextlib.suppress(AssertionError):  # the visit may end in an error
        lines.visit()
    assert lines.states()[str(KEY)] in ("live", "blocked")
    assert not [state for state, _ in lines.texts() if state == "deleted"]


def test_lines_after_one_with_a_problem_keep_their_numbers(lines):
    """`>>1-900` is no edge for anybody (a problem), but the line is a message: the next one is number 6, not 9."""
    lines.visit(after=DAY)
    for each in (line(4, "neljas"), line(5, "&gt;&gt;1-900"), line(6, "kuudes"), line(7, "seitsemas")):
        lines.lines.append(each)
        lines.visit(after=120)
    assert [text for _, text in lines.texts()] == ["hei"] * 3 + ["neljas", ">>1-900", "kuudes", "seitsemas"]


def test_lines_after_an_old_copy_keep_their_numbers(lines):
    """Five lines held, a copy with four came in between: what is asked for next begins with line 5, not 6."""
    lines.visit(after=DAY)
    lines.lines += [line(4, "neljas"), line(5, "viides")]
    lines.visit()
    lines.stale = "".join(lines.lines[:4]).encode("cp932")
    lines.lines.append(line(6, "kuudes"))
    lines.visit()
    lines.stale = None
    lines.lines.append(line(7, "seitsemas"))
    lines.visit()
    assert [text for _, text in lines.texts()][3:] == ["neljas", "viides", "kuudes", "seitsemas"]


def test_lines_without_validators_are_no_old_copies(tmp_path, clock):
    """All lines that the listing announces came."""
    board = Lines(tmp_path, clock)
    assert board.visit()["stale"] == 0
    board.lines.append(line(4))
    assert board.visit()["appended"] == 1


def test_reparse_of_two_equal_lines_that_came_alone(lines):
    """Somebody pressed the button twice within a second; each line came in a visit of its own."""
    lines.visit(after=DAY)
    for _ in range(2):
        lines.lines.append(line(4, "sama"))
        lines.visit(after=120)
    before = [(row["message_id"], row["version"], row["text"]) for row in lines.rows()]
    pipeline.reparse([], lines.data, lines.clock, Silent())
    after = [(row["message_id"], row["version"], row["text"]) for row in lines.rows()]
    assert sorted(after) == sorted(before)


def test_a_whole_old_copy_where_a_part_was_asked_for_is_left_alone(tmp_path, clock):
    """The server knows no ranges, and its cache hands out a file of before, with that file's date."""
    board = LineBoard(tmp_path, clock)
    board.ranges, handle, stale = False, board.handle_request, []

    def dated(request):
        answer = handle(request)
        if request.url.path == PATH and answer.status_code == 200:
            old = "".join(board.lines[:2]).encode("cp932")
            date = "Wed, 18 Nov 2026 09:00:00 GMT" if stale else "Wed, 18 Nov 2026 10:00:00 GMT"
            answer = httpx.Response(200, content=old if stale else answer.content, headers={"last-modified": date})
        return answer

    board.handle_request = dated
    board.visit()
    board.lines.append(line(4, "neljas"))
    stale.append(True)
    counts = board.visit()
    assert counts["stale"] == 1 and counts["messages_deleted"] == 0
    assert not [row for row in board.rows("observations") if row["absent"]]
    stale.clear()
    board.visit()
    assert [text for _, text in board.texts()] == ["hei"] * 3 + ["neljas"]
