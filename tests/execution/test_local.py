"""Shards on this machine's processes: all done once, whatever happens to a worker."""

import os

import pytest

from hikcorpus.errors import ConfigError, HikcorpusError
from hikcorpus.execution import run_shards

WORK = "tests.execution.work"


@pytest.mark.parametrize("workers", [1, 2])
def test_every_shard_is_done(tmp_path, workers):
    """In this process or in others; progress ends at all."""
    told = []
    run_shards(f"{WORK}:write", str(tmp_path), list("abc"), workers, lambda done, of: told.append((done, of)))

    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]
    assert sorted(told) == [(1, 3), (2, 3), (3, 3)]
    assert ({path.read_text() for path in tmp_path.iterdir()} == {str(os.getpid())}) == (workers == 1)


def test_a_killed_worker_costs_another_try(tmp_path):
    """SIGKILL of a worker loses no shard."""
    run_shards(f"{WORK}:die_once", str(tmp_path), list("0123"), 2)

    assert {path.name for path in tmp_path.iterdir()} == {"0", "1", "2", "3", "died"}


def test_workers_that_keep_dying_end_the_run(tmp_path):
    """Not for ever: after three tries one clear error."""
    with pytest.raises(HikcorpusError, match="killed 3 times"):
        run_shards(f"{WORK}:die_always", str(tmp_path), list("01"), 2)


@pytest.mark.parametrize("workers", [1, 2])
def test_errors_come_through_whole(tmp_path, workers):
    """A worker's error keeps its class, sentence and next step."""
    with pytest.raises(ConfigError) as caught:
        run_shards(f"{WORK}:refuse", str(tmp_path), list("01"), workers)
    assert (caught.value.what, caught.value.next_step) == ("what", "next")
