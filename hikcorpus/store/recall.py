"""What the crawl's memory can be asked; `memory` fills it, `fold` says with what."""

import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from hikcorpus.store.dataset import Dataset
from hikcorpus.store.fold import MESSAGES, STATES, capture_of, hash_of, id_of, key_of, micros
from hikcorpus.store.parts import matching


@dataclass(frozen=True, slots=True)
class PageMemory:
    """How a page stood when it was last read; times in UTC.

    whole_at: when the thread's own page was last read, None where only tails were, and for other pages.
    tailed: a tail was read after it. size: bytes of the thread's page then, what was appended since included.
    refused: how many times the thread was refused since it was last read (seen_at: the last time; mark: then).
    """

    mark: str | None
    etag: str | None
    last_modified: str | None
    capture_id: str | None
    position: int | None
    listed: int | None
    seen_at: datetime
    whole_at: datetime | None = None
    tailed: bool = False
    size: int | None = None
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """Newest version, content hash and state of a message or thread; number only of messages.

    hash: the first 32 hexadecimal characters of the content hash, no more: compare with `content_hash(...)[:32]`.
    """

    version: int
    hash: str
    state: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """A second look that a thread is due. Times (UTC) are those of the first looks.

    absent: message id -> when it was first not on the page. gone_at: when there was first no page, fate: what
    the thread is called if there is none again.
    """

    absent: dict[str, datetime] = field(default_factory=dict)
    gone_at: datetime | None = None
    fate: str | None = None


_PAGE = "p.mark, p.etag, p.last_modified, p.capture, p.position, p.listed, p.seen_at, p.size"


_FEW = 30


class Recall:
    """Questions about a board. `datasets`: (site, board) -> raw tables, as far as `stand_at` was told of them."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._datasets: dict[tuple[str, str], Dataset] = {}

    def page(self, site: str, board: str, kind: str, thread_id: str = "") -> PageMemory | None:
        """How a page of this kind stood when it was last read, None if it never was."""
        row = self._db.execute(
            f"SELECT {_PAGE}, p.kind = 'thread', ifnull(t.seq > p.seq, 0) FROM page p "
            "LEFT JOIN page t ON t.board = p.board AND t.thread = p.thread AND t.kind = 'tail' AND p.kind = 'thread' "
            "WHERE p.board = ? AND p.kind = ? AND p.thread = ?",
            (self._id(site, board), kind, self._thread(site, board, thread_id) if thread_id else 0),
        ).fetchone()
        if row is None:
            return None
        return _page(row[:8], whole_at=row[6] if row[8] else None, tailed=bool(row[9]))

    def thread_pages(self, site: str, board: str) -> dict[str, PageMemory]:
        """Pages of the threads not known to be dead, by thread: whole readings, tails and refusals in one.

        Mark, place and seen_at are those of the newest reading of either kind, capture_id that of the thread's own
        page; so are validators and size, unless what was appended to it was read since.
        """
        rows = self._db.execute(
            f"SELECT t.thread_id, p.kind, {_PAGE} FROM thread t JOIN page p ON p.board = t.board AND p.thread = t.id "
            "AND p.kind IN ('thread', 'tail', 'refused') WHERE t.board = ? AND NOT t.dead ORDER BY p.seq",
            (self._id(site, board),),
        )
        out: dict[str, PageMemory] = {}
        for thread_id, kind, *stood in rows:
            whole = out.get(thread_id)
            if kind == "thread":
                out[thread_id] = _page(stood, whole_at=stood[6])
            elif kind == "refused":
                new = _page([*stood[:7], None])
                times = {"refused": stood[7], "seen_at": new.seen_at, "mark": new.mark}
                out[thread_id] = replace(whole or new, **times)
            elif whole is None:
                mark, _, _, _, *place, _ = stood
                out[thread_id] = _page([mark, None, None, None, *place, None], tailed=True)
            else:
                appended = stood[7] is not None
                etag, last_modified = (stood[1], stood[2]) if appended else (whole.etag, whole.last_modified)
                out[thread_id] = PageMemory(
                    *(stood[0], etag, last_modified, whole.capture_id),
                    *(stood[4], stood[5], _instant(stood[6]), whole.whole_at),
                    tailed=True,
                    size=stood[7],  # None: nobody could say which line comes next
                )
        return out

    def last_seen(self, site: str, board: str) -> datetime | None:
        """When any page of the board was last read, fetched or saved."""
        return _maybe(self._of_board("seen_at", site, board))

    def settings(self, site: str, board: str) -> bytes | None:
        """The board's own settings page as it was last read."""
        found: bytes | None = self._of_board("settings", site, board)
        return found

    def highest(self, site: str, board: str) -> int | None:
        """The highest message number that was ever seen."""
        found: int | None = self._of_board("highest", site, board)
        return found

    def threads(self, site: str, board: str) -> dict[str, Known]:
        """The threads not known to be dead: live or blocked."""
        rows = self._db.execute(
            "SELECT thread_id, version, hash, state FROM thread WHERE board = ? AND NOT dead AND version",
            (self._id(site, board),),
        )
        return {row[0]: Known(row[1], hash_of(row[2]), row[3]) for row in rows}

    def thread(self, site: str, board: str, thread_id: str) -> Known | None:
        """A thread, whatever became of it."""
        row = self._db.execute(
            "SELECT version, hash, state FROM thread WHERE board = ? AND thread_id = ? AND version",
            (self._id(site, board), thread_id),
        ).fetchone()
        return Known(row[0], hash_of(row[1]), row[2]) if row else None

    def messages(self, site: str, board: str, thread_id: str) -> dict[str, Known]:
        """Every known message of a thread. Those of a dead thread are read from raw, which takes long."""
        thread = self._db.execute(
            "SELECT id, dead FROM thread WHERE board = ? AND thread_id = ?", (self._id(site, board), thread_id)
        ).fetchone()
        if thread is None:
            return {}
        if thread[1]:
            return self._from_raw(site, board, thread_id)
        rows = self._db.execute(
            "SELECT key, version, hash, deleted, ifnull(number, key) FROM message WHERE thread = ?", (thread[0],)
        )
        return {id_of(row[0]): Known(row[1], hash_of(row[2]), STATES[row[3]], row[4]) for row in rows}

    def _from_raw(self, site: str, board: str, thread_id: str) -> dict[str, Known]:
        out: dict[str, Known] = {}
        for row in thread_messages(self._datasets[site, board], {thread_id}):
            old = out.get(row["message_id"])
            if old is None or row["version"] > old.version:
                number = row["number"] or 0
                out[row["message_id"]] = Known(row["version"], (row["content_hash"] or "")[:32], row["state"], number)
        return out

    def elsewhere(self, site: str, board: str, thread_id: str, message_ids: Collection[str]) -> set[str]:
        """Those of these messages that stand live in another thread, one that is open to us and was there when last
        asked for.
        """
        plus = "+" if len(message_ids) > _FEW else ""  # then one pass over all messages, else a look into each thread
        rows = self._db.execute(
            "SELECT DISTINCT m.key FROM thread t CROSS JOIN message m ON m.thread = t.id WHERE t.board = ? "
            "AND NOT t.dead AND t.state IS NOT 'blocked' AND t.thread_id != ? AND NOT m.deleted "
            "AND NOT EXISTS (SELECT 1 FROM owed o WHERE o.thread = t.id AND o.gone_at IS NOT NULL) "
            f"AND {plus}m.key IN (SELECT value FROM json_each(?))",
            (self._id(site, board), thread_id, json.dumps([key_of(each) for each in message_ids])),
        )
        return {id_of(key) for (key,) in rows}

    def held(self, site: str, board: str, thread_ids: Collection[str]) -> int:
        """Live messages known of these threads."""
        mine = self._id(site, board)
        question = "SELECT live FROM thread WHERE board = ? AND thread_id = ?"
        found = (self._db.execute(question, (mine, each)).fetchone() for each in set(thread_ids))
        return sum(row[0] for row in found if row)

    def counts(self, site: str, board: str) -> dict[str, int]:
        """Threads and messages by state, e.g. `threads_live`, `messages_deleted`; dead threads' messages too."""
        mine = (self._id(site, board),)
        states = self._db.execute("SELECT state, count(*) FROM thread WHERE board = ? AND version GROUP BY state", mine)
        out = {f"threads_{state}": number for state, number in states}
        live, deleted = self._db.execute("SELECT sum(live), sum(deleted) FROM thread WHERE board = ?", mine).fetchone()
        messages = {"messages_live": live or 0, "messages_deleted": deleted or 0}
        return out | {name: number for name, number in messages.items() if number}

    def owed(self, site: str, board: str) -> dict[str, Owed]:
        """Second looks that are due, by thread."""
        rows = self._db.execute(
            "SELECT t.thread_id, o.absent, o.gone_at, o.fate FROM owed o JOIN thread t ON t.id = o.thread "
            "WHERE t.board = ?",
            (self._id(site, board),),
        )
        return {
            thread: Owed({each: _instant(at) for each, at in json.loads(absent).items()}, _maybe(gone_at), fate)
            for thread, absent, gone_at, fate in rows
        }

    def blank_due(self, site: str, board: str, before: datetime) -> dict[str, str]:
        """Messages deleted before that moment whose newest version is not blanked: message id -> thread id.

        They may stand in another thread still: see `retention.stands`.
        """
        out: dict[str, str] = {}
        for table in ("message", "buried"):
            rows = self._db.execute(
                f"SELECT d.key, t.thread_id FROM {table} d JOIN thread t ON t.id = d.thread "
                "WHERE d.due IS NOT NULL AND d.due < ? AND t.board = ?",
                (micros(before), self._id(site, board)),
            )
            out |= {id_of(key): thread for key, thread in rows}
        return out

    def looks(self, site: str, board: str) -> list[datetime]:
        """When the listing was read, the last 50 times, oldest first."""
        rows = self._db.execute("SELECT at FROM look WHERE board = ? ORDER BY seq", (self._id(site, board),))
        return [_instant(at) for (at,) in rows]

    def get_robots(self, host: str) -> tuple[bytes | None, int, datetime] | None:
        """robots.txt of a host as it was last read."""
        row = self._db.execute("SELECT body, status, fetched_at FROM robots WHERE host=?", (host,)).fetchone()
        return (row[0], row[1], _instant(row[2])) if row else None

    def _id(self, site: str, board: str) -> int | None:
        found = self._db.execute("SELECT id FROM board WHERE site = ? AND name = ?", (site, board)).fetchone()
        return found[0] if found else None

    def _of_board(self, column: str, site: str, board: str) -> Any:
        found = self._db.execute(f"SELECT {column} FROM board WHERE site = ? AND name = ?", (site, board)).fetchone()
        return found[0] if found else None

    def _thread(self, site: str, board: str, thread_id: str) -> int | None:
        found = self._db.execute(
            "SELECT id FROM thread WHERE board = ? AND thread_id = ?", (self._id(site, board), thread_id)
        ).fetchone()
        return found[0] if found else None


def thread_messages(dataset: Dataset, threads: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rows of raw's `messages` of these threads, oldest first, as far as the fold needs them."""
    for part in dataset.manifest().tables.get("messages", ()):
        path = dataset.folder / "messages" / part.name
        for table in matching(path, part, "thread_id", threads, MESSAGES):
            yield from table.to_pylist()


def _page(row: Any, whole_at: int | None = None, tailed: bool = False) -> PageMemory:
    mark, etag, last_modified, capture, position, listed, at, size = row
    read = (_instant(at), _maybe(whole_at), tailed, size)
    return PageMemory(mark, etag, last_modified, capture_of(capture), position, listed, *read)


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000_000, UTC)


def _maybe(at: int | None) -> datetime | None:
    return None if at is None else _instant(at)
