"""A topic as its file says it: definition, terms per language, and the rule that keeps a thread.

The file is the instrument: no term, weight or threshold stands in code. Form: `configs/topics/family.toml`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from hikcorpus.config.files import find, read_toml, validated
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.topics.rule import Preset, Rule
from hikcorpus.topics.terms import EnglishTerms, FinnishTerms, JapaneseTerms, Table, Terms

RULE = "threads"
"""The shipped thread rule, `configs/rules/threads.toml`: what a topic's own [rule] does not say is taken from it."""


class Topic(Table):
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


def topic_content(path: Path) -> dict[str, Any]:
    """What a topic's file says, its [rule] filled up from the shipped one: all that a corpus depends on.

    Raises ConfigError where the file cannot be read or the topic's name is not the file's.
    """
    content = read_toml(path)
    if content.get("name") != path.stem:
        raise ConfigError(f"{path}: the topic's name is not the file's.", f'Say name = "{path.stem}" in it.')
    own = content.get("rule", {})
    if isinstance(own, dict):
        rule = read_toml(find("rules", RULE))
        nested = {
            key: rule[key] | value
            for key, value in own.items()
            if isinstance(rule.get(key), dict) and isinstance(value, dict)
        }
        content["rule"] = rule | own | nested
    return content


def topic_from(content: dict[str, Any], where: Path) -> Topic:
    """A topic from `topic_content`. Raises ConfigError naming `where` and the first wrong key."""
    return validated(Topic, content, where)


def load_topic(name: str) -> Topic:
    """The topic of that name (`./configs/topics/` first, then the shipped ones), or the one in that .toml file.

    Raises ConfigError where there is none or where it is wrong.
    """
    path = find("topics", name)
    return topic_from(topic_content(path), path)
