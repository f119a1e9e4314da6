"""Which threads a visit reads, and in what order. Pure: listing and memory in, a list out."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from hikcorpus.crawl.account import SECOND_LOOK
from hikcorpus.crawl.vanished import Fate
from hikcorpus.sources.base import Listing, ThreadMark
from hikcorpus.store.memory import Known, Owed, PageMemory

_UNLISTED = re.compile(r"(?:partial:\d+:)?unlisted:(\d+)\Z")
_PARTIAL = re.compile(r"partial:(\d+):(.*)\Z", re.DOTALL)
_NONE: Mapping[str, int | None] = {}
_FIRST_AGAIN, _LAST_AGAIN = timedelta(minutes=5), timedelta(hours=24)

TRIES = 3
"""Visits in a row at which a thread is asked for that was refused or of which a page did not come: more, in turn."""


@dataclass(slots=True)
class Due:
    """A thread to be read.

    mark: change mark that counts once the thread is read. conditional: whether to send the validators we hold.
    fate: what it means if the thread turns out to be gone; None = nothing, for the listing still names it.
    backfill: why it is read late, if it is. announced: replies that the listing gives it, None = it does not say.
    """

    thread_id: str
    mark: str | None
    position: int | None
    conditional: bool
    fate: str | None = None
    backfill: str | None = None
    announced: int | None = None


@dataclass(frozen=True, slots=True)
class Ageing:
    """When a whole reading is too old: made before `before`; or before `tailed` and tails were read since.

    least: so many of the oldest are read again anyway; most: so many at most, None = as many as there are.
    """

    before: datetime
    tailed: datetime
    least: int = 0
    most: int | None = None


def changed(listing: Listing, pages: Mapping[str, PageMemory]) -> list[ThreadMark]:
    """Threads whose mark is another than at their last reading, from the last place up: the last dies first.

    Those too that were refused or not read to their end a few times, whatever their mark.
    """
    found = [mark for mark in listing.threads if mark.thread_id not in pages or _is_due(mark, pages[mark.thread_id])]
    return sorted(found, key=lambda mark: -mark.position)


def kept_mark(mark: str) -> str:
    """A thread's mark as it is kept: a digest, for marks hold titles, and what is kept of visits is never blanked."""
    return hashlib.sha256(mark.encode(errors="replace")).hexdigest()[:16]


def partial_mark(mark: str | None, before: str | None) -> str:
    """The mark of a thread of which a page did not come: how often in a row with this mark (`before`: as it stood)."""
    mark, tried = plain_mark(mark) or "", _PARTIAL.match(before or "")
    return f"partial:{int(tried[1]) + 1 if tried and tried[2] == mark else 1}:{mark}"


def plain_mark(mark: str | None) -> str | None:
    """A thread's mark without what `partial_mark` put before it."""
    tried = _PARTIAL.match(mark or "")
    return tried[2] if tried else mark


def _is_due(mark: ThreadMark, page: PageMemory) -> bool:
    other = plain_mark(page.mark) not in (kept_mark(mark.mark), mark.mark)  # the latter as 0.2.0 kept it
    return _is_unfinished(page) or (other and not page.refused)


def _is_unfinished(page: PageMemory) -> bool:
    if page.refused or page.mark is None:
        return page.refused < TRIES
    tried = _PARTIAL.match(page.mark)
    return tried is not None and int(tried[1]) < TRIES


def to_read(marks: Iterable[ThreadMark], pages: Mapping[str, PageMemory], backfill: str | None) -> list[Due]:
    """Listed threads to be read whole because something changed in them."""
    return [
        Due(
            mark.thread_id,
            kept_mark(mark.mark),
            mark.position,
            conditional=mark.thread_id in pages,
            backfill=backfill,
            announced=mark.reply_count,
        )
        for mark in marks
    ]


def vanished(
    order: Sequence[str],
    fates: Mapping[str, Fate],
    pages: Mapping[str, PageMemory],
    states: Mapping[str, Known],
    owed: Mapping[str, Owed],
    now: datetime,
) -> list[Due]:
    """Known living threads that the listing does not name: those just dropped, and dropped ones that still stood.

    The latter are asked for again after 5 minutes, then ever more seldom, at last daily.
    """
    listed = set(order)
    found = []
    for thread in states:
        if thread in listed or thread not in pages:
            continue
        page = pages[thread]
        before = _UNLISTED.match(page.mark or "")
        times = int(before[1]) if before else 0
        waits = owed.get(thread)
        if waits is not None and waits.gone_at is not None:
            if now - waits.gone_at < SECOND_LOOK:
                continue
        elif before and now - page.seen_at < min(_LAST_AGAIN, _FIRST_AGAIN * 4 ** min(times - 1, 6)):
            continue
        # where the order of two listings cannot tell: what it was at the first look, else nobody is accused
        fate = fates.get(thread) or (waits.fate if waits else None) or "pruned"
        found.append(Due(thread, f"unlisted:{times + 1}", None, conditional=bool(before), fate=fate))
    return found


def unfinished(order: Sequence[str], pages: Mapping[str, PageMemory], announced: Mapping[str, int | None]) -> list[Due]:
    """Listed threads that were refused at the last visits, or of which a page did not come, wherever they stand.

    announced: replies by thread.
    """
    return [
        Due(thread, plain_mark(pages[thread].mark), place, conditional=False, announced=announced.get(thread))
        for place, thread in enumerate(order)
        if thread in pages and _is_unfinished(pages[thread])
    ]


def second_looks(
    order: Sequence[str],
    owed: Mapping[str, Owed],
    pages: Mapping[str, PageMemory],
    now: datetime,
    announced: Mapping[str, int | None] = _NONE,
) -> list[Due]:
    """Listed threads in which something was absent at the last look, at least a minute ago."""
    places = {thread: place for place, thread in enumerate(order)}
    found = []
    for thread, waits in owed.items():
        since = [*waits.absent.values(), *([waits.gone_at] if waits.gone_at else [])]
        if thread in places and since and now - min(since) >= SECOND_LOOK:
            mark = plain_mark(pages[thread].mark) if thread in pages else None
            due = Due(thread, mark, places[thread], waits.gone_at is None, announced=announced.get(thread))
            found.append(due)
    return found


def old_readings(
    order: Sequence[str],
    pages: Mapping[str, PageMemory],
    ageing: Ageing,
    fresh: Set[str] = frozenset(),
    announced: Mapping[str, int | None] = _NONE,
) -> list[Due]:
    """Listed threads that nothing marks but whose whole reading is old, oldest first: silent edits show only there.

    Those that were refused, or not read to their end, wait for their turn by that attempt: else they would hold up all
    others. fresh: threads of which this visit has taken all that is new. announced: replies by thread.
    """
    places = {thread: place for place, thread in enumerate(order)}
    known = sorted(
        ((_tried_at(pages[thread], ageing), thread) for thread in order if thread in pages and thread not in fresh),
        key=lambda pair: (pair[0], pair[1]),
    )
    due = [thread for rank, (_, thread) in enumerate(known) if rank < ageing.least or too_old(pages[thread], ageing)]
    return [
        Due(thread, plain_mark(pages[thread].mark), places[thread], conditional=True, announced=announced.get(thread))
        for thread in due[: ageing.most]
    ]


def too_old(page: PageMemory, ageing: Ageing) -> bool:
    """Whether a thread is to be read whole, whatever listings show of it."""
    if page.refused and page.seen_at > ageing.before:
        return False
    at = _read_at(page)
    return at <= ageing.before or (page.tailed and at <= ageing.tailed)


def _read_at(page: PageMemory) -> datetime:
    return page.whole_at or page.seen_at


def _tried_at(page: PageMemory, ageing: Ageing) -> datetime:
    """By what a thread has its turn; where so many at most have one, also what was read of it in part counts."""
    return page.seen_at if page.refused or ageing.most is not None else _read_at(page)


def each_once(*lists: Iterable[Due]) -> list[Due]:
    """The lists one after another, every thread where it first stands."""
    found: dict[str, Due] = {}
    for due in lists:
        for item in due:
            found.setdefault(item.thread_id, item)
    return list(found.values())
