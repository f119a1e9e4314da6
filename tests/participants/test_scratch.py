"""The working database: troubles become sentences without their text, and nothing is left over."""

import duckdb
import pyarrow as pa
import pytest

from hikcorpus.errors import CannotWrite, ConfigError, HikcorpusError
from hikcorpus.participants.scratch import ARRIVING, open_scratch


@pytest.mark.parametrize(
    ("trouble", "becomes"),
    [
        (duckdb.IOException, CannotWrite),
        (duckdb.OutOfMemoryException, ConfigError),
        (duckdb.ConversionException, HikcorpusError),
        (pa.ArrowInvalid, HikcorpusError),
    ],
)
def test_troubles_become_sentences(tmp_path, trouble, becomes):
    """By kind, with a next step, without the words of the library: they may quote posters."""
    with pytest.raises(HikcorpusError) as caught, open_scratch(tmp_path / "scratch", "500MB"):
        raise trouble("secret")
    assert type(caught.value) is becomes
    assert caught.value.next_step
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__
    assert not (tmp_path / "scratch").exists()


def test_working_files_are_their_owners_only(tmp_path):
    """The texts of a whole board may lie there while it sorts."""
    with open_scratch(tmp_path / "scratch", "500MB") as scratch:
        scratch.run("CREATE TABLE kept AS SELECT 1 AS a")
        assert (tmp_path / "scratch").stat().st_mode & 0o777 == 0o700
        assert scratch.one("SELECT a FROM kept") == 1


def test_a_stream_and_other_statements_do_not_disturb_each_other(tmp_path):
    """While one answer is read, others are asked; order and size of batches hold."""
    content = pa.table({"a": list(range(1000))})
    with open_scratch(tmp_path / "scratch", "500MB") as scratch:
        scratch.create("kept", content)
        got = []
        for batch in scratch.stream(f"SELECT a FROM {ARRIVING} ORDER BY a DESC", 100, content):
            assert scratch.table("SELECT count(*) AS n FROM kept").to_pylist() == [{"n": 1000}]
            assert next(scratch.rows("SELECT max(a) FROM kept")) == (999,)
            assert batch.num_rows <= 100
            got += batch.column("a").to_pylist()
    assert got == list(range(999, -1, -1))


def test_spilled_rows_come_back_in_order(tmp_path):
    """Also none at all."""
    with open_scratch(tmp_path / "scratch", "500MB") as scratch:
        rows = scratch.spilled("SELECT range AS a FROM range(50000) ORDER BY a DESC")
        assert [value for batch in rows for value in batch.column("a").to_pylist()] == list(range(49999, -1, -1))
        assert list(scratch.spilled("SELECT 1 AS a WHERE false")) == []
