"""A tiny invented vichan board that a test can change between visits."""

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
    """Threads as lists of posts, the first = opening; listing order = dictionary order."""

    def __init__(self, tmp_path, clock, threads):
        self.threads = threads
        self.clock = clock
        self.data = DataFolder(tmp_path / "data")
        self.transport = ReplayTransport(Recording({}))
        self.stamp = 1_795_300_000

    def pages(self):
        listed = []
        for posts in self.threads.values():
            opening = posts[0] | {
                "replies": len(posts) - 1,
                "images": 0,
                "omitted_posts": 0,
                "omitted_images": 0,
                "sticky": 0,
                "locked": 0,
                "cyclical": 0,
                "last_modified": max(p["time"] for p in posts),
            }
            listed.append(opening)
        pages = {"/b/catalog.json": page([{"threads": listed, "page": 0}], self.stamp)}
        for number, posts in self.threads.items():
            pages[f"/b/res/{number}.json"] = page({"posts": posts}, self.stamp)
        return pages

    def visit(self, refresh_hours=24.0, specs=(ADDRESS,)):
        """One run; gives the board's result and the requests it made, robots.txt left out."""
        self.transport.recording = Recording(self.pages())
        before = len(self.transport.requests)
        visited = pipeline.crawl(
            list(specs),
            self.data,
            contact=CONTACT,
            clock=self.clock,
            progress=Silent(),
            refresh_hours=refresh_hours,
            transport=self.transport,
        )
        asked = [r for r in self.transport.requests[before:] if r[1] != "/robots.txt"]
        return visited[0], asked

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
