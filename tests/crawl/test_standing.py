"""Engines whose thread pages outlive their threads: what left the listing is looked for where it would stand."""

from collections import Counter

from hikcorpus import pipeline
from hikcorpus.crawl.boards import Wish
from hikcorpus.fetch.replay import Recording, ReplayTransport
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder


def test_a_deleted_thread_of_tinyib_is_found_out(shared, tmp_path, clock):
    """Its JSON still answers as before; its page is gone at two looks. The others are read as they are."""
    data = DataFolder(tmp_path / "data")
    transport = ReplayTransport(Recording({}))
    for snapshot in "AB":
        transport.recording = Recording.load(shared / "recorded" / "tinyib" / f"site.{snapshot}.jsonl.gz")
        (done,) = pipeline.crawl(
            ["http://board.example/lonely/"],
            data,
            contact="study@university.example",
            clock=clock,
            progress=Silent(),
            wish=Wish(engine="tinyib"),
            transport=transport,
        )
        assert done.error is None
        clock.sleep(3600)
    (board,) = data.boards()
    newest = {}
    for row in data.raw(*board).read("threads").to_pylist():
        newest[row["thread_id"]] = row["state"]

    assert Counter(newest.values()) == {"live": 12, "deleted": 1}
    assert done.counts["threads_deleted"] == 1
    deleted = [row for row in data.raw(*board).read("messages").to_pylist() if row["state"] == "deleted"]
    assert {row["deletion_evidence"] for row in deleted} == {"absent", "thread_deleted"}
