"""Invented threads in the forms that imports read."""

import json
import os
from pathlib import Path

from hikcorpus.crawl.saved import Wanted, import_saved
from hikcorpus.log import Silent
from hikcorpus.store.layout import DataFolder

NOON = 1_767_268_800  # 2026-01-01 12:00 UTC


def thread(number: int, replies: int = 1, **opening) -> dict:
    """A thread in 4chan's keys; number: of its opening post, replies follow by 1."""
    first = {"no": number, "resto": 0, "time": NOON + number, "name": "Anonymous", "com": f"Opening {number}"} | opening
    posts = [
        {
            "no": number + place,
            "resto": number,
            "time": NOON + number + place,
            "name": "Anonymous",
            "com": f'<a href="#p{number}" class="quotelink">&gt;&gt;{number}</a><br>Reply {number + place} &lt;3',
        }
        for place in range(1, replies + 1)
    ]
    return {"posts": [first, *posts]}


def line(number: int, replies: int = 1, **opening) -> bytes:
    """The thread as a line of a dump."""
    return json.dumps(thread(number, replies, **opening)).encode() + b"\n"


def put(path: Path, content: bytes | str, at: int = NOON + 100_000) -> Path:
    """A file with that time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (at, at))
    return path


class Desk:
    """A data folder and what is imported into it."""

    def __init__(self, folder: Path, clock) -> None:
        self.folder, self.clock = folder, clock
        self.data = DataFolder(folder / "data")

    def take(self, *places: Path, **wanted):
        """Import; (counts by board, left out by reason)."""
        found = import_saved(list(places), self.data, self.clock, Silent(), Wanted(**wanted))
        left = dict(found.pop("", {}))
        return found, left

    def rows(self, key: str, table: str = "messages") -> list[dict]:
        """All rows of a board's table."""
        return self.data.raw(*key.split("/")).read(table).to_pylist()
