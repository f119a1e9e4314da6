"""A thread that the listing no longer shows: pruned by the board, or deleted?

A full board drops threads from the end of its listing as new ones come. So a vanished thread was deleted for
certain if a thread that stood below it, and that nobody has touched since, still stands. Peers ask only for the
page number (Asagi, Torako) or call every 404 deleted (4CAT, Hayden): `reference/peers.md`, lesson 6.
"""

from collections.abc import Collection, Sequence
from typing import Literal

Fate = Literal["pruned", "deleted"]


def fates(before: Sequence[str], now: Sequence[str], untouched: Collection[str]) -> dict[str, Fate]:
    """What became of each thread of the listing `before` that is not in the listing `now`.

    before, now: thread ids in listing order, first = top. untouched: threads in both whose change mark is the same.
    """
    standing = set(now)
    vanished = [thread for thread in before if thread not in standing]
    lowest = max((place for place, thread in enumerate(before) if thread in untouched), default=-1)
    tail = [thread for place, thread in enumerate(before) if place > lowest and thread not in standing]
    arrived = len(standing.difference(before))
    # a board as long as before is full: its tail made room. A shrunken one made room for what arrived at most.
    room = len(tail) if len(now) >= len(before) else min(arrived, len(tail))
    pruned = set(tail[len(tail) - room :])
    return {thread: "pruned" if thread in pruned else "deleted" for thread in vanished}
