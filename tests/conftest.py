"""Fixtures for all tests: a clean environment, the shared recordings, a clock that nobody waits for."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hikcorpus.clock import FakeClock


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch):
    """No setting of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith("HIKCORPUS_") and name != "HIKCORPUS_SHARED" and name != "HIKCORPUS_SEED":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of recorded boards and corpora; tests that need it skip loudly where it is not set."""
    place = os.environ.get("HIKCORPUS_SHARED")
    if not place:
        pytest.skip("HIKCORPUS_SHARED is not set: tests on real recordings did not run")
    return Path(place)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that starts on Sunday 2026-11-22 10:00 UTC and moves only when somebody sleeps."""
    return FakeClock(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
