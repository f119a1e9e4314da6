"""Everything recorded, captured and read again from the stored bytes: the very same tables."""

import pytest

from hikcorpus import pipeline
from hikcorpus.crawl.boards import Wish
from hikcorpus.crawl.saved import import_saved
from hikcorpus.fetch.replay import Recording, ReplayTransport
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder

BOARDS = ("hikky", "hiki", "lonely")


def tables(data):
    """Rows of messages and threads of every board, in no order."""
    return {
        (board, table): sorted(repr(row) for row in data.raw(*board).read(table).to_pylist())
        for board in data.boards()
        for table in ("messages", "threads")
    }


@pytest.mark.parametrize(("recorded", "engine"), [("vichan", "vichan"), ("ex0ch", "dat")])
def test_recorded_boards_read_again_are_the_same(shared, tmp_path, clock, recorded, engine):
    """Both snapshots with edits, deletions and a deleted thread; nothing is asked, nothing is written."""
    data = DataFolder(tmp_path / "data")
    transport = ReplayTransport(Recording({}))
    for snapshot in "AB":
        transport.recording = Recording.load(shared / "recorded" / recorded / f"site.{snapshot}.jsonl.gz")
        pipeline.crawl(
            [f"http://board.example/{board}/" for board in BOARDS],
            data,
            contact="study@university.example",
            clock=clock,
            progress=Silent(),
            refresh_hours=0,
            wish=Wish(engine=engine),
            transport=transport,
        )
        clock.sleep(3600)
    before, asked = tables(data), len(transport.requests)

    done = pipeline.reparse([], data, clock, Silent())

    assert [counts["changed"] for counts in done.values()] == [0, 0, 0]
    assert sum(counts["messages"] for counts in done.values()) > 600
    assert (tables(data), len(transport.requests)) == (before, asked)


def test_saved_pages_read_again_are_the_same(shared, tmp_path, clock):
    """Real saved pages of Ylilauta."""
    data = DataFolder(tmp_path / "data")
    import_saved([shared / "samples" / "ylilauta"], data, clock, Silent())
    before = tables(data)
    assert before

    done = pipeline.reparse([], data, clock, Silent())

    assert {counts["changed"] for counts in done.values()} == {0}
    assert tables(data) == before
