"""Numbers that the board gave to posts, and those that were never stored."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hikcorpus.report.captured import sql_instant
from hikcorpus.report.gaps import Look
from hikcorpus.report.loss import Measured

SITEWIDE = 0.5
"""Where fewer of a board's numbers are stored than this share, its site is taken to number all boards together."""

_NOT_YET = timedelta(seconds=10)  # clocks differ: a post as young as this at the last look may not have been in it
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


def numbers(database: Any, looks: Sequence[Look]) -> tuple[dict[str, Any], Measured | None]:
    """Numbers given to posts since the first visit, and those never stored; what of it measures the loss."""
    first = looks[0].highest
    own = database.execute("SELECT bool_and(own) FROM row WHERE version = 1").fetchone()[0]
    if not own:
        return _numbers_by_thread(database)
    if first is None:
        return {"numbering": "board", "usable": False, "reason": "the first visit knew no highest number"}, None
    until = looks[-1].at - _NOT_YET
    database.execute(_NUMBERS.replace("$first", str(first)).replace("$until", sql_instant(until)))
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
