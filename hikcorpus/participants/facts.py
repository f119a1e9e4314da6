"""What is said about the study's participants and its flow, from `picked` and `settled`."""

import pyarrow as pa

from hikcorpus.participants import keys, rules
from hikcorpus.participants.config import ParticipantRules
from hikcorpus.participants.scratch import Scratch
from hikcorpus.store.schemas import schema

_RANK = f"list_position({list(rules.REASONS)}, reason)"


def participants_table(scratch: Scratch) -> pa.Table:
    """One row a participant found, kept or not, by key; its counts, times, names and flags are of counted records.

    An excluded participant's reason is the rule that took its last record. Each screen name stands in the spelling
    used most; ties go to the smaller string.
    """
    scratch.run(f"""
        CREATE TABLE people AS
        WITH by_thread AS (
            SELECT participant, site, board, thread_id, count(*) FILTER (WHERE reason IS NULL) AS messages,
                   min(posted_at) FILTER (WHERE reason IS NULL) AS first_posted,
                   max(posted_at) FILTER (WHERE reason IS NULL) AS last_posted,
                   max({_RANK}) AS last_rule
            FROM settled WHERE participant IS NOT NULL GROUP BY participant, site, board, thread_id
        )
        SELECT participant, CAST(sum(messages) AS BIGINT) AS messages, count(*) FILTER (WHERE messages > 0) AS threads,
               min(first_posted) AS first_posted, max(last_posted) AS last_posted, max(last_rule) AS last_rule
        FROM by_thread GROUP BY participant""")
    scratch.run("""
        CREATE TABLE people_names AS
        WITH spelt AS (
            SELECT participant, name, author_name, count(*) AS times FROM settled
            WHERE reason IS NULL AND name IS NOT NULL GROUP BY participant, name, author_name
        ), called AS (
            SELECT participant, name, sum(times) AS times,
                   first(author_name ORDER BY times DESC, author_name) AS spelling
            FROM spelt GROUP BY participant, name
        )
        SELECT participant, list(spelling ORDER BY times DESC, name) AS screen_names
        FROM called GROUP BY participant""")
    scratch.run(f"""
        CREATE TABLE people_flags AS
        SELECT participant, list(flag ORDER BY flag) AS flags FROM (
            SELECT DISTINCT participant, unnest(flags) AS flag FROM settled WHERE reason IS NULL
            UNION SELECT participant, '{rules.SEVERAL_NAMES}' FROM several
        ) GROUP BY participant""")
    content = scratch.table(f"""
        SELECT participant, {keys.described("participant")},
               coalesce(n.screen_names, []) AS screen_names, len(coalesce(n.screen_names, [])) AS n_screen_names,
               messages, threads, first_posted, last_posted, coalesce(f.flags, []) AS flags,
               CASE WHEN messages > 0 THEN 'kept' ELSE 'excluded' END AS status,
               CASE WHEN messages = 0 THEN {list(rules.REASONS)}[last_rule] END AS reason
        FROM people LEFT JOIN people_names n USING (participant) LEFT JOIN people_flags f USING (participant)
        ORDER BY participant""")
    return content.combine_chunks()


def flow_table(scratch: Scratch, parameters: ParticipantRules) -> pa.Table:
    """Threads, messages and participants in = out + sum(dropped), each record by one reason.

    Beside these stand, for messages of the view that count for nobody: `unidentified` (nothing shows whose they
    are) and, where excluded messages are kept, `excluded` by reason.
    """
    drop = parameters.excluded_messages == "drop"
    rows: list[tuple[str, str, str, str, str | None, int]] = []

    def add(stage: str, step: str, unit: str, outcome: str, reason: str | None, n: int) -> None:
        rows.append((stage, step, unit, outcome, reason, n))

    def by_reason(sql: str) -> list[tuple[str, int]]:
        return sorted(scratch.rows(sql))

    threads = scratch.one("""
        SELECT count(*) FROM (SELECT site, board, thread_id FROM picked_threads
                              UNION SELECT site, board, thread_id FROM picked)""")
    filled = scratch.one("SELECT count(*) FROM (SELECT DISTINCT site, board, thread_id FROM picked)")
    kept = scratch.one("SELECT count(*) FROM thread_order")
    messages = scratch.one("SELECT count(*) FROM picked")
    add("raw", "captured", "threads", "in", None, threads)
    add("raw", "captured", "messages", "in", None, messages)

    add("participants", "selected", "threads", "in", None, threads)
    for reason, n in (("empty", filled - kept), ("never_filled", threads - filled)):
        if n:
            add("participants", "selected", "threads", "dropped", reason, n)
    add("participants", "selected", "threads", "out", None, kept)

    excluded = by_reason("SELECT reason, count(*) FROM settled WHERE reason IS NOT NULL GROUP BY reason")
    dropped = by_reason("SELECT dropped, count(*) FROM picked WHERE dropped IS NOT NULL GROUP BY dropped")
    dropped += excluded if drop else []
    add("participants", "selected", "messages", "in", None, messages)
    for reason, n in dropped:
        add("participants", "selected", "messages", "dropped", reason, n)
    add("participants", "selected", "messages", "out", None, messages - sum(n for _, n in dropped))

    nobody = scratch.one("SELECT count(*) FROM settled WHERE participant IS NULL AND reason IS NULL")
    add("participants", "identified", "messages", "unidentified", None, nobody)
    for reason, n in [] if drop else excluded:
        add("participants", "identified", "messages", "excluded", reason, n)

    add("participants", "identified", "participants", "in", None, scratch.one("SELECT count(*) FROM people"))
    for reason, n in by_reason(f"""
            SELECT {list(rules.REASONS)}[last_rule] AS reason, count(*) FROM people WHERE messages = 0 GROUP BY ALL"""):
        add("participants", "identified", "participants", "dropped", reason, n)
    counted = scratch.one("SELECT count(*) FROM people WHERE messages > 0")
    add("participants", "identified", "participants", "out", None, counted)

    fields = schema("participants", "flow")
    named = [dict(zip(("stage", "step", "unit", "outcome", "reason", "n"), row, strict=True)) for row in rows]
    return pa.Table.from_pylist([{**row, "by": "automatic"} for row in named], schema=fields.remove_metadata())
