"""Rows for tests: all columns of a raw table, those given filled in."""

from datetime import UTC, datetime

from hikcorpus.model.columns import TABLES

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def raw_row(table: str, **facts):
    row = {column.name: None for column in TABLES["raw"][table]}
    defaults = {
        "messages": {
            "thread_id": "1",
            "message_id": "1",
            "number": 1,
            "version": 1,
            "content_hash": "h",
            "state": "live",
        },
        "threads": {"thread_id": "1", "version": 1, "content_hash": "h", "state": "live"},
        "observations": {"page_kind": "thread", "thread_id": "1", "outcome": "new", "observed_at": NOW, "mark": "m"},
        "evidence": {"capture_id": "c", "page_kind": "thread", "body": b"x", "fetched_at": NOW},
    }
    place = {name: value for name, value in (("site", "s"), ("board", "b")) if name in row}
    return {**row, **place, **defaults[table], **facts}
