"""The log: whole lines, a bounded size for years, nothing lost by a kill or by two runs at once."""

import errno
import gzip
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import CannotWrite, ConfigError
from hikcorpus.log import logfile as room
from hikcorpus.log import logged
from hikcorpus.log.logfile import BOOT, EARLIER, LogFile


def everything(log: LogFile) -> list[str]:
    """All lines that are still there, oldest first."""
    out = []
    for path in log.put_aside():
        content = path.read_bytes()
        out += (gzip.decompress(content) if path.suffix == ".gz" else content).decode().splitlines()
    return out + (log.path.read_text().splitlines() if log.path.exists() else [])


def test_both_streams_go_to_the_log(tmp_path, clock, capsys):
    """stdout and stderr, line by line, each with the time of the clock and the process; nothing on the terminal."""
    path = tmp_path / "data" / "state" / "s.log"
    with logged(path, clock):
        print("one")
        clock.sleep(65)
        print("two", file=sys.stderr)
        print("half a ", end="")
        print("line", end="")
    assert path.read_text().splitlines() == [
        f"2026-11-22T10:00:00Z {os.getpid()} one",
        f"2026-11-22T10:01:05Z {os.getpid()} two",
        f"2026-11-22T10:01:05Z {os.getpid()} half a line",
    ]
    assert capsys.readouterr() == ("", "")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_year_of_runs_stays_small(tmp_path, clock):
    """8,760 hourly runs' lines (tiny limits): the newest are all there, in order; the size is bounded."""
    log = LogFile(tmp_path / "s.log", limit=5_000, kept=3)
    for number in range(8_760):
        log.append(f"{number} {clock.now():%Y-%m-%dT%H:%M:%SZ} nothing new")
        clock.sleep(timedelta(hours=1).total_seconds())
    lines = everything(log)
    numbers = [int(line.split()[0]) for line in lines]
    assert numbers == list(range(numbers[0], 8_760))
    assert len(log.put_aside()) == 3 and all(path.suffix == ".gz" for path in log.put_aside())
    assert log.path.stat().st_size < 5_100
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 4 * 5_100
    assert {path.name for path in tmp_path.iterdir()} == {"s.log", ".s.log.lock"} | {p.name for p in log.put_aside()}


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.integers(0, 60), max_size=60),
    limit=st.integers(1, 120),
    kept=st.integers(1, 4),
)
def test_what_stays_is_always_the_newest(tmp_path_factory, lengths, limit, kept):
    """Whatever the lines and limits: a suffix of what was written, and at most `kept` put aside."""
    log = LogFile(tmp_path_factory.mktemp("log") / "s.log", limit=limit, kept=kept)
    log.start()
    written = [f"{number}{'x' * length}" for number, length in enumerate(lengths)]
    for line in written:
        log.append(line)
    held = everything(log)
    assert held == written[len(written) - len(held) :]
    assert len(log.put_aside()) <= kept
    assert log.path.stat().st_size < limit + 64
    if len(written) <= kept:
        assert held == written


def full_disk(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


WRITER = """
import sys
from pathlib import Path
from hikcorpus.log.logfile import LogFile
log = LogFile(Path(sys.argv[1]), limit=1000, kept=1000)
log.start()
for number in range(int(sys.argv[3])):
    log.append(f"{sys.argv[2]} {number}")
    if number == 0:
        print("begun", flush=True)
"""


def test_two_runs_at_once_lose_nothing(tmp_path):
    """Two processes write and rotate the same log: every line of both, whole, in each one's order."""
    path = tmp_path / "s.log"
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, path, name, "1500"], stdout=-1) for name in ("a", "b")]
    for run in runs:
        run.communicate(timeout=120)
        assert run.returncode == 0
    lines = everything(LogFile(path))
    for name in ("a", "b"):
        assert [line for line in lines if line.startswith(name)] == [f"{name} {number}" for number in range(1500)]
    assert len(lines) == 3000
    assert len(LogFile(path).put_aside()) >= 5


def test_a_kill_anywhere_loses_nothing(tmp_path):
    """SIGKILL at ten moments of writing and rotating: what was written is there once, and the next start tidies up."""
    path = tmp_path / "s.log"
    for attempt in range(10):
        run = subprocess.Popen([sys.executable, "-c", WRITER, path, str(attempt), "1000000"], stdout=subprocess.PIPE)
        run.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(0.02 + 0.013 * attempt)
        run.send_signal(signal.SIGKILL)
        run.communicate()
    log = LogFile(path, limit=1000, kept=1000)
    log.start()
    lines = everything(log)
    for attempt in range(10):
        numbers = [int(line.split()[1]) for line in lines if line.split()[0] == str(attempt)]
        assert numbers == list(range(len(numbers))) and numbers
    assert [p for p in log.put_aside() if p.suffix != ".gz"] == []


def test_cut_off_between_rename_and_compression(tmp_path):
    """A log that was put aside but not compressed, and one of which both forms are there: finished, nothing doubled."""
    (tmp_path / "s.log.000003").write_text("three\n")
    (tmp_path / "s.log.000004").write_text("four\n")
    (tmp_path / "s.log.000004.gz").write_bytes(gzip.compress(b"four\n"))
    (tmp_path / ".s.log.000003.gz.tmp").write_bytes(b"half")
    (tmp_path / "s.log.txt").write_text("not ours")
    log = LogFile(tmp_path / "s.log")
    log.start()
    assert everything(log) == ["three", "four"]
    assert {p.name for p in tmp_path.iterdir()} == {
        "s.log", ".s.log.lock", "s.log.000003.gz", "s.log.000004.gz", "s.log.txt"
    }  # fmt: skip


def test_a_full_disk_costs_no_line(tmp_path, clock, capsys, monkeypatch):
    """A line that the log cannot take goes to the stderr that was there; the run goes on."""
    with logged(tmp_path / "s.log", clock):
        print("one")
        monkeypatch.setattr(LogFile, "append", full_disk)
        print("two")
    assert (tmp_path / "s.log").read_text().endswith(" one\n")
    assert capsys.readouterr().err == f"2026-11-22T10:00:00Z {os.getpid()} two\n"


def test_compression_that_fails_is_made_up_for(tmp_path, monkeypatch):
    """No room to compress: the plain file stays, writing goes on, the next start compresses it."""
    log = LogFile(tmp_path / "s.log", limit=10)
    with monkeypatch.context() as full:
        full.setattr(room, "_compress", full_disk)
        for number in range(3):
            log.append(f"line number {number}")
    assert [p.name for p in log.put_aside()] == ["s.log.000001", "s.log.000002"]
    log.start()
    assert [p.name for p in log.put_aside()] == ["s.log.000001.gz", "s.log.000002.gz"]
    assert everything(log) == [f"line number {number}" for number in range(3)]


@pytest.mark.parametrize(("place", "error"), [("folder", ConfigError), ("file/x.log", CannotWrite)])
def test_places_that_are_no_log(tmp_path, clock, place, error):
    """A folder, or a file where a folder should be: one sentence, before any work."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(error, match=place), logged(tmp_path / place, clock):
        pytest.fail("the block must not begin")


def test_a_link_stays_a_link(tmp_path):
    """What a link leads to is rotated, so that a log kept elsewhere is bounded too."""
    (tmp_path / "real").mkdir()
    (tmp_path / "s.log").symlink_to(tmp_path / "real" / "r.log")
    log = LogFile(tmp_path / "s.log", limit=5)
    for word in ("first", "second"):
        log.append(word)
    assert (tmp_path / "s.log").is_symlink() and (tmp_path / "s.log").read_text() == "second\n"
    assert [p.name for p in log.put_aside()] == ["r.log.000001.gz"]


def test_output_past_the_log_is_noticed_once(tmp_path, clock):
    """A crash's own output is named by size, never shown; once, and again only when there is more."""
    path, earlier = tmp_path / "s.log", tmp_path / f"s.log{BOOT}{EARLIER}"
    earlier.write_text("Traceback: somebody's words")
    for _ in range(2):
        with logged(path, clock):
            print("study s")
    lines = path.read_text().splitlines()
    assert [("Warning" in line, "27 bytes" in line) for line in lines] == [(True, True), (False, False), (False, False)]
    assert "somebody" not in path.read_text()
    later = path.stat().st_mtime_ns + 1_000_000
    os.utime(earlier, ns=(later, later))
    with logged(path, clock):
        pass
    assert "Warning" in path.read_text().splitlines()[-1]
