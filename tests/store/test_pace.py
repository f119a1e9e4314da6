"""Standings with hosts outlive runs, are shared by processes, and survive kills and damage."""

import json
import multiprocessing
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.clock import FakeClock
from hikcorpus.errors import CannotWrite, NetworkError
from hikcorpus.fetch.pace import Pace
from hikcorpus.store.locks import Locked
from hikcorpus.store.pace import PaceShelf, Standing, file_name

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HOST = "board.example"

CRAWL = """
import sys
from hikcorpus.clock import SystemClock
from hikcorpus.fetch.client import Client
from hikcorpus.fetch.pace import Pace
from hikcorpus.store.pace import PaceShelf
from pathlib import Path
base, folder, times, delay = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
clock = SystemClock()
with Client(contact="study@university.example", clock=clock, delay=delay, pace=Pace(clock, PaceShelf(folder))) as client:
    for number in range(times):
        client.get(f"{base}/{number}")
        print(number, flush=True)
"""


@pytest.fixture
def server():
    """Base URL, and the times (monotonic) at which requests came."""
    times = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            times.append(time.monotonic())
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", times
        listening.shutdown()
        thread.join()


def crawling(base, folder, times, delay):
    arguments = [sys.executable, "-c", CRAWL, base, str(folder), str(times), str(delay)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_two_processes_together_keep_the_pace(tmp_path, server):
    """Each as fast as it may: what the site sees is evenly spaced (a packet's travel apart)."""
    base, times = server
    runs = [crawling(base, tmp_path / "pace", 6, 0.25) for _ in range(2)]
    assert [run.wait(30) for run in runs] == [0, 0]
    for run in runs:
        run.stdout.close()
    assert len(times) == 14
    assert min(later - sooner for sooner, later in pairwise(sorted(times))) > 0.2


def test_a_run_after_a_kill_keeps_the_pace_of_the_killed(tmp_path, server):
    """kill -9 right after its last request, and again while it waits: the lock is free, the spacing stands."""
    base, times = server
    for _ in range(3):
        run = crawling(base, tmp_path / "pace", 100, 0.4)
        run.stdout.readline()
        run.stdout.readline()
        os.kill(run.pid, signal.SIGKILL)
        run.wait(10)
        run.stdout.close()
    assert len(times) >= 9
    assert min(later - sooner for sooner, later in pairwise(times)) > 0.3


def test_standings_are_kept_between_runs(tmp_path):
    """As they were, to the microsecond; each host its own; a private file and folder."""
    standing = Standing(NOW + timedelta(microseconds=1), NOW, NOW + timedelta(hours=2))
    with PaceShelf(tmp_path / "pace").turn(HOST) as kept:
        assert kept == Standing()
        kept.last, kept.held_since, kept.held_until = standing.last, standing.held_since, standing.held_until
    with PaceShelf(tmp_path / "pace").turn(HOST) as kept, PaceShelf(tmp_path / "pace").turn("b.example") as other:
        assert (kept, other) == (standing, Standing())
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "pace").iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "pace").stat().st_mode) == 0o700


def test_a_long_rest_holds_for_the_next_run(tmp_path):
    """With the limiter of the client, over two objects that share only the folder."""
    clock = FakeClock(NOW)
    Pace(clock, PaceShelf(tmp_path)).hold(HOST, 86400)
    with pytest.raises(NetworkError, match="until 2026-11-23 10:00:00 UTC"):
        Pace(clock, PaceShelf(tmp_path)).wait(HOST, 1)
    clock.sleep(86400)
    assert Pace(clock, PaceShelf(tmp_path)).wait(HOST, 1) == 0
    assert Pace(clock, PaceShelf(tmp_path)).wait(HOST, 1) == 1


def test_what_changed_is_kept_even_if_the_turn_ends_badly(tmp_path):
    """And nothing is written where nothing changed."""
    with pytest.raises(KeyboardInterrupt), PaceShelf(tmp_path).turn(HOST) as kept:
        kept.last = NOW
        raise KeyboardInterrupt
    path = tmp_path / f"{file_name(HOST)}.json"
    before = path.stat().st_mtime_ns
    with PaceShelf(tmp_path).turn(HOST) as kept:
        assert kept.last == NOW
    assert path.stat().st_mtime_ns == before


FACTS = {"last": "2026-11-22T10:00:00+00:00", "held_since": None, "held_until": None}
DAMAGE = [
    *(b"", b"{", b"null", b"[]", b"7", b"\xff\xfe", b"[" * 4000, b'{"last": null}', b" " * 10_000),
    *(json.dumps(FACTS | odd).encode() for odd in (
        {"last": 7}, {"last": "soon"}, {"last": "2026-11-22T10:00:00"}, {"last": ["x"]}, {"last": True},
        {"held_until": FACTS["last"]}, {"held_since": FACTS["last"]}, {"last": "0001-01-01T00:00:00+23:59"},
        {"held_since": "2026-11-23T10:00:00+00:00", "held_until": FACTS["last"]},
    )),
]  # fmt: skip


@pytest.mark.parametrize("content", DAMAGE)
def test_a_damaged_file_is_as_if_absent(tmp_path, content):
    """And whole again after the next turn."""
    path = tmp_path / f"{file_name(HOST)}.json"
    path.write_bytes(content)
    with PaceShelf(tmp_path).turn(HOST) as kept:
        assert kept == Standing()
        kept.last = NOW
    assert json.loads(path.read_bytes())["last"] == NOW.isoformat()


@given(st.binary(max_size=200) | st.text(max_size=50).map(lambda text: json.dumps(FACTS | {"last": text}).encode()))
def test_no_content_of_a_file_stops_a_run(tmp_path_factory, content):
    """Whatever stands in it."""
    folder = tmp_path_factory.mktemp("pace")
    (folder / f"{file_name(HOST)}.json").write_bytes(content)
    assert Pace(FakeClock(NOW), PaceShelf(folder)).wait(HOST, 5) <= 5


def test_a_turn_that_is_not_given_up(tmp_path):
    """Another run is at it: said after a while, with the host, exit code 0; a turn at another host is free."""
    holding, free = multiprocessing.get_context("spawn").Event(), multiprocessing.get_context("spawn").Event()
    other = multiprocessing.get_context("spawn").Process(target=_keep, args=(str(tmp_path), holding, free))
    other.start()
    try:
        assert holding.wait(30)
        with PaceShelf(tmp_path).turn("b.example"):
            pass
        with pytest.raises(Locked, match=HOST), PaceShelf(tmp_path, patience=0.1).turn(HOST):
            pass
    finally:
        free.set()
        other.join(10)
    with PaceShelf(tmp_path, patience=0.1).turn(HOST) as kept:
        assert kept == Standing()


def _keep(folder, holding, free):
    from pathlib import Path

    with PaceShelf(Path(folder)).turn(HOST):
        holding.set()
        free.wait(30)


def test_a_place_that_cannot_be_written(tmp_path):
    """Exit code 9, before anything is asked."""
    (tmp_path / "pace").write_text("a file")
    with pytest.raises(CannotWrite), PaceShelf(tmp_path / "pace").turn(HOST):
        pass


@pytest.mark.parametrize(
    "host",
    ["board.example", "::1", "../../etc", "", ".", "a/b", "a\x00b", "引きこもり.example", "x" * 300, "\ud800", "CON"],
)
def test_a_hosts_file_lies_in_the_folder(tmp_path, host):
    """Whatever the host is called."""
    with PaceShelf(tmp_path / "pace").turn(host) as kept:
        kept.last = NOW
    assert [path.parent for path in tmp_path.rglob("*.json")] == [tmp_path / "pace"]
    assert len(os.fsencode(file_name(host))) < 100


@given(st.text(max_size=30), st.text(max_size=30))
def test_no_two_hosts_share_a_file(one, other):
    """Case apart, which names no other host."""
    assert (file_name(one) == file_name(other)) == (one.lower() == other.lower())
