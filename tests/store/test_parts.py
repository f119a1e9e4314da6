"""Parts of earlier schemas are read on."""

import pyarrow as pa
import pytest

from hikcorpus.errors import DataDamaged
from hikcorpus.store import manifest as manifests
from hikcorpus.store.parts import batches, write_part
from hikcorpus.store.schemas import schema


@pytest.mark.parametrize("lacking", [{"size", "moved"}, {"moved"}])
def test_observations_of_the_schema_before_read_with_nulls(tmp_path, lacking):
    """Raw folders of 0.2.0 lack `observations.size` and `moved`: months of collecting are read on, merged and written anew."""
    now = schema("raw", "observations")
    old = pa.schema([field for field in now if field.name not in lacking])
    row = {"run_id": "r", "site": "s", "board": "b", "page_kind": "listing", "outcome": "changed"}
    path = tmp_path / "observations" / "part-000000.parquet"
    path.parent.mkdir()
    part = write_part(path, pa.Table.from_pylist([row], schema=old))
    (whole,) = batches(path, part)
    assert whole.schema.names == now.names
    assert whole.schema.types == now.types
    (some,) = batches(path, part, ["size", "run_id", "moved"])
    assert some.to_pylist() == [{"size": None, "run_id": "r", "moved": None}]


@pytest.mark.parametrize(("stage", "number", "read"), [("raw", 2, True), ("raw", 1, False), ("participants", 2, False)])
def test_only_raw_of_the_schema_before_is_read(tmp_path, stage, number, read):
    """A later stage is simply made again."""
    (tmp_path / "manifest.json").write_bytes(manifests.Manifest(stage=stage, tables={}, schema=number).encoded())
    if read:
        assert manifests.read(tmp_path) is not None
    else:
        with pytest.raises(DataDamaged, match="table schema"):
            manifests.read(tmp_path)
