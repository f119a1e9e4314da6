"""The flow of threads, messages and participants, as text: what came in, what was dropped and why, what is left."""

from typing import Any

from hikcorpus.errors import UnsafeOutput
from hikcorpus.store.dataset import Dataset

UNITS = ("threads", "messages", "participants", "texts", "identifiers")
_TITLES = {
    "raw": "Captured",
    "participants": "Who wrote it",
    "pseudonymised": "Pseudonymised",
    "corpora": "Topic corpus",
}


def flow_rows(dataset: Dataset) -> list[dict[str, Any]]:
    """The flow up to this folder, oldest step first. Raises UnsafeOutput for raw tables, which have none."""
    if dataset.manifest().stage == "raw":
        raise UnsafeOutput(
            f"{dataset.folder} holds raw tables; reports are made from pseudonymised ones.",
            "Run `hikcorpus anonymise` first.",
        )
    rows: list[dict[str, Any]] = dataset.read("flow").to_pylist()
    return rows


def flow_text(rows: list[dict[str, Any]]) -> str:
    """The flow for reading: a block a step, a line a unit and reason."""
    lines: list[str] = []
    last = None
    for row in rows:
        step = (row["stage"], row["step"])
        if step != last:
            lines.append(f"{_TITLES.get(row['stage'], row['stage'])}: {row['step']}")
            last = step
        reason = f" ({row['reason'].replace('_', ' ')}, {row['by']})" if row["reason"] else ""
        lines.append(f"  {row['unit']:<13}{row['outcome'].replace('_', ' '):<14}{row['n']:>9,}{reason}")
    return "\n".join(lines)


def kept_sentence(rows: list[dict[str, Any]]) -> str | None:
    """`kept k of N threads containing m messages`, as the Finnish study words it; None before any filter."""
    lines = [row for row in rows if row["stage"] == "corpora" and row["reason"] is None]
    began = {(row["unit"], row["outcome"]): row["n"] for row in reversed(lines)}
    ended = {(row["unit"], row["outcome"]): row["n"] for row in lines}
    if ("threads", "out") not in ended:
        return None
    kept, of, messages = ended["threads", "out"], began["threads", "in"], ended["messages", "out"]
    return f"kept {kept:,} of {of:,} threads containing {messages:,} messages"
