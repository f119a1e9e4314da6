"""The rules applied: DuckDB counts what each rule must know, the rule judges, DuckDB marks the records.

Pass 1 reads the narrow tables only; pass 2 (`view`) joins its outcome, `settled`, to the messages.
"""

from collections.abc import Callable, Iterable

import pyarrow as pa

from hikcorpus.participants import identity, keys, rules
from hikcorpus.participants.audit import Audit
from hikcorpus.participants.config import ParticipantRules
from hikcorpus.participants.rules import NameSeen
from hikcorpus.participants.scratch import Scratch

STEPS = 5


def resolve(scratch: Scratch, parameters: ParticipantRules, done: Callable[[int], None]) -> Audit:
    """Make `settled`: rid, site, board, thread_id, number, posted_at, author_name, name, flags (of the name, where the
    record goes by it), participant (key, or null: nobody), reason (one of rules.REASONS, or null); one row a message.
    """
    audit = Audit()
    identity.read_names(scratch, parameters)
    identity.read_records(scratch, parameters)
    done(1)
    _default_names(scratch, audit)
    found = identity.join_scopes(scratch, parameters)
    identity.record_joins(scratch, found, audit)
    done(2)
    _public_lines(scratch, audit)
    _judge_names(scratch, parameters, audit)
    done(3)
    scratch.run(f"""
        CREATE TABLE judged AS
        SELECT r.rid, r.site, r.board, r.thread_id, r.number, r.posted_at, r.author_name, r.name, v.flags,
               coalesce(j.participant, r.node) AS participant,
               CASE WHEN r.public THEN '{rules.PUBLIC_LINE}'
                    WHEN v.excluded THEN '{rules.SHARED_PLACE}' END AS reason
        FROM records r LEFT JOIN joined j ON j.node = r.node
        LEFT JOIN name_verdicts v ON v.site = r.site AND v.board = r.board AND v.name = r.name AND NOT r.tied""")
    scratch.run("DROP TABLE records")
    done(4)
    _several_names(scratch, parameters, audit)
    done(STEPS)
    return audit


def _default_names(scratch: Scratch, audit: Audit) -> None:
    for site, board, names, messages in scratch.rows("""
            SELECT p.site, p.board, count(DISTINCT p.author_name), count(*) FROM picked p JOIN records r USING (rid)
            WHERE r.name IS NULL AND p.author_name IS NOT NULL GROUP BY p.site, p.board"""):
        rule = rules.default_names_are_not_screen_names.__name__
        audit.add(rules.Verdict(rule, "flagged", f"names={names}"), site, board, None, None, messages)
    for site, board, name, messages in scratch.rows(
        "SELECT site, board, name, count(*) FROM records WHERE name IS NOT NULL GROUP BY site, board, name"
    ):
        if keys.has_typed_tripcode(name):
            audit.add(rules.typed_tripcodes_join_nobody(), site, board, name, None, messages)


def _public_lines(scratch: Scratch, audit: Audit) -> None:
    for site, board, participant, messages in scratch.rows("""
            SELECT r.site, r.board, coalesce(j.participant, r.node) AS participant, count(*)
            FROM records r LEFT JOIN joined j ON j.node = r.node
            WHERE r.public GROUP BY r.site, r.board, coalesce(j.participant, r.node)"""):
        audit.add(rules.a_public_line_is_nobodys_computer(messages), site, board, participant, None, messages)


def _judge_names(scratch: Scratch, parameters: ParticipantRules, audit: Audit) -> None:
    """Make `name_verdicts`: site, board, name, excluded, flags."""
    seen = scratch.rows("""
        WITH untied AS (
            SELECT site, board, name, scope_key, poster_id FROM records
            WHERE name IS NOT NULL AND NOT tied AND NOT public
        ), by_scope AS (
            SELECT name, scope_key, count(*) AS records, count(DISTINCT poster_id) AS ids FROM untied
            WHERE scope_key IS NOT NULL GROUP BY name, scope_key
        ), places AS (
            SELECT DISTINCT site, board, name, scope_key FROM untied WHERE scope_key IS NOT NULL
        ), most AS (
            SELECT site, board, name, max(ids) AS ids, max(records) AS records,
                   first(scope_key ORDER BY ids DESC, records DESC, scope_key) AS scope
            FROM places JOIN by_scope USING (name, scope_key) GROUP BY site, board, name
        )
        SELECT u.site, u.board, u.name, u.messages, coalesce(m.ids, 0), coalesce(m.records, 0), m.scope
        FROM (SELECT site, board, name, count(*) AS messages FROM untied GROUP BY site, board, name) u
        LEFT JOIN most m ON m.site = u.site AND m.board = u.board AND m.name = u.name""")
    rows = []
    for row in seen:
        name = NameSeen(*row)
        verdict = rules.judge_name(name, parameters)
        audit.add(verdict, name.site, name.board, name.name, name.scope, name.messages)
        if verdict.outcome == "excluded" or verdict.flags:
            rows.append((name.site, name.board, name.name, verdict.outcome == "excluded", list(verdict.flags)))
    fields = [("site", pa.string()), ("board", pa.string()), ("name", pa.string()), ("excluded", pa.bool_())]
    _create(scratch, "name_verdicts", rows, pa.schema([*fields, ("flags", pa.list_(pa.string()))]))


def _several_names(scratch: Scratch, parameters: ParticipantRules, audit: Audit) -> None:
    """Make `several` (participant, first_name) and `settled`. Names of excluded records do not count as names."""
    several = scratch.rows(f"""
        WITH used AS (
            SELECT participant, name, count(*) AS messages, min(posted_at) AS posted, min(number) AS number FROM judged
            WHERE reason IS NULL AND name IS NOT NULL GROUP BY participant, name
        ), many AS (
            SELECT participant, count(*) AS names, sum(messages) AS named,
                   first(name ORDER BY posted NULLS LAST, number NULLS LAST, name) AS first_name,
                   first(messages ORDER BY posted NULLS LAST, number NULLS LAST, name) AS under_first
            FROM used GROUP BY participant HAVING count(*) > 1
        ), whole AS (
            SELECT participant, count(*) AS messages FROM judged SEMI JOIN many USING (participant)
            WHERE reason IS NULL GROUP BY participant
        )
        SELECT participant, names, CAST(named - under_first AS BIGINT), messages, first_name,
               {keys.described("participant")} FROM many JOIN whole USING (participant)""")
    rows = []
    for participant, names, later, messages, first_name, _, site, board, scope in several:
        concerned = later if parameters.several_names == "first" else messages
        verdict = rules.one_screen_name_per_computer_id(names, parameters)
        audit.add(verdict, site, board, participant, scope, concerned)
        rows.append((participant, first_name))
    _create(scratch, "several", rows, pa.schema([("participant", pa.string()), ("first_name", pa.string())]))
    late = {
        "merge": "NULL",
        "exclude": f"CASE WHEN s.participant IS NOT NULL THEN '{rules.SEVERAL_NAMES}' END",
        "first": f"CASE WHEN j.name <> s.first_name THEN '{rules.NOT_FIRST_NAME}' END",
    }[parameters.several_names]
    scratch.run(f"""
        CREATE TABLE settled AS
        SELECT j.* EXCLUDE (reason), CAST(coalesce(j.reason, {late}) AS VARCHAR) AS reason
        FROM judged j LEFT JOIN several s USING (participant)""")
    scratch.run("DROP TABLE judged")


def _create(scratch: Scratch, name: str, rows: Iterable[tuple[object, ...]], fields: pa.Schema) -> None:
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    scratch.create(name, pa.table([list(column) for column in columns], schema=fields))
