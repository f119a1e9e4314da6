"""Making, rotating and destroying keys; what was done is logged, what was destroyed stays gone."""

import json
from datetime import UTC, datetime

import pytest

from hikcorpus.errors import ConfigError
from hikcorpus.store.keys import destroy_key, key_for, key_identity, new_key, read_key, rotate_key

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "family.key"


def log(path):
    return [json.loads(line)["done"] for line in path.with_name("log.jsonl").read_text().splitlines()]


def test_a_new_key_is_random_and_for_its_owner(path):
    """64 hexadecimal characters, 0600."""
    identity = new_key(path, NOW)
    assert identity == key_identity(read_key(path))
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(ConfigError, match="there already"):
        new_key(path, NOW)


def test_a_rotated_key_is_another(path):
    """Both fingerprints are logged; the old key is nowhere."""
    new_key(path, NOW)
    old = path.read_text()
    before = key_identity(read_key(path))
    after = rotate_key(path, NOW)
    assert before != after == key_identity(read_key(path))
    assert log(path) == ["new", "rotated_out", "rotated_in"]
    assert not [each for each in path.parent.rglob("*") if old.strip() in each.read_text()]


def test_a_destroyed_key_is_not_made_again_by_itself(path):
    """Only a person may begin anew."""
    new_key(path, NOW)
    destroy_key(path, NOW)
    assert not path.exists()
    for used_before in (True, False):
        with pytest.raises(ConfigError, match="destroyed on 2026-11-23"):
            key_for(path, used_before=used_before)
    new_key(path, NOW)
    assert key_for(path, used_before=True) == read_key(path)
    assert log(path) == ["new", "destroyed", "new"]


@pytest.mark.parametrize("change", [rotate_key, destroy_key])
def test_there_must_be_a_key(path, change):
    """One sentence."""
    with pytest.raises(ConfigError, match="missing"):
        change(path, NOW)


def test_another_studys_key_is_left_alone(path):
    """One log, many studies."""
    other = path.with_name("other.key")
    new_key(path, NOW), new_key(other, NOW)
    destroy_key(path, NOW)
    assert read_key(other)
