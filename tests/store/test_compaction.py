"""Files grow by the month, not by the run; the rows, and what was made from them, stay what they are."""

import random
from datetime import timedelta
from unittest import mock

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hikcorpus.errors import CannotWrite, DataDamaged
from hikcorpus.store import compaction, files, manifest, parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.manifest import CLOSED, Part
from tests.store.rows import NOW, raw_row


@pytest.fixture
def raw(tmp_path) -> Dataset:
    return DataFolder(tmp_path / "data").raw("s", "b")


def page(n, url="u", **facts):
    facts = {"capture_id": f"c{n}", "body": f"{url} {n} ".encode() * 50} | facts
    return raw_row("evidence", url=url, fetched_at=NOW + timedelta(minutes=n), **facts)


def fill(raw, commits, month="2026-11", first=0):
    for n in range(first, first + commits):
        tables = {
            "messages": [raw_row("messages", message_id=str(n))],
            "observations": [raw_row("observations", observed_at=NOW + timedelta(minutes=n))],
            "evidence": [page(n, url=f"u{n % 3}")],
        }
        raw.append(tables, month)


def ids(raw):
    return [row["message_id"] for row in raw.read("messages", ["message_id"]).to_pylist()]


def test_sixteen_parts_become_one(raw):
    """At the sixteenth commit parts are merged; order, content and digest of what is made from them stay."""
    fill(raw, 15)
    assert raw.compact("2026-11") == 0
    fill(raw, 1, first=15)
    before = raw.content()

    assert raw.compact("2026-11") == 3 * 16

    assert raw.content() == before
    assert ids(raw) == [str(n) for n in range(16)]
    now = raw.manifest()
    assert {table: [(part.level, part.rows) for part in named] for table, named in now.tables.items()} == {
        table: [(1, 16)] for table in ("messages", "observations", "evidence")
    }
    assert raw.compact("2026-11") == 0


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 40), max_size=60), st.integers(2, 6))
def test_levels_stay_few(visits, fan):
    """However often it is merged, fewer than `fan` parts of a level stand, and a row is rewritten once a level."""
    named: list[Part] = []
    with mock.patch.object(compaction, "FAN", fan):
        for number in range(sum(visits)):
            named.append(Part(f"2026-11-{number:06d}.parquet", 1, 1, "x"))
            after = []
            for level, group in compaction.planned(named, "2026-11"):
                assert len(group) in (1, *range(fan, fan * fan * 60))
                after.append(Part(group[0].name, sum(part.rows for part in group), 1, "x", level))
            named = after
    levels = [part.level for part in named]
    assert levels == sorted(levels, reverse=True)
    assert all(levels.count(level) < fan for level in levels)
    assert all(part.rows == fan**part.level for part in named)


def test_big_parts_are_left_alone():
    """In the month that runs, a part of the largest size is not written again."""
    big = [Part(f"2026-11-{n:06d}.parquet", 1, compaction.PART_BYTES, "x", 1) for n in range(20)]
    assert [len(group) for _, group in compaction.planned(big, "2026-11")] == [1] * 20


def test_a_closed_month_is_one_part_a_table(raw):
    """When another month has begun, the one before is merged once, and never again."""
    fill(raw, 5)
    fill(raw, 2, month="2026-12", first=5)
    assert raw.compact("2026-11") == 0

    assert raw.compact("2026-12") == 3 * 5

    assert [part.rows for part in raw.manifest().tables["messages"]] == [5, 1, 1]
    assert raw.manifest().tables["messages"][0].level == CLOSED
    assert raw.paths("messages")[0].name.startswith("2026-11-")
    assert ids(raw) == [str(n) for n in range(7)]
    assert raw.compact("2026-12") == 0


def test_a_clock_that_went_back_keeps_the_order(raw):
    """Months that interleave are merged run by run: rows keep the order in which they came."""
    for first, month in ((0, "2026-11"), (2, "2026-12"), (4, "2026-11"), (6, "2026-12")):
        fill(raw, 2, month=month, first=first)
    assert raw.compact("2027-01") == 3 * 8
    assert ids(raw) == [str(n) for n in range(8)]


def test_large_months_are_cut(raw, monkeypatch):
    """A closed month bigger than the largest part is several, and they are final."""
    monkeypatch.setattr(compaction, "PART_BYTES", 9_000)
    monkeypatch.setattr(compaction, "_BATCH_BYTES", 500)
    monkeypatch.setattr(parts, "GROUP_BYTES", 500)
    for n in range(12):
        body = random.Random(n).randbytes(2_000)
        raw.append({"evidence": [page(n, body=body)]}, "2026-11")
    assert raw.compact("2026-12") == 12
    named = raw.manifest().tables["evidence"]
    assert 1 < len(named) < 12 and {part.level for part in named} == {CLOSED}
    assert raw.compact("2026-12") == 0
    assert raw.rows("evidence") == 12


def test_evidence_is_sorted_and_stored_once(raw):
    """By address and time; the same bytes from one address once, settings pages all of them."""
    rows = [page(3, "b"), page(1, "b", capture_id="same"), page(2, "a"), page(5, "b", capture_id="same")]
    for row in rows:
        raw.append({"evidence": [row]}, "2026-11")
    both = [page(n, "s", page_kind="settings", capture_id="S") for n in (7, 8)]
    raw.append({"evidence": both}, "2026-11")

    raw.compact("2026-12")

    kept = [(row["url"], row["capture_id"]) for row in raw.read("evidence", ["url", "capture_id"]).to_pylist()]
    assert kept == [("a", "c2"), ("b", "same"), ("b", "c3"), ("s", "S"), ("s", "S")]


def test_many_parts_of_evidence(raw, monkeypatch):
    """More parts than are opened side by side are merged in rounds, to the same rows."""
    monkeypatch.setattr(compaction, "_OPEN", 3)
    fill(raw, 17)
    before = sorted(raw.read("evidence").to_pylist(), key=lambda row: (row["url"], row["fetched_at"]))
    raw.compact("2026-12")
    assert raw.read("evidence").to_pylist() == before
    assert len(list((raw.folder / "evidence").glob(".*.tmp"))) == 0


def test_sorted_evidence_is_smaller(raw):
    """Readings of one thread lie together: growing pages cost little more than the last of them."""
    words = random.Random(1)
    pages = {f"u{n}": b"" for n in range(12)}
    for n in range(16):
        rows = []
        for url, before in pages.items():
            pages[url] = before + words.randbytes(3_000).hex().encode()
            rows.append(page(n, url, capture_id=f"{url}{n}", body=pages[url]))
        raw.append({"evidence": rows}, "2026-11")
    before = sum(part.bytes for part in raw.manifest().tables["evidence"])
    raw.compact("2026-11")
    (part,) = raw.manifest().tables["evidence"]
    assert part.rows == 16 * 12
    assert part.bytes < before / 3


def test_a_reader_of_the_old_manifest_goes_on(raw):
    """Merged files are hidden, not gone: who read the manifest before still finds them, others see each row once."""
    fill(raw, 16)
    before = raw.manifest().tables["messages"]
    raw.compact("2026-11")

    old = [row for part in before for row in parts.batches(raw.folder / "messages" / part.name, part)]
    assert sum(batch.num_rows for batch in old) == 16
    with duckdb.connect() as db:
        assert db.execute(f"SELECT count(*) FROM '{raw.folder}/messages/*.parquet'").fetchone() == (16,)

    fill(raw, 16, first=16)  # an append leaves them, the next merge does not
    assert len(list((raw.folder / "messages").glob(".*.retired"))) == 16
    raw.compact("2026-11")
    assert raw.rows("messages") == 32
    with pytest.raises(DataDamaged, match="rewritten while it was being read"):
        list(parts.batches(raw.folder / "messages" / before[0].name, before[0]))


def test_killed_between_manifest_and_hiding(raw):
    """Old files that still stand beside the merged part are hidden by the next append."""
    fill(raw, 16)
    with mock.patch.object(Dataset, "sweep", lambda *_: None):
        raw.compact("2026-11")
    assert len(list((raw.folder / "messages").glob("*.parquet"))) == 17
    fill(raw, 1, first=16)
    assert len(list((raw.folder / "messages").glob("*.parquet"))) == 2
    assert ids(raw) == [str(n) for n in range(17)]


def test_content_changes_with_rows_alone(raw):
    """A visit without new rows and a merge change nothing for later stages; new messages do."""
    fill(raw, 3)
    before = raw.content()
    raw.append({"observations": [raw_row("observations")]}, "2026-12")
    assert raw.content() == before
    raw.compact("2026-12")
    assert raw.content() == before
    raw.append({"threads": [raw_row("threads")]}, "2026-12")
    assert raw.content() != before
    assert manifest.read(raw.folder).lineage == raw.content()


@pytest.mark.parametrize("after", [0, 2, 4, 6])
def test_full_disk_leaves_everything_as_it_was(raw, monkeypatch, after):
    """Where writing fails in the middle, the old parts stand, nothing half-written stays, and it can be done again."""
    fill(raw, 16)
    before, rows = raw.digest(), raw.read("evidence").to_pylist()
    listed = sorted(path.name for path in raw.folder.rglob("*"))
    calls = iter(range(100))
    real = files.os.fsync

    def full(handle):
        if next(calls) >= after:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left"):
        raw.compact("2026-11")
    monkeypatch.undo()

    assert raw.digest() == before and raw.read("evidence").to_pylist() == rows
    assert sorted(path.name for path in raw.folder.rglob("*") if "manifest" not in path.name) == [
        name for name in listed if "manifest" not in name
    ]
    assert raw.compact("2026-11") == 3 * 16


def test_full_disk_while_rows_are_written(raw, monkeypatch):
    """The disk may also be full before a part is whole."""
    fill(raw, 16)
    before = raw.digest()

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(parts.pq.ParquetWriter, "write_table", full)
    with pytest.raises(CannotWrite, match="No space left"):
        raw.compact("2026-11")
    monkeypatch.undo()
    assert raw.digest() == before
    assert list(raw.folder.rglob("*.tmp")) == []
