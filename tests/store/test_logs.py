"""Runs and requests by the month: closed months compressed, nothing lost by a kill, cut lines tolerated."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from hikcorpus.store import monthly, runs
from hikcorpus.store.requests import RequestLog, requests
from tests.store.rows import NOW


def run(n, month="2026-11"):
    return {"run_id": n, "started": f"{month}-22T10:00:00+00:00"}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_closed_months_are_compressed(tmp_path):
    """The first run of a month compresses those before; all are read, oldest first, and the newest is told apart."""
    (tmp_path / "runs.jsonl").write_text('{"run_id": 0}\n')
    assert runs.last(tmp_path) == {"run_id": 0}
    for n, month in enumerate(("2026-10", "2026-10", "2026-11", "2027-01"), start=1):
        runs.append(tmp_path, run(n, month))

    assert names(tmp_path) == ["runs-2026-10.jsonl.gz", "runs-2026-11.jsonl.gz", "runs-2027-01.jsonl", "runs.jsonl"]
    assert [row["run_id"] for row in runs.runs(tmp_path)] == [0, 1, 2, 3, 4]
    assert runs.last(tmp_path) == run(4, "2027-01")
    assert {path.stat().st_mode & 0o077 for path in tmp_path.glob("runs-*")} == {0}


def test_no_runs_yet(tmp_path):
    """An empty or missing folder has no last run."""
    assert runs.last(tmp_path / "nowhere") is None
    assert list(runs.runs(tmp_path)) == []


def test_a_cut_line_is_skipped_and_costs_no_other(tmp_path):
    """A line cut off by a kill is passed over; the next one begins a line of its own."""
    runs.append(tmp_path, run(1))
    with (tmp_path / "runs-2026-11.jsonl").open("ab") as file:
        file.write(b'{"run_id": 2, "star')
    assert runs.last(tmp_path) == run(1)
    runs.append(tmp_path, run(3))
    assert [row["run_id"] for row in runs.runs(tmp_path)] == [1, 3]


@pytest.mark.parametrize("killed", ["while compressing", "before deleting"])
def test_killed_while_a_month_is_closed(tmp_path, killed):
    """Lines are neither lost nor doubled, and the next month's first line closes it after all."""
    for n in (1, 2):
        runs.append(tmp_path, run(n, "2026-10"))
    lines = (tmp_path / "runs-2026-10.jsonl").read_bytes()
    if killed == "before deleting":
        (tmp_path / "runs-2026-10.jsonl.gz").write_bytes(gzip.compress(lines))
    else:
        (tmp_path / ".runs-2026-10.jsonl.gz.tmp").write_bytes(gzip.compress(lines)[:20])
    assert [row["run_id"] for row in runs.runs(tmp_path)] == [1, 2]
    runs.append(tmp_path, run(3, "2026-11"))
    assert [row["run_id"] for row in runs.runs(tmp_path)] == [1, 2, 3]
    assert names(tmp_path) == ["runs-2026-10.jsonl.gz", "runs-2026-11.jsonl"]


def test_a_late_line_of_a_closed_month(tmp_path):
    """A request begun before midnight and written after it is kept with its month."""
    runs.append(tmp_path, run(1, "2026-10"))
    runs.append(tmp_path, run(2, "2026-11"))
    runs.append(tmp_path, run(3, "2026-10"))
    assert [row["run_id"] for row in runs.runs(tmp_path)] == [1, 3, 2]
    runs.append(tmp_path, run(4, "2026-12"))
    assert [row["run_id"] for row in runs.runs(tmp_path)] == [1, 3, 2, 4]
    assert "runs-2026-10.jsonl" not in names(tmp_path)


def test_a_month_is_a_month(tmp_path):
    """No other name becomes a file's."""
    with pytest.raises(ValueError, match="no month"):
        monthly.add_line(tmp_path, "runs", "../../x", {}, durable=False)


def request(at, **facts):
    return {"time": at, "page_kind": "listing", "status": 200, "host": "a", **facts}


def test_requests_by_time(tmp_path):
    """Each request goes to the month of its own time (UTC); asked for since a moment, older ones are passed over."""
    log = RequestLog(tmp_path / "state")
    times = [NOW + timedelta(days=10 * n) for n in range(4)]
    for at in times:
        log.write(request(at))
    assert log.lost == 0
    assert names(tmp_path / "state") == [
        *("requests-2026-11.jsonl.gz", "requests-2026-12.jsonl"),
    ]
    assert [row["time"] for row in requests(tmp_path / "state")] == times
    assert list(requests(tmp_path / "state", times[2])) == [request(at) for at in times[2:]]
    (tmp_path / "state" / "requests-2026-11.jsonl.gz").write_bytes(b"damaged")
    assert len(list(requests(tmp_path / "state", datetime(2026, 12, 1, tzinfo=UTC)))) == 3


def test_a_full_disk_stops_no_crawl(tmp_path):
    """What cannot be written is counted."""
    (tmp_path / "state").write_text("a file where the folder should be")
    log = RequestLog(tmp_path / "state")
    log.write(request(NOW))
    assert log.lost == 1
