"""Canaries in a published folder are found wherever they hide."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hikcorpus.anonymise.leak_folder import search_folder

CANARY = "kanarialintu77"


@pytest.fixture
def folder(tmp_path):
    """A published folder without canaries."""
    table = pa.table({"text": ["moi", None], "n": [1, 2], "refs": [[{"message_id": "m1"}], []]})
    (tmp_path / "messages").mkdir()
    pq.write_table(table, tmp_path / "messages" / "part-0.parquet")
    (tmp_path / "manifest.json").write_text(json.dumps({"parts": ["part-0.parquet"]}))
    (tmp_path / "run.log").write_text("all well\n")
    return tmp_path


def test_a_clean_folder(folder):
    """Nothing is found where nothing is, and nothing is looked for without canaries."""
    assert not search_folder(folder, [CANARY])
    assert not search_folder(folder, [])


@pytest.mark.parametrize("text", [CANARY, f"x{CANARY}x", "ｋａｎａｒｉａｌｉｎｔｕ７７"])
@pytest.mark.parametrize("name", ["manifest.json", "run.log"])
def test_in_manifests_and_logs(folder, name, text):
    """As part of a line, and in full-width characters."""
    (folder / name).write_text(f"before\n{text}\n")
    assert search_folder(folder, [CANARY]).leaks == {("CANARY", name): 1}


def test_in_names_of_files_and_folders(folder):
    """The name itself never stands in the finding."""
    (folder / f"by-{CANARY}.txt").write_text(CANARY)
    findings = search_folder(folder, [CANARY])
    assert findings.leaks == {("CANARY", "(a file name)"): 2}


@pytest.mark.parametrize(
    ("table", "where"),
    [
        (pa.table({"text": [f"moi {CANARY}!"]}), ":text"),
        (pa.table({"refs": [[{"message_id": CANARY}]]}), ":refs"),
        (pa.table({"body": [CANARY.encode()]}), ":body"),
        (pa.table({"text": ["moi"]}).replace_schema_metadata({"made_by": CANARY}), ":metadata"),
        (pa.table({"text": ["moi"]}, schema=pa.schema([pa.field("text", pa.string(), metadata={"doc": CANARY})])),
         ":text:metadata"),
    ],
)  # fmt: skip
def test_in_parquet_files(folder, table, where):
    """In decoded cells, lists, structs, bytes, and in the metadata of file and field."""
    pq.write_table(table, folder / "messages" / "part-1.parquet", compression="zstd")
    leaks = search_folder(folder, [CANARY]).leaks
    assert ("CANARY", f"messages/part-1.parquet{where}") in leaks


def test_numbers_are_canaries_too(folder):
    """An original number in an integer column."""
    pq.write_table(pa.table({"number": [31664665]}), folder / "messages" / "part-1.parquet")
    assert search_folder(folder, ["31664665"]).leaks == {("CANARY", "messages/part-1.parquet:number"): 1}
