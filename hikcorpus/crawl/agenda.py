"""Which threads a visit reads, and in what order. Pure: listing and memory in, a list out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hikcorpus.crawl.vanished import Fate, fates
from hikcorpus.fetch.reply import Reply
from hikcorpus.sources.base import Listing
from hikcorpus.store.memory import Known, PageMemory

UNLISTED = "unlisted"
"""Change mark of a thread whose page still stands though the listing dropped it."""


@dataclass(slots=True)
class Due:
    """A thread to be read.

    mark: change mark that counts once the thread is read. conditional: whether to send the validators we hold.
    fate: what it means if the thread turns out to be gone. The rest is filled in by the first look.
    """

    thread_id: str
    mark: str | None
    position: int | None
    conditional: bool
    fate: Fate = "deleted"
    missing: list[str] = field(default_factory=list)
    first_look: datetime | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Ageing:
    """When a reading is too old: read before `before`; and how many of the oldest are read again anyway."""

    before: datetime
    least: int = 0


def after_new_listing(
    listing: Listing,
    last_order: list[str],
    pages: Mapping[str, PageMemory],
    states: Mapping[str, Known],
    ageing: Ageing,
) -> list[Due]:
    """What vanished first (it may die any moment), then what changed from the last place up, then old readings.

    last_order: thread ids of the listing before. pages: threads as last read. states: known threads.
    """
    marks = {mark.thread_id: mark.mark for mark in listing.threads}
    changed = [
        mark for mark in listing.threads if mark.thread_id not in pages or pages[mark.thread_id].mark != mark.mark
    ]
    touched = {mark.thread_id for mark in changed}
    order = [mark.thread_id for mark in listing.threads]
    fate = fates(last_order, order, set(order) - touched)
    vanished = [
        Due(thread, UNLISTED, None, conditional=False, fate=fate.get(thread, "deleted"))
        for thread, state in states.items()
        if state.state == "live" and thread not in marks and thread in pages and pages[thread].mark != UNLISTED
    ]
    again = [
        Due(mark.thread_id, mark.mark, mark.position, conditional=mark.thread_id in pages)
        for mark in sorted(changed, key=lambda mark: -mark.position)
    ]
    rest = [thread for thread in order if thread not in touched]
    return vanished + again + old_readings(rest, pages, ageing, order)


def old_readings(
    threads: list[str], pages: Mapping[str, PageMemory], ageing: Ageing, order: list[str] | None = None
) -> list[Due]:
    """Threads that nothing marks but whose reading is old: silent edits show only when asked for, oldest first."""
    places = {thread: place for place, thread in enumerate(order if order is not None else threads)}
    known = sorted((thread for thread in threads if thread in pages), key=lambda thread: pages[thread].seen_at)
    old = sum(pages[thread].seen_at <= ageing.before for thread in known)
    return [
        Due(thread, pages[thread].mark, places[thread], conditional=True) for thread in known[: max(old, ageing.least)]
    ]
