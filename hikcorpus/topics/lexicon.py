"""A topic as its file says it: definition, terms per language, and the rule that keeps a thread.

The file is the instrument: no term, weight or threshold stands in code. Form: `configs/topics/family.toml`.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from hikcorpus.config.files import find, read_toml, validated
from hikcorpus.errors import UsageError

Words = tuple[Annotated[str, Field(min_length=1)], ...]
Component = Literal["share", "density", "participants", "terms", "title", "opening"]
COMPONENTS: tuple[Component, ...] = ("share", "density", "participants", "terms", "title", "opening")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Terms(_Table):
    """What every language has.

    phrases: words in a row as they are written; `a|b` for alternatives and a `*` before or after a word for any
    letters (in Japanese: plain strings, found anywhere).
    look_alikes: phrases of the same form; a hit inside one of them does not count.
    stems: for a term whose forms do not begin as the gate expects, all beginnings that its forms have.
    """

    phrases: Words = ()
    look_alikes: Words = ()

    def entries(self) -> tuple[str, ...]:
        """All terms that can become a hit's `term`, in the order of the file."""
        out: list[str] = []
        for key in type(self).model_fields:
            if key not in ("look_alikes", "stems", "first_parts"):
                out.extend(getattr(self, key))
        return tuple(dict.fromkeys(out))


class EnglishTerms(Terms):
    """lemmas: in any inflected form. forms: only exactly so written. Both single words of letters."""

    lemmas: Words = ()
    forms: Words = ()
    stems: dict[str, Words] = {}

    @field_validator("lemmas", "forms", "possessed", "first_parts", check_fields=False)
    @classmethod
    def _single_words(cls, words: Words) -> Words:
        for word in words:
            if not word.isalpha():
                raise ValueError(f"{word!r} is not one word of letters: put it among the phrases")
        return words


class FinnishTerms(EnglishTerms):
    """As English, and what Finnish needs besides.

    possessed: lemmas that count only with a possessive suffix (poikani, not poika).
    heads: last parts of compounds, each with the beginnings its forms have there (äiti: äiti, äidi ...).
    first_parts: beginnings of compounds whose rest must be a known word (perhe|kuviot).
    patterns: term -> regular expression over the lower-case word without possessive suffix and clitic.
    """

    possessed: Words = ()
    heads: dict[str, Words] = {}
    first_parts: Words = ()
    patterns: dict[str, str] = {}

    @field_validator("patterns")
    @classmethod
    def _compiles(cls, patterns: dict[str, str]) -> dict[str, str]:
        for term, pattern in patterns.items():
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"the pattern of {term!r} is no regular expression ({error})") from None
            if len(literal_beginning(pattern)) < 2:
                raise ValueError(f"the pattern of {term!r} must begin with two letters that all its forms have")
        return patterns

    @model_validator(mode="after")
    def _heads_are_terms(self) -> Self:
        strange = set(self.heads) - set(self.lemmas) - set(self.patterns)
        if strange:
            raise ValueError(f"heads must also stand among lemmas or patterns: {', '.join(sorted(strange))}")
        return self


class JapaneseTerms(Terms):
    """morphemes: words as SudachiPy's mode A cuts them, or made of several such neighbours; in dictionary form."""

    morphemes: Words = ()


class Preset(_Table):
    """threshold: a thread is kept when its score reaches it."""

    threshold: Annotated[float, Field(ge=0, le=1)]


class Rule(_Table):
    """How the components of a thread become its score (see `decide.score`).

    base_share: share of messages with a hit that a thread of this board has without being on the topic.
    prior_messages: how many messages of that kind every thread is thought to have besides its own.
    full: the value at which a component counts in full. weights: sum to 1.
    """

    default: str
    base_share: Annotated[float, Field(ge=0, lt=1)]
    prior_messages: Annotated[float, Field(ge=0)]
    weights: dict[Component, Annotated[float, Field(ge=0, le=1)]]
    full: dict[Literal["share", "density", "participants", "terms"], Annotated[float, Field(gt=0)]]
    presets: dict[str, Preset]

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if absent := [name for name in COMPONENTS if name not in self.weights]:
            raise ValueError(f"weights lacks {', '.join(absent)} (0 switches a component off)")
        if absent := [name for name in ("share", "density", "participants", "terms") if name not in self.full]:
            raise ValueError(f"full lacks {', '.join(absent)}")
        if abs(sum(self.weights.values()) - 1) > 1e-9:
            raise ValueError("weights must sum to 1")
        if self.default not in self.presets:
            raise ValueError(f"the default preset {self.default!r} is not among the presets")
        return self


class Topic(_Table):
    """A topic with its operational definition; `definition`, `includes` and `excludes` travel with the corpus."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: str
    definition: Annotated[str, Field(min_length=1)]
    source: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    rule: Rule
    fi: FinnishTerms | None = None
    ja: JapaneseTerms | None = None
    en: EnglishTerms | None = None

    @model_validator(mode="after")
    def _has_terms(self) -> Self:
        if not self.languages:
            raise ValueError("no language has a term")
        return self

    def terms(self, language: str) -> Terms | None:
        """The terms of a language, or None where it has none."""
        terms = getattr(self, language, None) if language in ("fi", "ja", "en") else None
        return terms if isinstance(terms, Terms) and terms.entries() else None

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages that have at least one term."""
        return tuple(language for language in ("fi", "ja", "en") if self.terms(language))

    def without_terms(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Those of `languages` whose messages this topic can never find: to be said to the user."""
        return tuple(sorted(set(languages) - set(self.languages)))

    def preset(self, name: str | None) -> tuple[str, Preset]:
        """The preset of that name, or the file's default for None. Raises UsageError naming what there is."""
        chosen = name or self.rule.default
        if chosen not in self.rule.presets:
            known = ", ".join(self.rule.presets)
            raise UsageError(f"The topic {self.name} has no preset {chosen!r}.", f"Choose one of: {known}.")
        return chosen, self.rule.presets[chosen]


def topic_from(content: dict[str, Any], where: Path) -> Topic:
    """A topic from the content of its file. Raises ConfigError naming `where` and the first wrong key."""
    return validated(Topic, content, where)


def load_topic(name: str) -> Topic:
    """The topic of that name (`./configs/topics/` first, then the shipped ones), or the one in that .toml file.

    Raises ConfigError where there is none or where it is wrong.
    """
    path = find("topics", name)
    return topic_from(read_toml(path), path)


def literal_beginning(pattern: str) -> str:
    """The letters that everything begins with that a regular expression matches in full."""
    if "|" in re.sub(r"\((?:[^()]|\([^()]*\))*\)|\[[^]]*\]", "", pattern):
        return ""  # alternatives at the top have no common beginning that could be read off
    letters = re.match(r"[^\W\d_]*", pattern)
    beginning = letters[0] if letters else ""
    return beginning[:-1] if pattern[len(beginning) :][:1] in ("?", "*", "{") else beginning
