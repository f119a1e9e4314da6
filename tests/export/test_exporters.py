"""Exports: what is read back is what was in the tables; identifiable tables are refused."""

import pyarrow as pa
import pytest

from hikcorpus.errors import UnsafeOutput, UsageError
from hikcorpus.export import EXPORTERS, exporter
from hikcorpus.export.base import export
from hikcorpus.store.build import Build
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.schemas import schema
from tests.store.rows import NOW

AWKWARD = 'line "one", comma\n>> quoted\n\t<3 \u2028 äö 引きこもり 😔 =1+1'


def made(folder, stage="pseudonymised", count=3):
    names = schema(stage, "messages").names
    rows = []
    for number in range(count):
        row = dict.fromkeys(names)
        row |= {"thread_id": "tabc", "message_id": f"m{number}", "text": AWKWARD, "is_opening": number == 0}
        row |= {
            "posted_at": NOW,
            "attachment_types": [],
            "refs": []
            if number == 0
            else [{"board": None, "thread_id": "tabc", "message_id": "m0", "kind": "explicit", "dangling": False}],
        }
        rows.append({name: row[name] for name in names})
    build = Build(Dataset(folder, stage), "r", {})
    build.finish("00000", {"messages": pa.Table.from_pylist(rows, schema=schema(stage, "messages"))}, {})
    build.publish(["00000"])
    return build.dataset


@pytest.mark.parametrize("name", list(EXPORTERS))
def test_round_trip(tmp_path, name):
    """Text with quotes, line breaks, separators and emoji comes back to the letter, ids and times too."""
    dataset = made(tmp_path / "t")
    manifest = export(exporter(name), dataset, tmp_path / "out")

    rows = exporter(name).read_back(tmp_path / "out" / f"messages{exporter(name).suffix}")
    assert [row["message_id"] for row in rows] == ["m0", "m1", "m2"]
    assert {row["text"] for row in rows} == {AWKWARD}
    assert {row["posted_at"] for row in rows} == {NOW.isoformat()}
    assert manifest.tables["messages"][0].rows == 3


@pytest.mark.parametrize("name", list(EXPORTERS))
def test_same_tables_same_bytes(tmp_path, name):
    """Two exports are byte-identical."""
    for place in ("a", "b"):
        export(exporter(name), made(tmp_path / "t"), tmp_path / place)
    first, second = ({p.name: p.read_bytes() for p in (tmp_path / place).iterdir()} for place in ("a", "b"))
    assert first == second and len(first) == 2


@pytest.mark.parametrize("stage", ["raw", "participants"])
def test_identifiable_tables_are_refused(tmp_path, stage):
    """Exit code 7, and no file is written."""
    if stage == "raw":
        dataset = Dataset(tmp_path / "t", "raw")
        dataset.append({}, "2026-11")
    else:
        dataset = made(tmp_path / "t", "participants")
    with pytest.raises(UnsafeOutput) as caught:
        export(exporter("csv"), dataset, tmp_path / "out")
    assert caught.value.exit_code == 7
    assert not (tmp_path / "out").exists()


def test_unknown_format():
    """The formats that there are, are named."""
    with pytest.raises(UsageError, match="csv, jsonl"):
        exporter("docx")


def test_every_exporter_file_is_registered():
    """A file in export/ that nobody registered is a format that nobody can use."""
    from pathlib import Path

    import hikcorpus.export

    files = {path.stem for path in Path(hikcorpus.export.__file__).parent.glob("*.py")} - {"__init__", "base"}
    assert files == {target.split(":")[0].rpartition(".")[2] for target in EXPORTERS.values()}
    for name in EXPORTERS:
        assert exporter(name).name == name
