"""Same raw content, same bytes: whatever its parts, and whatever killed the run before."""

import random
import shutil
from datetime import timedelta

import pytest

from hikcorpus.store.build import Build
from hikcorpus.store.layout import DataFolder

from .rows import SEEN, store, thread
from .study import read
from .world import files, make, world


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
