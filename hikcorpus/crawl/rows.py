"""Messages, threads and visits as rows of the raw tables."""

import hashlib
import json
from datetime import datetime
from typing import Any

from hikcorpus.crawl.local_time import local_time
from hikcorpus.model import Board, Message, Thread
from hikcorpus.model.columns import OBSERVATIONS, RAW_MESSAGES, RAW_THREADS, Column
from hikcorpus.sources.base import ThreadPage
from hikcorpus.text.language import identify

Row = dict[str, Any]

LANGUAGES = ("fi", "ja", "en")
_CONTENT = (
    *("author_name", "tripcode", "capcode", "account_id", "mail_field", "country", "posted_at", "subject"),
    *("text", "edited_at", "state", "deletion_evidence"),
)
"""What makes a version. Not the poster ID (boards stop showing it: taken at first sight), not votes (they only
ever move), not where a reply mark leads (vichan takes the link off when its target is deleted: nobody edited that),
not edges that were only inferred from quoted words (they go when the post quoted is deleted)."""

_TAKEN = tuple(column.name for column in RAW_MESSAGES if column.name in Message.__dataclass_fields__)
_WRITTEN = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _empty(columns: tuple[Column, ...]) -> Row:
    return {column.name: None for column in columns}


def _digest(facts: object) -> str:
    return hashlib.sha256(_WRITTEN(facts).encode()).hexdigest()


def content_hash(message: Message) -> str:
    """SHA-256 (hex) over what the poster wrote and the board shows of it, the same whenever it is read again."""
    facts = [getattr(message, name) for name in _CONTENT]
    facts.append([(ref.message_id, ref.kind) for ref in message.refs if ref.kind == "explicit"])
    facts.append([(file.type, file.bytes, file.digest) for file in message.attachments])
    return _digest(facts)


def thread_hash(thread: Thread) -> str:
    """SHA-256 (hex) over the facts of a thread that its page shows."""
    return _digest([thread.title, thread.state, thread.sticky, thread.locked])


def thread_language(page: ThreadPage) -> str:
    """The language that a thread reads as, all its messages together; English where even that is too little."""
    words = [page.thread.title or "", *(message.text for message in page.messages)]
    return identify("\n".join(words)[:10_000], "en", LANGUAGES)[0]


def message_row(
    board: Board, message: Message, language: str, version: int, hashed: str, seen: datetime, capture_id: str
) -> Row:
    """A version of a message as a row of raw `messages`. language: of its thread, for boards that have none."""
    row = _empty(RAW_MESSAGES)
    for name in _TAKEN:
        row[name] = getattr(message, name)
    lang_source: str
    lang, lang_source = identify(message.text, board.language or language, LANGUAGES)
    if lang_source == "board" and board.language is None:
        lang_source = "thread"
    row |= local_time(message.posted_at, board.zone, board.country)
    row |= {
        "site": board.site,
        "engine": board.engine,
        "board": board.name,
        "zone": board.zone,
        "poster_id_scope": board.poster_id_scope,
        "lang": lang,
        "lang_source": lang_source,
        "refs": [
            {
                "board": ref.board,
                "thread_id": ref.thread_id,
                "message_id": ref.message_id,
                "kind": ref.kind,
                "dangling": ref.dangling,
            }
            for ref in message.refs
        ],
        "attachments": [
            {"type": file.type, "bytes": file.bytes, "digest": file.digest} for file in message.attachments
        ],
        "version": version,
        "content_hash": hashed,
        "first_seen": seen,
        "length": len(message.text),
        "capture_id": capture_id,
    }
    if message.state == "deleted":  # a stub that the board left in place: same shape as our own tombstones
        row |= {"text": None, "author_name": None, "deleted_at": seen}
    return row


def tombstone_row(board: Board, thread_id: str, message_id: str, number: int, version: int, gone: Row) -> Row:
    """The version that says a message is gone: `gone` gives deleted_at, first_seen, evidence, capture_id.

    It holds no content: that stays in the last live version until it is blanked.
    """
    return _empty(RAW_MESSAGES) | {
        "site": board.site,
        "engine": board.engine,
        "board": board.name,
        "thread_id": thread_id,
        "message_id": message_id,
        "number": number,
        "zone": board.zone,
        "poster_id_scope": board.poster_id_scope,
        "state": "deleted",
        "version": version,
        "content_hash": _digest(["deleted", gone["deletion_evidence"]]),
        "refs": [],
        "attachments": [],
        **gone,
    }


def moved_row(board: Board, thread_id: str, message_id: str, number: int, version: int, first: datetime) -> Row:
    """The version that says that a message of this thread stands in another one now: the same post, read on there.

    first: when it was first not here (aware, UTC).
    """
    row = tombstone_row(board, thread_id, message_id, number, version, {"first_seen": first, "deletion_evidence": None})
    return row | {"state": "moved", "content_hash": _digest(["moved"])}


def thread_row(
    board: Board, thread: Thread, version: int, evidence: str, seen: datetime, capture_id: str | None
) -> Row:
    """A version of a thread as a row of raw `threads`."""
    return _empty(RAW_THREADS) | {
        "site": board.site,
        "engine": board.engine,
        "board": board.name,
        "thread_id": thread.thread_id,
        "title": thread.title,
        "state": thread.state,
        "state_evidence": evidence,
        "sticky": thread.sticky,
        "locked": thread.locked,
        "version": version,
        "content_hash": thread_hash(thread),
        "first_seen": seen,
        "capture_id": capture_id,
    }


def observation_row(board: Board, run_id: str, page_kind: str, outcome: str, seen: datetime, **facts: Any) -> Row:
    """One visit to one page as a row of raw `observations`."""
    counted = dict.fromkeys(("messages", "new", "changed", "missing", "problems"), 0)
    return (
        _empty(OBSERVATIONS)
        | counted
        | {
            "run_id": run_id,
            "site": board.site,
            "board": board.name,
            "page_kind": page_kind,
            "outcome": outcome,
            "observed_at": seen,
        }
        | facts
    )
