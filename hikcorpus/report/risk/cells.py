"""Quasi-identifiers: how many participants share what can be told of each (k, as in k-anonymity, Sweeney 2002).

Told by the tables: board, language, band of hours, share of working days, band of activity. Told by their own words,
as far as `generalise` left it: age band, region, level of school, sector.
"""

from dataclasses import dataclass, field
from pathlib import Path

from hikcorpus.store.dataset import Dataset

BY_TABLE = ("board", "lang", "hours", "working_days", "activity")
BY_WORDS = ("age", "place", "school", "employer")
MEMORY = "500MB"
SMALL = (3, 5)
LISTED = 50

_TOLD = ", ".join(
    f"mode(nullif(regexp_extract(text, '\\[{tag}:([^\\]\\s]+)\\]', 1), '')) AS {name}"
    for tag, name in zip(("AGE", "PLACE", "SCHOOL", "EMPLOYER"), BY_WORDS, strict=True)
)
_PEOPLE = f"""
CREATE TABLE person AS
SELECT participant, mode(site || '/' || board) AS board, coalesce(mode(lang), '?') AS lang,
    CASE mode(local_hour // 6) WHEN 0 THEN 'night' WHEN 1 THEN 'morning' WHEN 2 THEN 'afternoon' ELSE 'evening' END
        AS hours,
    CASE WHEN avg(is_working_day::INT) > 0.8 THEN 'mostly' WHEN avg(is_working_day::INT) < 0.4 THEN 'seldom'
        ELSE 'mixed' END AS working_days,
    CASE WHEN count(*) = 1 THEN '1' WHEN count(*) < 6 THEN '2-5' WHEN count(*) < 21 THEN '6-20'
        WHEN count(*) < 101 THEN '21-100' ELSE '101+' END AS activity,
    {_TOLD}
FROM message WHERE participant IS NOT NULL GROUP BY participant
"""


@dataclass(slots=True)
class Cells:
    """participants: how many. below: k -> how many participants share all with fewer than k - 1 others.

    alone_by_table: below, by the tables alone. small: (pseudonym, k, what they tell) of the smallest cells.
    told: how many participants tell each thing in their words.
    """

    participants: int = 0
    below: dict[int, int] = field(default_factory=dict)
    alone_by_table: dict[int, int] = field(default_factory=dict)
    small: list[tuple[str, int, str]] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)


def cells(dataset: Dataset, folder: Path) -> Cells:
    """Counted by DuckDB over the tables, out of core; folder: where it may spill."""
    import duckdb

    files = [str(path) for path in dataset.paths("messages")]
    if not files:
        return Cells()
    config = {"memory_limit": MEMORY, "temp_directory": str(folder), "threads": 1}
    with duckdb.connect(":memory:", config=config) as database:
        database.read_parquet(files).create_view("message")
        database.execute(_PEOPLE)
        every = ", ".join((*BY_TABLE, *BY_WORDS))
        table = ", ".join(BY_TABLE)
        database.execute(
            f"CREATE TABLE cell AS SELECT *, count(*) OVER (PARTITION BY {every}) AS k, "
            f"count(*) OVER (PARTITION BY {table}) AS k_table FROM person"
        )
        out = Cells()
        (out.participants,) = database.execute("SELECT count(*) FROM person").fetchone() or (0,)
        for k in SMALL:
            all_, by_table = database.execute(
                "SELECT count(*) FILTER (k < $1), count(*) FILTER (k_table < $1) FROM cell", [k]
            ).fetchone() or (0, 0)
            out.below[k], out.alone_by_table[k] = all_, by_table
        said = " || ', ' || ".join(f"coalesce('{name} ' || {name}, '-')" for name in (*BY_TABLE, *BY_WORDS))
        out.small = database.execute(
            f"SELECT participant, k, replace({said}, ', -', '') FROM cell WHERE k < {SMALL[-1]} "
            f"ORDER BY k, participant LIMIT {LISTED}"
        ).fetchall()
        for name in BY_WORDS:
            (out.told[name],) = database.execute(f"SELECT count({name}) FROM person").fetchone() or (0,)
    return out
