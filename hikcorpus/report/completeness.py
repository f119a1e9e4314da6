"""What of a board was not captured: visits, gaps, announced against held, number runs, expected loss.

All from times, numbers and states in the raw tables; no column that holds anybody's words or name is read. DuckDB
works on a stream of these with a stated memory limit; what it spills lies in the data folder and is removed.
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hikcorpus.errors import CannotWrite
from hikcorpus.report import gaps
from hikcorpus.report.gaps import Gap, Look
from hikcorpus.report.loss import TABLE, Lives, Measured, foretell
from hikcorpus.sources import source
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import make_folder, writing
from hikcorpus.store.layout import DataFolder

MEMORY = "160MB"
SITEWIDE = 0.5
"""Where fewer of a board's numbers are stored than this share, its site is taken to number all boards together."""

_SECOND_LOOKS_WAIT = timedelta(minutes=10)  # at shorter intervals a deletion is confirmed by the next visit only
_FOLLOWED = 6 * 3600.0  # seconds, at least, that a post's life is followed
_NOT_YET = timedelta(seconds=10)  # clocks differ: a post as young as this at the last look may not have been in it

_FALLING = 0.002  # share of posts whose thread is pruned within two intervals, above which posts are lost by it

_COLUMNS = {
    "messages": [
        *("engine", "thread_id", "message_id", "number", "posted_at", "time_precision", "first_seen", "state"),
        *("deleted_at", "deletion_evidence", "version", "backfill"),
    ],
    "threads": ["thread_id", "state", "version", "first_seen"],
    "observations": ["thread_id", "page_kind", "outcome", "observed_at"],
}
_LOAD = {
    "messages": """CREATE TABLE row AS SELECT engine, thread_id, number, message_id = number::VARCHAR AS own,
        posted_at AS posted, time_precision IN ('microsecond', 'second', 'minute') AS timed, first_seen, state,
        deleted_at, deletion_evidence = 'thread_deleted' AS thread_gone, version, backfill FROM arriving""",
    "threads": """CREATE TABLE thread AS SELECT thread_id, arg_max(state, version) AS state,
        max(first_seen) AS at FROM arriving GROUP BY 1""",
    "observations": """CREATE TABLE reading AS SELECT thread_id, observed_at AS at FROM arriving
        WHERE page_kind = 'thread' AND outcome IN ('new', 'changed', 'unchanged', 'not_modified')""",
}
_POSTS = """
CREATE TABLE post AS SELECT r.* EXCLUDE (version, state, deleted_at, thread_gone, posted),
    r.posted + to_microseconds($skew) AS posted, r.state = 'deleted' AS born_dead,
    CASE WHEN d.state = 'deleted' THEN d.deleted_at END AS deleted_at, coalesce(d.thread_gone, FALSE) AS thread_gone
FROM row r LEFT JOIN (
    SELECT thread_id, number, arg_max(state, version) AS state, arg_max(deleted_at, version) AS deleted_at,
        arg_max(thread_gone, version) AS thread_gone FROM row WHERE version > 1 GROUP BY 1, 2
) d USING (thread_id, number) WHERE r.version = 1
"""
_SKEW = """SELECT quantile_cont(epoch(first_seen) - epoch(posted), 0.01) FROM row
    WHERE version = 1 AND backfill IS NULL AND state = 'live' AND timed"""
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
_NUMBERS = """
CREATE TABLE run AS
WITH n AS (
    SELECT number, moment, lead(number) OVER w AS later, lead(moment) OVER w AS later_moment
    FROM (SELECT number, min(coalesce(posted, first_seen)) AS moment FROM post WHERE number >= $first GROUP BY 1)
    WINDOW w AS (ORDER BY number)
), made AS (
    SELECT later - number AS made, later - number - 1 AS missing,
        CASE WHEN later = number + 1 THEN later_moment ELSE moment + (later_moment - moment) / 2 END AS moment
    FROM n WHERE later <= (SELECT max(number) FROM n WHERE moment <= $until)
)
SELECT k.gap, k.at, any_value(k.space) AS space, sum(made)::BIGINT AS made, sum(missing)::BIGINT AS missing
FROM made m ASOF JOIN look k ON k.at <= m.moment GROUP BY 1, 2
"""


def completeness(data: DataFolder, now: datetime) -> list[dict[str, Any]]:
    """What is known of each board's completeness, as numbers; now: aware, UTC. Shares are 0-1, times UTC.

    Raises DataDamaged, CannotWrite.
    """
    return [_board(data, site, board, now) for site, board in data.boards()]


def _board(data: DataFolder, site: str, board: str, now: datetime) -> dict[str, Any]:
    dataset = data.raw(site, board)
    found = gaps.visits(dataset)
    usual, ledger = gaps.interval(found.looks), gaps.gaps(found, now)
    facts: dict[str, Any] = {
        "board": f"{site}/{board}",
        "visits": gaps.regularity(found.looks),
        "gaps": [gap.as_row() for gap in ledger],
        "first_visit": sum(messages for _, why, messages in found.late if why == "first_visit"),
        "announced": gaps.announced(found.looks),
        "numbers": None,
        "loss": None,
    }
    if usual is not None and dataset.rows("messages"):
        with _database(data.state()) as database:
            _load(database, dataset, found.looks, ledger)
            facts["numbers"], known = _numbers(database, found.looks)
            facts["loss"] = _loss(database, found.looks, usual, known)
    return facts


@contextlib.contextmanager
def _database(state: Path) -> Iterator[Any]:
    import duckdb

    folder = make_folder(state / f"completeness-{os.getpid()}")
    config = {"memory_limit": MEMORY, "temp_directory": str(folder / "spilled"), "threads": 1}
    try:
        with writing(folder):
            database = duckdb.connect(str(folder / "lives.duckdb"), config=config)
        try:
            database.execute("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
            yield database
        except duckdb.IOException as error:
            raise CannotWrite(
                f"DuckDB cannot work in {state}: {type(error).__name__}.",
                "Free space or mend the permissions, then run the same command; what was stored is intact.",
            ) from error
        finally:
            database.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(database: Any, dataset: Dataset, looks: Sequence[Look], ledger: Sequence[Gap]) -> None:
    """Make tables `row`, `thread`, `reading`, `look` (space: seconds to the next look; gap: it is one) and `post`."""
    import pyarrow as pa

    from hikcorpus.store.schemas import schema

    for table, statement in _LOAD.items():
        dataset.paths(table)  # damage is told here: inside the stream DuckDB would hide which error it was
        whole = schema(dataset.stage, table).remove_metadata()
        wanted = pa.schema([whole.field(name) for name in _COLUMNS[table]])
        database.register(
            "arriving", pa.RecordBatchReader.from_batches(wanted, dataset.batches(table, _COLUMNS[table]))
        )
        database.execute(statement)
        database.unregister("arriving")
    starts, times = {gap.start for gap in ledger}, [look.at for look in looks]
    kind = pa.timestamp("us", tz="UTC")
    content = {
        "at": pa.array(times, kind),
        "before": pa.array([None, *times[:-1]], kind),
        "space": [(later - at).total_seconds() for at, later in zip(times, [*times[1:], times[-1]], strict=True)],
        "gap": [at in starts for at in times],
    }
    database.register("arriving", pa.table(content))
    database.execute("CREATE TABLE look AS SELECT * FROM arriving")
    database.unregister("arriving")
    skew = database.execute(_SKEW).fetchone()[0] or 0.0
    usual = gaps.interval(list(looks))
    if 0 <= skew <= (usual.total_seconds() if usual else 0.0):
        skew = 0.0  # the server's clock agrees with ours, as far as can be told
    database.execute(_POSTS.replace("$skew", str(int(skew * 1_000_000))))


def _numbers(database: Any, looks: Sequence[Look]) -> tuple[dict[str, Any], Measured | None]:
    """Numbers given to posts since the first visit, and those never stored; what of it measures the loss."""
    first = looks[0].highest
    own = database.execute("SELECT bool_and(own) FROM row WHERE version = 1").fetchone()[0]
    if not own:
        return _numbers_by_thread(database)
    if first is None:
        return {"numbering": "board", "usable": False, "reason": "the first visit knew no highest number"}, None
    until = looks[-1].at - _NOT_YET
    database.execute(_NUMBERS.replace("$first", str(first)).replace("$until", _instant(until)))
    facts: dict[str, Any] = {"numbering": "board", "since": looks[0].at}
    for name, gap in (("outside_gaps", False), ("in_gaps", True)):
        made, missing = database.execute(
            "SELECT coalesce(sum(made), 0)::BIGINT, coalesce(sum(missing), 0)::BIGINT FROM run WHERE gap = ?", [gap]
        ).fetchone()
        facts[name] = _counted(made, missing)
    outside = facts["outside_gaps"]
    facts |= _counted(*(outside[name] + facts["in_gaps"][name] for name in ("made", "missing")))
    facts["usable"] = outside["made"] > 0 and outside["share"] >= SITEWIDE
    if not facts["usable"]:
        return facts | {"reason": _SITEWIDE if outside["made"] else "no numbers since the first visit"}, None
    spaces = database.execute(
        "SELECT avg(space), sum(made)::DOUBLE FROM run WHERE NOT gap GROUP BY round(4 * ln(1 + space))"
    ).fetchall()
    return facts, Measured(outside["made"], outside["missing"], _spread(database, outside), spaces)


_SITEWIDE = "less than half of the numbers are stored: the site seems to number all its boards together"


def _spread(database: Any, outside: dict[str, Any]) -> float | None:
    """Variance of missing numbers between visits over that of independent posts; None where too few tell."""
    visits, squares = database.execute(
        "SELECT count(*), sum(missing::DOUBLE * missing / made) FROM run WHERE NOT gap AND made > 0"
    ).fetchone()
    if visits < 20 or outside["missing"] < 20:
        return None
    return max(1.0, float(squares * outside["made"] / outside["missing"] - outside["missing"]) / float(visits - 1))


def _numbers_by_thread(database: Any) -> tuple[dict[str, Any], Measured | None]:
    """Boards that number within threads: holes in 1..highest, and posts that only their stub tells of."""
    made, stored = database.execute(
        "SELECT coalesce(sum(most), 0)::BIGINT, coalesce(sum(n), 0)::BIGINT "
        "FROM (SELECT max(number) AS most, count(DISTINCT number) AS n FROM post GROUP BY thread_id)"
    ).fetchone()
    posts, stubs = database.execute(
        "SELECT count(*), count(*) FILTER (born_dead) FROM post WHERE backfill IS NULL"
    ).fetchone()
    facts = {"numbering": "thread", "usable": posts > 0, "stubs": stubs, **_counted(made, made - stored)}
    usual = database.execute("SELECT median(space), 1.0::DOUBLE FROM look WHERE NOT gap AND space > 0").fetchall()
    return facts, Measured(posts, stubs, None, usual, threads=False) if posts else None


def _counted(made: int, missing: int) -> dict[str, Any]:
    share = 1 - missing / made if made else None
    return {"made": made, "stored": made - missing, "missing": missing, "share": share}


def _loss(database: Any, looks: Sequence[Look], usual: timedelta, known: Measured | None) -> dict[str, Any]:
    """The expected loss at the interval in use and at others; see `loss`."""
    back = 1 if usual > _SECOND_LOOKS_WAIT else min(3, len(looks))
    engine = database.execute("SELECT any_value(engine) FROM row").fetchone()[0]
    seconds = usual.total_seconds()
    values = {
        "$until": _instant(looks[-back].at),
        "$settled": _instant(looks[1 - back].at) if back > 1 else "TIMESTAMPTZ '9999-01-01'",
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


def _instant(at: datetime) -> str:
    return f"TIMESTAMPTZ '{at.isoformat()}'"
