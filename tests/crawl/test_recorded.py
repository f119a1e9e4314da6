"""Real engines over real HTTP: every post of the truth, to the letter; then what changed, at the first visit."""

import json
from collections import Counter

import pytest

from hikcorpus import pipeline
from hikcorpus.fetch.replay import Recording, serve
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder

BOARDS = ("hikky", "hiki", "lonely")


class World:
    """A recording served on loopback, its truth, and a data folder."""

    def __init__(self, engine, folder, tmp_path, clock):
        self.engine, self.folder, self.clock = engine, folder, clock
        self.data = DataFolder(tmp_path / "data")
        self.site = serve(Recording.load(folder / "site.A.jsonl.gz"))

    def visit(self, base, refresh_hours=24.0):
        before = len(self.site.requests)
        visited = pipeline.crawl(
            [f"{base}/{board}/" for board in BOARDS],
            self.data,
            contact="study@university.example",
            clock=self.clock,
            progress=Silent(),
            refresh_hours=refresh_hours,
        )
        assert [each.error for each in visited] == [None] * 3
        return Counter(path for _, path, _, _ in self.site.requests[before:])

    def truth(self, snapshot):
        lines = (self.folder / f"truth.{snapshot}.jsonl").read_text("utf-8").splitlines()
        return {self.key(post): post for post in map(json.loads, lines)}

    def key(self, post):
        number = f"{post['thread']}.{post['post']}" if self.engine == "ex0ch" else str(post["post"])
        return post["board"], number

    def rows(self, table="messages"):
        return [row for site, board in self.data.boards() for row in self.data.raw(site, board).read(table).to_pylist()]

    def latest(self):
        last = {}
        for row in sorted(self.rows(), key=lambda row: row["version"]):
            last[row["board"], row["message_id"]] = row
        return last

    def check(self, snapshot, gone):
        """Every post of the truth that is not gone, and no other, equals what was captured."""
        latest = self.latest()
        truth = {key: post for key, post in self.truth(snapshot).items() if not any(post.get(mark) for mark in gone)}
        assert {key for key, row in latest.items() if row["state"] == "live"} == set(truth)
        for key, post in truth.items():
            row = latest[key]
            quotes = [str(number) for number in post["quotes"]]
            if post.get("cross_quote") and f">>{post['cross_quote']['post']}" in post["body"]:
                quotes.append(str(post["cross_quote"]["post"]))
            assert (row["board"], row["thread_id"], row["number"]) == (post["board"], str(post["thread"]), post["post"])
            assert ("" if row["is_default_name"] else row["author_name"]) == post["name"]
            assert bool(row["tripcode"]) == bool(post["trip"])
            assert row["sage"] == post["sage"]
            assert int(row["posted_at"].timestamp()) == post["ts"]
            assert [ref["message_id"].rpartition(".")[2] for ref in row["refs"]] == quotes
            assert row["text"].split("\n") == post["body"].split("\n")


@pytest.mark.parametrize("engine", ["vichan", "ex0ch"])
def test_two_snapshots(engine, shared, tmp_path, clock):
    """A: 100 % of every field. B: additions and deletions at the first visit, silent edits after a refresh."""
    world = World(engine, shared / "recorded" / engine, tmp_path, clock)
    with world.site as base:
        world.visit(base)
        world.check("A", gone=("deleted",))

        world.site.recording = Recording.load(world.folder / "site.B.jsonl.gz")
        clock.sleep(900)
        world.visit(base)
        truth = world.truth("B")
        latest = world.latest()
        live = {key for key, post in truth.items() if not post.get("deleted") and not post.get("deleted_in_B")}
        assert {key for key, row in latest.items() if row["state"] == "live"} == live
        changes = json.loads((world.folder / "changes.json").read_text())
        board, thread = changes["deleted_thread"]
        states = {(row["board"], row["thread_id"]): row["state"] for row in world.rows("threads")}
        assert states[board, str(thread)] == "deleted"

        clock.sleep(900)
        world.visit(base, refresh_hours=0.001)
        world.check("B", gone=("deleted", "deleted_in_B"))

        clock.sleep(900)
        before = (len(world.rows()), len(world.rows("threads")))
        asked = world.visit(base)
        assert (len(world.rows()), len(world.rows("threads"))) == before
        assert sum(asked.values()) == 3 and max(asked.values()) == 1
        world.check("B", gone=("deleted", "deleted_in_B"))


def test_saved_pages(shared, tmp_path, clock):
    """Ylilauta pages that a person saved: as many messages as the page has posts; a challenge page is none."""
    from hikcorpus.crawl.saved import import_saved

    data = DataFolder(tmp_path / "data")
    found = import_saved([shared / "samples" / "ylilauta"], data, clock, Silent())

    skipped = found.pop("")
    posts = sum(
        (shared / "samples" / "ylilauta" / name).read_text("utf-8").count('id="post-')
        for name in ("live_29d9zi.html", "live_29d9ot.html", "thread_298021.html")
    )
    assert sum(counts["messages_new"] for counts in found.values()) == posts
    assert sum(skipped.values()) == 3

    again = import_saved([shared / "samples" / "ylilauta"], data, clock, Silent())
    assert sum(counts["messages_new"] + counts["messages_changed"] for name, counts in again.items() if name) == 0


FORUMS = {
    "phpbb": ("{base}/viewforum.php?f={board}", (10, 11, 12)),
    "mybb": ("{base}/forumdisplay.php?fid={board}", (10, 11, 12)),
    "nodebb": ("{base}/category/{board}/x", (5, 6, 7)),
    "yboard": ("", BOARDS),
}
YBOARD = """
engine = "yboard"
site = "yboard.example"
address = "{base}"
zone = "UTC"
robots = "permitted"
[permission]
who = "this test"
date = "2026-11-22"
scope = "its own recording"
[boards]
hikky = {{}}
hiki = {{}}
lonely = {{}}
"""


class Forum(World):
    """A recorded forum, at the port that its pages link to; threads in pages, message ids of the whole site."""

    def __init__(self, engine, folder, tmp_path, clock):
        super().__init__(engine, folder, tmp_path, clock)
        port = json.loads((folder / "meta.A.json").read_text())["base"].rpartition(":")[2]
        self.site = serve(Recording.load(folder / "site.A.jsonl.gz"), port=int(port))
        self.config = tmp_path / "site.toml"

    def visit(self, base, refresh_hours=24.0):
        picture, boards = FORUMS[self.engine]
        self.config.write_text(YBOARD.format(base=base))
        specs = [picture.format(base=base, board=board) for board in boards] if picture else [str(self.config)]
        before = len(self.site.requests)
        visited = pipeline.crawl(
            specs,
            self.data,
            contact="study@university.example",
            clock=self.clock,
            progress=Silent(),
            refresh_hours=refresh_hours,
        )
        assert [each.error for each in visited] == [None] * 3
        return len(self.site.requests) - before

    def live(self, snapshot, *gone):
        posts = map(json.loads, (self.folder / f"truth.{snapshot}.jsonl").read_text("utf-8").splitlines())
        return {str(post["post"]) for post in posts if not any(post.get(mark) for mark in gone)}

    def held(self):
        return {row["message_id"] for row in self.latest().values() if row["state"] == "live"}

    def tables(self):
        return self.rows(), self.rows("threads")


@pytest.mark.parametrize("engine", FORUMS)
def test_two_snapshots_of_a_forum(engine, shared, tmp_path, clock):
    """Pages followed to their end, over real HTTP; what changed is found; a quiet visit asks a page a board; read again
    from the bytes kept, all is as it was.
    """
    world = Forum(engine, shared / "recorded" / engine, tmp_path, clock)
    with world.site as base:
        world.visit(base)
        assert world.held() == world.live("A", "deleted")
        clock.sleep(900)
        assert world.visit(base) <= 3 + 1

        world.site.recording = Recording.load(world.folder / "site.B.jsonl.gz")
        clock.sleep(900)
        world.visit(base)
        clock.sleep(25 * 3600)
        world.visit(base, refresh_hours=0.01)
        assert world.held() == world.live("B", "deleted", "deleted_in_B")
        states = Counter(row["state"] for row in world.rows("threads"))
        assert states["deleted"] == 1 and not states["pruned"]

        before = world.tables()
        pipeline.reparse([], world.data, clock, Silent())
        assert world.tables() == before
