"""The latest view of the study's messages and threads, out of raw's versions, without their texts.

A message is its highest version with state live, or its tombstone where there never was a live one; whether it is
deleted now is what its highest version says. One that stood in several threads (a moderator moved it) is one message:
that of the thread in which it stands, else stood last. Poster ID, tripcode and account are perishable: where the
content version has none, the earliest that was seen stands. Texts stay in raw until the view is written: `rid` finds
them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from hikcorpus.participants.config import ParticipantRules, Window
from hikcorpus.participants.scratch import ARRIVING, Scratch
from hikcorpus.store import parts
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.manifest import Manifest
from hikcorpus.store.schemas import schema

_ROWS_OF_A_BOARD = 1 << 40

# what rules and order need of a message; the rest is read again when the view is written
_NARROW = (
    *("site", "board", "thread_id", "message_id", "number", "author_name", "is_default_name", "tripcode"),
    *("account_id", "poster_id", "poster_id_scope", "shared_line", "posted_at", "zone"),
    *("state", "deleted_at", "deletion_evidence", "version", "first_seen"),
)


@dataclass(frozen=True, slots=True)
class RawBoards:
    """The raw tables as they were when the stage began; what a crawl appends meanwhile is not seen."""

    datasets: tuple[Dataset, ...]
    manifests: tuple[Manifest, ...]

    def rows(self, table: str) -> int:
        """Rows of a table over all boards."""
        return sum(part.rows for manifest in self.manifests for part in manifest.tables.get(table, ()))

    def batches(
        self, table: str, columns: Sequence[str], read: Callable[[int], None] = lambda _: None
    ) -> Iterator[pa.RecordBatch]:
        """The rows with `rid` (int64) before them: the same for the same row at every reading. Raises DataDamaged."""
        fields = fields_of(table, columns)
        seen = 0
        for place, (dataset, manifest) in enumerate(zip(self.datasets, self.manifests, strict=True)):
            rid = place * _ROWS_OF_A_BOARD
            for part in manifest.tables.get(table, ()):
                for batch in parts.batches(dataset.folder / table / part.name, part, columns):
                    rids = pa.array(range(rid, rid + batch.num_rows), pa.int64())
                    yield pa.RecordBatch.from_arrays([rids, *(batch.column(name) for name in columns)], schema=fields)
                    rid += batch.num_rows
                    seen += batch.num_rows
                    read(seen)


def fields_of(table: str, columns: Sequence[str]) -> pa.Schema:
    """Arrow fields of `RawBoards.batches`."""
    known = schema("raw", table)
    return pa.schema([pa.field("rid", pa.int64()), *(known.field(name).remove_metadata() for name in columns)])


def pick(
    scratch: Scratch, raw: RawBoards, rules: ParticipantRules, window: Window | None, read: Callable[[int], None]
) -> None:
    """Make `picked`: one row a message, `dropped` = why it does not enter the study, or null.

    Columns: rid, site, board, thread_id, message_id, number, author_name, is_default_name, tripcode, account_id,
    poster_id, poster_id_scope, shared_line, posted_at, zone; state, deleted_at, deletion_evidence, version of the
    highest version; first_seen of the first.
    """
    window = window or Window()
    _versions(scratch, raw, "messages", _NARROW, window, read)
    scratch.run("""
        CREATE TABLE strays AS
        WITH several AS (
            SELECT site, board, message_id FROM versions
            GROUP BY ALL HAVING min(thread_id) <> max(thread_id)
        ), stands AS (
            SELECT site, board, message_id, thread_id, arg_max(state, age) AS state, max(first_seen) AS seen
            FROM versions SEMI JOIN several USING (site, board, message_id) GROUP BY ALL
        )
        SELECT site, board, message_id, thread_id FROM stands QUALIFY row_number() OVER (
            PARTITION BY site, board, message_id
            ORDER BY CASE state WHEN 'live' THEN 0 WHEN 'deleted' THEN 1 ELSE 2 END, seen DESC, thread_id
        ) > 1""")
    scratch.run("""
        CREATE TABLE latest AS
        SELECT coalesce(arg_max(rid, age) FILTER (WHERE state = 'live'), arg_max(rid, age)) AS content_rid,
               arg_max(rid, age) AS last_rid,
               arg_min(first_seen, age) AS first_seen,
               arg_min(nullif(poster_id, ''), age) AS poster_id,
               arg_min(nullif(tripcode, ''), age) AS tripcode,
               arg_min(nullif(account_id, ''), age) AS account_id
        FROM versions ANTI JOIN strays USING (site, board, message_id, thread_id)
        WHERE state <> 'moved' GROUP BY site, board, message_id""")
    reasons = ""
    given = {}
    for name, test in (("posted_from", "c.posted_at < $posted_from"), ("posted_to", "c.posted_at >= $posted_to")):
        if (moment := getattr(window, name)) is not None:
            reasons += f" WHEN c.posted_at IS NULL THEN 'undated' WHEN {test} THEN 'outside_window'"
            given[name] = moment
    if rules.deleted_messages == "drop":
        reasons += " WHEN d.state = 'deleted' THEN 'deleted'"
    scratch.run(
        f"""
        CREATE TABLE picked AS
        SELECT c.rid, c.site, c.board, c.thread_id, c.message_id, c.number, c.author_name,
               coalesce(c.is_default_name, false) AS is_default_name,
               coalesce(nullif(c.tripcode, ''), l.tripcode) AS tripcode,
               coalesce(nullif(c.account_id, ''), l.account_id) AS account_id,
               coalesce(nullif(c.poster_id, ''), l.poster_id) AS poster_id,
               c.poster_id_scope, nullif(c.shared_line, '') AS shared_line, c.posted_at, c.zone,
               d.state, d.deleted_at, d.deletion_evidence, d.version, l.first_seen,
               CAST(CASE {reasons} WHEN false THEN NULL END AS VARCHAR) AS dropped
        FROM latest l JOIN versions c ON c.rid = l.content_rid JOIN versions d ON d.rid = l.last_rid""",
        given,
    )
    for table in ("versions", "strays", "latest"):
        scratch.run(f"DROP TABLE {table}")


def pick_threads(scratch: Scratch, raw: RawBoards, window: Window | None) -> None:
    """Make `picked_threads`: the highest version of each thread, all columns."""
    columns = schema("raw", "threads").names
    _versions(scratch, raw, "threads", columns, window or Window(), lambda _: None)
    scratch.run("""
        CREATE TABLE picked_threads AS SELECT v.* EXCLUDE (rid, age) FROM versions v
        JOIN (SELECT arg_max(rid, age) AS rid FROM versions GROUP BY site, board, thread_id) USING (rid)""")
    scratch.run("DROP TABLE versions")


def _versions(
    scratch: Scratch, raw: RawBoards, table: str, columns: Sequence[str], window: Window, read: Callable[[int], None]
) -> None:
    """Make `versions`: the rows known at the window's as_of; `age` orders versions, and twins by when they came."""
    known = "WHERE first_seen <= $as_of" if window.as_of else ""
    reader = scratch.reader(fields_of(table, columns), raw.batches(table, columns, read))
    scratch.run_on(
        reader,
        f"""
        CREATE TABLE versions AS
        SELECT *, CAST(version AS HUGEINT) * (1::HUGEINT << 64) + coalesce(epoch_us(first_seen), 0) AS age
        FROM {ARRIVING} {known}""",
        {"as_of": window.as_of} if window.as_of else None,
    )
