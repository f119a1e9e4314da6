"""How rows of raw become the crawl's memory: each row is taken in once, in raw's order, and nothing else enters.

What the memory holds is a function of the rows alone, whatever parts they lie in and however they were committed:

- a message or thread is its highest version (the first row of it, where there are twins);
- a page is its last reading, in the order of the rows; readings of a board are numbered;
- a thread's page that was refused since it was last read is so much more: when, and how many times;
- the settings page is the newest by its time (compaction sorts evidence by address);
- messages of dead threads are only counted: their rows are taken out once they are counted, but for when they
  must be blanked. Where such a thread is touched again, `memory` has all its rows taken in anew.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hikcorpus.store.orders import in_full

Row = Mapping[str, Any]

READ = ("new", "changed", "unchanged", "not_modified", "gone")
"""Outcomes of a visit at which the page was really read, so that its validators count from then on."""

DEAD = ("archived", "pruned", "deleted", "moved")
"""States of a thread in which nobody can write to it any more."""

LOOKS = 50

STATES = ("live", "deleted", "moved")
"""States of a message; the memory keeps their places here."""

MESSAGES = [
    *("thread_id", "message_id", "number", "version", "content_hash", "state", "deleted_at", "blanked_at"),
]
THREADS = ["thread_id", "version", "content_hash", "state"]
EVIDENCE = ["capture_id", "page_kind", "fetched_at", "body"]
OBSERVATIONS = [
    *("page_kind", "thread_id", "mark", "etag", "last_modified", "capture_id", "position", "listed"),
    *("observed_at", "outcome", "absent", "fate", "size"),
]

_UPSERT = "ON CONFLICT DO UPDATE SET version = excluded.version, hash = excluded.hash"
_MESSAGE = (
    f"INSERT INTO message VALUES (?,?,?,?,?,?,?) {_UPSERT}, number = excluded.number, deleted = excluded.deleted, "
    "due = excluded.due WHERE excluded.version > version"
)
_THREAD = (
    f"INSERT INTO thread (board, thread_id, version, hash, state, dead) VALUES (?,?,?,?,?,?) {_UPSERT}, "
    "state = excluded.state, dead = excluded.dead WHERE excluded.version > version"
)

_PAGE = "INSERT OR REPLACE INTO page VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
_REFUSED = "board = ? AND kind = 'refused' AND thread = ?"
_LISTING = "board = ? AND kind = 'listing' AND thread = 0"


class Fold:
    """Takes rows of one board in; the caller holds the transaction. mine: the board's number in the file."""

    def __init__(self, db: sqlite3.Connection, mine: int) -> None:
        self._db = db
        self._mine = mine
        self._numbers: dict[str, int] = {}

    def clear(self) -> None:
        """Forget the board."""
        for table in ("message", "buried", "owed"):
            self._db.execute(
                f"DELETE FROM {table} WHERE thread IN (SELECT id FROM thread WHERE board=?)", (self._mine,)
            )
        for table in ("thread", "page", "look"):
            self._db.execute(f"DELETE FROM {table} WHERE board = ?", (self._mine,))
        self._db.execute(
            "UPDATE board SET settings = NULL, settings_at = NULL, settings_id = NULL, highest = NULL, "
            "seen_at = NULL, seq = 0 WHERE id = ?",
            (self._mine,),
        )
        self._numbers.clear()

    def buried(self, threads: Collection[str]) -> set[str]:
        """Those of these threads that are dead, so that their messages are not here."""
        question = "SELECT 1 FROM thread WHERE board = ? AND thread_id = ? AND dead"
        return {each for each in threads if self._db.execute(question, (self._mine, each)).fetchone()}

    def exhume(self, threads: Collection[str], rows: Iterable[Row]) -> None:
        """Take all message rows of threads that were dead in anew. rows: those of these threads, in raw's order."""
        for each in threads:
            for table in ("message", "buried"):
                self._db.execute(f"DELETE FROM {table} WHERE thread = ?", (self._thread(each),))
        self.messages(rows)

    def threads(self, rows: Iterable[Row]) -> None:
        """Versions of threads."""
        facts = (
            (self._mine, row["thread_id"], row["version"], stored_hash(row["content_hash"]), row["state"])
            for row in rows
        )
        self._db.executemany(_THREAD, ((*each, each[-1] in DEAD) for each in facts))

    def messages(self, rows: Iterable[Row]) -> None:
        """Versions of messages."""
        highest = -1
        facts = []
        for row in rows:
            key, number = key_of(row["message_id"]), row["number"] or 0
            highest = max(highest, number)
            state = STATES.index(row["state"])
            gone_at = row.get("deleted_at")
            gone = row["state"] == "deleted" and row.get("blanked_at") is None
            due = micros(gone_at) if gone and gone_at is not None else None
            same = None if number == key else number
            hashed = stored_hash(row["content_hash"])
            facts.append((self._thread(row["thread_id"]), key, same, row["version"], hashed, state, due))
        self._db.executemany(_MESSAGE, facts)
        if highest >= 0:
            self._db.execute(
                "UPDATE board SET highest = max(ifnull(highest, 0), ?) WHERE id = ?", (highest, self._mine)
            )

    def observations(self, rows: Iterable[Row]) -> None:
        """Visits: pages as they were last read, second looks that are owed."""
        seq, seen = self._db.execute("SELECT seq, seen_at FROM board WHERE id = ?", (self._mine,)).fetchone()
        for row in rows:
            at = micros(row["observed_at"])
            if row["page_kind"] in ("thread", "tail"):
                self._owe(row, at)
            refused = row["outcome"] == "blocked" and row["page_kind"] == "thread"
            if (row["outcome"] not in READ and not refused) or row["page_kind"] == "page":
                continue  # later pages go with their first
            seq += 1
            thread = self._thread(row["thread_id"]) if row["thread_id"] else 0
            if refused:
                self._refused(thread, row, at, seq)
                continue
            seen = max(seen or at, at)
            if row["page_kind"] in ("thread", "tail"):
                self._db.execute(f"DELETE FROM page WHERE {_REFUSED}", (self._mine, thread))
            mark = row["mark"]
            if row["page_kind"] == "listing":
                (before,) = self._db.execute(f"SELECT max(mark) FROM page WHERE {_LISTING}", (self._mine,)).fetchone()
                mark = in_full(mark, before)
            capture = stored_capture(row["capture_id"])
            stood = (mark, row["etag"], row["last_modified"], capture, row["position"], row["listed"], at)
            self._db.execute(_PAGE, (self._mine, row["page_kind"], thread, *stood, row["size"], seq))
            if row["page_kind"] == "listing":
                self._db.execute("INSERT INTO look VALUES (?,?,?)", (self._mine, seq, at))
        self._db.execute("UPDATE board SET seq = ?, seen_at = ? WHERE id = ?", (seq, seen, self._mine))
        self._db.execute(
            "DELETE FROM look WHERE board = ? AND seq <= "
            "(SELECT seq FROM look WHERE board = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)",
            (self._mine, self._mine, LOOKS),
        )

    def _refused(self, thread: int, row: Row, at: int, seq: int) -> None:
        """A thread was refused: how often since it was last read stands where a page's size does."""
        before = self._db.execute(f"SELECT size FROM page WHERE {_REFUSED}", (self._mine, thread)).fetchone()
        stood = (row["mark"], None, None, None, row["position"], row["listed"], at, before[0] + 1 if before else 1)
        self._db.execute(_PAGE, (self._mine, "refused", thread, *stood, seq))

    def _owe(self, row: Row, at: int) -> None:
        """Second looks: `missing` begins one, `gone` ends it; so does a page that is there, but for what it says is
        (still) absent; other outcomes say nothing.
        """
        outcome = row["outcome"]
        if outcome != "missing" and outcome not in READ:
            return
        thread = self._thread(row["thread_id"])
        old = self._db.execute("SELECT absent, gone_at FROM owed WHERE thread = ?", (thread,)).fetchone()
        absent: dict[str, int] = json.loads(old[0]) if old else {}
        gone_at, fate = None, None
        if outcome == "missing":
            gone_at = at if not old or old[1] is None else old[1]
            fate = row.get("fate")
        else:
            waiting = () if outcome == "gone" else row.get("absent") or ()
            absent = {each: absent.get(each, at) for each in waiting}
        if absent or gone_at is not None:
            kept = json.dumps(absent, sort_keys=True)
            self._db.execute("INSERT OR REPLACE INTO owed VALUES (?,?,?,?)", (thread, kept, gone_at, fate))
        elif old:
            self._db.execute("DELETE FROM owed WHERE thread = ?", (thread,))

    def evidence(self, rows: Iterable[Row]) -> None:
        """Of evidence only the settings page, the newest."""
        for row in rows:
            if row["page_kind"] == "settings" and row["body"] is not None:
                self._db.execute(
                    "UPDATE board SET settings = ?, settings_at = ?, settings_id = ? WHERE id = ? "
                    "AND (settings_at IS NULL OR (settings_at, settings_id) < (?, ?))",
                    (row["body"], *(newness := (micros(row["fetched_at"]), row["capture_id"])), self._mine, *newness),
                )

    def settle(self, threads: Collection[str] | None = None) -> None:
        """Count the messages of these threads (None: of all), and take those of the dead ones out."""
        if threads is None:
            found = self._db.execute("SELECT id, dead FROM thread WHERE board = ?", (self._mine,)).fetchall()
        else:
            question = "SELECT id, dead FROM thread WHERE id = ?"
            found = [self._db.execute(question, (self._thread(each),)).fetchone() for each in sorted(threads)]
        self._db.executemany(
            "UPDATE thread SET (live, deleted) = (SELECT ifnull(sum(deleted = 0), 0), ifnull(sum(deleted = 1), 0) "
            "FROM message WHERE thread = ?1) WHERE id = ?1",
            ((thread,) for thread, _ in found),
        )
        for thread in (thread for thread, dead in found if dead):
            self._db.execute(
                "INSERT INTO buried SELECT thread, key, due FROM message WHERE thread = ? AND due IS NOT NULL",
                (thread,),
            )
            self._db.execute("DELETE FROM message WHERE thread = ?", (thread,))

    def blanked(self, messages: Collection[str]) -> None:
        """These messages have been blanked."""
        keys = {key_of(each) for each in messages}
        mine = "due IS NOT NULL AND thread IN (SELECT id FROM thread WHERE board = ?)"
        for table in ("message", "buried"):
            found = self._db.execute(f"SELECT thread, key FROM {table} WHERE {mine}", (self._mine,)).fetchall()
            done = "UPDATE message SET due = NULL" if table == "message" else "DELETE FROM buried"
            self._db.executemany(f"{done} WHERE thread = ? AND key = ?", (each for each in found if each[1] in keys))

    def _thread(self, thread_id: str) -> int:
        """The thread's number in the file; one that has no version yet gets its place."""
        number = self._numbers.get(thread_id)
        if number is None:
            place = (self._mine, thread_id)
            self._db.execute("INSERT OR IGNORE INTO thread (board, thread_id) VALUES (?, ?)", place)
            question = "SELECT id FROM thread WHERE board = ? AND thread_id = ?"
            number = self._numbers[thread_id] = int(self._db.execute(question, place).fetchone()[0])
        return number


def key_of(message_id: str) -> int | str:
    """A message id as it is kept: a whole number takes half the room."""
    if len(message_id) < 18 and message_id.isascii() and message_id.isdigit() and str(int(message_id)) == message_id:
        return int(message_id)
    return message_id


def id_of(key: int | str) -> str:
    """The message id back from its key."""
    return str(key)


def stored_hash(content_hash: str | None) -> bytes | str:
    """The first 16 bytes of a SHA-256 given in hex; what is no such thing as it is."""
    return _packed((content_hash or "")[:32], 16)


def hash_of(kept: bytes | str) -> str:
    """The first 32 characters of the content hash."""
    return kept.hex() if isinstance(kept, bytes) else kept


def stored_capture(capture_id: str | None) -> bytes | str | None:
    """A capture id as it is kept."""
    return None if capture_id is None else _packed(capture_id, 32)


def capture_of(kept: bytes | str | None) -> str | None:
    """The whole capture id back."""
    return None if kept is None else hash_of(kept)


def _packed(text: str, size: int) -> bytes | str:
    try:
        packed = bytes.fromhex(text)
    except ValueError:
        return text
    return packed if len(packed) == size and packed.hex() == text else text


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def micros(instant: datetime) -> int:
    """Microseconds since 1970 (UTC), exactly."""
    return (instant - _EPOCH) // timedelta(microseconds=1)
