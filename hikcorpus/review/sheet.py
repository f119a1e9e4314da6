"""The review as a spreadsheet: a coder's threads as CSV, and the decisions back from it.

The sheet shows neither score nor stratum, in the coder's own order. It holds masked text, which is still somebody's
words.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hikcorpus.errors import ConfigError
from hikcorpus.review.desk import REASON_LIMIT
from hikcorpus.review.threads import Reading, Row
from hikcorpus.store.reviews import Decision, Verdict

COLUMNS: Final = ("thread_id", "title", "messages", "opening", "evidence", "decision", "reason")
_ANSWERS: Final[dict[str, Verdict]] = {
    **dict.fromkeys(("include", "i", "yes", "y", "1"), "include"),
    **dict.fromkeys(("exclude", "e", "no", "n", "0"), "exclude"),
    **dict.fromkeys(("unsure", "u", "?"), "unsure"),
}
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_OPENING, _HITS, _AROUND = 300, 5, 40  # characters; how many; characters on each side


@dataclass(frozen=True, slots=True)
class Answers:
    """What a sheet says anew. unchanged: as decided before. blank: lines without a decision, which change nothing."""

    decisions: list[Decision]
    unchanged: int
    blank: int


def export(reading: Reading, order: Iterable[str], mine: Mapping[str, Decision]) -> str:
    """The sheet as text: UTF-8 with a byte order mark once encoded, for Excel. mine: what is decided already."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    lines = csv.writer(out)  # CRLF: with another line end, a lone CR in a text would not be quoted
    lines.writerow(COLUMNS)
    for thread in order:
        rows = reading.rows(thread)
        opening = next((row["text"] or "" for row in rows if row["state"] != "deleted"), "")
        said = mine.get(thread)
        cells = (
            reading.titles.get(thread) or "",
            str(len(rows)),
            _cut(opening),
            " | ".join(_evidence(reading, thread, rows)),
            said.decision if said else "",
            said.reason if said else "",
        )
        lines.writerow([thread, *map(harmless, cells)])
    return out.getvalue()


def _cut(text: str) -> str:
    return text if len(text) <= _OPENING else f"{text[:_OPENING]} …"


def _evidence(reading: Reading, thread: str, rows: list[Row]) -> list[str]:
    """Some hits with the words around them, those of different terms first."""
    texts = {(row["message_id"], field): row[field] for row in rows for field in ("subject", "text")}
    seen: set[str] = set()
    first: list[str] = []
    others: list[str] = []
    for hit in reading.spans.get(thread, ()):
        titled = hit["field"] == "title"
        text = reading.titles.get(thread) if titled else texts.get((hit["message_id"], hit["field"]))
        start, end = hit["start"], hit["end"]
        before, after = max(0, start - _AROUND), end + _AROUND
        shown = f"{(text or '')[before:start]}[{(text or '')[start:end]}]{(text or '')[end:after]}"
        (others if hit["term"] in seen else first).append(" ".join(shown.split()))
        seen.add(hit["term"])
    return (first + others)[:_HITS]


def harmless(text: str) -> str:
    """Spreadsheets run what begins like a formula (CSV injection, OWASP; full-width signs count in Japanese ones)."""
    return f"'{text}" if text.startswith(_RISKY) else text


def answers(path: Path, coder: str, threads: Iterable[str], mine: Mapping[str, Decision], at: str) -> Answers:
    """The decisions of a filled-in sheet, all or none. threads: of the review. at: the instant (ISO, UTC).

    Raises ConfigError naming the line that is wrong, nothing of what stands in it.
    """
    known, new = set(threads), dict[str, Decision]()
    unchanged = blank = 0
    for number, row in enumerate(_rows(path), 2):
        thread, answer = (row["thread_id"] or "").strip(), (row["decision"] or "").strip().lower()
        if not answer:
            blank += 1
            continue
        if thread not in known:
            raise ConfigError(f"Line {number} of {path} names no thread of this review.", "Nothing was imported.")
        if answer not in _ANSWERS:
            raise ConfigError(
                f"Line {number} of {path}: the column `decision` holds neither include, exclude nor unsure.",
                "Mend that line; nothing was imported.",
            )
        reason = _typed(row.get("reason") or "")
        if len(reason) > REASON_LIMIT:
            raise ConfigError(
                f"Line {number} of {path}: the reason is too long.", f"{REASON_LIMIT} characters at most."
            )
        said = Decision(at, coder, thread, _ANSWERS[answer], reason, "sheet")
        if thread in new and new[thread] != said:
            raise ConfigError(f"Line {number} of {path} decides a thread a second time.", "Nothing was imported.")
        new[thread] = said
    decisions = []
    for thread, said in new.items():
        before = mine.get(thread)
        if before and (before.decision, before.reason) == (said.decision, said.reason):
            unchanged += 1
        else:
            decisions.append(said)
    return Answers(decisions, unchanged, blank)


def _typed(reason: str) -> str:
    """The reason without what `harmless` put before it."""
    return reason[1:] if reason.startswith("'") and reason[1:].startswith(_RISKY) else reason


def _rows(path: Path) -> list[dict[str, str]]:
    """The lines of a sheet, however a spreadsheet separated its columns. Raises ConfigError where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            rows = list(csv.DictReader(file, delimiter=max(",;\t", key=head.count)))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise ConfigError(f"{path} cannot be read as a table.", "Save the sheet as CSV in UTF-8.") from None
    if not rows or not {"thread_id", "decision"} <= set(rows[0]):
        raise ConfigError(f"{path} is no review sheet.", "Give the file of `hikcorpus review export`, filled in.")
    return rows
