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

_UNLISTED = re.compile(r"unlisted:(\d+)\Z")
_FIRST_AGAIN, _LAST_AGAIN = timedelta(minutes=5), timedelta(hours=24)


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
    """Threads whose mark is another than at their last reading, from the last place up: the last dies first."""
    found = [mark for mark in listing.threads if mark.thread_id not in pages or _differs(mark, pages[mark.thread_id])]
    return sorted(found, key=lambda mark: -mark.position)


def kept_mark(mark: str) -> str:
    """A thread's mark as it is kept: a digest, for marks hold titles, and what is kept of visits is never blanked."""
    return hashlib.sha256(mark.encode(errors="replace")).hexdigest()[:16]


def _differs(mark: ThreadMark, page: PageMemory) -> bool:
    return page.mark not in (kept_mark(mark.mark), mark.mark)  # the latter as 0.2.0 kept it


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


def second_looks(
    order: Sequence[str], owed: Mapping[str, Owed], pages: Mapping[str, PageMemory], now: datetime
) -> list[Due]:
    """Listed threads in which something was absent at the last look, at least a minute ago."""
    places = {thread: place for place, thread in enumerate(order)}
    found = []
    for thread, waits in owed.items():
        since = [*waits.absent.values(), *([waits.gone_at] if waits.gone_at else [])]
        if thread in places and since and now - min(since) >= SECOND_LOOK:
            mark = pages[thread].mark if thread in pages else None
            found.append(Due(thread, mark, places[thread], conditional=waits.gone_at is None))
    return found


def old_readings(
    order: Sequence[str], pages: Mapping[str, PageMemory], ageing: Ageing, fresh: Set[str] = frozenset()
) -> list[Due]:
    """Listed threads that nothing marks but whose whole reading is old, oldest first: silent edits show only there.

    fresh: threads of which this visit has taken all that is new.
    """
    places = {thread: place for place, thread in enumerate(order)}
    known = sorted(
        ((_read_at(pages[thread]), thread) for thread in order if thread in pages and thread not in fresh),
        key=lambda pair: (pair[0], pair[1]),
    )
    due = []
    for rank, (_, thread) in enumerate(known[: ageing.most]):
        if rank < ageing.least or too_old(pages[thread], ageing):
            due.append(Due(thread, pages[thread].mark, places[thread], conditional=True))
    return due


def too_old(page: PageMemory, ageing: Ageing) -> bool:
    """Whether a thread is to be read whole, whatever listings show of it."""
    at = _read_at(page)
    return at <= ageing.before or (page.tailed and at <= ageing.tailed)


def _read_at(page: PageMemory) -> datetime:
    return page.whole_at or page.seen_at


def each_once(*lists: Iterable[Due]) -> list[Due]:
    """The lists one after another, every thread where it first stands."""
    found: dict[str, Due] = {}
    for due in lists:
        for item in due:
            found.setdefault(item.thread_id, item)
    return list(found.values())
