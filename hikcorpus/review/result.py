"""What a review came to, once its readers have finished; before that only how far each of them is. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from hikcorpus.review.agreement import Agreement, agreement
from hikcorpus.review.decided import Decisions, contested, final, finished, unread
from hikcorpus.review.elusion import Estimate, estimate
from hikcorpus.store.reviews import Decision, Sheet


@dataclass(frozen=True, slots=True)
class Result:
    """threads: to read. unread: per coder. finished: all of at least two coders have (or the only one, if `single`).

    What follows is None or empty before that, so that nobody is led by others: counts, per coder and decision;
    agreement, of the coders' own decisions before any consensus; contested, those with which readers differ, and
    settled, how many of these the consensus has; outcomes, threads by (outcome, why); estimate, of the filter.
    """

    threads: int
    unread: dict[str, int]
    finished: bool
    counts: dict[str, Counter[str]]
    agreement: Agreement | None
    contested: list[str]
    settled: int
    outcomes: Counter[tuple[str, str]]
    estimate: Estimate | None


def result(sheet: Sheet, decisions: Decisions, consensus: Mapping[str, Decision], *, single: bool = False) -> Result:
    """The result of a review as it stands. single: one coder alone suffices where there is only one."""
    threads = sheet.ids()
    missing = {coder: unread(threads, mine) for coder, mine in sorted(decisions.items())}
    alone = single and len(decisions) == 1 and not any(missing.values())
    if not (alone or finished(threads, decisions)):
        return Result(len(threads), missing, False, {}, None, [], 0, Counter(), None)
    outcomes = final(threads, decisions, consensus, single=single)
    differ = contested(threads, decisions)
    units = [[mine[thread].decision for _, mine in sorted(decisions.items()) if thread in mine] for thread in threads]
    return Result(
        threads=len(threads),
        unread=missing,
        finished=True,
        counts={
            coder: Counter(mine[thread].decision for thread in threads if thread in mine)
            for coder, mine in sorted(decisions.items())
        },
        agreement=None if alone else agreement(units, len(decisions)),
        contested=differ,
        settled=sum(thread in consensus for thread in differ),
        outcomes=Counter(outcomes.values()),
        estimate=estimate(outcomes, sheet.stratum("proposed"), sheet.stratum("dropped"), sheet.dropped),
    )
