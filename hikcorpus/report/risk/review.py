"""The review sheet: a person reads sampled messages after masking, and marks what should not have come through.

The sheet holds masked text only. Its answers give the leak rate with its interval; the same tables, size and seed give
the same sheet.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from hikcorpus.anonymise.entities import PRIORITY
from hikcorpus.errors import ConfigError
from hikcorpus.report.risk.interval import Share, share
from hikcorpus.store.dataset import Dataset

COLUMNS = ("number", "message_id", "lang", "text", "leak", "kind", "note")
_ANSWERS = {"y": True, "yes": True, "1": True, "n": False, "no": False, "0": False}
_KINDS = frozenset((*(entity.lower() for entity in PRIORITY), "name", "other"))
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Reviewed:
    """languages: share of messages with a leak, by language and under `all`. kinds: what leaked. unread: no answer."""

    languages: dict[str, Share] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    unread: int = 0


def sheet(dataset: Dataset, n: int, seed: int = 0) -> str:
    """n messages as CSV (as many of each language as can be), in an order that says nothing of who wrote them."""
    kept: dict[str, list[tuple[bytes, str, str]]] = defaultdict(list)
    for batch in dataset.batches("messages", ["message_id", "lang", "text", "state"]):
        for message, lang, text, state in zip(*(batch.column(i).to_pylist() for i in range(4)), strict=True):
            if not text or state == "deleted":
                continue
            mine = kept[lang or "?"]
            mine.append((blake2b(message.encode(), digest_size=8, salt=seed.to_bytes(8)).digest(), message, text))
            if len(mine) >= 4 * n:
                mine.sort()
                del mine[n:]
    chosen = sorted((row[0], lang, row) for lang, row in _in_turn({k: sorted(v) for k, v in kept.items()}, n))
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for number, (_, lang, (_, message, text)) in enumerate(chosen, 1):
        lines.writerow([number, message, lang, _harmless(text), "", "", ""])
    return out.getvalue()


def lines(content: str) -> int:
    """How many messages a sheet holds."""
    return sum(1 for _ in csv.reader(io.StringIO(content))) - 1


def _in_turn(kept: dict[str, list[tuple[bytes, str, str]]], n: int) -> Iterable[tuple[str, tuple[bytes, str, str]]]:
    place = 0
    while n and any(place < len(rows) for rows in kept.values()):
        for lang in sorted(kept):
            if place < len(kept[lang]) and n:
                n -= 1
                yield lang, kept[lang][place]
        place += 1


def _harmless(text: str) -> str:
    """Spreadsheets run what begins like a formula (CSV injection)."""
    return f"'{text}" if text.startswith(_RISKY) else text


def _kind(said: str | None) -> str:
    """The kind, if it is one: readers also write down what leaked, and that must reach no report."""
    word = (said or "").strip().lower().replace(" ", "_")
    return word if word in _KINDS else "other" if word else "not said"


def answers_only(path: Path) -> str:
    """A sheet's answers as CSV, without its texts, notes, and anything else that readers typed. Raises as `read`."""
    read(path)
    out = io.StringIO()
    lines_ = csv.writer(out, lineterminator="\n")
    lines_.writerow(("message_id", "lang", "leak", "kind"))
    for row in _rows(path):
        leak = (row["leak"] or "").strip().lower()
        lines_.writerow((row["message_id"], row["lang"], leak, _kind(row.get("kind")) if leak else ""))
    return out.getvalue()


def read(path: Path) -> Reviewed:
    """The answers of a sheet. Raises ConfigError where it cannot be read or an answer is neither y nor n."""
    rows = _rows(path)
    out, read_, leaked = Reviewed(), Counter[str](), Counter[str]()
    for number, row in enumerate(rows, 2):
        answer = (row["leak"] or "").strip().lower()
        if not answer:
            out.unread += 1
            continue
        if answer not in _ANSWERS:
            raise ConfigError(f"Line {number} of {path}: the column `leak` holds neither y nor n.", "Mend that line.")
        for name in {row["lang"] or "?", "all"}:
            read_[name] += 1
            leaked[name] += _ANSWERS[answer]
        if _ANSWERS[answer]:
            out.kinds[_kind(row.get("kind"))] += 1
    out.languages = {name: share(leaked[name], n) for name, n in sorted(read_.items())}
    return out


def _rows(path: Path) -> list[dict[str, str]]:
    """The lines of a sheet. Raises ConfigError where it is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            rows = list(csv.DictReader(file, delimiter=";" if head.count(";") > head.count(",") else ","))
    except (OSError, UnicodeDecodeError):
        raise ConfigError(f"{path} cannot be read as a table.", "Save the sheet as CSV in UTF-8.") from None
    if not rows or not {"message_id", "lang", "leak"} <= set(rows[0]):
        raise ConfigError(f"{path} is no review sheet.", "Give the file of `hikcorpus audit export`, filled in.")
    return rows
