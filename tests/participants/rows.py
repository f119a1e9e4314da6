"""Invented raw rows for the tests of this room: every column given, what a test does not say is plain."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from hikcorpus.model.columns import RAW_MESSAGES, RAW_THREADS
from hikcorpus.store.layout import DataFolder

SITE, BOARD = "example.test", "hikky"
START = datetime(2024, 4, 22, 3, 0, tzinfo=UTC)
SEEN = datetime(2024, 6, 1, tzinfo=UTC)
DEFAULT = "名無しさん"


def message(number: int, thread: int | str = 1, **given: Any) -> dict[str, Any]:
    """One version of a message: live, version 1, posted `number` minutes after START, under the default name."""
    row: dict[str, Any] = dict.fromkeys(column.name for column in RAW_MESSAGES)
    name = given.get("author_name", DEFAULT)
    row |= {
        "site": SITE, "engine": "vichan", "board": BOARD, "thread_id": str(thread), "message_id": str(number),
        "number": number, "is_opening": str(number) == str(thread), "author_name": DEFAULT,
        "is_default_name": name == DEFAULT, "poster_id_scope": "thread", "sage": False,
        "posted_at": START + timedelta(minutes=number), "zone": "Asia/Tokyo", "time_precision": "second",
        "local_hour": 12, "weekday": 1, "is_working_day": True, "lang": "ja", "lang_source": "board",
        "text": f"message {number}", "refs": [], "attachments": [], "state": "live", "version": 1,
        "first_seen": SEEN, "capture_id": "0" * 64,
    }  # fmt: skip
    row |= given
    row["content_hash"] = hashlib.sha256(repr((row["text"], row["author_name"])).encode()).hexdigest()
    unknown = set(row) - {column.name for column in RAW_MESSAGES}
    assert not unknown, unknown
    return row


def tombstone(number: int, version: int, thread: int | str = 1, **given: Any) -> dict[str, Any]:
    """The version that says that a message is gone: no text, no author."""
    plain = message(number, thread)
    content = ("author_name", "poster_id", "text", "tripcode", "account_id", "subject", "posted_at", "refs")
    when = SEEN + timedelta(days=version)
    return (
        plain
        | dict.fromkeys(content)
        | {"state": "deleted", "deletion_evidence": "absent", "deleted_at": when, "version": version}
        | {"first_seen": when, "is_default_name": None}
        | given
    )


def thread(thread_id: int | str, **given: Any) -> dict[str, Any]:
    """One version of a thread."""
    row: dict[str, Any] = dict.fromkeys(column.name for column in RAW_THREADS)
    row |= {
        "site": SITE, "engine": "vichan", "board": BOARD, "thread_id": str(thread_id), "title": f"thread {thread_id}",
        "state": "live", "sticky": False, "locked": False, "version": 1, "content_hash": "0" * 64,
        "first_seen": SEEN, "capture_id": "0" * 64,
    }  # fmt: skip
    return row | given


def store(data: DataFolder, messages: list[dict[str, Any]], threads: list[dict[str, Any]] | None = None) -> None:
    """Append rows to the raw data sets of their boards; threads that are not given are made."""
    if threads is None:
        named = {(row["site"], row["board"], row["thread_id"]): row for row in messages}
        threads = [thread(key[2], site=key[0], board=key[1]) for key in sorted(named)]
    boards = sorted({(row["site"], row["board"]) for row in [*messages, *threads]})
    for site, board in boards:
        mine = [[row for row in rows if (row["site"], row["board"]) == (site, board)] for rows in (messages, threads)]
        data.raw(site, board).append({"messages": mine[0], "threads": mine[1]}, "2024-06")


def named(name: str, *ids: str, start: int = 1, **given: Any) -> list[dict[str, Any]]:
    """One message a poster ID, in order, all under the name."""
    return [message(start + at, poster_id=one, author_name=name, **given) for at, one in enumerate(ids)]


def day(at: int) -> datetime:
    """Noon in Tokyo, `at` days after 2024-04-20."""
    return datetime(2024, 4, 20, 3, tzinfo=UTC) + at * timedelta(days=1)
