"""A stage in the making: goes on where it was, publishes all or nothing, same bytes however often it was stopped."""

import pyarrow as pa

from hikcorpus.store.build import Build
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.schemas import schema


def flow_table(n):
    row = {"stage": "raw", "step": "x", "unit": "messages", "outcome": "in", "reason": None, "by": "automatic", "n": n}
    return pa.Table.from_pylist([row], schema=schema("corpora", "flow"))


def build_in(folder, recipe="r", parents=None):
    return Build(Dataset(folder, "corpora"), recipe, parents or {"raw/s/b": "1"})


def test_nothing_is_visible_before_publishing(tmp_path):
    """Finished shards are kept, but no reader of the folder sees them."""
    build = build_in(tmp_path)
    build.finish("00000", {"flow": flow_table(1)}, {"kept": 1})

    assert build.mark("00000").counts == {"kept": 1}
    assert not build.dataset.exists()
    assert list((tmp_path / "flow").glob("*.parquet")) == []


def test_going_on_gives_the_same_bytes(tmp_path):
    """Stopped between shards and between publishing steps, or never: the folder is the same."""
    straight = build_in(tmp_path / "a")
    for n in (0, 1):
        straight.finish(f"{n:05d}", {"flow": flow_table(n)}, {})
    straight.publish(["00000", "00001"])

    build_in(tmp_path / "b").finish("00000", {"flow": flow_table(0)}, {})
    again = build_in(tmp_path / "b")
    assert again.mark("00000") is not None and again.mark("00001") is None
    again.finish("00001", {"flow": flow_table(1)}, {})
    half = again.mark("00000").parts["flow"]  # killed while publishing: one part has its name already
    again._hidden("flow", half).rename(tmp_path / "b" / "flow" / half.name)
    again.publish(["00000", "00001"])

    assert again.finished()
    assert straight.dataset.digest() == again.dataset.digest()
    files = {path.relative_to(tmp_path / "a"): path.read_bytes() for path in (tmp_path / "a").rglob("*.parquet")}
    assert {p.relative_to(tmp_path / "b"): p.read_bytes() for p in (tmp_path / "b").rglob("*.parquet")} == files
    assert not (tmp_path / "b" / ".building").exists()


def test_another_recipe_starts_anew_and_replaces(tmp_path):
    """Changed settings or inputs are not mixed with what was made before."""
    first = build_in(tmp_path)
    first.finish("00000", {"flow": flow_table(1)}, {})
    first.publish(["00000"])

    second = build_in(tmp_path, parents={"raw/s/b": "2"})
    assert not second.finished() and second.mark("00000") is None
    second.finish("00000", {"flow": flow_table(2)}, {})
    second.publish(["00000"])

    assert second.dataset.read("flow")["n"].to_pylist() == [2]
    assert len(list((tmp_path / "flow").iterdir())) == 1


def test_a_mark_without_its_part_does_not_count(tmp_path):
    """A shard whose part has gone is done again."""
    build = build_in(tmp_path)
    mark = build.finish("00000", {"flow": flow_table(1)}, {})
    build.place("flow", mark.parts["flow"]).unlink()

    assert build.mark("00000") is None
