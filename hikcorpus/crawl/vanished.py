"""A thread that the listing no longer shows: pruned by the board, or deleted?

A full board drops threads from the end of its listing as new ones come. So a vanished thread was deleted for
certain if a thread that stood below it, and that nobody has touched since, still stands. Peers ask only for the
page number (Asagi, Torako) or call every 404 deleted (4CAT, Hayden): `reference/peers.md`, lesson 6.
"""

from collections.abc import Collection, Sequence
from typing import Literal

Fate = Literal["pruned", "deleted"]

UNSEEN = 2
"""Threads that may have come and gone between two listings though none was seen to come."""


def fates(before: Sequence[str], now: Sequence[str], untouched: Collection[str], most: int = 0) -> dict[str, Fate]:
    """What became of each thread of the listing `before` that is not in the listing `now`.

    before, now: thread ids in listing order, first = top. untouched: threads in both whose change mark is the same.
    most: the longest that the listing ever was: one that was shorter had room, so that what came pushed nobody off.

    In doubt the answer is `pruned`: threads that came and were deleted between the two listings pushed others off
    unseen, so twice as many as were seen are reckoned with (at least `UNSEEN`).
    """
    standing = set(now)
    vanished = [thread for thread in before if thread not in standing]
    lowest = max((place for place, thread in enumerate(before) if thread in untouched), default=-1)
    tail = [thread for place, thread in enumerate(before) if place > lowest and thread not in standing]
    arrived = len(standing.difference(before))
    free = max(most, len(now), len(before)) - len(before)
    pushed_off = max(0, arrived + max(UNSEEN, arrived) - free) if now else 0  # an emptied board pruned nothing
    pruned = set(tail[max(0, len(tail) - pushed_off) :])
    return {thread: "pruned" if thread in pruned else "deleted" for thread in vanished}
