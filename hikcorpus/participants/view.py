"""The study's messages and threads in reading order, cut at thread boundaries, each message with who wrote it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus.participants.config import ParticipantRules
from hikcorpus.participants.latest import RawBoards
from hikcorpus.participants.scratch import ARRIVING, Scratch
from hikcorpus.store.schemas import schema

MESSAGES_A_PART = 20_000
_BATCH = 5_000

# columns of the view that do not simply stand in the content version's row
_SETTLED = (
    *("tripcode", "account_id", "poster_id", "state", "deleted_at", "deletion_evidence", "version", "first_seen"),
    *("participant", "participant_excluded"),
)
_WIDE = tuple(name for name in schema("raw", "messages").names if name not in _SETTLED)


@dataclass(frozen=True, slots=True)
class Cut:
    """One part: the threads from `first` to `last` in reading order (from 1, inclusive), and their messages."""

    first: int
    last: int
    messages: int


def order(scratch: Scratch, rules: ParticipantRules) -> None:
    """Make `thread_order` (place, site, board, thread_id, messages): site, board, first number captured, thread.

    2ch numbers every thread from 1: there the thread's own number, the time of its making, gives the order.
    """
    kept = "WHERE reason IS NULL" if rules.excluded_messages == "drop" else ""
    scratch.run(f"""
        CREATE TABLE thread_order AS
        WITH captured AS (
            SELECT site, board, thread_id, min(number) AS number FROM picked GROUP BY site, board, thread_id
        ), kept AS (
            SELECT site, board, thread_id, count(*) AS messages FROM settled {kept} GROUP BY site, board, thread_id
        )
        SELECT row_number() OVER (
                   ORDER BY site, board, number NULLS LAST, TRY_CAST(thread_id AS BIGINT) NULLS LAST, thread_id
               ) AS place, site, board, thread_id, messages
        FROM kept JOIN captured USING (site, board, thread_id)""")
    kept = "WHERE s.reason IS NULL" if rules.excluded_messages == "drop" else ""
    scratch.run(f"""
        CREATE TABLE shown AS
        SELECT p.rid, t.place, p.tripcode, p.account_id, p.poster_id, p.state, p.deleted_at,
               p.deletion_evidence, p.version, p.first_seen, s.participant, s.reason AS participant_excluded
        FROM picked p JOIN settled s USING (rid)
        JOIN thread_order t ON t.site = p.site AND t.board = p.board AND t.thread_id = p.thread_id {kept}""")


def cuts(scratch: Scratch) -> list[Cut]:
    """Where the parts end: after the thread that brings a part to MESSAGES_A_PART. At least one part, if empty."""
    found: list[Cut] = []
    first, place, messages = 1, 0, 0
    for place, more in scratch.rows("SELECT place, messages FROM thread_order ORDER BY place"):
        messages += more
        if messages >= MESSAGES_A_PART:
            found.append(Cut(first, place, messages))
            first, messages = place + 1, 0
    if messages or not found:
        found.append(Cut(first, place, messages))
    return found


def message_parts(
    scratch: Scratch, raw: RawBoards, cut: list[Cut], read: Callable[[int], None]
) -> Iterator[tuple[Cut, pa.Table]]:
    """The messages of each part, streamed: one part at a time is in memory. Raises DataDamaged.

    Raw and what was settled meet in Arrow, both by rid; DuckDB only sorts: a join of its own would take the texts,
    of which it cannot know the number, for the smaller side and keep them in memory.
    """
    fields = pa.schema([*schema("participants", "messages").remove_metadata(), pa.field("place", pa.int64())])
    rows = _with_settled(raw.batches("messages", _WIDE, read), scratch.spilled("SELECT * FROM shown ORDER BY rid"))
    batches = scratch.stream(
        f"""SELECT * EXCLUDE (place) FROM {ARRIVING} ORDER BY place, number NULLS LAST, message_id""",
        _BATCH,
        scratch.reader(fields, (batch.select(fields.names) for batch in rows)),
    )
    empty = schema("participants", "messages").empty_table()
    waiting = pa.Table.from_batches([], empty.schema)
    for part in cut:
        arrived = [waiting] if waiting.num_rows else []
        have = waiting.num_rows
        while have < part.messages:
            arrived.append(pa.Table.from_batches([next(batches)]))
            have += arrived[-1].num_rows
        content = pa.concat_tables(arrived) if arrived else empty
        waiting = content.slice(part.messages)
        yield part, content.slice(0, part.messages).combine_chunks()  # one chunk: else the bytes tell how rows came
    for _ in batches:
        raise RuntimeError("more messages arrived than threads hold")


def _with_settled(wide: Iterator[pa.RecordBatch], settled: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Merge raw rows with what was settled of them: both come by rid; raw rows that are not shown go."""
    ahead = next(settled, None)
    for batch in wide:
        end = batch.column("rid")[-1].as_py() if batch.num_rows else -1
        while ahead is not None:
            here = ahead.filter(pc.less_equal(ahead.column("rid"), end))
            if not here.num_rows:
                break
            found = batch.take(pc.subtract(here.column("rid"), batch.column("rid")[0]))
            names = [*_WIDE, *here.schema.names[1:]]
            columns = [*(found.column(name) for name in _WIDE), *here.columns[1:]]
            yield pa.RecordBatch.from_arrays(columns, names=names)
            ahead = ahead.slice(here.num_rows) if here.num_rows < ahead.num_rows else next(settled, None)


def threads_of(scratch: Scratch, part: Cut) -> pa.Table:
    """The threads of a part, in the order in which their messages stand; one that raw never described has only keys."""
    columns = ", ".join(
        "o." + name if name in ("site", "board", "thread_id") else "t." + name
        for name in schema("participants", "threads").names
    )
    return scratch.table(f"""
        SELECT {columns} FROM thread_order o
        LEFT JOIN picked_threads t ON t.site = o.site AND t.board = o.board AND t.thread_id = o.thread_id
        WHERE o.place BETWEEN {part.first} AND {part.last} ORDER BY o.place""").combine_chunks()
