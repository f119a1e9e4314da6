"""Keys are made once and never silently replaced; locks say who holds them."""

import stat
import subprocess
import sys

import pytest

from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.store.keys import key_for, key_identity
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import Locked, hold
from hikcorpus.store.names import folder_name


def test_key_is_made_once(tmp_path):
    """First use makes a private file beside the data; later uses read it."""
    path = DataFolder(tmp_path / "data").key("default")
    key = key_for(path, used_before=False)

    assert path == tmp_path / "keys" / "default.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(key) == 32 and key_for(path, used_before=True) == key
    assert key.hex() not in key_identity(key)


def test_lost_key_is_not_replaced(tmp_path):
    """Where tables made with a key exist, its loss is an error: exit code 3."""
    with pytest.raises(ConfigError, match="missing"):
        key_for(tmp_path / "keys" / "default.key", used_before=True)
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("content", ["", "abcd", "z" * 64, "é"])
def test_wrong_key_file(tmp_path, content):
    """A file that holds no key is an error, whatever it holds."""
    (tmp_path / "k").write_text(content)
    with pytest.raises(ConfigError, match="64 hexadecimal"):
        key_for(tmp_path / "k", used_before=True)


def test_second_holder_learns_who_is_at_work(tmp_path, clock):
    """Another process is told at once; exit code 0, for cron."""
    code = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from hikcorpus.store.locks import hold, Locked\n"
        "try:\n  hold(Path(sys.argv[1]), 'crawl-x', datetime.now(UTC)).__enter__()\n"
        "except Locked as e: print(e); sys.exit(e.exit_code + 40)\n"
    )
    with hold(tmp_path, "crawl-x", clock.now()):
        done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 40, done.stderr
    assert "since 2026-11-22 10:00 UTC, " in done.stdout
    assert Locked.exit_code == 0
    with hold(tmp_path, "crawl-x", clock.now()):
        pass


@pytest.mark.parametrize("name", ["", "..", ".hidden", "a/b", "-x", "a\x00b", "x" * 121])
def test_names_cannot_leave_the_data_folder(name):
    """Site, board and study names become folders: nothing else."""
    with pytest.raises(UsageError):
        folder_name(name)


@pytest.mark.parametrize("name", ["hikky", "example.org_8080", "ひきこもり", "b", "2ch.net", "perhe-1"])
def test_ordinary_names_are_folders(name):
    """Names of real boards are taken as they are."""
    assert folder_name(name) == name
