"""What is wrong or doubtful in a topic's file beyond its form: terms that can never be a hit, or stand twice."""

from collections import Counter
from typing import Any, Final

from hikcorpus.topics.lexicon import Topic
from hikcorpus.topics.match import TopicMatcher, matcher_of
from hikcorpus.topics.notation import examples, japanese
from hikcorpus.topics.terms import Terms

LANGUAGES: Final = ("fi", "ja", "en")
_ALONE: Final = ("lemmas", "forms", "morphemes", "phrases")
_KEYS: Final = (*_ALONE, "possessed", "first_parts", "look_alikes")


def doubts(topic: Topic) -> list[str]:
    """One sentence for each doubt, in the order of the languages; empty where there is none."""
    out = [f"{language}: no terms; messages in it are not looked at." for language in topic.without_terms(LANGUAGES)]
    matcher = matcher_of(topic)
    for language in topic.languages:
        terms = topic.terms(language)
        if terms is not None:
            out += [f"{language}: {doubt}" for doubt in _of_language(terms, matcher, language)]
    return out


def _of_language(terms: Terms, matcher: TopicMatcher, language: str) -> list[str]:
    out: list[str] = []
    for key in _KEYS:
        words = Counter(getattr(terms, key, ()))
        out += [f"{word!r} stands {n} times among {key}." for word, n in words.items() if n > 1]
        for word in words if key in _ALONE else ():
            if not any(matcher.match(alone, language) for alone in _alone(word, key, language)):
                out.append(f"{word!r} is never found, not even alone: a look-alike or the gate takes it away.")
    each: Any = matcher.by_language[language]
    missed = each.missed() if hasattr(each, "missed") else []
    out += [f"the form {form!r} would not pass the gate: give its lemma [{language}.stems]." for form in missed]
    return out


def _alone(word: str, key: str, language: str) -> list[str]:
    """The term as it may stand in a text by itself."""
    if key != "phrases":
        return [word]
    return examples(japanese(word), "") if language == "ja" else examples(word, " ")
