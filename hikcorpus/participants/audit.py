"""Audit rows in the making: who decided what about whom, on which counts."""

from collections import defaultdict
from typing import Any

import pyarrow as pa

from hikcorpus.participants import rules
from hikcorpus.participants.rules import Verdict
from hikcorpus.store.schemas import schema

_KEY = ("site", "board", "subject", "scope")


class Audit:
    """Collects verdicts by column: a row as an object of its own would weigh ten times as much."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = defaultdict(list)

    def add(
        self, verdict: Verdict, site: str, board: str | None, subject: str | None, scope: str | None, messages: int
    ) -> None:
        """One decision. board: None where it holds for the whole site; subject: None where it is nobody."""
        row = (verdict.rule, verdict.outcome, site, board, subject, scope, verdict.evidence, messages)
        for name, value in zip(schema("participants", "audit").names, row, strict=True):
            self._columns[name].append(value)

    def table(self) -> pa.Table:
        """All rows, in the order of the rules, then by site, board, subject and scope."""
        fields = schema("participants", "audit")
        content = pa.table({name: self._columns[name] for name in fields.names}, schema=fields.remove_metadata())
        ranks = {name: rank for rank, name in enumerate(vars(rules))}  # functions stand in the order of their page
        content = content.append_column("rank", pa.array([ranks[rule] for rule in self._columns["rule"]], pa.int32()))
        order = [(name, "ascending") for name in ("rank", *_KEY)]
        return content.sort_by(order).drop_columns(["rank"])
