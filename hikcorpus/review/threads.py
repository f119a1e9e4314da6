"""The threads that are read, in memory, as a page shows them: pseudonymised tables and the corpus's evidence."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus.review.pieces import Piece, Span, pieces
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.schemas import schema

_MESSAGES: Final = (
    "thread_id", "message_id", "is_opening", "participant", "posted_at", "zone", "time_precision", "local_hour",
    "weekday", "lang", "subject", "text", "refs", "state",
)  # fmt: skip
_DAYS: Final = (timedelta(0), timedelta(1), timedelta(-1))
_BEGINNING: Final = 80  # characters
Row = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """titles: thread -> title or None. messages, evidence: rows of these threads alone."""

    titles: dict[str, str | None]
    messages: pa.Table
    spans: dict[str, list[Row]] = field(default_factory=dict)
    languages: dict[str, str] = field(init=False)
    openings: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Of each thread the language of its first message that has one, and how its opening message begins."""
        self.languages, self.openings = {}, {}
        columns = (self.messages[name] for name in ("thread_id", "lang", "is_opening", "state"))
        texts = pc.utf8_slice_codeunits(self.messages["text"], 0, _BEGINNING)
        for thread, lang, opening, state, text in zip(*(c.to_pylist() for c in (*columns, texts)), strict=True):
            if lang:
                self.languages.setdefault(thread, lang)
            if opening and text and state != "deleted":
                self.openings[thread] = " ".join(text.split())

    def thread(self, thread: str) -> Row:
        """One thread as plain lists and dictionaries, oldest message first.

        title, subject, text: see `pieces`. to, answers: numbers of messages that it answers (if its text does not say
        so) and that answer it. n: 1, 2, ... in this thread. who: 1, 2, ... as participants come up, None
        where nothing tells who wrote it; name: that participant's pseudonym. when: local date and hour in the board's
        zone, the date moved by the study's weeks. Deleted messages keep their place and show no text.
        """
        rows = self.rows(thread)
        numbers = {row["message_id"]: n for n, row in enumerate(rows, 1)}
        spans: dict[tuple[str | None, str], list[Span]] = defaultdict(list)
        for hit in self.spans.get(thread, ()):
            where = None if hit["field"] == "title" else hit["message_id"]
            spans[where, hit["field"]].append(Span(hit["start"], hit["end"], hit["term"]))
        people: dict[str, int] = {}
        answers: dict[int, list[int]] = defaultdict(list)
        messages: list[Row] = []
        for n, row in enumerate(rows, 1):
            key, gone = row["message_id"], row["state"] == "deleted"
            who = people.setdefault(row["participant"], len(people) + 1) if row["participant"] else None
            to = [numbers[ref["message_id"]] for ref in row["refs"] or () if ref["message_id"] in numbers]
            for target in dict.fromkeys(to):
                if target != n:
                    answers[target].append(n)
            subject = None if gone or not row["subject"] else pieces(row["subject"], spans[key, "subject"], numbers)
            text = [] if gone else pieces(row["text"] or "", spans[key, "text"], numbers)
            messages.append(
                {"n": n, "who": who, "name": row["participant"], "when": when(row), "lang": row["lang"]}
                | {"to": _unsaid(to, [] if gone else [*(subject or ()), *text], n)}
                | {"opening": bool(row["is_opening"]), "deleted": gone, "subject": subject, "text": text}
            )
        for message in messages:
            message["answers"] = answers[message["n"]]
        title = self.titles.get(thread)
        return {
            "id": thread,
            "title": pieces(title, spans[None, "title"]) if title else None,
            "lang": self.languages.get(thread),
            "messages": messages,
        }

    def rows(self, thread: str) -> list[Row]:
        """The messages of a thread: the opening one first, then by time; those without a time where they stood."""
        rows: list[Row] = self.messages.filter(pc.equal(self.messages["thread_id"], thread)).to_pylist()
        last = datetime.min.replace(tzinfo=UTC)
        keys = []
        for number, row in enumerate(rows):
            last = row["posted_at"] or last
            keys.append((not row["is_opening"], last, number))
        return [row for _, row in sorted(zip(keys, rows, strict=True), key=lambda pair: pair[0])]


def _unsaid(targets: list[int], shown: list[Piece], n: int) -> list[int]:
    """Messages that this one answers where its text has no link that says so."""
    said = {n, *(piece[2] for piece in shown if piece[0] == "link")}
    return [target for target in dict.fromkeys(targets) if target not in said]


def read(pseudonymised: Dataset, corpus: Dataset, threads: Iterable[str]) -> Reading:
    """Read these threads: one pass over the tables, keeping only their rows. Raises DataDamaged."""
    wanted = pa.array(sorted(threads), pa.string())

    def rows(dataset: Dataset, table: str, columns: tuple[str, ...]) -> pa.Table:
        found = [
            batch.filter(pc.is_in(batch.column("thread_id"), wanted))
            for batch in dataset.batches(table, columns)
        ]  # fmt: skip
        wanted_schema = pa.schema([schema(dataset.stage, table).field(name) for name in columns]).remove_metadata()
        return pa.Table.from_batches([batch for batch in found if len(batch)], wanted_schema)

    titles = rows(pseudonymised, "threads", ("thread_id", "title"))
    spans: dict[str, list[Row]] = defaultdict(list)
    columns = ("thread_id", "message_id", "field", "start", "end", "term")
    for hit in rows(corpus, "evidence", columns).to_pylist():
        spans[hit["thread_id"]].append(hit)
    return Reading(
        dict(zip(titles["thread_id"].to_pylist(), titles["title"].to_pylist(), strict=True)),
        rows(pseudonymised, "messages", _MESSAGES),
        dict(spans),
    )


def when(row: Row) -> str | None:
    """Local date and hour of a message, as `2019-03-02 14 h`; the date alone where the board shows no hour.

    Times are moved by whole weeks, so that summer time may differ: of the days around it the one counts that has the
    column's weekday, and the hour is the column's.
    """
    at, precision = row["posted_at"], row["time_precision"]
    if at is None or precision == "none":
        return None
    day = _day(at, row["zone"], row["weekday"])
    return day.isoformat() if precision == "day" or row["local_hour"] is None else f"{day} {row['local_hour']:02d} h"


def _day(at: datetime, zone: str | None, weekday: int | None) -> date:
    try:
        local = at.astimezone(ZoneInfo(zone or "UTC")).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        local = at.astimezone(UTC).date()
    near = (local + days for days in _DAYS)
    return next((day for day in near if weekday is None or day.isoweekday() == weekday), local)
