"""Tables under one manifest: visible together, readable by anybody, damage noticed."""

import os
import stat

import duckdb
import pandas
import pyarrow as pa
import pytest

from hikcorpus.errors import CannotWrite, DataDamaged
from hikcorpus.store import files
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from tests.store.rows import raw_row


@pytest.fixture
def raw(tmp_path) -> Dataset:
    return DataFolder(tmp_path / "data").raw("example.org", "hikky")


def test_rows_come_back_in_order(raw):
    """What is appended is read again, oldest part first, all columns."""
    raw.append({"messages": [raw_row("messages", message_id="1", text="yksi")]}, "2026-11")
    raw.append({"messages": [raw_row("messages", message_id="2", text="二")]}, "2026-12")

    rows = raw.read("messages").to_pylist()

    assert [row["text"] for row in rows] == ["yksi", "二"]
    assert [path.name for path in raw.paths("messages")] == ["2026-11-000001.parquet", "2026-12-000002.parquet"]
    assert raw.rows("messages") == 2


def test_other_readers_see_the_same_rows(raw):
    """pandas and DuckDB read the parts without hikcorpus."""
    raw.append({"messages": [raw_row("messages", message_id=str(n), number=n) for n in range(3)]}, "2026-11")
    raw.append({"messages": [raw_row("messages", message_id="9", number=9)]}, "2026-11")

    folder = raw.folder / "messages"
    with duckdb.connect() as db:
        seen = db.execute(f"SELECT number FROM '{folder}/*.parquet' ORDER BY number").fetchall()

    assert [number for (number,) in seen] == [0, 1, 2, 9]
    assert sorted(pandas.read_parquet(folder)["number"]) == [0, 1, 2, 9]


def test_a_part_without_manifest_is_no_content(raw):
    """A part left by a killed run is not read, and is removed by the next writer."""
    raw.append({"messages": [raw_row("messages")]}, "2026-11")
    orphan = raw.folder / "messages" / "2026-11-000002.parquet"
    orphan.write_bytes(raw.paths("messages")[0].read_bytes())
    (raw.folder / "messages" / ".2026-11-000003.parquet.tmp").write_bytes(b"half")

    assert raw.rows("messages") == 1
    raw.append({"threads": [raw_row("threads")]}, "2026-11")
    assert [path.name for path in (raw.folder / "messages").iterdir()] == ["2026-11-000001.parquet"]


@pytest.mark.parametrize("harm", ["missing", "short", "flipped"])
def test_damage_is_noticed(raw, harm):
    """A part that is missing, cut or changed is an error, never fewer or other rows."""
    raw.append({"messages": [raw_row("messages", text="x" * 1000)]}, "2026-11")
    (path,) = raw.paths("messages")
    content = bytearray(path.read_bytes())
    if harm == "missing":
        path.unlink()
    elif harm == "short":
        path.write_bytes(content[:-1])
    else:
        content[len(content) // 8] ^= 0xFF
        path.write_bytes(content)

    with pytest.raises(DataDamaged) as caught:
        raw.read("messages")
    assert caught.value.exit_code == 8
    assert path.name in str(caught.value)


def test_damaged_manifest_is_an_error(raw):
    """A manifest that is no JSON is not taken for an empty folder."""
    raw.append({"messages": [raw_row("messages")]}, "2026-11")
    (raw.folder / "manifest.json").write_text("{")

    with pytest.raises(DataDamaged):
        raw.read("messages")


def test_identifiable_folders_are_private(raw, tmp_path):
    """Raw folders and files can be read by their owner only."""
    raw.append({"messages": [raw_row("messages")]}, "2026-11")

    for path in (tmp_path / "data").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_full_disk_leaves_the_old_tables(raw, monkeypatch):
    """Where writing fails, the error says so and what was committed before still stands."""
    raw.append({"messages": [raw_row("messages")]}, "2026-11")
    before = raw.digest()

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left") as caught:
        raw.append({"messages": [raw_row("messages", message_id="2")]}, "2026-11")
    monkeypatch.undo()

    assert caught.value.exit_code == 9
    assert raw.digest() == before
    assert raw.read("messages").num_rows == 1


def test_unwritable_folder(tmp_path):
    """A folder in which nothing may be made is one sentence, exit code 9."""
    blocked = tmp_path / "data"
    blocked.write_text("a file where the folder should be")

    with pytest.raises(CannotWrite):
        DataFolder(blocked).raw("s", "b").append({"messages": [raw_row("messages")]}, "2026-11")


def test_same_rows_same_bytes(tmp_path):
    """Parts hold no time of writing."""
    digests = set()
    for place in ("a", "b"):
        dataset = Dataset(tmp_path / place, "raw")
        dataset.append({"messages": [raw_row("messages", refs=[], attachments=[])]}, "2026-11")
        digests.add(dataset.digest())
        os.sync()
    assert len(digests) == 1


def test_columns_can_be_chosen(raw):
    """A reader may ask for some columns only."""
    raw.append({"messages": [raw_row("messages", text="secret")]}, "2026-11")

    table = raw.read("messages", ["message_id", "version"])

    assert table.column_names == ["message_id", "version"]
    assert isinstance(table, pa.Table)
