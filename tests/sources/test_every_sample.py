"""Whatever stranger's page comes to whatever engine: it is read or refused, never a crash."""

from datetime import UTC, datetime

import pytest

from hikcorpus.errors import LayoutChanged
from hikcorpus.model import Board
from hikcorpus.sources import all_sources, recognise_saved
from hikcorpus.sources.base import Page

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LARGEST = 150_000  # the few bigger ones are read by their own engine's test


def methods(one, board, page):
    """All that a page can be asked."""
    yield lambda: one.parse_listing(board, page)
    yield lambda: one.parse_thread(board, "1", page)
    yield lambda: one.parse_index(board, page)
    yield lambda: one.parse_archive(board, page)
    yield lambda: one.parse_tail(board, page.body)
    yield lambda: one.classify(page)
    yield lambda: one.with_settings(board, page)
    yield lambda: one.unknown_fields(page)
    yield lambda: one.blank(page, {"1", "1.1"})
    yield lambda: one.scrub(page)


@pytest.mark.parametrize("one", all_sources(), ids=lambda one: one.engine)
def test_every_sample_is_read_or_refused_by_every_engine(shared, one):
    """LayoutChanged is the only exception that a page can be."""
    board = Board("test", "b", one.engine, "https://board.example", one.zone)
    files = [path for path in sorted((shared / "samples").rglob("*")) if path.is_file()]
    assert len(files) > 100
    for path in files:
        if path.stat().st_size > LARGEST:
            continue
        page = Page(f"https://board.example/{path.name}", path.read_bytes(), NOW)
        for ask in methods(one, board, page):
            try:
                ask()
            except LayoutChanged:
                continue


def test_every_sample_is_a_saved_page_or_not(shared):
    """Telling saved pages apart never crashes either."""
    for path in sorted((shared / "samples").rglob("*")):
        if path.is_file():
            recognise_saved(Page(f"file:///{path.name}", path.read_bytes(), NOW))
