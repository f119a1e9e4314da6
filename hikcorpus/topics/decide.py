"""From what was counted in a thread to whether it is kept. Pure; every number of the rule is the topic file's.

Family words stand in a tenth of all messages of such a board, so that nearly every longer thread has a hit:
what counts is how far a thread's share of messages lies above that base, not whether there is any.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

from hikcorpus.topics.lexicon import COMPONENTS, Component, Rule

Outcome = Literal["kept", "dropped"]
Reason = Literal["no_message", "no_hit", "below_threshold"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one thread shows, deleted messages left out; names and units as in the table `scores`."""

    messages: int = 0
    messages_with_hits: int = 0
    hits: int = 0
    density: float = 0.0
    participants_with_hits: int = 0
    distinct_terms: int = 0
    in_title: bool = False
    in_opening: bool = False

    @property
    def share(self) -> float:
        """messages_with_hits / messages; 0 for a thread without messages."""
        return self.messages_with_hits / self.messages if self.messages else 0.0

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """From a row of the table `scores`: all that a decision rests on stands in it."""
        return cls(**{each.name: row[each.name] for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class Part:
    """One component's part in a score: `value` as counted, `counts` from 0 to 1, `adds` = weight times counts."""

    component: Component
    value: float
    counts: float
    weight: float
    adds: float


@dataclass(frozen=True, slots=True)
class Decision:
    """score: 0 to 1, six decimals. reason: why dropped, None where kept. parts: how the score came about."""

    outcome: Outcome
    score: float
    reason: Reason | None
    parts: tuple[Part, ...] = field(default=(), compare=False)


def parts(counted: Counted, rule: Rule) -> tuple[Part, ...]:
    """The score taken apart, in the order of COMPONENTS."""
    above = max(0.0, _expected_share(counted, rule) - rule.base_share)
    values: dict[Component, tuple[float, float]] = {
        "share": (counted.share, above / rule.full["share"]),
        "density": (counted.density, counted.density / rule.full["density"]),
        "participants": (counted.participants_with_hits, counted.participants_with_hits / rule.full["participants"]),
        "terms": (counted.distinct_terms, counted.distinct_terms / rule.full["terms"]),
        "title": (counted.in_title, float(counted.in_title)),
        "opening": (counted.in_opening, float(counted.in_opening)),
    }
    out: list[Part] = []
    for component in COMPONENTS:
        value, relative = values[component]
        counts = min(1.0, relative)
        weight = rule.weights[component]
        out.append(Part(component, float(value), counts, weight, weight * counts))
    return tuple(out)


def decide(counted: Counted, rule: Rule, threshold: float) -> Decision:
    """Keeps a thread with a hit whose score reaches the threshold."""
    made = parts(counted, rule)
    score = round(sum(part.adds for part in made), 6)
    reason: Reason | None = None
    if not counted.messages:
        reason = "no_message"
    elif not counted.hits and not counted.in_title:
        reason = "no_hit"
    elif score < threshold:
        reason = "below_threshold"
    return Decision("dropped" if reason else "kept", score, reason, made)


def explain(counted: Counted, rule: Rule, threshold: float) -> list[str]:
    """A decision in lines for a reader: one per component, then the sum. Holds no text of any message."""
    decision = decide(counted, rule, threshold)
    lines = [
        f"{part.component:<12} {part.value:8.3f}  counts {part.counts:.3f} x weight {part.weight:.2f} = {part.adds:.3f}"
        for part in decision.parts
    ]
    why = {"no_message": " (no live message)", "no_hit": " (no hit at all)"}.get(decision.reason or "", "")
    lines.append(f"score {decision.score:.3f}, threshold {threshold:.3f}: {decision.outcome}{why}")
    return lines


def _expected_share(counted: Counted, rule: Rule) -> float:
    """Share of messages with a hit, as if `prior_messages` of the base share stood in the thread besides."""
    messages = counted.messages + rule.prior_messages
    return (counted.messages_with_hits + rule.base_share * rule.prior_messages) / messages if messages else 0.0
