"""A study keeps being that study, one board's trouble is not the others', and odd decisions are pointed out."""

import pytest

from hikcorpus import pipeline
from hikcorpus.config.study import Study
from hikcorpus.crawl.boards import site_label
from hikcorpus.errors import ConfigError, NetworkError
from hikcorpus.fetch.replay import Fault
from hikcorpus.log import Silent
from tests.crawl.small_board import ADDRESS, CONTACT, SmallBoard, post

LONG = "Nobody here has a longer sentence than this one in English."


@pytest.fixture
def board(tmp_path, clock, monkeypatch):
    monkeypatch.chdir(tmp_path)
    threads = {10: [post(10, com=LONG), post(11, 10)], 20: [post(20, com=LONG), post(21, 20)]}
    board = SmallBoard(tmp_path, clock, threads)
    board.visit()
    return board


def test_a_single_stage_keeps_the_study(board):
    """`anonymise --study X` after a run with a window makes nothing else of X."""
    facts = {"name": "frozen", "window": {"to": "2026-01-01"}, "participants": "japanese-study"}
    study = pipeline.study_from(facts, board.data.root)
    pipeline.anonymise(study, board.data, Silent(), workers=1)
    before = board.data.pseudonymised("frozen").digest()
    assert board.data.pseudonymised("frozen").rows("messages") == 0

    again = pipeline.study_named("frozen", board.data)
    assert again == study
    pipeline.anonymise(again, board.data, Silent(), workers=1)
    assert board.data.pseudonymised("frozen").digest() == before
    assert pipeline.study_named("frozen", board.data, participants="default").participants == "default"


def test_a_refused_option_is_not_remembered(board):
    """A mistyped rules file fails once, not for ever after."""
    with pytest.raises(ConfigError):
        pipeline.participants(pipeline.study_named("s", board.data, participants="nosuch"), board.data, Silent())
    with pytest.raises(ConfigError):
        pipeline.anonymise(pipeline.study_named("s", board.data, anonymise="nosuch"), board.data, Silent())
    assert pipeline.anonymise(pipeline.study_named("s", board.data), board.data, Silent(), workers=1).exists()


def test_a_board_by_address_is_found_under_its_sites_label(board, tmp_path):
    """Crawled by address below a configured site: the study that names the address finds it."""
    place = tmp_path / "configs" / "boards"
    place.mkdir(parents=True)
    (place / "own.toml").write_text('engine = "vichan"\nsite = "own"\naddress = "http://board.example"\n[boards.b]\n')
    board.visit()
    assert pipeline.boards_of(Study(boards=[ADDRESS]), board.data) == [("own", "b")]


def test_a_first_run_that_reaches_nobody_says_so(board, tmp_path, clock):
    """Two boards, none answers, nothing stored: each board's own error, and no other."""
    study = Study(name="s", boards=["http://127.0.0.1:9/a/", "http://127.0.0.1:9/b/"], contact=CONTACT)
    done = pipeline.run(study, type(board.data)(tmp_path / "empty"), None, clock, Silent(), 1)
    assert [type(each.error) for each in done.visited] == [NetworkError, NetworkError]


def test_an_unreachable_board_does_not_stop_the_others(board):
    """The failing board is handed back with its error; the other one grows."""
    board.threads[10].append(post(12, 10))
    board.transport.faults["/x/catalog.json"] = Fault(truncate=1)
    board.transport.faults["/x/subject.txt"] = Fault(truncate=1)

    board.transport.recording = type(board.transport.recording)(board.pages())
    visited = pipeline.crawl(
        ["http://board.example/x/", ADDRESS],
        board.data,
        contact=CONTACT,
        clock=board.clock,
        progress=Silent(),
        transport=board.transport,
    )

    by_name = {each.name: each for each in visited}
    assert isinstance(by_name["http://board.example/x/"].error, NetworkError)
    assert by_name["board.example/b"].counts["messages_new"] == 1


def test_an_imported_board_needs_no_visit(board):
    """A study may name a board that is only imported: nothing is asked of its site."""
    raw = board.data.raw("ylilauta.org", "hikky")
    raw.append({}, "2026-11")

    assert pipeline.crawl(["ylilauta/hikky"], board.data, contact=CONTACT, clock=board.clock, progress=Silent()) == []
    assert pipeline.boards_of(Study(boards=["ylilauta/hikky"]), board.data) == [("ylilauta.org", "hikky")]


def test_a_name_on_half_the_board_is_pointed_out(board):
    """A default name that nobody declared looks like a public place: a person is told, without the name."""
    board.threads[30] = [post(30 + n, 30 if n else 0, name="Nimetön", id=f"{n:05x}", com=LONG) for n in range(6)]
    board.visit()
    pipeline.participants(Study(), board.data, Silent())

    (warning,) = pipeline.warnings(board.data, "default")
    assert "6 of 10 messages" in warning and "default_names" in warning
    assert "Nimetön" not in warning


def test_a_topic_is_named_like_its_file(board, tmp_path):
    """A copied topic cannot overwrite the corpus of the one it was copied from."""
    pipeline.anonymise(Study(), board.data, Silent(), workers=1)
    (tmp_path / "own.toml").write_text('name = "family"\n')
    with pytest.raises(ConfigError, match='name = "own"'):
        pipeline.filter_topic(Study(), str(tmp_path / "own.toml"), board.data, Silent())


@pytest.mark.parametrize(
    ("root", "label"),
    [
        ("http://127.0.0.1:8101", "localhost_8101"),
        ("https://www.board.example", "board.example"),
        ("http://192.0.2.7", "host-192-0-2-7"),
        ("http://[2001:db8::1]:80", "host-2001-db8--1_80"),
    ],
)
def test_site_labels_hold_no_address(root, label):
    """Folder names and the `site` column never hold an IP address as such."""
    assert site_label(root) == label
