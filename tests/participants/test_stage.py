"""The stage as a whole: nothing new, recipe, bad input, progress."""

from datetime import timedelta

import pytest

from hikcorpus.errors import ConfigError, DataDamaged
from hikcorpus.participants.config import ParticipantRules, Window
from hikcorpus.participants.stage import run
from hikcorpus.store.layout import DataFolder

from .rows import BOARD, SITE, START, message, store, thread
from .study import read
from .world import make


def test_nothing_new_does_nothing(data, monkeypatch):
    """The second run gives back the manifest and opens no database."""
    first = make(data)
    monkeypatch.setattr("hikcorpus.participants.stage.open_scratch", None)
    assert make(data) == first


def test_what_decides_the_tables_is_in_the_recipe(data):
    """Another rule, window or raw content makes the tables anew; the order of a list does not."""
    first = make(data)
    assert make(data, rules={"joins_scopes": ["tripcode", "account"]}) == first
    assert make(data, rules={"max_ids_per_screen_name": 3}) != first
    assert make(data, window=Window(posted_from=START + timedelta(hours=9))).tables != first.tables
    store(data, [message(9999, poster_id="new")])
    assert make(data).recipe != first.recipe


def test_a_damaged_part_is_named(data):
    """One flipped byte in raw: DataDamaged, and nothing is published."""
    path = data.raw(SITE, BOARD).paths("messages")[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(DataDamaged, match="damaged"):
        make(data)
    assert not data.participants("s").exists()


@pytest.mark.parametrize(
    ("boards", "limit", "said"),
    [
        ([], "1GB", "names no board"),
        ([("example.test", "nowhere")], "1GB", "Nothing was captured of example.test/nowhere"),
        ([(SITE, BOARD)], "plenty", "not a memory limit"),
        ([(SITE, BOARD)], "1MB", "cannot work with 1MB"),
    ],
)
def test_bad_input_is_a_sentence(data, boards, limit, said):
    """Boards and limits that cannot be."""
    with pytest.raises(ConfigError, match=said):
        run(data, "s", boards, ParticipantRules(), None, limit)


def test_a_board_without_messages_gives_empty_tables(tmp_path):
    """Captured, but nothing there: every table can be read, all counts are 0."""
    data = DataFolder(tmp_path / "data")
    store(data, [], [thread(1)])
    manifest = make(data)
    assert sorted(manifest.tables) == ["audit", "flow", "messages", "participants", "threads"]
    got = read(data, "s")
    assert (got.messages, got.threads, got.people) == ([], [], {})
    assert got.count("threads", "dropped", "never_filled") == 1


def test_other_boards_of_the_folder_stay_out(data):
    """Only the study's boards are read."""
    run(data, "s", [(SITE, BOARD)], ParticipantRules())
    assert {row["board"] for row in read(data, "s").messages} == {BOARD}


def test_no_error_repeats_what_posters_wrote(tmp_path):
    """A zone that is none makes DuckDB fail with the value in its words; ours do not repeat them."""
    data = DataFolder(tmp_path / "data")
    store(data, [message(1, poster_id="secret-id", poster_id_scope="board_day", zone="secret zone")])
    with pytest.raises(Exception, match="DuckDB failed") as caught:
        make(data)
    assert "secret" not in str(caught.value)


def test_progress_is_told(data):
    """Every step says how far it is of how much, and ends at the whole."""
    told = {}
    make(data, progress=lambda what, done, of: told.setdefault(what, []).append((done, of)))
    assert list(told) == ["reading", "resolving", "sorting", "writing"]
    assert all(steps[-1][0] == steps[-1][1] for steps in told.values())
