"""Which participant each record shows: nodes, joined through real tripcodes and accounts and through nothing else."""

from collections.abc import Iterator

import pyarrow as pa

from hikcorpus.participants import keys
from hikcorpus.participants.audit import Audit
from hikcorpus.participants.config import ParticipantRules
from hikcorpus.participants.rules import default_names_are_not_screen_names, one_participant_per_computer_id
from hikcorpus.participants.scratch import Scratch

_CHUNK = 50_000


def read_names(scratch: Scratch, rules: ParticipantRules) -> None:
    """Make `names`: author_name as typed -> name (normalised), only those that are somebody's screen name."""
    fields = pa.schema([("author_name", pa.string()), ("name", pa.string())])

    def known() -> Iterator[pa.RecordBatch]:
        found: dict[str, list[str]] = {"author_name": [], "name": []}
        for (author_name,) in scratch.rows("""
                SELECT DISTINCT author_name FROM picked
                WHERE dropped IS NULL AND author_name IS NOT NULL AND NOT is_default_name"""):
            if name := default_names_are_not_screen_names(author_name, rules):
                found["author_name"].append(author_name)
                found["name"].append(name)
            if len(found["name"]) >= _CHUNK:
                yield pa.RecordBatch.from_pydict(found, schema=fields)
                found = {"author_name": [], "name": []}
        yield pa.RecordBatch.from_pydict(found, schema=fields)

    scratch.create("names", pa.Table.from_batches(known(), schema=fields))


def read_records(scratch: Scratch, rules: ParticipantRules) -> None:
    """Make `records`: one row a message of the study, with what it shows of its poster.

    Columns: rid, site, board, thread_id, number, posted_at, author_name, name (null: nobody's), scope_key, poster_id,
    account, tripcode, id (node strings), public (on a marked public line), tied (a real tripcode or an account
    says whose it is, whatever the name), node (the one that identifies it best, null: nobody).
    """
    joining = [_COLUMN[kind] for kind in keys.BASES if kind in rules.joins_scopes]
    others = [_COLUMN[kind] for kind in ("account", "tripcode") if kind not in rules.joins_scopes]
    scratch.run(
        f"""
        CREATE TABLE records AS
        WITH scoped AS (
            SELECT p.rid, site, board, thread_id, number, posted_at, p.author_name, poster_id, account_id, tripcode,
                   shared_line IS NOT NULL AS public,
                   CASE WHEN is_default_name THEN NULL ELSE n.name END AS name,
                   {keys.SCOPE_KEY} AS scope_key
            FROM picked p LEFT JOIN names n ON n.author_name = p.author_name
            WHERE dropped IS NULL
        ), shown AS (
            SELECT rid, site, board, thread_id, number, posted_at, author_name, name, scope_key, poster_id, public,
                   {keys.NODES["account"]} AS account, {keys.NODES["tripcode"]} AS tripcode,
                   {keys.NODES["poster_id"]} AS id, {keys.NODES["screen_name"]} AS by_name
            FROM scoped
        )
        SELECT * EXCLUDE (by_name), account IS NOT NULL OR tripcode IS NOT NULL AS tied,
               coalesce({", ".join([*joining, "id", *others, "by_name"])}) AS node
        FROM shown""",
        {"hidden": list(rules.hidden_poster_ids)},
    )


_COLUMN = {"account": "account", "tripcode": "tripcode"}


def join_scopes(scratch: Scratch, rules: ParticipantRules) -> dict[str, list[str]]:
    """Make `joined` (node -> participant, only nodes that something joins) and give back participant -> its nodes.

    A record on a marked public line joins nothing: its ID is everybody's.
    """
    others = [_COLUMN[kind] for kind in keys.BASES if kind in rules.joins_scopes] + ["id"]
    joining = " OR ".join(f"{name} IS NOT NULL" for name in others[:-1]) or "false"
    edges = scratch.rows(f"""
        SELECT DISTINCT node, other FROM (
            SELECT node, unnest([{", ".join(others)}]) AS other FROM records WHERE NOT public AND ({joining})
        ) WHERE other <> node""")
    found = keys.components(edges)
    pairs = [(node, key) for key, nodes in found.items() for node in nodes]
    fields = pa.schema([("node", pa.string()), ("participant", pa.string())])
    scratch.create("joined", pa.table([[pair[0] for pair in pairs], [pair[1] for pair in pairs]], schema=fields))
    return found


def record_joins(scratch: Scratch, found: dict[str, list[str]], audit: Audit) -> None:
    """An audit row for each participant that something joined, with how many records it has."""
    for participant, site, board, scope, messages in scratch.rows(f"""
            SELECT participant, site, board, scope, messages FROM (
                SELECT participant, count(*) AS messages, {keys.described("participant")} FROM records
                JOIN joined USING (node) GROUP BY participant)"""):
        audit.add(one_participant_per_computer_id(found[participant]), site, board, participant, scope, messages)
