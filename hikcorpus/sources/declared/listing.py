"""The list of threads -> marks.

A mark is JSON: the number of the thread's last page first (`last_page`), then all that the row tells of its state.
"""

import json
import re
from typing import Final
from zoneinfo import ZoneInfo

from hikcorpus.model import Board
from hikcorpus.sources.base import Page, Problem, ThreadMark
from hikcorpus.sources.declared.places import Found, Posts
from hikcorpus.sources.declared.plan import Plan

_MANY: Final = re.compile(r"([\d.,\s\u00a0]*\d)\s*([kKmM]?)")
_EXACT: Final = frozenset({"second", "microsecond"})


def count_of(text: str | None) -> int | None:
    """A number as forums print it: `1,234`, `1.234`, `1 234`; None also for a rounded one (`1.2k`)."""
    match = _MANY.search(text or "")
    if match is None or match[2]:
        return None
    digits = re.sub(r"\D", "", match[1])
    return int(digits) if len(digits) <= 9 else None


def read_rows(plan: Plan, page: Found, board: Board, asked: Page) -> tuple[list[ThreadMark], list[Problem], int]:
    """The threads of a list in its order, what could not be read, and how many rows there are."""
    rows = Posts(page, plan.selector("listing.row"))
    ids = rows.texts(plan["listing.id"])
    titles, replies, last_pages = (rows.texts(plan[f"listing.{key}"]) for key in ("title", "replies", "last_page"))
    lasts = rows.texts(plan["listing.last"])
    flags = [rows.holds(plan[f"listing.{key}"]) for key in ("sticky", "locked")]
    skipped = rows.holds(plan["listing.skip"])
    others = [rows.texts((value,)) for value in plan["listing.mark"]]
    shown = rows.all(plan.selector("listing.shown"))
    rules, zone = plan.file.listing, ZoneInfo(board.zone)
    marks: list[ThreadMark] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, thread_id in enumerate(ids):
        place = f"row {number + 1} of the list"
        if skipped[number]:
            if thread_id:  # else it never was a thread: a heading, the form around all rows
                problems.append(Problem("skipped_row", place))
            continue
        if not thread_id or thread_id in seen:
            problems.append(Problem("duplicate_thread" if thread_id else "row_without_id", place))
            continue
        seen.add(thread_id)
        last = lasts[number]
        moment = plan.dates.read(last, asked.fetched_at, zone) if last else None
        stable = moment is not None and (moment.lasting or moment.precision in _EXACT)
        count = count_of(replies[number])
        if rules.shown:
            count = (count or 0) + len(shown.get(number, ()))
        if count is not None and rules.counts_opening:
            count = max(count - 1, 0)
        state = [
            last_pages[number] or None,
            titles[number] or None,
            count if rules.shown else replies[number],
            moment.at.isoformat() if moment and stable else None,
            *(flag[number] for flag in flags),
            *(other[number] for other in others),
        ]
        marks.append(
            ThreadMark(
                thread_id=thread_id,
                position=len(marks),
                mark=json.dumps(state, ensure_ascii=False),
                reply_count=count,
                title=titles[number] or None,
                at=int(moment.at.timestamp()) if moment and stable and moment.precision in _EXACT else None,
            )
        )
    return marks, problems, len(ids)


def last_page_of(mark: str) -> int | None:
    """The number of the last page that a mark tells, if it tells any."""
    try:
        told = json.loads(mark)[0]
    except (ValueError, IndexError, KeyError, TypeError):
        return None
    return count_of(told) if isinstance(told, str) else None
