"""A desk to import on."""

import pytest

from tests.crawl.imports.made import Desk


@pytest.fixture
def desk(tmp_path, clock):
    """An empty data folder."""
    return Desk(tmp_path, clock)
