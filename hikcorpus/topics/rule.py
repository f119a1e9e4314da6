"""The thread rule as its file says it: what things counted in a thread are worth (`configs/rules/threads.toml`)."""

from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from hikcorpus.topics.terms import Table

Component = Literal["title", "opening", "density", "breadth", "surprise", "share", "terms", "participants"]
COMPONENTS: tuple[Component, ...] = (
    "title", "opening", "density", "breadth", "surprise", "share", "terms", "participants",
)  # fmt: skip
_GROWING: Final[frozenset[Component]] = frozenset(COMPONENTS[1:])
"""All but the title, which names the topic or does not."""


class Preset(Table):
    """threshold: a thread is kept when its score reaches it."""

    threshold: Annotated[float, Field(ge=0, le=1)]


class Prior(Table):
    """What a board's base rate is taken for before any of its messages is seen.

    share: messages with a hit, of all. messages: as how many messages this counts. spread: by how much threads
    differ (0: as if thrown by dice, towards 1: each thread all or nothing), used where a board cannot show it.
    """

    share: Annotated[float, Field(gt=0, lt=1)]
    messages: Annotated[float, Field(gt=0)]
    spread: Annotated[float, Field(ge=0, lt=1)]


class Rule(Table):
    """How the components of a thread become its score (see `decide.score`).

    half: the value at which a component counts half. weights: sum to 1. shrink: how many messages of the base rate
    every thread is thought to have besides its own, so that three messages prove little; few: the same for speakers.
    loudest: what part of the messages of the participant with most hits is left out before the surprise is reckoned
    (an obsessive poster is no topic).
    """

    default: str
    prior: Prior
    shrink: Annotated[float, Field(ge=0)]
    few: Annotated[float, Field(ge=0)]
    loudest: Annotated[float, Field(ge=0, le=1)]
    weights: dict[Component, Annotated[float, Field(ge=0, le=1)]]
    half: dict[Component, Annotated[float, Field(gt=0)]]
    presets: dict[str, Preset]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if absent := [name for name in COMPONENTS if name not in self.weights]:
            raise ValueError(f"weights lacks {', '.join(absent)} (0 switches a component off)")
        if set(self.half) != _GROWING:
            raise ValueError(f"half must name just these: {', '.join(COMPONENTS[1:])}")
        if abs(sum(self.weights.values()) - 1) > 1e-9:
            raise ValueError("weights must sum to 1")
        if self.default not in self.presets:
            raise ValueError(f"the default preset {self.default!r} is not among the presets")
        return self
