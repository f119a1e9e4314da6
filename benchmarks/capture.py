"""What hikcorpus collects of one board, beside the strategies of its peers: a Markdown table.

    python benchmarks/capture.py [--quick | --full] [--hours H] [--seeds N] [--mode MODE ...]

Every collector visits the same simulated board (`hikcorpus.demo.simulator`: same settings, seed, history), starts an
hour before the judged window and goes on until its first slot 20 minutes after it; requests and bytes are counted
within it. All are judged by `simulator.judge`; the upper limit is that of perfect snapshots at the instants when the
collector read the listing (every 150 s or so for the conditional GETs, whose threads are asked at other instants).
Shares are of all seeds together. Without options it is --quick: one seed, one hour, one board. Nothing is written.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from collectors import ConditionalGet, ListingGate, PollAllThreads

from hikcorpus.clock import FakeClock
from hikcorpus.demo.simulator import Settings, Simulator
from hikcorpus.demo.simulator.judge import judge
from tests.crawl.simulated import Collecting, scratch

START = datetime(2026, 3, 2, 6, tzinfo=UTC)  # a Monday
LEAD, AFTER = timedelta(hours=1), timedelta(minutes=20)
BOARDS = {
    "fourchan": Settings(mode="fourchan"),
    "vichan": Settings(mode="vichan"),
    "no_archive": Settings(mode="no_archive"),
    "slow": Settings(mode="fourchan", posts_every=60.0),
}
MINUTE = 60
COLLECTORS = {
    "poll all threads, 60 s (4CAT)": (PollAllThreads, MINUTE),
    "conditional GET of each thread, 1/s (BASC-py4chan)": (ConditionalGet, 1),
    "gate, whole threads, 60 s (chan_feed, Asagi)": (ListingGate, MINUTE),
    "**hikcorpus, 60 s**": (None, MINUTE),
    "gate, whole threads, 15 min": (ListingGate, 15 * MINUTE),
    "**hikcorpus, 15 min**": (None, 15 * MINUTE),
    "gate, whole threads, 60 min": (ListingGate, 60 * MINUTE),
    "**hikcorpus, 60 min**": (None, 60 * MINUTE),
}
SLOW = ("gate, whole threads, 60 min", "**hikcorpus, 60 min**")
HEAD = (
    "board | collector | new posts caught | upper limit | deleted posts caught first | their deletion flagged | "
    "false deletion flags (worst seed) | pruned or archived threads called deleted (worst seed) | "
    "edits shown by the listing, seen (worst seed) | other edits, seen | requests/h | most in one second | MB/h"
)


class Metered(Simulator):
    """Keeps the size of every body beside `requests`."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.sizes = []

    def answer(self, method, target, headers=None):
        """See `Simulator.answer`."""
        answer = super().answer(method, target, headers)
        self.sizes.append(len(answer.body))
        return answer


@dataclass
class Score:
    """One run: counts, and what it cost within the window."""

    counts: Counter = field(default_factory=Counter)
    upper_limit: float = 1.0
    requests: float = 0.0
    burst: int = 0
    megabytes: float = 0.0


def hikcorpus(simulator, folder):
    """hikcorpus as `Collecting` runs it, in the shape of a strategy. A visit that fails ends the benchmark."""
    collecting = Collecting(Path(folder), simulator, simulator.clock)
    visit = collecting.visit

    def checked():
        error = visit().error
        if error is not None:
            raise error

    collecting.visit = checked
    return collecting


def run(strategy, every, settings, seed, hours, folder):
    """One collector on one board: visits at its slots; what overruns skips slots, as under cron."""
    clock = FakeClock(START)
    if strategy is PollAllThreads:
        settings = replace(settings, latency=settings.latency / 4)
    simulator = Metered(settings, clock, seed, START)
    collector = strategy(simulator) if strategy else hikcorpus(simulator, folder)
    opens, closes = START + LEAD, START + LEAD + timedelta(hours=hours)
    slot = START
    while True:
        clock.sleep((slot - clock.now()).total_seconds())
        collector.visit()
        if slot >= closes + AFTER:
            break
        while slot <= clock.now():
            slot += timedelta(seconds=every)
    kept = collector.kept if strategy else None
    stored, threads = (kept.stored(), kept.states) if kept else (collector.stored(), collector.threads())
    return score(simulator, judge(simulator, stored, threads, collector.polls, opens, closes), opens, closes)


def score(simulator, verdict, opens, closes):
    """The verdict and the traffic of the window."""
    counts = Counter(made=verdict.made, caught=verdict.caught, false=verdict.false_deletions)
    counts["gone"] = sum(post.deleted_by is not None for post in simulator.truth.posts(opens, closes))
    counts["gone_caught"], counts["flagged"] = verdict.deletions_caught, verdict.deletions_flagged
    for (truly, called), many in verdict.threads.items():
        if truly in ("pruned", "archived"):
            counts["pruned"] += many
            counts["pruned_deleted"] += many * (called == "deleted")
    for shown, (many, seen) in verdict.edits.items():
        if shown != "gone_soon":  # nobody could be asked for it any more
            kind = "shown" if shown in ("time", "text") else "other"
            counts[kind] += many
            counts[f"{kind}_seen"] += seen
    hours = (closes - opens).total_seconds() / 3600
    pairs = zip(simulator.requests, simulator.sizes, strict=True)
    within = [(request.moment, size) for request, size in pairs if opens <= request.moment < closes]
    return Score(
        counts,
        verdict.upper_limit,
        len(within) / hours,
        most_in_one_second([request.moment for request in simulator.requests]),
        sum(size for _, size in within) / hours / 1e6,
    )


def most_in_one_second(moments):
    """The most requests that began within any one second, start-up included."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= timedelta(seconds=1):
            first += 1
        most = max(most, last - first + 1)
    return most


def percent(part, whole, digits=1):
    """As text; a dash where there was nothing."""
    return f"{100 * part / whole:.{digits}f} %" if whole else "–"


def row(board, name, scores):
    """One line of the table: all seeds together, or the worst where it must be 0 or 100 %."""
    sums = Counter()
    for one in scores:
        sums.update(one.counts)
    lowest = min((one.counts["shown_seen"] / one.counts["shown"] for one in scores if one.counts["shown"]), default=1.0)
    mean = len(scores)
    cells = (
        board,
        name,
        percent(sums["caught"], sums["made"], 2),
        f"{100 * sum(one.upper_limit for one in scores) / mean:.2f} %",
        percent(sums["gone_caught"], sums["gone"]),
        percent(sums["flagged"], sums["gone_caught"]),
        str(max(one.counts["false"] for one in scores)),
        "{} of {}".format(*max((one.counts["pruned_deleted"], one.counts["pruned"]) for one in scores)),
        f"{percent(sums['shown_seen'], sums['shown'])} ({100 * lowest:.0f} %) of {sums['shown']}",
        f"{percent(sums['other_seen'], sums['other'])} of {sums['other']}",
        f"{sum(one.requests for one in scores) / mean:,.0f}",
        str(max(one.burst for one in scores)),
        f"{sum(one.megabytes for one in scores) / mean:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def wishes():
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="1 seed, 1 hour, fourchan: the default")
    size.add_argument("--full", action="store_true", help="3 seeds, 6 hours, all boards")
    parser.add_argument("--hours", type=float, help="length of the judged window")
    parser.add_argument("--seeds", type=int, help="how many seeds, from 1")
    parser.add_argument("--mode", action="append", choices=BOARDS, help="which board; may be given more than once")
    found = parser.parse_args()
    hours, seeds, modes = (6.0, 3, list(BOARDS)) if found.full else (1.0, 1, ["fourchan"])
    return found.hours or hours, found.seeds or seeds, found.mode or modes


def main() -> None:
    hours, seeds, boards = wishes()
    print(f"{hours:g} h, {seeds} seed(s), 150 threads, a post every 5 s (slow: 60 s), latency 0.15 s\n")
    print(f"| {HEAD} |\n|{' --- |' * (HEAD.count('|') + 1)}", flush=True)
    for board in boards:
        for name, (strategy, every) in COLLECTORS.items():
            if board == "slow" and name not in SLOW:
                continue
            scores = []
            for seed in range(1, seeds + 1):
                with scratch() as folder:
                    scores.append(run(strategy, every, BOARDS[board], seed, hours, folder))
            print(row(board, name, scores), flush=True)


if __name__ == "__main__":
    main()
