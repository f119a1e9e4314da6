"""Decisions that look like a setting is missing: for a person to look at."""

from collections import Counter

from hikcorpus.store.dataset import Dataset

SHARE = 0.1
"""Share of a board's messages from which on a shared place is more likely the board's default name."""


def suspicious_shared_places(participants: Dataset) -> list[str]:
    """A sentence for each board of which one screen name, left out as a shared place, holds a large share.

    The name itself is not told: it stands in the audit table.
    """
    messages: Counter[tuple[str, str]] = Counter()
    for batch in participants.batches("messages", ["site", "board"]):
        messages.update(zip(batch["site"].to_pylist(), batch["board"].to_pylist(), strict=True))
    out = []
    for row in participants.read("audit").to_pylist():
        board = row["site"], row["board"]
        of = messages[board]
        if row["outcome"] == "excluded" and row["scope"] is not None and of and row["messages"] > SHARE * of:
            out.append(
                f"one screen name, under which {row['messages']:,} of {of:,} messages of {'/'.join(board)} were "
                "written, was taken for a shared place. If it is the board's default name, add it to default_names in "
                "configs/boards/ (or extra_default_names in the rules); the audit table names it."
            )
    return out
