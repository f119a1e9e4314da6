"""The stage as a whole: nothing new, same bytes, kills, bad input, nothing left behind."""

import random
import shutil
from datetime import timedelta

import pytest

from hikcorpus.errors import ConfigError, DataDamaged
from hikcorpus.participants import view
from hikcorpus.participants.config import ParticipantRules, Window, rules_from
from hikcorpus.participants.stage import run
from hikcorpus.store.build import Build
from hikcorpus.store.layout import DataFolder

from .rows import BOARD, SEEN, SITE, START, message, store, thread, tombstone
from .study import read

NAMES = ["名無しさん", "Aki", "kahvila", "Ｐekka", None, "Fake !abcdef"]


def world(seed=7, size=400):
    """Rows of two boards with every kind of trouble, versions in order."""
    dice = random.Random(seed)
    rows = []
    for number in range(1, size):
        scope, board = dice.choice([("thread", "hikky"), ("board_day", "dokushin")])
        place = 1 + 40 * ((number - 1) // 60)
        row = message(
            number, place, board=board, poster_id_scope=scope, poster_id=dice.choice(["a", "b", "c", "d", None]),
            author_name=dice.choice(NAMES), tripcode="!trip" if dice.random() < 0.1 else None,
            posted_at=START + timedelta(hours=number), shared_line="公衆" if dice.random() < 0.05 else None,
        )  # fmt: skip
        rows.append(row)
        if dice.random() < 0.2:
            rows.append(
                row | {"version": 2, "text": "edited", "poster_id": None, "first_seen": SEEN + timedelta(days=1)}
            )
        if dice.random() < 0.1:
            rows.append(tombstone(number, 3, place, board=board))
    return rows


def make(data, **given):
    """Run the stage over all boards of a data folder."""
    return run(data, "s", data.boards(), rules_from(given.pop("rules", {}), "test"), **given)


def files(data):
    """Every published file of the study by its path, with its bytes."""
    folder = data.participants("s").folder
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder with the world in it; parts small enough to have several."""
    monkeypatch.setattr(view, "MESSAGES_A_PART", 50)
    folder = DataFolder(tmp_path / "data")
    store(folder, world())
    return folder


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


@pytest.mark.parametrize("seed", range(3))
def test_same_bytes_however_raw_is_divided(data, tmp_path, seed):
    """Rows shuffled over other parts: every file but the manifest (which names raw's digest) is the same."""
    make(data)
    dice = random.Random(seed)
    rows = world()
    dice.shuffle(rows)
    other = DataFolder(tmp_path / "other")
    named = sorted({(row["board"], row["thread_id"]) for row in rows})
    threads = [thread(key, board=board) for board, key in named]
    dice.shuffle(threads)
    while rows or threads:
        size = dice.randint(1, 150)
        store(other, rows[:size], threads[:size])
        rows, threads = rows[size:], threads[size:]
    make(other)
    mine, theirs = files(data), files(other)
    assert mine.pop("manifest.json") != theirs.pop("manifest.json")
    assert mine == theirs
    assert len(mine) > 10


class Killed(BaseException):
    """Stands for a kill: nothing in the stage catches it."""


@pytest.mark.parametrize("step", ["reading", "resolving", "sorting", "writing"])
def test_killed_while_it_works_and_run_again_gives_the_same_bytes(data, tmp_path, step):
    """Stopped in any step, then rerun: as if nothing had happened, and nothing left over."""
    shutil.copytree(data.root, tmp_path / "calm")
    calm = DataFolder(tmp_path / "calm")
    make(calm)

    def kill(what, _done, _of):
        if what == step:
            raise Killed

    with pytest.raises(Killed):
        make(data, progress=kill)
    assert not data.participants("s").exists()
    make(data)
    assert files(data) == files(calm)
    assert not (data.participants("s").folder / ".building").exists()


def test_killed_between_parts_keeps_the_finished_ones(data, tmp_path, monkeypatch):
    """A rerun writes only what is missing; scratch left by the killed process is swept."""
    shutil.copytree(data.root, tmp_path / "calm")
    calm = DataFolder(tmp_path / "calm")
    shards = [part.name for part in make(calm).tables["messages"]]
    written = []
    finish = Build.finish

    def counted(self, shard, tables, counts):
        if len(written) == 2:
            written.append("killed")
            raise Killed
        written.append(shard)
        return finish(self, shard, tables, counts)

    monkeypatch.setattr(Build, "finish", counted)
    with pytest.raises(Killed):
        make(data)
    left = data.participants("s").folder / ".building" / "scratch" / "work.duckdb"
    left.parent.mkdir()
    left.write_bytes(b"half a database")
    make(data)
    assert written == ["00000", "00001", "killed", *(f"{n:05d}" for n in range(2, len(shards))), "facts"]
    assert files(data) == files(calm)


def test_parts_of_a_killed_run_are_not_taken_for_those_of_grown_raw(data, monkeypatch):
    """Killed after a part, then the crawl edits a message of that part: the rerun starts from the new raw."""
    make(data)
    first = read(data, "s").messages[0]
    shutil.rmtree(data.participants("s").folder)
    with pytest.raises(Killed):
        make(data, progress=lambda what, done, _: _kill() if what == "writing" and done > 60 else None)
    assert list(data.participants("s").folder.glob(".building/*/00000.json"))
    row = {key: value for key, value in first.items() if not key.startswith("participant")}
    store(data, [row | {"version": 7, "text": "edited at last", "first_seen": SEEN + timedelta(days=9)}], [])
    make(data)
    assert read(data, "s").messages[0]["text"] == "edited at last"


def _kill():
    raise Killed


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
