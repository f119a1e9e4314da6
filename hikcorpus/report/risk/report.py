"""The residual-risk report of a study: every figure of the room on one page, Markdown and JSON."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hikcorpus.report.flow import flow_rows
from hikcorpus.report.risk.cells import Cells, cells
from hikcorpus.report.risk.linkage import Linkage, linkage
from hikcorpus.report.risk.review import Reviewed
from hikcorpus.report.risk.uniqueness import Uniqueness, uniqueness
from hikcorpus.store.dataset import Dataset


@dataclass(frozen=True, slots=True)
class Risk:
    """What was measured. done: (outcome, reason, n) of identifiers and texts, from the flow.

    reviewed: None = no sheet was read.
    """

    messages: int
    done: list[tuple[str, str, int]]
    cells: Cells
    uniqueness: Uniqueness
    linkage: Linkage
    reviewed: Reviewed | None


def measure(dataset: Dataset, folder: Path, reviewed: Reviewed | None) -> Risk:
    """Measure a pseudonymised dataset; folder: where DuckDB may spill. Raises UnsafeOutput for raw tables."""
    rows = [row for row in flow_rows(dataset) if row["unit"] in ("identifiers", "texts") and row["reason"]]
    done = [(row["outcome"], row["reason"], row["n"]) for row in rows]
    return Risk(dataset.rows("messages"), done, cells(dataset, folder), uniqueness(dataset), linkage(dataset), reviewed)


def as_text(risk: Risk, name: str) -> str:
    """The page, Markdown."""
    people = risk.cells
    lines = [
        f"# Residual risk of {name}",
        "",
        f"{risk.messages:,} messages, {people.participants:,} participants. These tables are **pseudonymised, not "
        "anonymous**: the figures say how far.",
        "",
        "## What was found and what became of it",
        *(f"- {reason.replace('_', ' ')}: {n:,} {outcome}" for outcome, reason, n in sorted(risk.done)),
        "",
        "## Singling out: participants who share everything with few",
        *(
            f"- in a group of fewer than {k}: {n:,} of {people.participants:,} (by the tables alone "
            f"{people.alone_by_table[k]:,})"
            for k, n in people.below.items()
        ),
        "- told in their own words: " + (", ".join(f"{what} {n:,}" for what, n in people.told.items()) or "nothing"),
        "",
        "## Singling out: how few words find a message",
        *(f"- runs of {n} {unit} that stand in one message only: {part}" for (unit, n), part in _runs(risk)),
        *(
            f"- messages with a run of {3 if unit == 'words' else 6} {unit} of their own: {part}"
            for unit, part in risk.uniqueness.messages.items()
            if part.n
        ),
        "",
        "## Linking: halves of a participant's messages found again by style",
        f"- {risk.linkage.linked}; guessing would find {risk.linkage.chance:.1%} "
        f"({risk.linkage.people:,} of {risk.linkage.eligible:,} participants with enough messages)",
        "",
        "## What slipped through, read by a person",
        *_review(risk.reviewed),
        "",
        "## Smallest groups",
        *(f"- {who}: k = {k}; {what}" for who, k, what in people.small),
        *([] if people.small else ["- none below 5"]),
    ]
    return "\n".join(lines) + "\n"


def _runs(risk: Risk) -> list[tuple[tuple[str, int], Any]]:
    return [(key, part) for key, part in risk.uniqueness.runs.items() if part.n]


def _review(reviewed: Reviewed | None) -> list[str]:
    if reviewed is None:
        return ["- not read yet: `hikcorpus audit export` writes a sheet, `hikcorpus audit import` takes it back"]
    kinds = ", ".join(f"{kind} {n:,}" for kind, n in reviewed.kinds.most_common())
    return [
        *(f"- messages with a leak, {name}: {part}" for name, part in reviewed.languages.items()),
        f"- kinds: {kinds or 'none'}; not read: {reviewed.unread:,}",
    ]


def as_json(risk: Risk) -> dict[str, Any]:
    """The same figures for programs."""
    return {
        "messages": risk.messages,
        "identifiers": [{"outcome": outcome, "kind": kind, "n": n} for outcome, kind, n in risk.done],
        "participants": risk.cells.participants,
        "in_groups_below": {str(k): n for k, n in risk.cells.below.items()},
        "in_groups_below_by_tables_alone": {str(k): n for k, n in risk.cells.alone_by_table.items()},
        "told": risk.cells.told,
        "small": [{"participant": who, "k": k, "what": what} for who, k, what in risk.cells.small],
        "unique_runs": [
            {"unit": unit, "length": n, **part._asdict()} for (unit, n), part in risk.uniqueness.runs.items()
        ],
        "messages_with_a_unique_run": {unit: part._asdict() for unit, part in risk.uniqueness.messages.items()},
        "linkage": {**risk.linkage.linked._asdict(), "chance": risk.linkage.chance, "people": risk.linkage.people},
        "leaks": None
        if risk.reviewed is None
        else {
            "languages": {name: part._asdict() for name, part in risk.reviewed.languages.items()},
            "kinds": dict(risk.reviewed.kinds),
            "unread": risk.reviewed.unread,
        },
    }
