"""Keeping house after a visit: parts merged, deleted content blanked when its time has come, old bytes let go."""

import re
from collections import Counter
from collections.abc import Set
from datetime import datetime
from typing import Any

from hikcorpus.crawl.boards import Target
from hikcorpus.sources.base import Page
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory
from hikcorpus.store.retention import blank_evidence, blank_messages, expire_evidence

_NUMBER = re.compile(rb"\d+")


def keep_house(dataset: Dataset, target: Target, memory: Memory, now: datetime) -> Counter[str]:
    """Merge small parts; blank once a day, let go of old bytes once a month. Gives what was done, by reason.

    Raises CannotWrite.
    """
    counts: Counter[str] = Counter()
    if not dataset.exists():
        return counts
    site, board = target.board.site, target.board.name
    looks = memory.looks(site, board)[-2:]
    if looks and looks[-1].date() < now.date():  # it cannot be read today: what is due is due all the same
        looks = [looks[-1], now]
    if len(looks) == 2 and looks[0].date() < looks[1].date():
        counts += retain(dataset, target, memory, now, expire=looks[0].month != looks[1].month)
    if dataset.compact(f"{now:%Y-%m}"):
        memory.adopt(site, board, dataset)
    return counts


def retain(dataset: Dataset, target: Target, memory: Memory, now: datetime, *, expire: bool = True) -> Counter[str]:
    """Blank what was deleted long enough ago, in rows and evidence; expire: let go of evidence past its time."""
    counts: Counter[str] = Counter()
    site, board = target.board.site, target.board.name
    if target.policy.blank_after is not None:
        due = memory.blank_due(site, board, now - target.policy.blank_after)
        if due:
            # Evidence first: a kill in between leaves the rows unblanked, so that both are done again.
            urls = {target.source.thread_url(target.board, thread) for thread in due.values()}
            counts.update(blank_evidence(dataset, set(due), _blanker(target, due), now, urls))
            counts.update(blank_messages(dataset, set(due), now))
            memory.adopt(site, board, dataset, blanked=set(due))
    if expire and target.policy.keep_evidence is not None:
        counts.update(expire_evidence(dataset, now - target.policy.keep_evidence))
        memory.adopt(site, board, dataset)
    return counts


def _blanker(target: Target, due: dict[str, str]) -> Any:
    """What takes messages out of a body: only bodies of their threads, or listing entries that name them."""
    by_url: dict[str, set[str]] = {}
    by_thread: dict[str, set[str]] = {}
    for message, thread in due.items():
        by_url.setdefault(target.source.thread_url(target.board, thread), set()).add(message)
        by_thread.setdefault(thread, set()).add(message)
    numbers = {message.encode(): message for message in due}

    def blank(row: dict[str, Any], body: bytes, ids: Set[str]) -> bytes:
        here = by_url.get(row["url"], set()) & ids
        if row["page_kind"] in ("tail", "page", "saved"):
            here = {numbers[number] for number in set(_NUMBER.findall(body)) & numbers.keys()}
            for name in set(_NUMBER.findall(row["url"].encode())):  # message ids that are thread and line
                here |= by_thread.get(name.decode(), set())
        if not here:
            return body
        return target.source.blank(Page(row["url"], body, row["fetched_at"], row["charset"]), here)

    return blank
