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
    """Rows to add, and known live messages that the page no longer shows."""

    rows: list[Row] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    deleted: int = 0
    missing: list[str] = field(default_factory=list)


def compare(board: Board, page: ThreadPage, known: Mapping[str, Known], seen: datetime, capture_id: str) -> Difference:
    """Versions that the page adds to what is known; a message that reads as before adds nothing."""
    out = Difference()
    shown = set()
    language = thread_language(page)
    for message in page.messages:
        shown.add(message.message_id)
        hashed = content_hash(message)
        old = known.get(message.message_id)
        if old and old.state == message.state and (old.hash == hashed or message.state == "deleted"):
            continue
        version = old.version + 1 if old else 1
        out.rows.append(message_row(board, message, language, version, hashed, seen, capture_id))
        out.new += old is None
        out.changed += old is not None and message.state == "live"
        out.deleted += message.state == "deleted"
    out.missing = [message_id for message_id, old in known.items() if old.state == "live" and message_id not in shown]
    return out
