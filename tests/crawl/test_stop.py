"""Stop files: a person halts all crawls of a site, of a host, or of everything, even a run that is at work."""

import pytest

from hikcorpus.errors import Refused
from tests.crawl.small_board import SmallBoard, post


@pytest.fixture
def board(tmp_path, clock):
    """A board whose site's label is not its host."""
    board = SmallBoard(tmp_path, clock, {10: [post(10), post(11, 10)], 20: [post(20), post(21, 20)]}).configure()
    path = tmp_path / "board.toml"
    path.write_text(path.read_text().replace('site = "board.example"', 'site = "a-label"'))
    return board


def stop(board, name):
    folder = board.data.root / "stop"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()
    return folder / name


@pytest.mark.parametrize("name", ["a-label", "board.example", "all"])
def test_nothing_is_asked_while_a_stop_file_stands(board, name):
    """By site, by host or for all: exit 6 with the file's name, no request, not even for robots.txt."""
    path = stop(board, name)
    done, _ = board.visit()

    assert isinstance(done.error, Refused) and done.error.exit_code == 6
    assert str(path) in done.error.what and "Remove" in done.error.next_step
    assert board.transport.requests == []
    path.unlink()
    done, _ = board.visit()
    assert done.error is None and len(board.rows()) == 4


@pytest.mark.parametrize("name", ["another.example", "a-labe", "board", "example"])
def test_the_stop_file_of_another_site_stops_nothing(board, name):
    """Names are whole names."""
    stop(board, name)
    done, asked = board.visit()
    assert done.error is None and asked


@pytest.mark.parametrize("name", ["board.example", "all"])
@pytest.mark.parametrize("after", [1, 2, 3])
def test_a_run_at_work_stops_before_its_next_request(board, name, after):
    """The file is made while the run is at its first, second ... request: none follows, and what was read is kept."""
    handle = board.transport.handle_request

    def watched(request):
        reply = handle(request)
        if len(board.transport.requests) == after:
            stop(board, name)
        return reply

    board.transport.handle_request = watched
    done, _ = board.visit()

    assert isinstance(done.error, Refused) and len(board.transport.requests) == after
    assert len(board.rows() if board.data.boards() else []) == (2 if after == 3 else 0)
    board.transport.handle_request = handle
    (board.data.root / "stop" / name).unlink()
    done, _ = board.visit()
    assert done.error is None and sorted(board.standing()) == ["10", "11", "20", "21"]


def test_a_stop_file_for_the_sites_label_stops_a_run_at_work(board):
    """The label is as good as the host: the file may be made while the run is on its way."""
    handle = board.transport.handle_request

    def watched(request):
        if len(board.transport.requests) == 1:
            stop(board, "a-label")
        return handle(request)

    board.transport.handle_request = watched
    done, _ = board.visit()
    assert isinstance(done.error, Refused) and len(board.transport.requests) == 2


def test_one_sites_stop_is_not_anothers(tmp_path, clock, board):
    """Two sites in a run: the stopped one is refused, the other is read."""
    other = tmp_path / "other.toml"
    other.write_text(
        (tmp_path / "board.toml").read_text().replace("a-label", "another").replace("board.ex", "other.ex")
    )
    stop(board, "board.example")
    board.specs = (*board.specs, str(other))
    board.visit()
    assert board.data.boards() == [("another", "b")]
