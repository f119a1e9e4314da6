"""The order of a listing as its mark tells it: in full, or as what is other than in the listing before.

A listing of 50,000 threads in full at each visit would be most of what is kept of a board. Between two visits some
threads come up, some come, some go: `+;ids that stand first now;ids that are gone`, and the rest stands as it stood.
"""

from collections.abc import Sequence

_OTHER = "+;"


def told(order: Sequence[str], before: Sequence[str]) -> str:
    """How a mark tells an order. before: that of the listing before (none: it is told in full)."""
    full = ",".join(order)
    here, places = set(order), {thread: place for place, thread in enumerate(before)}
    new, lowest = len(order), len(before)
    while new and (place := places.get(order[new - 1], lowest)) < lowest:  # from the last up, as they stood
        new, lowest = new - 1, place
    gone = [thread for thread in before if thread not in here]
    other = f"{_OTHER}{','.join(order[:new])};{','.join(gone)}"
    unique = len(here) == len(order) and len(places) == len(before)
    return other if before and unique and len(other) < len(full) else full


def in_full(mark: str | None, before: str | None) -> str | None:
    """A listing's mark with its order in full. before: the mark of the listing before, in full."""
    head, order = _parted(mark)
    if not order.startswith(_OTHER):
        return mark
    first, _, gone = order.removeprefix(_OTHER).partition(";")
    away = {*listed(first), *listed(gone)}
    stood = (thread for thread in listed(_parted(before)[1]) if thread not in away)
    return f"{head};{','.join([*listed(first), *stood])}"


def listed(order: str) -> list[str]:
    """Thread ids of an order as it stands in a mark."""
    return order.split(",") if order else []


def _parted(mark: str | None) -> tuple[str, str]:
    """What stands in a mark before its order, and the order."""
    parts = (mark or "").split(";", 2)
    return (f"{parts[0]};{parts[1]}", parts[2]) if len(parts) == 3 else ("", "")
