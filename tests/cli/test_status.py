"""`hikcorpus status` as a person and as a monitoring script read it."""

import json

from hikcorpus.store.layout import DataFolder
from tests.cli.command import hikcorpus
from tests.report.little_board import Kind, instant, lived, visit, written

LATER = {"HIKCORPUS_CLOCK": instant(6 * 3600 + 60).isoformat()}


def collected(folder):
    """Four hours at 15 minutes, a pause of an hour and a half, then on to six hours."""
    kind = Kind(post_every=20.0, threads=40)
    threads = lived(kind, 3)
    looks = [place * 900.0 for place in range(25) if not 16 < place < 22]
    visit(threads, looks)
    written(DataFolder(folder / "data").raw("s", "b"), threads, looks)


def test_for_a_methods_section(tmp_path):
    """One block a board: visits, held, numbers, expected loss, the gap with its times."""
    collected(tmp_path)
    done = hikcorpus("status", "--completeness", cwd=tmp_path, **LATER)
    assert done.returncode == 0, done.stderr
    text = done.stdout
    assert "20, every 15 min, 94.7 % on time" in text.replace("94.7%", "94.7 %")
    assert "99 of 100 announced" in text
    assert "expected at 15 min" in text
    assert "gaps       1 (90 min)" in text
    assert "2026-11-01 04:00 to 2026-11-01 05:30 UTC, 90 min, not_running" in text


def test_for_monitoring(tmp_path):
    """The same as JSON: every number, the ledger, the series."""
    collected(tmp_path)
    found = json.loads(hikcorpus("status", "--completeness", "--json", cwd=tmp_path, **LATER).stdout)
    (board,) = found["completeness"]
    assert board["gaps"][0]["seconds"] == 5400
    assert len(board["announced"]["series"]) == board["visits"]["read"] == 20
    assert {each["seconds"] for each in board["loss"]["others"]} == {60, 300, 900, 3600, 10800}
    assert found["politeness"] == {}


def test_it_always_leaves_with_zero(tmp_path):
    """Nothing there, or a damaged board: told, and 0."""
    assert hikcorpus("status", cwd=tmp_path).returncode == 0
    collected(tmp_path)
    next((tmp_path / "data" / "raw").glob("s/b/threads/*.parquet")).write_bytes(b"x")
    done = hikcorpus("status", cwd=tmp_path)
    assert done.returncode == 0
    assert "damaged" in done.stdout
    found = json.loads(hikcorpus("status", "--json", cwd=tmp_path).stdout)
    assert found["boards"][0]["board"] == "s/b"
