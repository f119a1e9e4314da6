"""Visits of a board and the pauses between them: the ledger of when nobody looked, why, and what was read late."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from hikcorpus.crawl.gaps import longest_wait, usual_interval
from hikcorpus.store.dataset import Dataset

READ = ("new", "changed", "unchanged", "not_modified")
"""Outcomes of a listing's visit at which it was read."""

ON_TIME = 1.5
"""A visit is on time if the pause before it was at most this many usual intervals."""

_LAST = 50  # looks by which the crawl knows the usual interval
_COLUMNS = ["run_id", "page_kind", "observed_at", "outcome", "backfill", "new", "expected", "held", "highest"]


@dataclass(frozen=True, slots=True)
class Look:
    """A listing that was read: when (UTC), and what its row says."""

    at: datetime
    run_id: str | None
    expected: int | None
    held: int | None
    highest: int | None


@dataclass(slots=True)
class Visits:
    """All looks at a board's listing, oldest first; looks that said nothing: (when, outcome).

    late: (when, why, messages) of what was read late.
    """

    looks: list[Look] = field(default_factory=list)
    failed: list[tuple[datetime, str]] = field(default_factory=list)
    late: list[tuple[datetime, str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Gap:
    """A pause longer than `crawl.gaps` allows. Times UTC; end None = it lasts still, `seconds` until now.

    reasons: outcomes of the failed looks within; none = `not_running`. late: messages read late after it, by why.
    """

    start: datetime
    end: datetime | None
    seconds: float
    reasons: dict[str, int]
    late: dict[str, int]

    @property
    def reason(self) -> str:
        """The commonest outcome within, `not_running` where nothing was tried."""
        return max(self.reasons, key=lambda name: self.reasons[name]) if self.reasons else "not_running"

    def as_row(self) -> dict[str, Any]:
        """As a row of the ledger."""
        return {**asdict(self), "reason": self.reason}


def visits(dataset: Dataset) -> Visits:
    """Read from the board's observations, batch by batch. Raises DataDamaged."""
    found, stale = Visits(), set()
    for row in _rows(dataset):
        if row["backfill"] is not None and row["new"]:
            found.late.append((row["observed_at"], row["backfill"], row["new"]))
        if row["page_kind"] != "listing":
            continue
        if row["outcome"] not in READ:
            found.failed.append((row["observed_at"], row["outcome"]))
            if row["outcome"] == "stale":  # an old copy: threads were visited by it, but it showed nothing new
                stale.add((row["run_id"], row["observed_at"]))
        elif (row["run_id"], row["observed_at"]) not in stale:
            facts = (row[name] for name in ("expected", "held", "highest"))
            found.looks.append(Look(row["observed_at"], row["run_id"], *facts))
    found.looks.sort(key=lambda look: look.at)
    found.failed.sort()
    found.late.sort()
    return found


def _rows(dataset: Dataset) -> Iterator[dict[str, Any]]:
    import pyarrow.compute as pc

    for batch in dataset.batches("observations", _COLUMNS):
        wanted = pc.or_(pc.equal(batch["page_kind"], "listing"), pc.is_valid(batch["backfill"]))
        yield from batch.filter(wanted).to_pylist()


def interval(looks: list[Look]) -> timedelta | None:
    """The usual interval over all looks (median); None with fewer than three."""
    spaces = [(later.at - sooner.at).total_seconds() for sooner, later in pairwise(looks)]
    return timedelta(seconds=median(spaces)) if len(spaces) >= 2 else None


def regularity(looks: list[Look]) -> dict[str, Any]:
    """How many visits read the listing, since when, how regularly."""
    usual = interval(looks)
    late = sum(later.at - sooner.at > ON_TIME * usual for sooner, later in pairwise(looks)) if usual else 0
    return {
        "read": len(looks),
        "first": looks[0].at if looks else None,
        "last": looks[-1].at if looks else None,
        "interval_seconds": usual.total_seconds() if usual else None,
        "on_time": 1 - late / (len(looks) - 1) if usual else None,
    }


def announced(looks: list[Look]) -> dict[str, Any] | None:
    """Messages that listings announced against those held when the visit ended: last, median, worst and all shares.

    Only sums: which threads they are missing from is not known here. None where no listing has counts.
    """
    series: list[dict[str, Any]] = [
        {
            "at": look.at,
            "run_id": look.run_id,
            "expected": look.expected,
            "held": look.held,
            "share": min(1.0, look.held / look.expected),
        }
        for look in looks
        if look.expected and look.held is not None
    ]
    if not series:
        return None
    shares = sorted(row["share"] for row in series)
    return {**series[-1], "median": median(shares), "worst": shares[0], "series": series}


def gaps(found: Visits, now: datetime) -> list[Gap]:
    """The ledger, oldest first, by the crawl's own rule at the time: the last 50 looks tell the usual interval."""
    times = [look.at for look in found.looks]
    out: list[Gap] = []
    for place in range(1, len(times) + 1):
        end = times[place] if place < len(times) else None
        usual = usual_interval(times[max(0, place - _LAST) : place])
        if usual is None or (end or now) - times[place - 1] <= longest_wait(usual):
            continue
        until = times[place + 1] if place + 1 < len(times) else None
        out.append(_gap(found, times[place - 1], end, until, now))
    return out


def _gap(found: Visits, start: datetime, end: datetime | None, until: datetime | None, now: datetime) -> Gap:
    """until: when the listing was read once more after the gap's end; before that belongs to catching up."""
    reasons = Counter(outcome for _, outcome in _between(found.failed, start, end))
    late: Counter[str] = Counter()
    for _, why, messages in _between(found.late, start, until):
        late[why] += messages
    late.pop("first_visit", None)
    return Gap(start, end, ((end or now) - start).total_seconds(), dict(reasons), dict(late))


def _between(rows: list[Any], start: datetime, end: datetime | None) -> list[Any]:
    first = bisect_right(rows, start, key=lambda row: row[0])
    return rows[first : bisect_right(rows, end, key=lambda row: row[0])] if end else rows[first:]
