"""What `status` says, line by line: enough for a methods section."""

from collections.abc import Iterator
from typing import Any

_SHOWN = 20  # gaps told of a board; --json has them all


def status_lines(found: dict[str, Any]) -> Iterator[str]:
    """Boards, stages, and what a person should know."""
    for board in found["boards"]:
        counts = {name: number for name, number in board.items() if name.startswith(("threads_", "messages_"))}
        held = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in sorted(counts.items()))
        owed = board.get("second_looks_owed")
        debts = f"; {owed:,} second looks owed" if owed else ""
        problem = f"; {board['problem']}" if "problem" in board else ""
        yield f"{board['board']}: last seen {board['last_seen'] or 'never'}; {held or 'nothing'}{debts}{problem}"
    for stage in found["stages"]:
        held = "unreadable" if stage["messages"] is None else f"{stage['messages']:,} messages"
        yield f"{stage['stage']} {stage['name']}: {held}, {stage['state']}"
    if found["last_run"]:
        run = found["last_run"]
        asked = (run.get("requests") or {}).get("requests", 0)
        errors = f", errors: {run['errors']}" if run.get("errors") else ""
        yield f"last crawl: {run.get('started')} to {run.get('finished')}, {asked} requests{errors}"
        yield from _drift(run.get("boards") or {})
        since = found["minutes_since_success"]
        yield f"last crawl without errors: {'none yet' if since is None else f'{length(since * 60)} ago'}"
    for lock in found["locks"]:
        state = "held" if lock["alive"] else "left by a killed run, holds nothing; was taken"
        age = length(lock["minutes"] * 60)
        yield f"lock {lock['name']}: {state} by process {lock['pid']} since {lock['since']} ({age})"
    for name in found["stops"]:
        yield f"stop file {name} stands: nothing is asked there"
    for site in found["terms_not_checked"]:
        yield f"{site}: its site file names no day on which a person read the terms (terms_checked_on)"
    yield from found["problems"]


def _drift(boards: dict[str, dict[str, int]]) -> Iterator[str]:
    """Signs in the last crawl that a board has changed, before its parser fails."""
    for board, counts in boards.items():
        unknown = sorted(name.removeprefix("unknown_field_") for name in counts if name.startswith("unknown_field_"))
        if unknown:
            yield f"{board}: sends fields that no parser here knows: {', '.join(unknown)}"
        posts = counts.get("drift_posts", 0)
        for what in ("time", "body", "name"):
            lacking = counts.get(
                {"time": "drift_timeless", "body": "drift_bodiless", "name": "drift_nameless"}[what], 0
            )
            if posts and lacking / posts > 0.1:
                yield f"{board}: {lacking / posts:.0%} of {posts:,} posts read had no {what}"


def completeness_lines(found: dict[str, Any]) -> Iterator[str]:
    """Each board's completeness, and how each host was asked."""
    for board in found["completeness"]:
        yield board["board"]
        for name, text in _facts(board):
            yield f"  {name:<11}{text}"
    for host, facts in sorted(found["politeness"].items()):
        spacing = facts["smallest_spacing"]
        closest = "" if spacing is None else f", never closer than {spacing:.2f} s"
        yield (
            f"asked {host}: {facts['requests']:,} requests, {facts['per_hour']:,.1f} an hour (at most "
            f"{facts['most_in_an_hour']:,}){closest}, {facts['share_304']:.1%} not modified, "
            f"waited {length(facts['seconds_waited'])}"
        )


def _facts(board: dict[str, Any]) -> Iterator[tuple[str, str]]:
    visits = board["visits"]
    usual = visits["interval_seconds"]
    if usual is None:
        yield "visits", f"{visits['read']:,}: too few to tell an interval"
    else:
        yield (
            "visits",
            f"{visits['read']:,}, every {length(usual)}, {visits['on_time']:.1%} on time, "
            f"{visits['first']:%Y-%m-%d %H:%M} to {visits['last']:%Y-%m-%d %H:%M} UTC",
        )
    yield "backfill", f"{board['first_visit']:,} messages stood there at the first visit"
    held = board["announced"]
    if held:
        yield (
            "held",
            f"{held['held']:,} of {held['expected']:,} announced ({held['share']:.2%}; "
            f"median {held['median']:.2%}, worst {held['worst']:.2%})",
        )
    if board["numbers"]:
        yield "numbers", _numbers(board["numbers"])
    if board["loss"]:
        yield "loss", _loss(board["loss"])
        others = board["loss"]["others"] or ()
        if others:
            yield "at others", "; ".join(f"{length(each['seconds'])} {_share(each)}" for each in others)
    ledger = board["gaps"]
    yield "gaps", f"{len(ledger):,} ({length(sum(gap['seconds'] for gap in ledger))})" if ledger else "none"
    if len(ledger) > _SHOWN:
        yield "", f"the last {_SHOWN} of them (--json has all):"
    for gap in ledger[-_SHOWN:]:
        end = f"{gap['end']:%Y-%m-%d %H:%M}" if gap["end"] else "still open"
        late = "".join(f", {n:,} messages read late ({why})" for why, n in sorted(gap["late"].items()))
        yield "", f"{gap['start']:%Y-%m-%d %H:%M} to {end} UTC, {length(gap['seconds'])}, {gap['reason']}{late}"


def _numbers(numbers: dict[str, Any]) -> str:
    if not numbers["usable"]:
        return f"not decidable: {numbers.get('reason', 'no messages')}"
    if numbers["numbering"] == "thread":
        return (
            f"{numbers['share']:.2%} of {numbers['made']:,} numbers in threads stored; "
            f"{numbers['stubs']:,} were first seen as a stub"
        )
    gaps = numbers["in_gaps"]
    within = f"; in gaps {gaps['share']:.2%} of {gaps['made']:,}" if gaps["made"] else ""
    return (
        f"{numbers['share']:.2%} of {numbers['made']:,} since {numbers['since']:%Y-%m-%d} stored; outside gaps "
        f"{numbers['outside_gaps']['share']:.2%}{within}; the rest came and went unseen, or was never given"
    )


def _loss(loss: dict[str, Any]) -> str:
    told = loss["in_use"]
    if told is None:
        return "cannot be told: no removal was seen and no numbers can be counted"
    only = "; others: deletions only, for threads fall off the end as fast" if loss["threads_fall_off_soon"] else ""
    return f"expected at {length(told['seconds'])} {_share(told)}, from {loss['basis']}{only}"


def _share(told: dict[str, float]) -> str:
    return f"{100 * told['loss']:.2f} % ({100 * told['low']:.2f}-{100 * told['high']:.2f})"


def length(seconds: float) -> str:
    """A time for reading: `45 s`, `15 min`, `3 h 10 min`, `2 d 4 h`; a clock that was ahead gives `0 s`."""
    seconds = max(0.0, seconds)
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s" if whole != 60 else "1 min"
    minutes = round(seconds / 60)
    if minutes < 180:
        return f"{minutes} min"
    if minutes < 2 * 1440:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"
