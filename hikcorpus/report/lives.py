"""How long posts stood before somebody removed them, as far as visits can tell; from it the expected loss."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hikcorpus.report.captured import sql_instant
from hikcorpus.report.gaps import Look
from hikcorpus.report.loss import TABLE, Lives, Measured, foretell
from hikcorpus.sources import source

_SECOND_LOOKS_WAIT = timedelta(minutes=10)  # at shorter intervals a deletion is confirmed by the next visit only
_FOLLOWED = 6 * 3600.0  # seconds, at least, that a post's life is followed
_FALLING = 0.002  # share of posts whose thread is pruned within two intervals, above which posts are lost by it

_LIVES = """
CREATE TABLE life AS
WITH ended AS (  -- what became of each post: x = when it was found gone, or its thread dead or shut
    SELECT p.* REPLACE (CASE WHEN p.deleted_at < $settled THEN p.deleted_at END AS deleted_at),
        p.deleted_at IS NULL AND t.state = 'pruned' AS fell,
        coalesce(CASE WHEN p.deleted_at < $settled THEN p.deleted_at END,
            CASE WHEN t.state NOT IN ('live', 'blocked') AND t.at < $settled THEN t.at END) AS x
    FROM post p LEFT JOIN thread t USING (thread_id)
    WHERE p.backfill IS NULL AND NOT p.born_dead AND p.timed AND p.posted IS NOT NULL AND p.first_seen <= $until
), looked AS (
    SELECT e.*, CASE WHEN $shown THEN coalesce(k.before, e.first_seen) ELSE coalesce(g.at, e.first_seen) END AS stood_at
    FROM (SELECT *, coalesce(x, $until + INTERVAL 1 SECOND) AS at FROM ended) e
    ASOF LEFT JOIN look k ON k.at <= e.at
    ASOF LEFT JOIN reading g ON g.thread_id = e.thread_id AND g.at < e.at
), aged AS (
    SELECT thread_id, thread_gone, greatest(epoch(first_seen) - epoch(posted), 0) AS a,
        fell AND epoch(x) - epoch(posted) < 2 * $seconds AS fell,
        greatest(epoch(CASE WHEN x IS NULL AND $shown THEN $until ELSE stood_at END), epoch(first_seen))
            - epoch(posted) AS l,
        CASE WHEN deleted_at IS NOT NULL THEN epoch(deleted_at) - epoch(posted) END AS d
    FROM looked
)
SELECT thread_id, thread_gone, fell, a, least(greatest(l, a), $followed) AS l,
    CASE WHEN d <= $followed THEN greatest(d, l, a) END AS d
FROM aged WHERE a <= $followed
"""
_BIN = "round(15 * ln(1 + {0} / 5))"  # ages within 7 % of each other go as one, at their mean


def expected_loss(database: Any, looks: Sequence[Look], usual: timedelta, known: Measured | None) -> dict[str, Any]:
    """The expected loss at the interval in use and at others; see `loss`."""
    back = 1 if usual > _SECOND_LOOKS_WAIT else min(3, len(looks))
    engine = database.execute("SELECT any_value(engine) FROM row").fetchone()[0]
    seconds = usual.total_seconds()
    values = {
        "$until": sql_instant(looks[-back].at),
        "$settled": sql_instant(looks[1 - back].at) if back > 1 else "TIMESTAMPTZ '9999-01-01'",
        "$shown": str(source(engine).recheck_per_visit == 0),
        "$seconds": str(seconds),
        "$followed": str(max(_FOLLOWED, 4 * seconds)),
    }
    statement = _LIVES
    for name, value in values.items():
        statement = statement.replace(name, value)
    database.execute(statement)
    fallen, posts = database.execute("SELECT count(*) FILTER (fell), count(*) FROM life").fetchone()
    apart = fallen > _FALLING * posts
    if known is not None:
        known = replace(known, apart=apart)
    replies, threads = (_lives(database, thread_gone) for thread_gone in (False, True))
    told = foretell(replies, threads, known, [seconds, *(60.0 * each for each in TABLE)])
    removed = {"replies_removed": _sum(replies.gone), "posts_removed_with_threads": _sum(threads.gone)}
    basis = ["lives of removed posts"] * any(removed.values()) + ["number runs"] * (known is not None)
    return {
        "posts": _sum(replies.began),
        **removed,
        "basis": " and ".join(basis) or None,
        "threads_fall_off_soon": apart,
        "in_use": told[0] if told else None,
        "others": told[1:] if told else None,
    }


def _lives(database: Any, thread_gone: bool) -> Lives:
    """Lives by one cause; a post that another cause removed stood as long as it was seen to."""
    gone = f"d IS NOT NULL AND thread_gone = {thread_gone}"

    def asked(sql: str, *groups: str) -> list[tuple[Any, ...]]:
        bins = ", ".join(_BIN.format(group) for group in groups)
        return list(database.execute(f"{sql} GROUP BY {bins}").fetchall())

    cluster = 1.0
    if thread_gone:
        cluster = database.execute(
            f"SELECT coalesce(sum(n * n) FILTER (n > 0) / sum(n), avg(posts), 1) FROM "
            f"(SELECT count(*) FILTER ({gone}) AS n, count(*) AS posts FROM life GROUP BY thread_id)"
        ).fetchone()[0]
    return Lives(
        asked("SELECT avg(a), count(*) FROM life", "a"),
        asked(f"SELECT avg(l), count(*) FROM life WHERE NOT ({gone})", "l"),
        asked(f"SELECT avg(l), avg(d), count(*) FROM life WHERE {gone}", "l", "d"),
        float(cluster),
    )


def _sum(rows: Sequence[tuple[float, ...]]) -> int:
    return int(sum(row[-1] for row in rows))
