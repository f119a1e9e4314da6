"""The flow: what came in, what went out, what was dropped and why. Each stage carries on its parent's rows.

So the flow of the last stage is the whole story, and report, datasheet and diagram read only that.
"""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from hikcorpus.store.dataset import Dataset
from hikcorpus.store.schemas import schema

Row = dict[str, Any]


def row(
    stage: str, step: str, unit: str, outcome: str, n: int, reason: str | None = None, by: str = "automatic"
) -> Row:
    """One line of the flow; unit: threads, messages, participants or identifiers."""
    return {"stage": stage, "step": step, "unit": unit, "outcome": outcome, "reason": reason, "by": by, "n": n}


def dropped(stage: str, step: str, unit: str, reasons: Mapping[str, int]) -> list[Row]:
    """A line for each reason, in the order of the reasons' names."""
    return [row(stage, step, unit, "dropped", n, reason) for reason, n in sorted(reasons.items()) if n]


def carried_on(parent: Dataset, rows: list[Row], stage: str) -> pa.Table:
    """The parent's flow with this stage's lines after it."""
    before = parent.read("flow").to_pylist()
    return pa.Table.from_pylist(before + rows, schema=schema(stage, "flow"))
