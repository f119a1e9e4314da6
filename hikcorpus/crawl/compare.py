"""What a page says now against what is known of its thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hikcorpus.crawl.rows import Row, content_hash, message_row, thread_language
from hikcorpus.model import Board
from hikcorpus.sources.base import ThreadPage
from hikcorpus.store.memory import Known


@dataclass(slots=True)
class Difference:
    """Rows to add."""

    rows: list[Row] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    deleted: int = 0


def compare(
    board: Board,
    page: ThreadPage,
    known: Mapping[str, Known],
    seen: datetime,
    capture_id: str,
    backfill: str | None = None,
) -> Difference:
    """Versions that the page adds to what is known; a message that reads as before adds nothing."""
    out = Difference()
    language: str | None = None
    for message in page.messages:
        hashed = content_hash(message)
        old = known.get(message.message_id)
        if old and old.state == message.state and (same_hash(old, hashed) or message.state == "deleted"):
            continue
        language = language or thread_language(page)
        version = old.version + 1 if old else 1
        row = message_row(board, message, language, version, hashed, seen, capture_id)
        row["backfill"] = backfill if old is None else None
        out.rows.append(row)
        out.new += old is None
        out.changed += old is not None and message.state == "live"
        out.deleted += message.state == "deleted"
    return out


def same_hash(old: Known, hashed: str) -> bool:
    """Whether a content hash is the one remembered (the memory keeps its beginning)."""
    return bool(old.hash) and old.hash == hashed[: len(old.hash)]
