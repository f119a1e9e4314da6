"""What the crawl remembers of a board (SQLite): marks, validators, hashes. No text.

It is a fold over the board's raw tables: `absorb` is given the very rows that were appended, and nothing else ever
enters it. So it can be thrown away at any time: where it does not stand at the digest of the raw manifest, it is
built again from raw (a run was killed between the two, or the file is gone).
"""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import make_folder, writing

_SCHEMA = """
CREATE TABLE IF NOT EXISTS board (site TEXT, board TEXT, digest TEXT, settings BLOB, PRIMARY KEY (site, board));
CREATE TABLE IF NOT EXISTS page (site TEXT, board TEXT, kind TEXT, thread_id TEXT, mark TEXT, etag TEXT,
    last_modified TEXT, capture_id TEXT, position INTEGER, listed INTEGER, seen_at INTEGER,
    PRIMARY KEY (site, board, kind, thread_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS thread (site TEXT, board TEXT, thread_id TEXT, version INTEGER, hash TEXT, state TEXT,
    PRIMARY KEY (site, board, thread_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS message (site TEXT, board TEXT, thread_id TEXT, message_id TEXT, number INTEGER,
    version INTEGER, hash TEXT, state TEXT,
    PRIMARY KEY (site, board, thread_id, message_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS capture (site TEXT, board TEXT, id TEXT, PRIMARY KEY (site, board, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS robots (host TEXT PRIMARY KEY, body BLOB, status INTEGER, fetched_at INTEGER);
PRAGMA user_version = 1;
"""


@dataclass(frozen=True, slots=True)
class PageMemory:
    """How a page stood when it was last read whole; seen_at in UTC."""

    mark: str | None
    etag: str | None
    last_modified: str | None
    capture_id: str | None
    position: int | None
    listed: int | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """Newest version, content hash and state of a message or thread; number only of messages."""

    version: int
    hash: str
    state: str
    number: int = 0


class Memory:
    """The crawl's memory of all boards of a data folder. A damaged file is set aside and built again."""

    def __init__(self, path: Path) -> None:
        make_folder(path.parent)
        self.path = path
        with writing(path.parent):
            try:
                self._db = self._open()
            except sqlite3.DatabaseError:
                path.rename(path.with_suffix(".damaged"))
                self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, isolation_level=None, timeout=60)
        try:
            db.executescript(_SCHEMA)
            db.execute("SELECT count(*) FROM board").fetchone()
        except sqlite3.OperationalError as error:
            db.close()
            raise OSError(0, str(error)) from error
        except sqlite3.DatabaseError:
            db.close()
            raise
        self.path.chmod(0o600)
        return db

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> "Memory":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def stand_at(self, site: str, board: str, dataset: Dataset) -> bool:
        """Make sure that the memory of a board is that of its raw tables; True if it had to be built again."""
        found = self._db.execute("SELECT digest FROM board WHERE site=? AND board=?", (site, board)).fetchone()
        digest = dataset.digest()
        if found and found[0] == digest:
            return False
        with self._transaction():
            for table in ("board", "page", "thread", "message", "capture"):
                self._db.execute(f"DELETE FROM {table} WHERE site=? AND board=?", (site, board))
            self._stand(site, board, digest)
            for table, columns in _NEEDED.items():
                for batch in dataset.batches(table, columns):
                    self._absorb_rows(site, board, table, batch.to_pylist())
        return dataset.exists()

    def absorb(self, site: str, board: str, tables: Mapping[str, Iterable[Mapping[str, Any]]], digest: str) -> None:
        """Remember rows that were just appended to raw, which now has this digest."""
        with self._transaction():
            self._stand(site, board, digest)
            for table in _NEEDED:
                self._absorb_rows(site, board, table, tables.get(table, ()))

    def _stand(self, site: str, board: str, digest: str) -> None:
        self._db.execute(
            "INSERT INTO board (site, board, digest) VALUES (?,?,?) "
            "ON CONFLICT (site, board) DO UPDATE SET digest = excluded.digest",
            (site, board, digest),
        )

    def _absorb_rows(self, site: str, board: str, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
        where = {"site": site, "board": board}
        if table == "observations":
            rows = (row for row in rows if row["outcome"] in READ)
        for row in rows:
            self._db.execute(_ABSORB[table], {**row, **where, **_seen(row)})
            if table == "evidence" and row["page_kind"] == "settings":
                self._db.execute(_SETTINGS, {**where, "body": row["body"]})

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with writing(self.path.parent):
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise OSError(0, str(error)) from error
                raise

    def page(self, site: str, board: str, kind: str, thread_id: str = "") -> PageMemory | None:
        """How a page stood when it was last read, None if it never was."""
        row = self._db.execute(
            "SELECT mark, etag, last_modified, capture_id, position, listed, seen_at FROM page "
            "WHERE site=? AND board=? AND kind=? AND thread_id=?",
            (site, board, kind, thread_id),
        ).fetchone()
        return _page(row) if row else None

    def last_seen(self, site: str, board: str) -> datetime | None:
        """When any page of the board was last read, fetched or saved."""
        (seen,) = self._db.execute("SELECT max(seen_at) FROM page WHERE site=? AND board=?", (site, board)).fetchone()
        return _instant(seen) if seen is not None else None

    def thread_pages(self, site: str, board: str) -> dict[str, PageMemory]:
        """Every thread page read so far, by thread."""
        rows = self._db.execute(
            "SELECT mark, etag, last_modified, capture_id, position, listed, seen_at, thread_id FROM page "
            "WHERE site=? AND board=? AND kind='thread'",
            (site, board),
        )
        return {row[7]: _page(row) for row in rows}

    def settings(self, site: str, board: str) -> bytes | None:
        """The board's own settings page as it was last read."""
        row = self._db.execute("SELECT settings FROM board WHERE site=? AND board=?", (site, board)).fetchone()
        return row[0] if row else None

    def threads(self, site: str, board: str) -> dict[str, Known]:
        """Every known thread of a board."""
        rows = self._db.execute(
            "SELECT thread_id, version, hash, state FROM thread WHERE site=? AND board=?", (site, board)
        )
        return {row[0]: Known(*row[1:]) for row in rows}

    def messages(self, site: str, board: str, thread_id: str) -> dict[str, Known]:
        """Every known message of a thread."""
        rows = self._db.execute(
            "SELECT message_id, version, hash, state, number FROM message WHERE site=? AND board=? AND thread_id=?",
            (site, board, thread_id),
        )
        return {row[0]: Known(*row[1:]) for row in rows}

    def has_capture(self, site: str, board: str, capture_id: str) -> bool:
        """Whether these bytes are stored already."""
        found = self._db.execute(
            "SELECT 1 FROM capture WHERE site=? AND board=? AND id=?", (site, board, capture_id)
        ).fetchone()
        return found is not None

    def counts(self, site: str, board: str) -> dict[str, int]:
        """Threads and messages by state, e.g. `threads_live`, `messages_deleted`."""
        out: dict[str, int] = {}
        for table in ("thread", "message"):
            for state, number in self._db.execute(
                f"SELECT state, count(*) FROM {table} WHERE site=? AND board=? GROUP BY state", (site, board)
            ):
                out[f"{table}s_{state}"] = number
        return out

    def get_robots(self, host: str) -> tuple[bytes | None, int, datetime] | None:
        """robots.txt of a host as it was last read."""
        row = self._db.execute("SELECT body, status, fetched_at FROM robots WHERE host=?", (host,)).fetchone()
        return (row[0], row[1], _instant(row[2])) if row else None

    def put_robots(self, host: str, body: bytes | None, status: int, fetched_at: datetime) -> None:
        """Remember a host's robots.txt."""
        with self._transaction():
            self._db.execute(
                "INSERT OR REPLACE INTO robots VALUES (?,?,?,?)", (host, body, status, _micros(fetched_at))
            )


READ = ("new", "changed", "unchanged", "not_modified", "gone")
"""Outcomes of a visit at which the page was really read, so that its validators count from then on."""

_NEEDED: dict[str, list[str]] = {
    "evidence": ["capture_id", "page_kind", "body"],
    "messages": ["thread_id", "message_id", "number", "version", "content_hash", "state"],
    "threads": ["thread_id", "version", "content_hash", "state"],
    "observations": [
        *("page_kind", "thread_id", "mark", "etag", "last_modified", "capture_id"),
        *("position", "listed", "observed_at", "outcome"),
    ],
}
_ABSORB: dict[str, str] = {
    "evidence": "INSERT OR IGNORE INTO capture VALUES (:site, :board, :capture_id)",
    "messages": "INSERT INTO message VALUES (:site, :board, :thread_id, :message_id, :number, :version, "
    ":content_hash, :state) ON CONFLICT DO UPDATE SET version=excluded.version, hash=excluded.hash, "
    "state=excluded.state WHERE excluded.version > version",
    "threads": "INSERT INTO thread VALUES (:site, :board, :thread_id, :version, :content_hash, :state) "
    "ON CONFLICT DO UPDATE SET version=excluded.version, hash=excluded.hash, state=excluded.state "
    "WHERE excluded.version > version",
    "observations": "INSERT OR REPLACE INTO page VALUES (:site, :board, :page_kind, ifnull(:thread_id, ''), :mark, "
    ":etag, :last_modified, :capture_id, :position, :listed, :observed_at)",
}
_SETTINGS = "UPDATE board SET settings = :body WHERE site = :site AND board = :board"


def _seen(row: Mapping[str, Any]) -> dict[str, int]:
    return {"observed_at": _micros(row["observed_at"])} if "observed_at" in row else {}


def _page(row: tuple[Any, ...]) -> PageMemory:
    return PageMemory(row[0], row[1], row[2], row[3], row[4], row[5], _instant(row[6]))


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)


def _instant(micros: int) -> datetime:
    return datetime.fromtimestamp(micros / 1_000_000, UTC)
