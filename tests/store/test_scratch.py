"""Folders for spilled sorting are a process's own, and never outlive it for long."""

import os
import subprocess
import sys

import pytest

from hikcorpus.store.scratch import scratch, sweep


def test_it_is_gone_when_the_work_is_done(tmp_path):
    """Also where the work failed."""
    with pytest.raises(ZeroDivisionError), scratch(tmp_path, "reparse") as folder:
        (folder / "spilled").write_text("words")
        assert folder.name == f"reparse-{os.getpid()}"
        assert 1 / 0
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_swept(tmp_path):
    """Only that: a process at work keeps its folder, and nothing else in state is touched."""
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (f"reparse-{dead.pid}", f"completeness-{dead.pid}", f"reparse-{os.getpid()}", "studies", "reparse-x"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "spilled").write_text("words")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"reparse-{os.getpid()}", "studies"]
