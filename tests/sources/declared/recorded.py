"""A recorded forum, read by its description as a crawl would read it: lists page by page, then threads page by page."""

import base64
import gzip
import json
from datetime import UTC, datetime

from hikcorpus.config.engines import read_engine
from hikcorpus.model import Board
from hikcorpus.sources.base import Page
from hikcorpus.sources.declared.engine import Declared


class Recording:
    """One snapshot of one forum. zone: of the recorded board, as its site file would say."""

    def __init__(self, shared, engine, snapshot, zone):
        folder = shared / "recorded" / engine
        self.base = json.loads((folder / f"meta.{snapshot}.json").read_text())["base"]
        with gzip.open(folder / f"site.{snapshot}.jsonl.gz", "rt") as lines:
            self.site = {entry["url"]: entry for entry in map(json.loads, lines)}
        truth = (folder / f"truth.{snapshot}.jsonl").read_text().splitlines()
        self.truth = {(post["board"], str(post["thread"]), post["post"]): post for post in map(json.loads, truth)}
        self.changes = json.loads((folder / "changes.json").read_text())
        self.one = Declared(read_engine(engine))
        names = {str(post["forum_id"]): post["board"] for post in self.truth.values()}
        self.boards = {name: Board("test", forum, engine, self.base, zone) for forum, name in names.items()}
        self.listings, self.pages = {}, {}
        for name, board in self.boards.items():
            self.listings[name] = self.follow(
                self.one.listing_url(board), lambda page, board=board: self.one.parse_listing(board, page)
            )
            for listing in self.listings[name]:
                for mark in listing.threads:
                    self.pages[name, mark.thread_id] = self.follow(
                        self.one.thread_url(board, mark.thread_id),
                        lambda page, board=board, mark=mark: self.one.parse_thread(board, mark.thread_id, page),
                    )
        self.marks = {
            (name, mark.thread_id): mark
            for name, listings in self.listings.items()
            for one in listings
            for mark in one.threads
        }
        self.messages = {
            (name, thread_id, message.number): message
            for (name, thread_id), pages in self.pages.items()
            for page in pages
            for message in page.messages
        }

    def follow(self, url, parse):
        """What a page and all that follow it come to."""
        out = []
        while url:
            out.append(parse(self.page(url)))
            url = out[-1].next_url
            assert len(out) < 50
        return out

    def page(self, url):
        """A recorded answer, as a crawl would get it."""
        entry = self.site[url.removeprefix(self.base)]
        assert entry["status"] == 200
        charset = entry["headers"].get("content-type", "").partition("charset=")[2] or None
        return Page(
            url, base64.b64decode(entry["body_b64"]), datetime.fromtimestamp(entry["recorded_at"], UTC), charset
        )

    def standing(self):
        """Posts of the truth that a guest sees."""
        gone = ("deleted", "deleted_in_B", "thread_deleted_in_B")
        return {key: post for key, post in self.truth.items() if not any(post.get(flag) for flag in gone)}
