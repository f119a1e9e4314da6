"""The result of a review in lines, for the terminal. No text of any thread, and no reader's reason."""

from hikcorpus.review.elusion import Estimate
from hikcorpus.review.result import Result

_WHY = {
    "consensus": "by consensus",
    "agreed": "all agreed",
    "one_coder": "one coder",
    "disagreed": "they disagree",
    "unsure": "unsure",
    "read_by_one": "read by one",
    "not_read": "not read",
}


def measure(value: float | None) -> str:
    """A coefficient with three digits, or that there is none."""
    return "not defined (only one value was ever given)" if value is None else f"{value:.3f}"


def lines(found: Result) -> list[str]:
    """The result, a line each; before all have finished only how far they are."""
    if not found.finished:
        out = [f"{coder}: {found.threads - left:,} of {found.threads:,} read" for coder, left in found.unread.items()]
        return [
            *(out or ["Nobody has read anything yet."]),
            "Decisions and agreement are shown when at least two coders have read all: they read blind to each other.",
        ]
    out = [
        f"{coder}: include {n['include']:,}, exclude {n['exclude']:,}, unsure {n['unsure']:,}"
        for coder, n in found.counts.items()
    ]
    if found.agreement is not None:
        agreed = found.agreement
        out.append(f"Threads read by at least two: {agreed.units:,}; agreement {agreed.percent or 0:.1f}%")
        if len(found.counts) == 2:
            out.append(f"Cohen's kappa: {measure(agreed.kappa)}")
        out.append(f"Krippendorff's alpha (nominal): {measure(agreed.alpha)}")
        out.append(
            f"Threads on which they differ, or all are unsure: {len(found.contested):,}; settled: {found.settled:,}"
        )
        out += [f"  {thread}" for thread in found.contested]
    out += [f"{what}: {n:,} ({_WHY[why]})" for (what, why), n in sorted(found.outcomes.items())]
    return out + (_of_filter(found.estimate) if found.estimate else [])


def _of_filter(found: Estimate) -> list[str]:
    out = [f"Proposed threads that belong in (precision): {found.precision}"]
    out.append(f"Dropped threads that belong in (elusion sample): {found.elusion}")
    if found.recall is None:
        out.append("Recall of the filter: cannot be estimated.")
    else:
        recall, low, high = (f"{share:.1%}" for share in found.recall)
        middle, fewest, most = (f"{round(threads):,}" for threads in found.missed)
        out.append(
            f"Missed among {found.dropped:,} dropped threads: about {middle} ({fewest} to {most}); "
            f"recall of the filter: {recall} (95 % interval {low} to {high})"
        )
    left = found.undecided_proposed + found.undecided_sampled
    if left:
        out.append(f"Threads not settled, and in neither figure: {left:,}. `hikcorpus review consensus` settles them.")
    return out
