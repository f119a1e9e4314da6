"""What of a board was not captured: visits, gaps, announced against held, number runs, expected loss."""

from datetime import datetime
from typing import Any

from hikcorpus.report import gaps
from hikcorpus.report.captured import database_in, load
from hikcorpus.report.lives import expected_loss
from hikcorpus.report.numbers import numbers
from hikcorpus.store.layout import DataFolder


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
        with database_in(data.state()) as database:
            load(database, dataset, found.looks, ledger)
            facts["numbers"], known = numbers(database, found.looks)
            facts["loss"] = expected_loss(database, found.looks, usual, known)
    return facts
