"""Boards and disks that mean ill: bounded in time, memory and disk; nothing stored is lost, wrong or doubled."""

import gzip
import json
import os
import sqlite3
import tracemalloc

import pytest

from hikcorpus.errors import CannotWrite, DataDamaged, LayoutChanged, NetworkError
from hikcorpus.fetch.replay import Fault, Recorded
from tests.crawl.small_board import SmallBoard, page, post

LISTING = "/b/catalog.json"
MB = 1024 * 1024
KINDS = (("content-type", "application/json"), ("etag", '"ill"'), ("last-modified", "Sun, 22 Nov 2026 12:00:00 GMT"))


@pytest.fixture
def board(tmp_path, clock):
    threads = {number: [post(number), post(number + 1, number)] for number in (10, 20, 30)}
    return SmallBoard(tmp_path, clock, threads)


def size(board):
    return sum(path.stat().st_size for path in board.data.root.rglob("*") if path.is_file())


def small_cap(monkeypatch, cap):
    """The client as the crawl makes it, with a smaller cap for one page."""
    from hikcorpus.fetch.client import Client

    begin = Client.__init__
    monkeypatch.setattr(Client, "__init__", lambda self, **facts: begin(self, **facts, max_bytes=cap))


def unharmed(board, before):
    """What was known is known, and an ordinary visit goes on from there."""
    assert board.rows() == before
    board.transport.faults.clear()
    board.extra.clear()
    board.threads[10].append(post(99, 10))
    done, _ = board.visit()
    assert done.error is None and board.standing()["99"] == ("live", "hello")
    assert {state for state, _ in board.standing().values()} == {"live"}


def test_a_listing_that_announces_many_threads(board):
    """30,000 threads announced, none there: read within memory; the site's first failure ends the visit, and the
    listing is not taken for read.
    """
    entry = '{"no":%d,"replies":1,"last_modified":1795000000}'
    body = f'[{{"page":0,"threads":[{",".join(entry % number for number in range(1000, 31_000))}]}}]'.encode()
    board.visit()
    before = board.rows()
    board.transport.faults[LISTING] = Fault(body=body, headers=KINDS)
    for number in range(30_997, 31_000):
        board.transport.faults[f"/b/res/{number}.json"] = Fault(status=503)
    tracemalloc.start()
    done, asked = board.visit()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(done.error, NetworkError)
    assert len({path for _, path, _, _ in asked}) <= 1 + 1 + 3 + 1  # listing, index, ours (vanished), the first there
    assert peak < 60 * len(body), f"{peak / MB:.0f} MB for {len(body) / MB:.0f} MB"
    assert size(board) < 1 * MB
    unharmed(board, before)


@pytest.mark.parametrize("path", [LISTING, "/b/res/30.json"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_page_over_the_cap(board, monkeypatch, path, packed):
    """Plain or packed a thousandfold: refused at the cap, nothing of it on the disk."""
    board.visit()
    before, small = board.rows(), size(board)
    small_cap(monkeypatch, 1 * MB)
    board.threads[30].append(post(32, 30))
    body = json.dumps({"posts": [post(30, com="a" * 20 * MB)]}).encode()
    headers = (*KINDS, ("content-encoding", "gzip")) if packed else KINDS
    board.transport.faults[path] = Fault(body=gzip.compress(body) if packed else body, headers=headers)
    tracemalloc.start()
    done, _ = board.visit()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(done.error, NetworkError) and "1048576 bytes" in str(done.error)
    assert peak < 40 * MB and size(board) < small + 1 * MB
    board.threads[30].pop()
    unharmed(board, before)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("a board of another engine", b'{"data": [{"id": 1, "replies": []}]}'),
        ("another thread", page({"posts": [post(70), post(71, 70)]}).body),
        (
            "another board's thread by its links",
            page(
                {
                    "posts": [
                        post(30, com='<a href="/other/res/30.html#31">&gt;&gt;31</a>'),
                        post(31, 30, com='<a href="/other/res/30.html#30">&gt;&gt;30</a>'),
                    ]
                }
            ).body,
        ),
        ("nested a hundred thousand deep", b'{"posts":' + b"[" * 100_000),
        ("a number that is none", b'{"posts":[{"no":1e400,"com":"x"}]}'),
        ("a negative number", b'{"posts":[{"no":-30,"com":"x","time":1795000000}]}'),
        ("UTF-16", '{"posts":[]}'.encode("utf-16")),
        ("null bytes", b"\0" * 10_000),
        ("cut in the middle of a character", '{"posts":[{"no":30,"com":"ä'.encode()[:-1]),
    ],
)
def test_pages_that_are_others(board, what, body):
    """Exit 5, nothing of it stored, nothing deleted."""
    board.visit()
    before = board.rows()
    board.threads[30].append(post(32, 30))
    board.transport.faults["/b/res/30.json"] = Fault(body=body, headers=KINDS)
    done, _ = board.visit()
    assert isinstance(done.error, LayoutChanged), what
    board.threads[30].pop()
    unharmed(board, before)


@pytest.mark.parametrize("charset", ["utf-16", "shift_jis", "x-nothing", "", "utf-8; charset=cp1252"])
def test_a_wrong_charset_changes_no_letter(board, charset):
    """JSON is UTF-8 whatever the server calls it."""
    board.threads[10].append(post(12, 10, com="Yö on pitkä, 夜は長い"))
    board.transport.faults["/b/res/10.json"] = Fault(
        headers=(("content-type", f"application/json; charset={charset}"),)
    )
    done, _ = board.visit()
    assert done.error is None and board.standing()["12"] == ("live", "Yö on pitkä, 夜は長い")


def test_mixed_encodings_in_a_page(board):
    """One post in another encoding: its letters are counted as lost, the others are whole."""
    board.threads[10] += [post(12, 10, com="MARK"), post(13, 10, com="a" * 400 + "ä")]
    body = (
        json.dumps({"posts": board.threads[10]}, ensure_ascii=False).encode().replace(b"MARK", "pitkä".encode("cp1252"))
    )
    board.transport.faults["/b/res/10.json"] = Fault(body=body)
    done, _ = board.visit()
    assert done.error is None and done.counts["problem_undecodable"] == 1
    assert board.standing()["13"] == ("live", "a" * 400 + "ä") and board.standing()["12"][1].startswith("pitk")


@pytest.mark.parametrize("place", ["raw", "raw/board.example", "raw/board.example/b/messages", "state"])
def test_a_link_that_leads_out_of_the_data_folder(board, tmp_path, place):
    """Exit 8 before anything is asked or written; nothing appears at the other end."""
    outside = tmp_path / "outside"
    outside.mkdir()
    link = board.data.root / place
    link.parent.mkdir(parents=True)
    link.symlink_to(outside, target_is_directory=True)
    with pytest.raises(DataDamaged):
        board.visit()
    assert board.transport.requests == [] and list(outside.iterdir()) == []


@pytest.mark.parametrize("after", [0, 1, 2, 5])
def test_the_disk_is_full(board, monkeypatch, after):
    """After so many writes none succeeds: exit 9; what was committed is intact, and the next run goes on."""
    board.visit()
    before = board.rows()
    for posts in board.threads.values():
        posts.append(post(posts[0]["no"] + 2, posts[0]["no"]))
    done, written = os.fsync, []

    def full(descriptor):
        written.append(descriptor)
        if len(written) > after:
            raise OSError(28, "No space left on device")
        return done(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(CannotWrite) as caught:
            board.visit()
    assert caught.value.exit_code == 9 and len(written) > after
    assert [row for row in board.rows() if row in before] == before
    board.visit()
    assert sorted(row["number"] for row in board.rows()) == [10, 11, 12, 20, 21, 22, 30, 31, 32]
    assert {row["version"] for row in board.rows()} == {1}


def deleted(path):
    path.unlink()


def junk(path):
    path.write_bytes(b"not a database " * 1000)


def half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path):
    path.write_bytes(b"")


def lied(path):
    db = sqlite3.connect(path)
    db.execute("DELETE FROM message")
    db.execute("DELETE FROM page")
    db.execute("UPDATE board SET digest = 'another'")
    db.commit()
    db.close()


@pytest.mark.parametrize("spoil", [deleted, junk, half, emptied, lied])
def test_the_memory_is_spoiled_between_visits(tmp_path, clock, spoil):
    """Rebuilt from raw each time: the same requests, rows and decisions as a twin that nobody touched."""
    from hikcorpus.clock import FakeClock

    twins = []
    for name in ("whole", "spoiled"):
        threads = {number: [post(number), post(number + 1, number)] for number in (10, 20, 30, 40)}
        folder = tmp_path / name
        folder.mkdir()
        twins.append(SmallBoard(folder, FakeClock(clock.now()), threads).configure("fourchan"))

    def grown(b):
        b.threads[10].append(post(12, 10))

    def shrunk(b):
        del b.threads[20][1]

    def gone(b):
        del b.threads[30]

    def pruned(b):
        b.threads = {50: [post(50)], **b.threads}
        del b.threads[40]

    def quiet(b):
        pass

    for act in (quiet, grown, shrunk, quiet, gone, quiet, pruned, quiet):
        asked = []
        for twin in twins:
            act(twin)
            if twin is twins[1] and twin.data.state().exists():
                for left in twin.data.state().glob("crawl.sqlite-*"):
                    left.unlink()
                spoil(twin.data.state() / "crawl.sqlite")
            _, requests = twin.visit(after=120)
            asked.append([each for each in requests if each[1] != "/robots.txt"])
        assert asked[0] == asked[1]
        assert twins[0].standing() == twins[1].standing()
        assert twins[0].thread_states() == twins[1].thread_states()


def test_a_run_of_pages_that_never_ends(board):
    """A thread that gains a post at every look, for fifty visits: the disk grows with what is new, not with the looks."""
    board.visit()
    for number in range(100, 130):
        board.threads[10].append(post(number, 10))
        board.visit(after=60)
    assert len(board.rows()) == 6 + 30
    assert size(board) < 3 * MB


def test_a_thread_of_many_posts(board):
    """20,000 posts in one thread are rows once; a second visit adds none."""
    board.threads[10] += [post(number, 10) for number in range(1000, 21_000)]
    done, _ = board.visit()
    assert done.counts["messages_new"] == 20_006
    done, _ = board.visit(after=25 * 3600)
    assert done.counts["messages_new"] == 0 and board.raw().rows("messages") == 20_006


def test_the_faults_here_are_real(board):
    """An answer put in by hand is served as it is: else the tests above prove nothing."""
    board.extra["/b/res/10.json"] = Recorded(b"junk", 200, KINDS)
    done, _ = board.visit()
    assert isinstance(done.error, LayoutChanged) and "10" not in board.standing()
