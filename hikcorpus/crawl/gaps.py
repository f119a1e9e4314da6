"""How late a visit is: what it finds after a pause was there unseen, and is marked as backfill. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

Backfill = Literal["first_visit", "gap", "archive"]

SLACK = timedelta(minutes=5)
"""A visit later than twice the usual interval and this much more comes after a gap."""


def usual_interval(looks: Sequence[datetime]) -> timedelta | None:
    """The usual time between visits: the median of those given; None with fewer than three looks."""
    spaces = sorted(later - sooner for sooner, later in pairwise(looks))
    return spaces[len(spaces) // 2] if len(spaces) >= 2 else None


def longest_wait(interval: timedelta) -> timedelta:
    """The longest time between two visits that is no gap."""
    return 2 * interval + SLACK


def backfill(looks: Sequence[datetime], now: datetime) -> Backfill | None:
    """Why the messages that a visit finds now were read late; None while collecting goes on as usual.

    looks: the last visits at which the listing was read, oldest first (aware, UTC).
    """
    if not looks:
        return "first_visit"
    usual = usual_interval(looks)
    return "gap" if usual is not None and now - looks[-1] > longest_wait(usual) else None
