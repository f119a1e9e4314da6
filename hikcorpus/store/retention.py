"""What may not be kept for ever: the content of deleted messages, the bytes of old pages. All of it is counted."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus.store import parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.manifest import Part
from hikcorpus.store.rewrite import rewrite

BlankBody = Callable[[Mapping[str, Any], bytes, Set[str]], bytes | tuple[bytes, int]]
"""(row of evidence without its body, body, message ids) -> the body without the content of these messages, the same
bytes where it holds none of them; with it, if known, how many of them it held."""

CONTENT = (
    *("author_name", "tripcode", "capcode", "account_id", "poster_id", "mail_field", "country", "subject", "text"),
    *("votes", "posted_raw", "shared_line"),
)
"""Columns of raw `messages` that are null once a message is blanked; refs and attachments are empty."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A message in one of the threads in which it stands or stood: its newest state there (live, deleted or moved), and
    when the newest version with content was first seen there (aware, UTC; None if there never was one).
    """

    state: str
    seen: datetime | None


def stands(dataset: Dataset, ids: Set[str]) -> dict[str, dict[str, Stand]]:
    """Message id -> thread id -> how it stands there, of these messages. Raises DataDamaged."""
    columns = ["message_id", "thread_id", "version", "state", "first_seen"]
    newest: dict[tuple[str, str], tuple[int, str]] = {}
    seen: dict[tuple[str, str], tuple[int, datetime]] = {}
    for part in dataset.manifest().tables.get("messages", ()):
        path = dataset.folder / "messages" / part.name
        for table in parts.matching(path, part, "message_id", ids, columns):
            for row in table.to_pylist():
                key, version = (row["message_id"], row["thread_id"]), row["version"]
                if key not in newest or version > newest[key][0]:
                    newest[key] = version, row["state"]
                if row["state"] == "live" and (key not in seen or version > seen[key][0]):
                    seen[key] = version, row["first_seen"]
    out: dict[str, dict[str, Stand]] = {}
    for (message, thread), (_, state) in newest.items():
        out.setdefault(message, {})[thread] = Stand(state, seen.get((message, thread), (0, None))[1])
    return out


def blank_messages(dataset: Dataset, ids: Set[str], now: datetime) -> dict[str, int]:
    """Take the content out of every version of these messages, in whatever thread, and say so in `blanked_at`.

    What stays: ids, times, state, version, content hash, language, length. A thread whose opening message goes loses
    its title. Gives how many messages and versions of
    them were blanked that were not before (`messages_blanked`, `versions_blanked`), and `parts_rewritten`. Raises
    CannotWrite, DataDamaged.
    """
    wanted = pa.array(sorted(ids), pa.string())
    blanked: set[str] = set()
    opened: set[str] = set()
    counts: Counter[str] = Counter(messages_blanked=0, versions_blanked=0)

    def change(batch: pa.RecordBatch) -> pa.RecordBatch | None:
        mask = pc.and_(pc.is_in(batch["message_id"], wanted), pc.is_null(batch["blanked_at"]))
        if not pc.any(mask).as_py():
            return None
        blanked.update(batch["message_id"].filter(mask).to_pylist())
        opened.update(batch["thread_id"].filter(pc.fill_null(pc.and_(mask, batch["is_opening"]), False)).to_pylist())
        counts["versions_blanked"] += pc.sum(mask).as_py()
        columns = {name: batch[name] for name in batch.schema.names}
        told = pc.cast(pc.utf8_length(columns["text"]), pa.int32())
        columns["length"] = pc.if_else(mask, pc.coalesce(columns["length"], told), columns["length"])
        for name in CONTENT:
            columns[name] = pc.if_else(mask, pa.scalar(None, columns[name].type), columns[name])
        for name in ("refs", "attachments"):
            columns[name] = pc.if_else(mask, pa.scalar([], columns[name].type), columns[name])
        columns["blanked_at"] = pc.if_else(mask, pa.scalar(now, columns["blanked_at"].type), columns["blanked_at"])
        return pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema)

    counts["parts_rewritten"] = rewrite(dataset, "messages", change, _holding("message_id", ids)) if ids else 0
    counts["messages_blanked"] = len(blanked)
    counts["parts_rewritten"] += _blank_titles(dataset, opened) if opened else 0
    return dict(counts)


def _blank_titles(dataset: Dataset, threads: Set[str]) -> int:
    """Take the titles out of threads whose opening message is blanked: they are its subject."""
    wanted = pa.array(sorted(threads), pa.string())

    def change(batch: pa.RecordBatch) -> pa.RecordBatch | None:
        mask = pc.and_(pc.is_in(batch["thread_id"], wanted), pc.is_valid(batch["title"]))
        if not pc.any(mask).as_py():
            return None
        columns = {name: batch[name] for name in batch.schema.names}
        columns["title"] = pc.if_else(mask, pa.scalar(None, pa.string()), columns["title"])
        return pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema)

    return rewrite(dataset, "threads", change, _holding("thread_id", threads))


def blank_evidence(
    dataset: Dataset,
    ids: Set[str],
    blank_body: BlankBody,
    now: datetime,
    concerns: Callable[[str], bool] | None = None,
) -> dict[str, int]:
    """Take the content of these messages out of stored pages; `capture_id` goes on naming what came over the wire.

    concerns: whether a thread's page at that address may hold one of them, so that others need not be read; tails,
    later pages and saved ones are looked at anyhow. Settings pages never are. Gives how many `pages_blanked` and
    `pages_looked_at`, and `parts_rewritten`. Raises CannotWrite, DataDamaged, and what `blank_body` raises: then
    nothing is changed.
    """
    counts: Counter[str] = Counter(pages_blanked=0, pages_looked_at=0)

    def asked(row: Mapping[str, Any]) -> bool:
        if row["body"] is None or row["page_kind"] == "settings":
            return False
        return concerns is None or row["page_kind"] != "thread" or concerns(row["url"])

    def change(batch: pa.RecordBatch) -> pa.RecordBatch | None:
        rows = batch.to_pylist()
        before = counts["pages_blanked"]
        for row in rows:
            if not asked(row):
                continue
            counts["pages_looked_at"] += 1
            body = row["body"]
            given = blank_body({name: value for name, value in row.items() if name != "body"}, body, ids)
            new, held = given if isinstance(given, tuple) else (given, 1)
            if new != body:
                row["body"] = new
                row["blanked"] = (row["blanked"] or 0) + held
                counts["pages_blanked"] += 1
        return pa.RecordBatch.from_pylist(rows, schema=batch.schema) if counts["pages_blanked"] > before else None

    def where(path: Path, part: Part) -> bool:
        if concerns is None or parts.holds(path, part, "page_kind", {"tail", "page", "saved"}):
            return True
        batches = parts.batches(path, part, ["url"])
        return any(concerns(url) for batch in batches for url in pc.unique(batch["url"]).to_pylist())

    counts["parts_rewritten"] = rewrite(dataset, "evidence", change, where) if ids else 0
    return dict(counts)


def expire_evidence(dataset: Dataset, before: datetime) -> dict[str, int]:
    """Drop the bytes of pages fetched before that moment; that they were fetched, and their digest, stays.

    The board's settings pages stay: they are nobody's words. Gives `pages_expired`, `bytes_expired`, and
    `parts_rewritten`. Raises CannotWrite, DataDamaged.
    """
    counts: Counter[str] = Counter(pages_expired=0, bytes_expired=0)

    def change(batch: pa.RecordBatch) -> pa.RecordBatch | None:
        mask = pc.and_(_expired(batch, before), pc.is_valid(batch["body"]))
        if not pc.any(mask).as_py():
            return None
        gone = batch["body"].filter(mask)
        counts["pages_expired"] += len(gone)
        counts["bytes_expired"] += pc.sum(pc.cast(pc.binary_length(gone), pa.int64())).as_py()
        columns = {name: batch[name] for name in batch.schema.names}
        columns["body"] = pc.if_else(mask, pa.scalar(None, pa.binary()), columns["body"])
        return pa.RecordBatch.from_arrays(list(columns.values()), schema=batch.schema)

    def where(path: Path, part: Part) -> bool:
        narrow = parts.batches(path, part, ["fetched_at", "page_kind"])
        due = sum(pc.sum(_expired(batch, before)).as_py() or 0 for batch in narrow)
        return due > 0 and due > parts.nulls(path, part, "body")

    counts["parts_rewritten"] = rewrite(dataset, "evidence", change, where)
    return dict(counts)


def _expired(batch: pa.RecordBatch, before: datetime) -> pa.Array:
    old = pc.less(batch["fetched_at"], pa.scalar(before, batch["fetched_at"].type))
    return pc.fill_null(pc.and_(old, pc.not_equal(batch["page_kind"], "settings")), False)


def _holding(column: str, values: Collection[str]) -> Callable[[Path, Part], bool]:
    return lambda path, part: parts.holds(path, part, column, values)
