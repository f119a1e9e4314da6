"""A tiny invented board (vichan; 4chan's API where its site's file says so) that a test can change between visits."""

import hashlib
import json
from datetime import UTC, datetime
from email.utils import format_datetime

from hikcorpus import pipeline
from hikcorpus.fetch.replay import Recorded, Recording, ReplayTransport
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder

ADDRESS = "http://board.example/b/"
CONTACT = "study@university.example"
SITE = """
engine = "{engine}"
site = "board.example"
address = "http://board.example"
zone = "UTC"
{more}

[boards.b]
language = "en"
"""


def post(no, thread=0, com="hello", **facts):
    return {
        "no": no,
        "resto": thread,
        "com": com,
        "name": "Anonymous",
        "time": 1_795_000_000 + no,
        "id": f"{no:05x}",
    } | facts


def page(content, stamp=1_795_300_000):
    """A JSON answer with validators made from its bytes and the moment it was written."""
    body = json.dumps(content).encode()
    modified = format_datetime(datetime.fromtimestamp(stamp, UTC), usegmt=True)
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    return Recorded(body, 200, (("content-type", "application/json"), ("etag", etag), ("last-modified", modified)))


class SmallBoard:
    """Threads as lists of posts, the first = opening; listing order = dictionary order.

    engine: vichan, or fourchan where `configure` said so: then the catalog shows the last five replies, and
    archive.json lists `archive` (None: 404). indexed: vichan's page of the index, 0.json, with the last five replies.
    archived: threads that are off the listing but whose pages stand. extra: pages by path, put over all others.
    """

    def __init__(self, tmp_path, clock, threads):
        self.threads = threads
        self.archived = {}
        self.clock = clock
        self.folder = tmp_path
        self.data = DataFolder(tmp_path / "data")
        self.transport = ReplayTransport(Recording({}))
        self.stamp = 1_795_300_000
        self.engine = "vichan"
        self.archive = None
        self.indexed = False
        self.extra = {}
        self.specs = (ADDRESS,)
        self.whole_archive = False

    def configure(self, engine="vichan", more=""):
        """From now on the board is visited by a site's file with these lines."""
        self.engine = engine
        path = self.folder / "board.toml"
        path.write_text(SITE.format(engine=engine, more=more))
        self.specs = (str(path),)
        return self

    def thread_path(self, number):
        return f"/b/thread/{number}.json" if self.engine == "fourchan" else f"/b/res/{number}.json"

    def entry(self, posts):
        """A thread as the catalog shows it."""
        replies = len(posts) - 1
        own = {"replies": replies, "images": 0, "last_modified": max(p["time"] for p in posts)}
        if self.engine == "fourchan":
            shown = posts[1:][-5:]
            own |= {"last_replies": shown, "omitted_posts": replies - len(shown)} if shown else {}
        else:
            own |= {"omitted_posts": 0, "omitted_images": 0, "sticky": 0, "locked": 0, "cyclical": 0}
        return own | posts[0]

    def pages(self):
        pages = {
            "/b/catalog.json": page(
                [{"threads": [self.entry(posts) for posts in self.threads.values()], "page": 0}], self.stamp
            )
        }
        for number, posts in (self.archived | self.threads).items():
            pages[self.thread_path(number)] = page({"posts": posts}, self.stamp)
        if self.archive is not None:
            pages["/b/archive.json"] = page(self.archive, self.stamp)
        if self.indexed:
            shown = [
                {
                    "posts": [
                        posts[0] | {"replies": len(posts) - 1, "omitted_posts": max(0, len(posts) - 6)},
                        *posts[1:][-5:],
                    ]
                }
                for posts in self.threads.values()
            ]
            pages["/b/0.json"] = page({"threads": shown}, self.stamp)
        return pages | self.extra

    def visit(self, refresh_hours=24.0, specs=None, after=900):
        """One run, so many seconds later; gives the board's result and the requests it made, robots.txt left out."""
        self.clock.sleep(after)
        self.transport.recording = Recording(self.pages())
        before = len(self.transport.requests)
        visited = pipeline.crawl(
            list(specs or self.specs),
            self.data,
            contact=CONTACT,
            clock=self.clock,
            progress=Silent(),
            refresh_hours=refresh_hours,
            whole_archive=self.whole_archive,
            transport=self.transport,
        )
        asked = [r for r in self.transport.requests[before:] if r[1] != "/robots.txt"]
        return visited[0], asked

    def rows(self, table="messages"):
        return self.raw().read(table).to_pylist()

    def looks(self, thread_id=None, kind=None):
        """Observations, oldest first, of a thread or of a kind of page."""
        return [
            row
            for row in self.rows("observations")
            if (thread_id is None or row["thread_id"] == str(thread_id)) and (kind is None or row["page_kind"] == kind)
        ]

    def standing(self):
        """What is known now: message id -> (state, text of the last live version)."""
        out = {}
        for row in sorted(self.rows(), key=lambda row: row["version"]):
            text = row["text"] if row["state"] == "live" else out.get(row["message_id"], (None, None))[1]
            out[row["message_id"]] = row["state"], text
        return out

    def raw(self):
        (site, board) = self.data.boards()[0]
        return self.data.raw(site, board)

    def versions(self, message_id):
        rows = [r for r in self.raw().read("messages").to_pylist() if r["message_id"] == str(message_id)]
        return sorted(rows, key=lambda row: row["version"])

    def thread_states(self):
        last = {}
        for row in sorted(self.raw().read("threads").to_pylist(), key=lambda row: row["version"]):
            last[row["thread_id"]] = row["state"]
        return last
