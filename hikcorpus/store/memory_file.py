"""The file of the crawl's memory (SQLite): its tables, its version, and what is done with one that does not fit."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock

from hikcorpus.store.files import make_folder, writing

VERSION = 4

_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE board (id INTEGER PRIMARY KEY, site TEXT NOT NULL, name TEXT NOT NULL, digest TEXT, settings BLOB,
    settings_at INTEGER, settings_id TEXT, highest INTEGER, seen_at INTEGER, seq INTEGER NOT NULL DEFAULT 0,
    UNIQUE (site, name));
-- version 0: something is known of the thread, but no version of it
CREATE TABLE thread (id INTEGER PRIMARY KEY, board INTEGER NOT NULL, thread_id TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0, hash, state TEXT, dead INTEGER NOT NULL DEFAULT 0,
    live INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0, UNIQUE (board, thread_id));
CREATE INDEX thread_alive ON thread (board) WHERE NOT dead;
-- key: the message id, as a number where it is one. number: null where it is the key. due: when it was deleted (µs),
-- if it must be blanked. deleted: 0 = live, 1 = deleted, 2 = moved to another thread. Of threads that are not dead
CREATE TABLE message (thread INTEGER NOT NULL, key NOT NULL, number INTEGER, version INTEGER NOT NULL, hash,
    deleted INTEGER NOT NULL, due INTEGER, PRIMARY KEY (thread, key)) WITHOUT ROWID;
CREATE INDEX message_due ON message (due) WHERE due IS NOT NULL;
-- what must be blanked in dead threads
CREATE TABLE buried (thread INTEGER NOT NULL, key NOT NULL, due INTEGER NOT NULL, PRIMARY KEY (thread, key))
    WITHOUT ROWID;
-- kind refused: of a thread refused since it was last read; its size: how many times.
-- thread: 0 where the page is not of one. seq: readings of the board, numbered in raw's order
CREATE TABLE page (board INTEGER NOT NULL, kind TEXT NOT NULL, thread INTEGER NOT NULL, mark TEXT, etag TEXT,
    last_modified TEXT, capture, position INTEGER, listed INTEGER, seen_at INTEGER NOT NULL, size INTEGER,
    seq INTEGER NOT NULL, PRIMARY KEY (board, kind, thread)) WITHOUT ROWID;
CREATE TABLE look (board INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (board, seq))
    WITHOUT ROWID;
-- absent: JSON, message id -> first look (µs)
CREATE TABLE owed (thread INTEGER PRIMARY KEY, absent TEXT NOT NULL, gone_at INTEGER, fate TEXT);
CREATE TABLE robots (host TEXT PRIMARY KEY, body BLOB, status INTEGER, fetched_at INTEGER);
PRAGMA user_version = {VERSION};
COMMIT;
"""
_WAIT = 300  # seconds: another process may be building its board's memory again


def open_file(path: Path) -> sqlite3.Connection:
    """The memory's file, made where there is none. One of another version, or damaged, is set aside (`.damaged`)
    and a new one begun: everything in it can be had again. Raises CannotWrite.
    """
    make_folder(path.parent)
    with writing(path.parent), FileLock(path.with_suffix(".opening"), timeout=_WAIT, mode=0o600):
        try:
            return _opened(path)
        except sqlite3.DatabaseError:
            set_aside(path)
            return _opened(path)


def set_aside(path: Path) -> None:
    """Put a damaged file out of the way: the next one to open the memory builds it again from raw."""
    for suffix in ("", "-journal", "-wal", "-shm"):  # a journal left behind would be played into the new file
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.replace(path.with_suffix(".damaged" + suffix))


def _opened(path: Path) -> sqlite3.Connection:
    """Raises OSError where the disk refuses, DatabaseError where the file is no memory of this version."""
    path.touch(0o600)
    path.chmod(0o600)
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=_WAIT)
    except sqlite3.OperationalError as error:
        raise OSError(0, str(error)) from error
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version == 0 and not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            db.executescript(_SCHEMA)
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"version {version}")  # noqa: TRY301
        db.execute("SELECT count(*) FROM board").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        raise OSError(0, str(error)) from error
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db


@contextlib.contextmanager
def transaction(db: sqlite3.Connection, place: Path) -> Iterator[None]:
    """All of it or nothing. Raises CannotWrite."""
    with writing(place):
        try:
            db.execute("BEGIN IMMEDIATE")
            yield
            db.execute("COMMIT")
        except BaseException as error:
            if db.in_transaction:
                db.execute("ROLLBACK")
            if isinstance(error, sqlite3.OperationalError):
                raise OSError(0, str(error)) from error
            raise


def give_back(db: sqlite3.Connection) -> None:
    """Shrink the file where most of it is empty; a file in use by others stays as it is."""
    (free,), (pages,) = (db.execute(f"PRAGMA {name}").fetchone() for name in ("freelist_count", "page_count"))
    if free > 1000 and free * 2 > pages:
        with contextlib.suppress(sqlite3.OperationalError):
            db.execute("VACUUM")
