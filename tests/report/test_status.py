"""How collecting stands, and how politely it asked."""

import json
import os
import subprocess
import sys
from datetime import timedelta

from hikcorpus.report.status import politeness, status
from hikcorpus.store import runs
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import hold
from hikcorpus.store.requests import RequestLog
from tests.store.rows import NOW, raw_row


def run(minute, errors=None):
    at = NOW + timedelta(minutes=minute)
    return {"started": at.isoformat(), "finished": (at + timedelta(minutes=2)).isoformat(), "errors": errors or {}}


def test_the_last_run_without_errors_is_found_behind_failed_ones(tmp_path):
    """A good run, two bad ones: minutes since the good one's end; none where none ever was."""
    data = DataFolder(tmp_path)
    assert status(data, NOW)["minutes_since_success"] is None
    for minute, errors in ((0, None), (15, {"b": "NetworkError"}), (30, {"b": "Refused"})):
        runs.append(data.state(), run(minute, errors))
    found = status(data, NOW + timedelta(minutes=60))
    assert found["minutes_since_success"] == 58
    assert found["last_run"]["errors"] == {"b": "Refused"}


def test_locks_and_stop_files_are_told(tmp_path):
    """A lock that is held, one left by a process that is gone, one cut off; stop files by name."""
    data = DataFolder(tmp_path)
    (tmp_path / "stop").mkdir()
    (tmp_path / "stop" / "s").touch()
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with hold(data.state(), "crawl-s", NOW):
        owner = {"pid": gone.pid, "since": NOW.isoformat()}
        (data.state() / "crawl-t.owner.json").write_text(json.dumps(owner))
        (data.state() / "crawl-u.owner.json").write_text("{")
        found = status(data, NOW + timedelta(minutes=7))
    assert found["stops"] == ["s"]
    assert [(lock["name"], lock["alive"], lock["minutes"]) for lock in found["locks"]] == [
        ("crawl-s", True, 7.0),
        ("crawl-t", False, 7.0),
    ]
    assert found["locks"][0]["pid"] == os.getpid()


def test_second_looks_owed_and_terms_that_nobody_read(tmp_path):
    """Two messages and a page wait; a configured site without terms_checked_on is named."""
    data = DataFolder(tmp_path)
    rows = [
        raw_row("observations", site="4chan.org", board="r9k", outcome="changed", absent=["5", "6"]),
        raw_row("observations", site="4chan.org", board="r9k", thread_id="2", outcome="missing"),
    ]
    threads = [raw_row("threads", site="4chan.org", board="r9k", thread_id=each) for each in ("1", "2")]
    data.raw("4chan.org", "r9k").append({"observations": rows, "threads": threads}, "2026-11")
    found = status(data, NOW + timedelta(minutes=3))
    (board,) = found["boards"]
    assert board["second_looks_owed"] == 3
    assert board["minutes_since"] == 3
    assert found["terms_not_checked"] == ["4chan.org"]
    assert found["problems"] == []


def test_a_damaged_board_is_told_not_raised(tmp_path):
    """Monitoring goes on: the board carries its problem."""
    data = DataFolder(tmp_path)
    data.raw("s", "b").append({"threads": [raw_row("threads")]}, "2026-11")
    (part,) = (tmp_path / "raw").glob("s/b/threads/*.parquet")
    part.write_bytes(b"no parquet")
    (board,) = status(data, NOW)["boards"]
    assert "damaged" in board["problem"]


def test_how_a_host_was_asked(tmp_path):
    """Requests an hour, the closest two, the share not modified, the waits: from the ledger, by host."""
    log = RequestLog(tmp_path / "state")
    for second, status_, host in ((0, 200, "a"), (1.5, 304, "a"), (1.6, 200, "b"), (61.5, 304, "a"), (7200, 200, "a")):
        facts = {"page_kind": "thread", "bytes": 10, "waited": 0.5, "kind": "ok", "method": "GET"}
        log.write({"time": NOW + timedelta(seconds=second), "status": status_, "host": host, **facts})
    found = politeness(DataFolder(tmp_path))
    assert found["a"]["requests"] == 4
    assert found["a"]["smallest_spacing"] == 1.5
    assert found["a"]["share_304"] == 0.5
    assert found["a"]["most_in_an_hour"] == 3
    assert found["a"]["per_hour"] == 2
    assert found["a"]["seconds_waited"] == 2
    assert found["b"]["smallest_spacing"] is None
