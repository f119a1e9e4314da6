"""What a collector caught, judged by the truth. Knows nothing of collectors: plain facts in, counts out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from hikcorpus.demo.simulator.simulator import Simulator

NOTES = ("(USER WAS BANNED", "[moderator: ")


class Stored(NamedTuple):
    """A version of a post as it was stored: number, text, whether it says `deleted`, and when it was first seen."""

    number: int
    text: str | None
    deleted: bool
    seen: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of the posts made in a window: made, caught (stored with their text at least once).

    upper_limit: share that perfect snapshots at the polls could catch. doubled: numbers stored twice in one version.
    false_deletions: posts called deleted that stood, or that went with a thread which nobody deleted. threads:
    (what happened, what it is called) -> how many. edits: shown by the listing -> (how many, seen); late: seconds
    from an edit to the version that has it, the longest.
    """

    made: int
    caught: int
    upper_limit: float
    false_deletions: int
    deletions_flagged: int
    deletions_caught: int
    threads: Counter[tuple[str, str]] = field(default_factory=Counter)
    edits: dict[str, tuple[int, int]] = field(default_factory=dict)
    slowest_edit: dict[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """Caught of made, 0 to 1."""
        return self.caught / self.made if self.made else 1.0


def judge(
    simulator: Simulator,
    stored: Iterable[Stored],
    threads: Mapping[int, str],
    polls: Sequence[datetime],
    start: datetime,
    end: datetime,
    notes: tuple[str, ...] = NOTES,
) -> Verdict:
    """Compare what was stored with the truth. threads: opening number -> newest state. polls: when listings were read.

    notes: what an edit adds to a text. Posts of the window [start, end) count; edits of it too.
    """
    truth = simulator.truth
    versions: dict[int, list[Stored]] = {}
    for version in stored:
        versions.setdefault(version.number, []).append(version)
    made = truth.posts(start, end)
    caught = [post for post in made if any(v.text is not None for v in versions.get(post.number, ()))]
    false_deletions = flagged = deletions_caught = 0
    for post in made:
        called = any(v.deleted for v in versions.get(post.number, ()))
        really = post.deleted_by is not None
        false_deletions += called and not really
        deletions_caught += really and post.number in versions
        flagged += called and really
    fates: Counter[tuple[str, str]] = Counter()
    for thread in truth.threads:
        closed = thread.deleted_at or thread.pruned_at or thread.archived_at
        if closed is not None and start <= closed < end and thread.number in threads:
            really_so = "deleted" if thread.deleted_at else "pruned" if thread.pruned_at else "archived"
            fates[really_so, threads[thread.number]] += 1
    edits, slowest = _edits(simulator, versions, polls, start, end, notes)
    return Verdict(
        made=len(made),
        caught=len(caught),
        upper_limit=truth.upper_limit(polls, start, end),
        false_deletions=false_deletions,
        deletions_flagged=flagged,
        deletions_caught=deletions_caught,
        threads=fates,
        edits=edits,
        slowest_edit=slowest,
    )


def _edits(
    simulator: Simulator,
    versions: Mapping[int, list[Stored]],
    polls: Sequence[datetime],
    start: datetime,
    end: datetime,
    notes: tuple[str, ...],
) -> tuple[dict[str, tuple[int, int]], dict[str, float]]:
    """Edits by what the first listing after them showed: how many, how many seen, and the slowest in seconds.

    Only edits of posts that still stood an hour later or at the end: what was gone sooner nobody could be asked for.
    """
    truth = simulator.truth
    counts: dict[str, tuple[int, int]] = {}
    slowest: dict[str, float] = {}
    for edit in truth.edits(start, end):
        later = [poll for poll in polls if poll >= edit.at]
        if not later:
            continue
        shown: str = truth.edit_in_listing(edit, later[0])
        if shown in ("masked", "unlisted") and not truth.stands(
            edit.post, min(edit.at + timedelta(hours=1), simulator.clock.now())
        ):
            shown = "gone_soon"
        seen = [v.seen for v in versions.get(edit.post.number, ()) if v.text and any(note in v.text for note in notes)]
        many, found = counts.get(shown, (0, 0))
        counts[shown] = many + 1, found + bool(seen)
        if seen:
            slowest[shown] = max(slowest.get(shown, 0.0), (min(seen) - edit.at).total_seconds())
    return counts, slowest
