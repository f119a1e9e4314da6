"""What readers' decisions come to for each thread. Pure."""

from collections.abc import Iterable, Mapping
from typing import Literal

from hikcorpus.store.reviews import Decision

Outcome = Literal["include", "exclude", "undecided"]
Why = Literal["consensus", "agreed", "one_coder", "disagreed", "unsure", "read_by_one", "not_read"]
Decisions = Mapping[str, Mapping[str, Decision]]
"""Coder -> thread -> last decision."""


def final(
    threads: Iterable[str], decisions: Decisions, consensus: Mapping[str, Decision], *, single: bool = False
) -> dict[str, tuple[Outcome, Why]]:
    """Each thread's outcome and why: by consensus; else where at least two read it and all of these agree.

    Undecided: disagreed; unsure (all of them, or the consensus); read_by_one; not_read. single: in a study with one
    coder alone, that coder's decision counts (one_coder). Readers' own reasons stay in their journals.
    """
    return {thread: _outcome(thread, decisions, consensus, single and len(decisions) == 1) for thread in threads}


def _outcome(thread: str, decisions: Decisions, consensus: Mapping[str, Decision], single: bool) -> tuple[Outcome, Why]:
    said = {mine[thread].decision for mine in decisions.values() if thread in mine}
    readers = sum(thread in mine for mine in decisions.values())
    why: Why = "one_coder" if single else "agreed"
    if thread in consensus:
        said, why = {consensus[thread].decision}, "consensus"
    elif not readers:
        return "undecided", "not_read"
    elif readers == 1 and not single:
        return "undecided", "read_by_one"
    elif len(said) > 1:
        return "undecided", "disagreed"
    (verdict,) = said
    return ("undecided", "unsure") if verdict == "unsure" else (verdict, why)


def contested(threads: Iterable[str], decisions: Decisions) -> list[str]:
    """Threads that readers must talk about: at least two read it, and they differ or all are unsure. In their order."""
    outcomes = final(threads, decisions, {})
    return [thread for thread, (_, why) in outcomes.items() if why in ("disagreed", "unsure")]


def unread(threads: Iterable[str], mine: Mapping[str, Decision]) -> int:
    """How many of these threads a coder has not decided."""
    return sum(thread not in mine for thread in threads)


def finished(threads: Iterable[str], decisions: Decisions) -> bool:
    """Whether at least two coders take part and each has decided every thread."""
    wanted = list(threads)
    return len(decisions) > 1 and bool(wanted) and not any(unread(wanted, mine) for mine in decisions.values())
