"""Identifiable tables of invented rows, and the truth of the recordings as such tables."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from hikcorpus.store.schemas import schema

LANGUAGE = {"hiki": "ja", "hikky": "fi", "lonely": "en"}
DEFAULT_NAMES = {"hiki": "名無しさん", "hikky": "Nimetön", "lonely": "Anonymous"}


def message(**given: Any) -> dict[str, Any]:
    """One row of the participants stage's messages; what is not given is invented or null."""
    row: dict[str, Any] = dict.fromkeys(schema("participants", "messages").names)
    row |= {
        "site": "minilauta.example",
        "engine": "vichan",
        "board": "hikky",
        "thread_id": "100",
        "message_id": "101",
        "is_opening": False,
        "author_name": "Nimetön",
        "is_default_name": True,
        "poster_id_scope": "thread",
        "sage": False,
        "posted_at": datetime(2024, 3, 1, 12, 30, 5, 250_000, tzinfo=UTC),
        "zone": "Europe/Helsinki",
        "time_precision": "second",
        "lang": "fi",
        "lang_source": "text",
        "text": "",
        "refs": [],
        "attachments": [],
        "state": "live",
        "version": 1,
        "first_seen": datetime(2024, 3, 1, 13, tzinfo=UTC),
        "content_hash": "c0ffee",
        "capture_id": "beef",
    }
    row |= given
    row["number"] = row["number"] or int(row["message_id"].rpartition(".")[2])
    return row


def ref(message_id: str, **given: Any) -> dict[str, Any]:
    """One reply edge, as a struct of the column refs."""
    return {"board": None, "thread_id": None, "message_id": message_id, "kind": "explicit", "dangling": False} | given


def messages(*rows: dict[str, Any]) -> pa.Table:
    """A table of messages of the participants stage."""
    return pa.Table.from_pylist(list(rows), schema=schema("participants", "messages"))


def threads(*titles: str | None) -> pa.Table:
    """A table of threads with these titles, numbered from 100."""
    rows = [
        {"site": "minilauta.example", "engine": "vichan", "board": "hikky", "thread_id": str(100 + n), "title": title,
         "state": "live", "version": 1}
        for n, title in enumerate(titles)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=schema("participants", "threads"))


def truth(shared: Path, engine: str, version: str = "A") -> list[dict[str, Any]]:
    """What was typed on a recorded board, one dictionary a post."""
    lines = (shared / "recorded" / engine / f"truth.{version}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def as_messages(posts: Iterable[dict[str, Any]], engine: str) -> pa.Table:
    """Recorded truth as a table of messages, identifiers invented from persona and computer."""
    rows = []
    for post in posts:
        per_thread = engine == "ex0ch"
        thread = str(post["thread"])

        def named(number: int, thread: str = thread, per_thread: bool = per_thread) -> str:
            return f"{thread}.{number}" if per_thread else str(number)

        anonymous = not post["name"]
        rows.append(
            message(
                site="recorded.example",
                engine=engine,
                board=post["board"],
                thread_id=thread,
                message_id=named(post["post"]),
                number=post["post"],
                is_opening=post["index"] == 0,
                author_name=DEFAULT_NAMES[post["board"]] if anonymous else post["name"],
                is_default_name=anonymous,
                tripcode=f"!Trip{post['trip']}x9Zq"[:11] if post["trip"] else None,
                poster_id=f"q{post['ip'].rpartition('.')[2]}Zk7W"[:8],
                subject=post["subject"],
                text=post["body"],
                lang=LANGUAGE[post["board"]],
                participant=f"poster_id:{post['ip']}",
                posted_at=datetime.fromtimestamp(post["ts"], UTC),
                refs=[ref(named(target)) for target in post["quotes"]],
            )
        )
    return messages(*rows)
