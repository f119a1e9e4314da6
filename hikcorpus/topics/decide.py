"""From what was counted in a thread to whether it is kept. Pure; every number is the rule's file's or the board's.

Family words stand in a tenth of all messages of such a board, so that nearly every longer thread has a hit:
what counts is how far a thread lies above that base, not whether there is any.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, Self

from hikcorpus.topics.base import Base
from hikcorpus.topics.rule import COMPONENTS, Component, Rule

Outcome = Literal["kept", "dropped"]
Reason = Literal["no_message", "no_hit", "below_threshold"]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one thread shows, deleted messages left out; names and units as in the table `scores`."""

    messages: int = 0
    messages_with_hits: int = 0
    hits: int = 0
    mentions: int = 0
    density: float = 0.0
    participants_with_hits: int = 0
    loudest: int = 0
    speakers: int = 0
    speakers_of_two: int = 0
    distinct_terms: int = 0
    in_title: bool = False
    opening_terms: int = 0

    @property
    def share(self) -> float:
        """messages_with_hits / messages; 0 for a thread without messages."""
        return self.messages_with_hits / self.messages if self.messages else 0.0

    def row(self) -> dict[str, Any]:
        """What the table `scores` says of it, beside the decision."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {"share": self.share}

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


def surprise(counted: Counted, base: Base, rule: Rule) -> float:
    """-log10 of the chance of so many messages with a hit off the topic, part of the loudest participant's left out."""
    beyond = max(0, counted.loudest - 1)  # the first message of each participant always counts
    return base.surprise(counted.messages, counted.messages_with_hits - round(rule.loudest * beyond))


def parts(counted: Counted, base: Base, rule: Rule) -> tuple[Part, ...]:
    """The score taken apart, in the order of COMPONENTS. A value v counts v / (v + half)."""
    values: dict[Component, float] = {
        "surprise": surprise(counted, base, rule),
        "share": max(0.0, _expected_share(counted, base, rule) - base.share),
        "density": counted.density,
        "breadth": counted.speakers_of_two / (counted.speakers + rule.few),
        "participants": counted.participants_with_hits,
        "terms": counted.distinct_terms,
        "title": float(counted.in_title),
        "opening": counted.opening_terms,
    }
    out: list[Part] = []
    for component in COMPONENTS:
        value, weight = values[component], rule.weights[component]
        half = rule.half.get(component, 0.0)
        counts = value / (value + half) if value else 0.0
        out.append(Part(component, value, counts, weight, weight * counts))
    return tuple(out)


def decide(counted: Counted, base: Base, rule: Rule, threshold: float) -> Decision:
    """Keeps a thread with a hit whose score reaches the threshold."""
    made = parts(counted, base, rule)
    score = round(sum(part.adds for part in made), 6)
    reason: Reason | None = None
    if not counted.messages:
        reason = "no_message"
    elif not counted.hits and not counted.in_title:
        reason = "no_hit"
    elif score < threshold:
        reason = "below_threshold"
    return Decision("dropped" if reason else "kept", score, reason, made)


def explain(counted: Counted, base: Base, rule: Rule, threshold: float) -> list[str]:
    """A decision in lines for a reader: one per component, then the sum. Holds no text of any message."""
    decision = decide(counted, base, rule, threshold)
    lines = [
        f"{part.component:<12} {part.value:8.3f}  counts {part.counts:.3f} x weight {part.weight:.2f} = {part.adds:.3f}"
        for part in decision.parts
    ]
    why = {"no_message": " (no live message)", "no_hit": " (no hit at all)"}.get(decision.reason or "", "")
    lines.append(f"score {decision.score:.3f}, threshold {threshold:.3f}: {decision.outcome}{why}")
    return lines


def _expected_share(counted: Counted, base: Base, rule: Rule) -> float:
    """Share of messages with a hit, as if the prior's messages, of the base share, stood in the thread besides."""
    pseudo = rule.shrink
    messages = counted.messages + pseudo
    return (counted.messages_with_hits + base.share * pseudo) / messages if messages else 0.0
