"""kill -9 while parts are merged and rows rewritten: the same rows, and every file that the manifest names is whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from hikcorpus.store.layout import DataFolder
from hikcorpus.store.retention import CONTENT
from tests.store.rows import NOW, raw_row

WORK = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from hikcorpus.store import compaction
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.retention import blank_evidence, blank_messages, expire_evidence
from tests.store.rows import NOW, raw_row

compaction.FAN = 3
raw = DataFolder(Path(sys.argv[1])).raw("s", "b")
print("ready", flush=True)
for n in range(raw.rows("observations"), 100_000):
    row = raw_row("messages", message_id=str(n), text=f"words {n}", author_name="x")
    page = raw_row("evidence", capture_id=f"c{n}", url=f"u{n % 4}", body=f"body {n}".encode() * 20, blanked=0)
    raw.append({"messages": [row], "observations": [raw_row("observations", mark=str(n))], "evidence": [page]},
        f"2026-{1 + n // 10 % 12:02d}")
    raw.compact(f"2026-{1 + n // 10 % 12:02d}")
    if n % 4 == 3:
        gone = {str(each) for each in range(n) if each % 5 == 0}
        blank_messages(raw, gone, NOW)
        blank_evidence(raw, gone, lambda row, body, ids: b"" if row["capture_id"][1:] in ids else body, NOW)
"""


def state(raw):
    """Rows by content; raises where a file that the manifest names cannot be read whole."""
    messages = raw.read("messages").to_pylist()
    for row in messages:
        blank = row["blanked_at"] is not None
        assert (row["text"] is None) == blank
        assert all((row[name] is None) for name in CONTENT) if blank else row["text"] == f"words {row['message_id']}"
    pages = raw.read("evidence").to_pylist()
    assert all(row["blanked"] == (row["body"] == b"") for row in pages)
    return (
        [row["message_id"] for row in messages],
        [row["mark"] for row in raw.read("observations").to_pylist()],
        Counter(row["capture_id"] for row in pages),
    )


def survive(place, moments):
    """Kill the work at each moment (seconds), then look; the next one goes on from there."""
    raw = DataFolder(place).raw("s", "b")
    reached = []
    for moment in moments:
        words = [sys.executable, "-c", WORK, str(place)]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(Path.cwd())})
        process.stdout.readline()
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        messages, marks, pages = state(raw)
        assert messages == marks == [str(n) for n in range(len(marks))]
        assert pages == Counter(f"c{n}" for n in range(len(marks)))
        reached.append(len(marks))
    assert reached == sorted(reached) and reached[-1] > 0
    raw.append({"observations": [raw_row("observations", mark=str(reached[-1]))]}, "2026-12")
    named = {part.name for parts in raw.manifest().tables.values() for part in parts}
    for path in raw.folder.rglob("*.*"):
        assert path.name in named or path.name.endswith((".retired", "manifest.json")), path
    return reached[-1]


def test_three_kills(tmp_path):
    """Three random moments in every run of the tests."""
    chance = random.Random(int(os.environ.get("HIKCORPUS_SEED", "20261122")))
    survive(tmp_path / "data", [chance.uniform(0.2, 1.0) for _ in range(3)])


@pytest.mark.slow
def test_forty_kills(tmp_path):
    """Forty random moments."""
    chance = random.Random(int(os.environ.get("HIKCORPUS_SEED", "20261122")))
    survive(tmp_path / "data", [chance.uniform(0.05, 1.5) for _ in range(40)])


def test_a_disk_that_is_really_full(tmp_path):
    """On a file system with no room for the merged parts, everything stays as it was."""
    if os.geteuid() != 0 or sys.platform != "linux":
        pytest.skip("a small file system can be mounted by root alone; test_compaction has a disk that says so")
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(small)], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here; test_compaction has a disk that says that it is full")
    try:
        _full(small)
    finally:
        subprocess.run(["umount", str(small)], check=True)


def _full(small):
    from hikcorpus.errors import CannotWrite

    raw = DataFolder(small / "data").raw("s", "b")
    noise = random.Random(1)
    for n in range(16):
        row = raw_row("evidence", capture_id=f"c{n}", url="u", body=noise.randbytes(18_000), fetched_at=NOW)
        raw.append({"evidence": [row]}, "2026-11")
    before, rows = raw.digest(), raw.read("evidence").to_pylist()
    with pytest.raises(CannotWrite, match="No space left"):
        raw.compact("2026-11")
    assert raw.digest() == before and raw.read("evidence").to_pylist() == rows
    assert list(raw.folder.rglob(".*")) == []
    raw.append({"observations": [raw_row("observations")]}, "2026-11")
