"""A topic's hits in one text, by the language that the text is in.

What is somebody else's is not matched: quoted lines (`>text`, counted where they were written first), reply
marks (`>>12`) and addresses. Their characters do not count for density either.
"""

import re
from functools import lru_cache
from typing import Any, Final, Protocol

from hikcorpus.topics.english import EnglishMatcher
from hikcorpus.topics.finnish import FinnishMatcher
from hikcorpus.topics.gate import Gate
from hikcorpus.topics.hits import Hit
from hikcorpus.topics.japanese import JapaneseMatcher
from hikcorpus.topics.lexicon import Topic


class Matcher(Protocol):
    """Finds the terms of one language."""

    language: str
    gate: Gate

    def match(self, text: str) -> list[Hit]:
        """All hits in order, offsets in the text as given."""
        ...

    def match_ungated(self, text: str) -> list[Hit]:
        """The same, without the gate."""
        ...


MATCHERS: Final[dict[str, Any]] = {"fi": FinnishMatcher, "ja": JapaneseMatcher, "en": EnglishMatcher}

_MARKED: Final = re.compile(r"[>＞]|https?://|www\.", re.IGNORECASE)
# a mark's target has a digit, or is as long as a pseudonym; what else follows `>>` is quoted text
_REPLY_MARK: Final = re.compile(
    r"[>＞]{2,3}/?(?=[\w/.#=-]*[0-9０-９]|[0-9A-Za-z]{10})[0-9A-Za-z０-９_/.#=-]+|[>＞]{2} ?[0-9０-９]+", re.ASCII
)
# kana and kanji follow an address without a space
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u9fff＞「」]+", re.IGNORECASE)
_QUOTED: Final = re.compile(r"^[ \t\u3000]*[>＞].*$", re.MULTILINE)


def own_words(text: str) -> str:
    """The text with quoted lines, reply marks and addresses blanked: same length, same places."""
    if not _MARKED.search(text):
        return text
    for foreign in (_REPLY_MARK, _ADDRESS, _QUOTED):
        text = foreign.sub(lambda match: " " * len(match[0]), text)
    return text


class TopicMatcher:
    """All matchers of one topic. Building is cheap; dictionaries are loaded at the first word that needs them."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.by_language: dict[str, Matcher] = {
            language: MATCHERS[language](topic.terms(language)) for language in topic.languages
        }

    def match(self, text: str, language: str | None) -> list[Hit]:
        """Hits in the writer's own words; none where the topic has no terms in that language."""
        matcher = self.by_language.get(language or "")
        return matcher.match(own_words(text)) if matcher else []


@lru_cache(maxsize=4)
def _matcher_from(content: str) -> TopicMatcher:
    return TopicMatcher(Topic.model_validate_json(content))


def matcher_of(topic: Topic) -> TopicMatcher:
    """The matcher of a topic, kept for the next shard of this process."""
    return _matcher_from(topic.model_dump_json())
