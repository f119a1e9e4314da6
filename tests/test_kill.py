"""kill -9 anywhere in the pipeline, then the same command again: nothing lost, nothing doubled, same bytes."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hikcorpus.fetch.replay import Recording, serve
from hikcorpus.store.layout import DataFolder

DOWNSTREAM = ("participants", "pseudonymised", "corpora", "exports")
TIMES = {"first_seen", "deleted_at"}
STUDY = """
name = "kill"
contact = "study@university.example"
boards = [{boards}]
topics = ["family"]
exports = ["csv", "jsonl"]
"""


class Runs:
    """The same study, run as a user runs it: a process of its own, on a clock that never waits."""

    def __init__(self, tmp_path, base):
        self.place = tmp_path
        self.base = base
        self.environment = os.environ | {"HIKCORPUS_CLOCK": "2026-11-22T15:00:00+00:00"}

    def start(self, name, boards=("hikky", "hiki", "lonely")):
        folder = self.place / name
        folder.mkdir(exist_ok=True)
        addresses = ", ".join(f'"{self.base}/{board}/"' for board in boards)
        (folder / "study.toml").write_text(STUDY.format(boards=addresses))
        words = [sys.executable, "-m", "hikcorpus", "run", "study.toml", "--quiet"]
        return subprocess.Popen(
            words,
            cwd=folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self, name, **more):
        process = self.start(name, **more)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, (out + err).decode()

    def kill(self, name, after):
        """SIGKILL to the process and its workers after so many seconds; False if it was done before."""
        process = self.start(name)
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return process.returncode != 0


def raw_content(data):
    """Everything in raw but the moments of reading it."""
    out = {}
    for site, board in DataFolder(data).boards():
        for table in ("messages", "threads", "evidence"):
            rows = DataFolder(data).raw(site, board).read(table).to_pylist()
            kept = [repr({k: v for k, v in row.items() if k not in TIMES | {"fetched_at"}}) for row in rows]
            out[board, table] = sorted(kept)
    return out


def files(data):
    return {
        str(path.relative_to(data)): path.read_bytes()
        for stage in DOWNSTREAM
        for path in sorted((data / stage).rglob("*"))
        if path.is_file()
    }


def survive(runs: Runs, moments) -> int:
    """Kill a run at each moment, finish it, and compare; gives how many kills hit a run at work."""
    hit = 0
    for number, moment in enumerate(moments):
        name = f"run{number}"
        (runs.place / name / "keys").mkdir(parents=True)
        shutil.copy(runs.place / "whole" / "keys" / "kill.key", runs.place / name / "keys")
        hit += runs.kill(name, moment)
        runs.finish(name)

        killed = runs.place / name / "data"
        assert raw_content(killed) == raw_content(runs.place / "whole" / "data")
        copy = runs.place / f"copy{number}"  # the same raw and key, never interrupted, nothing to fetch
        shutil.copytree(killed / "raw", copy / "data" / "raw")
        shutil.copytree(runs.place / name / "keys", copy / "keys")
        runs.finish(f"copy{number}", boards=())
        assert files(killed) == files(copy / "data")
        leftover = [p for p in killed.rglob("*") if p.name.endswith((".tmp", ".building")) or ".building" in p.parts]
        assert leftover == []
        shutil.rmtree(runs.place / name)
        shutil.rmtree(copy)
    return hit


@pytest.mark.slow
def test_twenty_kills(shared: Path, tmp_path):
    """Twenty random moments over the whole pipeline, crawl included."""
    with serve(Recording.load(shared / "recorded" / "vichan" / "site.A.jsonl.gz")) as base:
        runs = Runs(tmp_path, base)
        started = time.monotonic()
        runs.finish("whole")
        length = time.monotonic() - started
        chance = random.Random(int(os.environ.get("HIKCORPUS_SEED", "20261122")))
        hit = survive(runs, [chance.uniform(0.3, length) for _ in range(20)])
    assert hit >= 15


def test_three_kills(shared: Path, tmp_path):
    """The same, three times, in every run of the tests."""
    with serve(Recording.load(shared / "recorded" / "ex0ch" / "site.A.jsonl.gz")) as base:
        runs = Runs(tmp_path, base)
        started = time.monotonic()
        runs.finish("whole")
        length = time.monotonic() - started
        hit = survive(runs, [length * share for share in (0.2, 0.5, 0.8)])
    assert hit >= 2
