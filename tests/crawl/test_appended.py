"""Files of lines that grow: only what is new is asked for, and whatever stands before it is noticed if it changed."""

import httpx
import pytest

from hikcorpus import pipeline
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder

KEY = 1_795_000_000
PATH = f"/room/dat/{KEY}.dat"
FALLEN = f"/room/kako/{str(KEY)[:4]}/{str(KEY)[:5]}/{KEY}.dat"


def line(number, text="hei", title=""):
    return f"名無しさん<><>2026/11/18(水) 10:{number:02}:00 ID:AbCdEfG10<> {text} <>{title}\n"


class LineBoard(httpx.BaseTransport):
    """A board of the 2channel family with one thread; `ranges`: whether its server knows them. Notes what was asked."""

    def __init__(self, folder, clock):
        self.lines = [line(1, title="Otsikko"), line(2), line(3)]
        self.data, self.clock = DataFolder(folder / "data"), clock
        self.ranges, self.fallen, self.asked = True, False, []

    def handle_request(self, request):
        path, asked = request.url.path, request.headers.get("range")
        if path == "/robots.txt":
            return httpx.Response(404)
        body = "".join(self.lines).encode("cp932")
        if path.endswith("subject.txt"):
            own = "" if self.fallen else f"{KEY}.dat<>Otsikko ({len(self.lines)})\n"
            return httpx.Response(200, content=f"{own}1795000009.dat<>Toinen (1)\n".encode("cp932"))
        if self.fallen and path == FALLEN:
            self.asked.append(("fallen", len(body)))
            return httpx.Response(200, content=body)
        if path == "/room/dat/1795000009.dat":
            return httpx.Response(200, content=line(1, "yksin", "Toinen").encode("cp932"))
        if path != PATH or self.fallen:
            return httpx.Response(404)
        assert asked is None or request.headers["accept-encoding"] == "identity"
        if asked is None or not self.ranges:
            self.asked.append(("whole", len(body)))
            return httpx.Response(200, content=body, headers={"etag": f'W/"{len(body)}"'})
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        if start >= len(body):
            self.asked.append(("past the end", 0))
            return httpx.Response(416)
        self.asked.append(("part", len(body) - start))
        return httpx.Response(206, content=body[start:], headers={"etag": f'W/"{len(body)}"'})

    def visit(self, after=900):
        self.clock.sleep(after)
        self.asked = []
        (done,) = pipeline.crawl(
            ["http://lines.example/room/subject.txt"],
            self.data,
            contact="study@university.example",
            clock=self.clock,
            progress=Silent(),
            transport=self,
        )
        assert done.error is None
        return done.counts

    def rows(self, table="messages"):
        (where,) = self.data.boards()
        return self.data.raw(*where).read(table).to_pylist()

    def texts(self):
        ours = [row for row in self.rows() if row["thread_id"] == str(KEY)]
        last = {row["number"]: row for row in sorted(ours, key=lambda row: row["version"])}
        return [(row["state"], row["text"]) for _, row in sorted(last.items())]


@pytest.fixture
def board(tmp_path, clock):
    board = LineBoard(tmp_path, clock)
    board.visit()
    return board


def test_new_lines_alone_are_asked_for(board):
    """One byte back from the end of what is held, which must be a line end."""
    board.lines += [line(4, "uusi"), line(5, "toinen")]
    counts = board.visit()
    assert board.asked == [("part", 1 + len((line(4, "uusi") + line(5, "toinen")).encode("cp932")))]
    assert counts["messages_new"] == 2 and counts["appended"] == 1
    assert board.texts() == [("live", "hei")] * 3 + [("live", "uusi"), ("live", "toinen")]
    assert {row["title"] for row in board.rows("threads")} == {"Otsikko", "Toinen"}


def test_they_are_asked_for_again_and_again(board):
    """The size held grows with what was appended."""
    for number in range(4, 9):
        board.lines.append(line(number))
        board.visit(after=120)
        assert board.asked == [("part", 1 + len(line(number).encode("cp932")))]
    assert len(board.texts()) == 8


def test_a_deletion_before_the_end_is_noticed(board):
    """Another byte stands where the line end stood: the file is read whole, and the stub found."""
    board.lines[1] = "あぼーん<>あぼーん<><> あぼーん <>\n"
    board.lines.append(line(4, "uusi"))
    board.visit()
    assert [kind for kind, _ in board.asked] == ["part", "whole"]
    assert [state for state, _ in board.texts()] == ["live", "deleted", "live", "live"]


def test_a_file_that_shrank_is_read_whole(board):
    """416: what we hold is longer than the file."""
    board.lines[1] = "あぼーん<>あぼーん<><>あ<>\n"
    board.lines[2] = line(3, "h")
    board.lines.append("")
    board.visit()
    assert [kind for kind, _ in board.asked] == ["past the end", "whole"]


def test_a_server_that_knows_no_ranges_sends_all(board):
    """And all of it is taken, with no second request."""
    board.ranges = False
    board.lines.append(line(4, "uusi"))
    counts = board.visit()
    assert [kind for kind, _ in board.asked] == ["whole"]
    assert counts["messages_new"] == 1


def test_lines_are_not_counted_where_some_cannot_be_read(board):
    """A damaged line has a number but is no message: nobody could say where the new lines begin."""
    board.lines.append("rikki\n")
    board.visit()
    board.lines.append(line(5, "uusi"))
    board.visit()
    board.lines.append(line(6, "uusin"))
    board.visit()
    numbers = {row["number"]: row["text"] for row in board.rows() if row["thread_id"] == str(KEY)}
    assert numbers[5] == "uusi" and numbers[6] == "uusin"


def test_an_edit_of_the_same_length_is_found_when_all_is_read_again(board):
    """No byte moved, so ranges cannot tell; after a while the file is read whole."""
    board.lines[1] = line(2, "hoi")
    board.lines.append(line(4, "uusi"))
    board.visit(after=120)
    assert ("live", "hoi") not in board.texts()
    board.lines.append(line(5, "uusi"))
    board.visit(after=26 * 3600)
    assert board.texts()[1] == ("live", "hoi")


def test_reparse_reads_the_parts_again(board):
    """Lines that came alone keep their numbers."""
    board.lines += [line(4, "uusi")]
    board.visit()
    board.lines += [line(5, "uusi")]
    board.visit()
    board.lines[1] = "あぼーん<>あぼーん<><> あぼーん <>\n"
    board.lines += [line(6, "loppu")]
    board.visit()
    before = board.rows(), board.rows("threads")
    (counts,) = pipeline.reparse([], board.data, board.clock, Silent()).values()
    assert not [name for name in +counts if name.startswith("kept_")]
    assert (board.rows(), board.rows("threads")) == before


def test_a_fallen_thread_is_read_where_the_board_keeps_it(board):
    """Off the list and gone from its place, but not deleted: its last lines are read in the store of old threads."""
    board.lines.append(line(4, "viimeinen"))
    board.fallen = True
    for _ in range(3):
        board.visit()
    assert board.texts()[-1] == ("live", "viimeinen")
    assert not [state for state, _ in board.texts() if state == "deleted"]
    states = {row["thread_id"]: row["state"] for row in board.rows("threads")}
    assert states == {str(KEY): "archived", "1795000009": "live"}
