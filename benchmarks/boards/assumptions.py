"""Reads assumptions.toml: every number of the synthetic boards, each with its basis and its reason."""

import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

PLACE = Path(__file__).with_name("assumptions.toml")
BASES = ("given", "measured", "derived", "assumed")


@dataclass(frozen=True)
class Assumptions:
    """The numbers by name; units and reasons stand in assumptions.toml."""

    threads: int
    on_topic_threads: int
    on_topic_messages: int
    base_rates: tuple[float, ...]
    thread_median: float
    thread_sigma: float
    thread_longest: int
    on_topic_sum_slack: float
    message_median: float
    message_p90: float
    message_longest: int
    opening_factor: float
    titled_share: float
    title_median: float
    title_sigma: float
    title_longest: int
    participants_exponent: float
    participants_spread: float
    participant_zipf: float
    opener_share: float
    filler_words: int
    filler_seed: int
    filler_zipf: float
    filler_shift: float
    family_zipf: float
    thread_dispersion: float
    poster_dispersion: float
    near_share: float
    near_factor: float
    mean_burst: float
    poster_terms: int
    obsessive_share: float
    obsessive_messages: float
    obsessive_rate: float
    obsessive_terms: int
    digressions_per_100: float
    digression_length: float
    digression_messages: float
    digression_rate: float
    digression_terms: int
    insult_share: float
    insult_messages: float
    insult_extra: float
    passing_opening: float
    passing_title: float
    weak_share: float
    strong_messages: tuple[float, float]
    weak_messages: tuple[float, float]
    strong_rate: float
    weak_rate: float
    rate_spread: float
    topic_poster_dispersion: float
    opening_names: tuple[float, float]
    short_thread: int
    short_opening_names: float
    title_names_with_opening: float
    title_names_alone: float
    drift_from: int
    drift: tuple[float, float, float, float]
    drift_residual: float
    topic_terms: tuple[int, int]


@cache
def read(place: Path = PLACE) -> Assumptions:
    """The assumptions of a file; ValueError when one is missing, unknown, named twice or stands without a reason."""
    entries: list[dict[str, Any]] = tomllib.loads(place.read_text(encoding="utf-8"))["assumption"]
    values: dict[str, Any] = {}
    for entry in entries:
        name = entry["name"]
        if name in values:
            raise ValueError(f"{name} is assumed twice")
        if not entry["reason"].strip() or entry["basis"] not in BASES:
            raise ValueError(f"{name} needs a reason and a basis of {', '.join(BASES)}")
        value = entry["value"]
        values[name] = tuple(value) if isinstance(value, list) else value
    wanted = {field.name for field in fields(Assumptions)}
    if values.keys() != wanted:
        raise ValueError(f"missing or unknown assumptions: {', '.join(sorted(values.keys() ^ wanted))}")
    return Assumptions(**values)
