"""A data folder that is ready to be resolved."""

import pytest

from hikcorpus.participants import view
from hikcorpus.store.layout import DataFolder

from .rows import store
from .world import world


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder with the world in it; parts small enough to have several."""
    monkeypatch.setattr(view, "MESSAGES_A_PART", 50)
    folder = DataFolder(tmp_path / "data")
    store(folder, world())
    return folder
