"""kill -9 anywhere in a crawl, then the same command again: the tables of a crawl that nobody killed."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from hikcorpus.clock import FakeClock
from hikcorpus.demo.simulator import Settings, Simulator, serve
from hikcorpus.store.layout import DataFolder
from tests.crawl.simulated import scratch

START = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
STEP = timedelta(hours=2)
"""Between two visits: longer than the hour after which tails are read again, so that tries do not differ in it."""
TRY = timedelta(minutes=4)
"""Between two tries of one visit: longer than a second look waits."""
WHEN_READ = {"first_seen", "deleted_at", "fetched_at", "backfill"}
SITE = """
engine = "{engine}"
site = "killed.example"
address = "{base}"
zone = "UTC"
tails = {tails}

[boards.b]
language = "en"
"""
BOARD = Settings(
    threads=25,
    posts_every=60.0,
    edited=0.08,
    edited_mean=1800.0,
    deleted_replies=0.1,
    deleted_replies_mean=1800.0,
    deleted_threads=0.25,
    deleted_threads_mean=7200.0,
    archive_hours=6.0,
    latency=0.0,
)


class Watched(Simulator):
    """Counts answers, and calls `alarm` when the one comes that it was set to."""

    answered, at, alarm = 0, None, None

    def answer(self, method, target, headers=None):
        answer = super().answer(method, target, headers)
        self.answered += 1
        if self.alarm is not None and self.answered == self.at:
            self.alarm()
        return answer


class Kills:
    """Two data folders beside one board that stands still while they are visited: `whole` and `killed`."""

    def __init__(self, folder, simulator, board_clock, base, chance, tails=False):
        self.folder, self.simulator, self.board_clock, self.chance = folder, simulator, board_clock, chance
        self.visits = 0
        self.length = self.requests = self.changes = self.commits = 1
        self.hit = Counter()
        engine = "vichan" if simulator.settings.mode == "vichan" else "fourchan"
        (folder / "site.toml").write_text(SITE.format(engine=engine, base=base, tails=str(tails).lower()))

    def raw(self, name):
        return DataFolder(self.folder / name).raw("killed.example", "b")

    def start(self, name, after=timedelta(0), *more):
        words = [sys.executable, "-m", "hikcorpus", "crawl", str(self.folder / "site.toml"), "--quiet"]
        words += ["--data", str(self.folder / name), "--contact", "study@university.example", "--refresh-hours", "9"]
        now = START + self.visits * STEP + after
        environment = os.environ | {"HIKCORPUS_CLOCK": now.isoformat(), "PYTHONPATH": str(Path.cwd())}
        self.simulator.answered = 0
        return subprocess.Popen(
            [*words, *more], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )

    def finish(self, name, after=timedelta(0), *more):
        process = self.start(name, after, *more)
        out, _ = process.communicate(timeout=120)
        assert process.returncode == 0, out.decode()

    def visit(self, kills, *more):
        """The board moves on; one whole visit, and one that is killed so often before it comes to its end."""
        self.visits += 1
        self.board_clock.sleep((START + self.visits * STEP - self.board_clock.now()).total_seconds())
        manifest = self.raw("whole").folder / "manifest.json"
        with watching(lambda: listed(self.folder / "whole")) as changes, watching(lambda: stamp(manifest)) as commits:
            began = time.monotonic()
            self.finish("whole", timedelta(0), *more)
            self.length, self.requests = time.monotonic() - began, self.simulator.answered
        self.changes, self.commits = max(1, len(changes)), max(1, len(commits))
        for number in range(kills):
            how = self.chance.choice(("time", "request", "file", "commit", "commit"))
            self.kill(how, number, *more)
            self.readable()
        self.finish("killed", kills * TRY, *more)
        self.readable()
        self.clean()

    def kill(self, how, number, *more):
        """SIGKILL at a random moment, at a random request, right after a random change of a file or a commit."""

        def up_to(most):  # every try leaves less to be done
            return self.chance.randint(1, max(1, most // (number + 1)))

        if how == "request":
            self.simulator.at = up_to(self.requests)
        process = self.start("killed", number * TRY, *more)

        def end():
            os.killpg(process.pid, signal.SIGKILL)

        self.simulator.alarm = end if how == "request" else None
        try:
            if how == "time":
                process.wait(self.chance.uniform(0.3, 1.0) * self.length)
            elif how == "file":
                nth, pause = up_to(self.changes), self.chance.choice((0.0, 0.0, 0.002, 0.01))
                with watching(lambda: listed(self.folder / "killed"), nth, lambda: (time.sleep(pause), end())):
                    process.wait(120)
            elif how == "commit":  # between the manifest and the memory, or in what follows
                manifest, pause = self.raw("killed").folder / "manifest.json", self.chance.choice((0.0, 0.0, 0.001))
                nth = up_to(self.commits)
                with watching(lambda: stamp(manifest), nth, lambda: (time.sleep(pause), end())):
                    process.wait(120)
            else:
                process.wait(120)
        except subprocess.TimeoutExpired:
            end()
        finally:
            self.simulator.alarm = None
        out, _ = process.communicate()
        assert process.returncode in (0, -signal.SIGKILL), out.decode()
        self.hit[how] += process.returncode != 0
        self.hit[f"{how} too late"] += process.returncode == 0

    def readable(self):
        """Every file that the manifest names can be read to its last row; no other part is to be seen."""
        raw = self.raw("killed")
        for table, named in raw.manifest().tables.items():
            raw.paths(table)
            assert sum(batch.num_rows for batch in raw.batches(table)) == sum(part.rows for part in named)

    def clean(self):
        """A finished run leaves nothing behind that is not content, or retired and known to be."""
        raw = self.raw("killed")
        manifest = raw.manifest()
        named = {part.name for parts in manifest.tables.values() for part in parts}
        named |= {f".{name}.retired" for names in manifest.retired.values() for name in names}
        assert {path.name for path in raw.folder.glob("*/*")} <= named
        assert [path for path in (self.folder / "killed").rglob("*") if unfinished(path)] == []

    def content(self, name, tables=("messages", "threads", "evidence")):
        """Rows as they are but for the moments of reading; no row stands twice."""
        raw, out = self.raw(name), {}
        for table in tables:
            rows = [repr({k: v for k, v in row.items() if k not in WHEN_READ}) for row in raw.read(table).to_pylist()]
            out[table] = Counter(rows)
        return out

    def versions(self, name):
        """How often each version of a message stands there."""
        table = self.raw(name).read("messages", ["message_id", "version"])
        return Counter((row["message_id"], row["version"]) for row in table.to_pylist())


def unfinished(path):
    return path.name.endswith((".tmp", ".building", "-journal", ".damaged", ".owner.json"))


def listed(folder):
    """Files below the folder with the moment of their last change: what a rename or a write makes another."""
    out = set()
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            out.add((path, path.stat().st_mtime_ns))
    return out


def stamp(path):
    """What every replacement of a file changes."""
    with suppress(FileNotFoundError):
        facts = path.stat()
        return facts.st_ino, facts.st_mtime_ns


@contextmanager
def watching(look, nth=None, alarm=None):
    """Looks all the time; yields the changes seen, and calls `alarm` at the nth."""
    seen, over = [], threading.Event()

    def watch():
        before = look()
        while not over.is_set():
            time.sleep(0.0001)
            now = look()
            if now != before:
                seen.append(None)
                before = now
                if alarm is not None and len(seen) == nth:
                    alarm()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


@contextmanager
def beginning(mode, seed, tails=False, **more):
    with scratch() as folder:
        clock = FakeClock(START)
        simulator = Watched(replace(BOARD, mode=mode, **more), clock, seed, START)
        chance = random.Random(int(os.environ.get("HIKCORPUS_SEED", "20261122")) + seed)
        with serve(simulator) as base:
            yield Kills(Path(folder), simulator, clock, base, chance, tails)


def same(kills, tables=("messages", "threads", "evidence")):
    whole, killed = kills.content("whole", tables), kills.content("killed", tables)
    for table in tables:
        assert max(whole[table].values(), default=1) == max(killed[table].values(), default=1) == 1, table
        only_whole, only_killed = whole[table] - killed[table], killed[table] - whole[table]
        assert not only_whole and not only_killed, f"{table}: {len(only_whole)} lost, {len(only_killed)} more"
        assert whole[table]


def test_five_kills():
    """Five kills that hit a run at work, in every run of the tests."""
    with beginning("fourchan", 1) as kills:
        kills.visit(1)
        while sum(number for how, number in kills.hit.items() if "late" not in how) < 5:
            assert kills.visits < 8, kills.hit
            kills.visit(2)
        same(kills)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["fourchan", "vichan", "no_archive"])
def test_a_hundred_kills(mode):
    """34 kills in each mode, over visits with growth, edits, deletions and prunings in between."""
    with beginning(mode, 2) as kills:
        while sum(number for how, number in kills.hit.items() if "late" not in how) < 34:
            kills.visit(3)
            same(kills)
        print(mode, kills.visits, "visits", dict(kills.hit))
        assert kills.raw("killed").rows("messages") > 500


@pytest.mark.slow
def test_kills_with_tails():
    """Where newest messages in listings spare reading threads, a resumed run may read another page: the same rows."""
    with beginning("fourchan", 3, tails=True) as kills:
        for _ in range(6):
            kills.visit(3)
            same(kills, ("threads",))
            whole, killed = kills.versions("whole"), kills.versions("killed")
            assert set(killed.values()) == {1}
            assert {message for message, _ in killed} == {message for message, _ in whole}
        print("tails", kills.visits, "visits", dict(kills.hit))
