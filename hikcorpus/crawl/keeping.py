"""Keeping house after a visit: parts merged, deleted content blanked when its time has come, old bytes let go."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Set
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from hikcorpus.crawl.boards import Target
from hikcorpus.sources.base import Page
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.memory import Memory
from hikcorpus.store.retention import Stand, blank_evidence, blank_messages, expire_evidence, stands

_NUMBER = re.compile(rb"\d+")
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


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
        due = _gone(dataset, memory, (site, board), now - target.policy.blank_after)
        if due:
            # Evidence first: a kill in between leaves the rows unblanked, so that both are done again.
            thread_at = _threads_at(target, set().union(*due.values()))
            blanker = _blanker(target, due, thread_at)
            concerned = blank_evidence(dataset, set(due), blanker, now, lambda url: thread_at(url) is not None)
            counts.update(concerned)
            counts.update(blank_messages(dataset, set(due), now))
            memory.adopt(site, board, dataset, blanked=set(due))
    if expire and target.policy.keep_evidence is not None:
        counts.update(expire_evidence(dataset, now - target.policy.keep_evidence))
        memory.adopt(site, board, dataset)
    return counts


def _gone(dataset: Dataset, memory: Memory, where: tuple[str, str], before: datetime) -> Mapping[str, Collection[str]]:
    """Messages deleted before that moment that stand nowhere on the board: message id -> all threads where they stood.

    A message is one post in whatever thread: a moderator moves it, and it goes from all of them when it is deleted.
    """
    ids = memory.blank_due(*where, before)
    if not ids:
        return {}
    open_to_us = {thread for thread, known in memory.threads(*where).items() if known.state != "blocked"}
    found = stands(dataset, ids.keys())
    return {message: there for message, there in found.items() if not _lives(there, open_to_us)}


def _lives(there: Mapping[str, Stand], open_to_us: Set[str]) -> bool:
    """Whether a message, deleted in one thread, lives in another; into one that we read no more it came later."""
    last = max((stand.seen for stand in there.values() if stand.state == "deleted" and stand.seen), default=_LONG_AGO)
    return any(
        stand.state == "live" and (thread in open_to_us or (stand.seen or _LONG_AGO) >= last)
        for thread, stand in there.items()
    )


def _threads_at(target: Target, threads: Set[str]) -> Callable[[str], str | None]:
    """Which of these threads' pages stands at an address: as asked for, or where a redirect led."""
    urls = {target.source.thread_url(target.board, thread): thread for thread in threads}

    @lru_cache(maxsize=4096)
    def thread_at(url: str) -> str | None:
        if url in urls:
            return urls[url]
        address = target.source.recognise(url)
        return address.thread_id if address is not None and address.thread_id in threads else None

    return thread_at


def _blanker(target: Target, due: Mapping[str, Collection[str]], thread_at: Callable[[str], str | None]) -> Any:
    """What takes messages out of a body: only bodies of their threads, or listing entries and later pages that name
    them. due: message id -> threads.
    """
    by_thread: dict[str, set[str]] = {}
    for message, threads in due.items():
        for thread in threads:
            by_thread.setdefault(thread, set()).add(message)
    numbers = {message.encode(): message for message in due if _NUMBER.fullmatch(message.encode())}
    words = {message.encode(): message for message in due if message.encode() not in numbers}

    def blank(row: dict[str, Any], body: bytes, ids: Set[str]) -> bytes:
        here = set(by_thread.get(thread_at(row["url"]) or "", set()))
        if row["page_kind"] != "thread":
            here |= {numbers[number] for number in set(_NUMBER.findall(body)) & numbers.keys()}
            here |= {message for word, message in words.items() if word in body}
            for name in set(_NUMBER.findall(row["url"].encode())):  # message ids that are thread and line
                here |= by_thread.get(name.decode(), set())
        here &= ids
        if not here:
            return body
        return target.source.blank(Page(row["url"], body, row["fetched_at"], row["charset"]), here)

    return blank
