"""What one look at a thread adds to what is known of it. Pure: the crawl and `reparse` both go by it.

A message or thread is called gone only when two looks at least `SECOND_LOOK` apart agree (caches hand out old
copies: `reference/peers.md`, lesson 7). Between the two the absence is owed a second look. A message that stands live
in another thread of the board by then was not deleted: it has moved (a moderator split or merged threads).
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hikcorpus.crawl.compare import compare
from hikcorpus.crawl.rows import Row, moved_row, thread_hash, thread_row, tombstone_row
from hikcorpus.model import Board, Message, Thread
from hikcorpus.sources.base import ThreadPage
from hikcorpus.store.memory import Known, Owed

SECOND_LOOK = timedelta(seconds=60)
"""Least time between the two looks that confirm a deletion."""


def nowhere(_: Collection[str]) -> Set[str]:
    """None of the messages stands in another thread."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a thread before a look. thread: its newest version; owed: absences that wait.

    elsewhere: those of some messages that stand live in another thread of the board.
    """

    messages: Mapping[str, Known]
    thread: Known | None = None
    owed: Owed | None = None
    elsewhere: Callable[[Collection[str]], Set[str]] = nowhere


@dataclass(slots=True)
class Found:
    """What a look adds: rows, and what goes into its observation.

    grown: live messages more (or less) than before. moved: messages that went to another thread, as this look found.
    counts: new, changed, deleted ... for the log.
    """

    messages: list[Row] = field(default_factory=list)
    threads: list[Row] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    fate: str | None = None
    outcome: str = "unchanged"
    new: int = 0
    changed: int = 0
    missing: int = 0
    grown: int = 0
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Look:
    """When and at what: seen is aware, UTC; capture_id names the stored bytes; backfill as in `gaps`."""

    seen: datetime
    capture_id: str | None = None
    backfill: str | None = None
    evidence: str = "page"


def page_seen(board: Board, standing: Standing, page: ThreadPage, look: Look, *, prunes: bool = True) -> Found:
    """The thread's whole page was read. prunes: sticky threads too drop their oldest replies, as on imageboards."""
    found = _shown(board, standing, page.thread, page.messages, look)
    shown = {message.message_id for message in page.messages}
    gone = [name for name, old in standing.messages.items() if old.state == "live" and name not in shown]
    if page.thread.cyclical or (page.thread.sticky and prunes):
        gone, fallen = _rolled_off(gone, standing, page)
        found.counts["messages_rolled_off"] = fallen
    found.missing = len(gone)
    _confirm(board, standing, page.thread.thread_id, gone, found, look)
    dead = [name for name, old in standing.messages.items() if old.state == "deleted" and name not in shown]
    there = standing.elsewhere(dead) if dead else ()  # where they went had not been read when they were called so
    for name in (name for name in dead if name in there):
        _moved(board, standing, page.thread.thread_id, name, look.seen, found)
    return _with_outcome(found, standing)


def tail_seen(board: Board, standing: Standing, page: ThreadPage, look: Look) -> Found:
    """Only some messages were seen: all that is new (see `tails`), or what came of the thread's pages.

    Nothing is missing that was not; what was, and is shown, is owed no second look any more.
    """
    found = _shown(board, standing, page.thread, page.messages, look)
    found.absent = _still_absent(standing, {message.message_id for message in page.messages})
    return _with_outcome(found, standing)


def saved_seen(board: Board, standing: Standing, page: ThreadPage, look: Look, *, older: bool) -> Found:
    """A page that a person saved: nothing is concluded from what it lacks.

    older: than one read before; then only messages that nobody knew are taken.
    """
    found = _shown(board, standing, page.thread, page.messages, look)
    if older:
        found.messages = [row for row in found.messages if row["message_id"] not in standing.messages]
        found.threads = found.threads if standing.thread is None else []
        found.changed = found.counts["messages_changed"] = 0
    _with_outcome(found, standing)
    found.outcome = "stale" if older else found.outcome
    return found


def same_again(board: Board, standing: Standing, thread_id: str, look: Look) -> Found:
    """The server says that the page still is as we read it last: what was absent then is absent now."""
    found = Found(outcome="not_modified")
    _confirm(board, standing, thread_id, _still_absent(standing, frozenset()), found, look)
    return _with_growth(found, standing)


def page_gone(board: Board, standing: Standing, last: Thread, fate: str | None, look: Look) -> Found:
    """The thread's page is not there. fate: what that means, None while the listing still names the thread."""
    first = standing.owed.gone_at if standing.owed else None
    fate = fate or (standing.owed.fate if standing.owed else None)
    before = standing.owed.fate if standing.owed else None
    differ = before is not None and before != fate and "moved" in (before, fate)  # the two looks say different things
    if first is None or fate is None or differ or look.seen - first < SECOND_LOOK:
        return Found(outcome="missing", fate=fate)
    found = Found(outcome="gone", fate=fate)
    live = [name for name, old in standing.messages.items() if old.state == "live"]
    there = standing.elsewhere(live) if fate in ("deleted", "moved") else ()
    for name in live:
        if name in there:
            _moved(board, standing, last.thread_id, name, first, found)
        elif fate == "deleted":
            found.messages.append(_tombstone(board, standing, last.thread_id, name, first, "thread_deleted"))
            found.counts["messages_deleted"] += 1
    found.counts[f"threads_{fate}"] = 1
    gone = replace(last, state=fate)  # type: ignore[arg-type]
    found.threads = _thread_version(board, standing, gone, replace(look, capture_id=None, evidence="two looks"))
    return _with_growth(found, standing)


def page_refused(board: Board, standing: Standing, last: Thread, look: Look) -> Found:
    """The site shows everything but this thread (403, 451): blocked; nothing else is concluded."""
    found = Found(outcome="blocked")
    blocked = replace(last, state="blocked")
    found.threads = _thread_version(board, standing, blocked, replace(look, evidence="refused"))
    found.counts["threads_blocked"] = len(found.threads)
    return found


def _confirm(board: Board, standing: Standing, thread_id: str, gone: Collection[str], found: Found, look: Look) -> None:
    """Of messages that are not there: what was not there at a first look either is deleted, or has moved."""
    first = standing.owed.absent if standing.owed else {}
    twice = [name for name in gone if name in first and look.seen - first[name] >= SECOND_LOOK]
    there = standing.elsewhere(twice) if twice else ()
    for name in gone:
        if name in there:
            _moved(board, standing, thread_id, name, first[name], found)
        elif name in twice:
            found.messages.append(_tombstone(board, standing, thread_id, name, first[name], "absent"))
            found.counts["messages_deleted"] += 1
        else:
            found.absent.append(name)


def _moved(board: Board, standing: Standing, thread_id: str, name: str, first: datetime, found: Found) -> None:
    old = standing.messages[name]
    found.messages.append(moved_row(board, thread_id, name, old.number, old.version + 1, first))
    found.moved.append(name)
    found.counts["messages_moved"] += 1


def _still_absent(standing: Standing, shown: Set[str]) -> list[str]:
    """Messages that were absent at the last look and that this one, of a part of the thread, does not show either."""
    live = {name for name, old in standing.messages.items() if old.state == "live"}
    return [name for name in (standing.owed.absent if standing.owed else ()) if name in live - shown]


def _shown(board: Board, standing: Standing, thread: Thread, messages: tuple[Message, ...], look: Look) -> Found:
    page = ThreadPage(thread, messages)
    found = compare(board, page, standing.messages, look.seen, look.capture_id or "", look.backfill)
    out = Found(messages=found.rows, new=found.new, changed=found.changed)
    out.counts.update(messages_new=found.new, messages_changed=found.changed, messages_deleted=found.deleted)
    if look.backfill and found.new:
        out.counts[f"backfill_{look.backfill}"] = found.new
    out.threads = _thread_version(board, standing, thread, look)
    if out.threads:
        out.counts["threads_new" if standing.thread is None else "threads_changed"] += 1
    if thread.state == "archived" and out.threads:
        out.counts["threads_archived"] += 1
    return out


def _with_outcome(found: Found, standing: Standing) -> Found:
    found.outcome = "unchanged" if not found.messages else "changed" if standing.messages else "new"
    return _with_growth(found, standing)


def _with_growth(found: Found, standing: Standing) -> Found:
    for row in found.messages:
        old = standing.messages.get(row["message_id"])
        found.grown += (row["state"] == "live") - (old is not None and old.state == "live")
    return found


def _rolled_off(gone: list[str], standing: Standing, page: ThreadPage) -> tuple[list[str], int]:
    """Without the oldest replies, which such threads drop by design (peers.md, lesson 7): they stay as they are."""
    oldest = min((message.number for message in page.messages if not message.is_opening), default=0)
    left = [name for name in gone if standing.messages[name].number > oldest]
    return left, len(gone) - len(left)


def _tombstone(board: Board, standing: Standing, thread_id: str, name: str, first: datetime, evidence: str) -> Row:
    old = standing.messages[name]
    gone = {"deleted_at": first, "first_seen": first, "deletion_evidence": evidence}
    return tombstone_row(board, thread_id, name, old.number, old.version + 1, gone)


def _thread_version(board: Board, standing: Standing, thread: Thread, look: Look) -> list[Row]:
    old = standing.thread
    if old is not None and old.hash == thread_hash(thread)[: len(old.hash)]:
        return []
    version = old.version + 1 if old else 1
    return [thread_row(board, thread, version, look.evidence, look.seen, look.capture_id)]
