"""The phrases of one language, read from this room's TOML files, and their slots."""

import random
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: titles, sentences without a family word, and sentences that mention family by the way."""

    titles: tuple[str, ...]
    lines: tuple[str, ...]
    passing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All phrases of one language.

    themes: by key; `word` and `story` are the trap themes. family: titles, covert_titles, openings, lines, soft.
    carriers: by kind of planted data, with `{value}`. ornaments: hearts, spoilers, code and the like.
    """

    language: str
    slots: dict[str, list[str]]
    replies: tuple[str, ...]
    short: tuple[str, ...]
    green: tuple[str, ...]
    themes: dict[str, Theme]
    traps: dict[str, Theme]
    family: dict[str, list[str]]
    lookalike: tuple[str, ...]
    carriers: dict[str, list[str]]
    decoys: dict[str, list[str]]
    ornaments: dict[str, Any]

    def fill(self, rng: random.Random, phrase: str) -> str:
        """The phrase with its slots filled; slots that this book does not know are left."""

        def choose(match: re.Match[str]) -> str:
            choices = self.slots.get(match.group(1))
            return rng.choice(choices) if choices else match.group(0)

        return _SLOT.sub(choose, phrase)

    def carrier(self, kind: str, form: str) -> list[str]:
        """Sentences that can carry planted data of that kind and form."""
        return self.carriers.get(f"{kind}_{form}") or self.carriers[kind]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("hikcorpus.demo").joinpath(f"phrases/{name}.toml").read_text(encoding="utf-8"))


def _themes(tables: dict[str, Any]) -> dict[str, Theme]:
    return {
        key: Theme(tuple(table["titles"]), tuple(table["lines"]), tuple(table.get("passing", ())))
        for key, table in tables.items()
    }


@cache
def phrasebook(language: str) -> Phrasebook:
    """The phrases of `fi`, `ja` or `en`."""
    talk, family, planted = (_read(f"{language}_{part}") for part in ("talk", "family", "planted"))
    ornaments = _read("ornaments")
    shared = {key: value for key, value in ornaments.items() if isinstance(value, list)}
    traps = _themes(family["themes"])
    return Phrasebook(
        language=language,
        slots=talk["slots"],
        replies=tuple(talk["replies"]["lines"]),
        short=tuple(talk["replies"]["short"]),
        green=tuple(talk["replies"]["green"]),
        themes=_themes(talk["themes"]),
        traps={key.partition("_")[2]: theme for key, theme in traps.items()},
        family=family["family"],
        lookalike=tuple(family["lookalike"]["lines"]),
        carriers=planted["carriers"],
        decoys=planted["decoys"],
        ornaments=shared | ornaments[language],
    )
