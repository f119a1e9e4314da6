"""Frequent words that look like a lexicon's terms and are not found: misspellings, unlisted forms, compounds."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal, NamedTuple

from hikcorpus.topics.lemmas import Word
from hikcorpus.topics.lexicon import Topic
from hikcorpus.topics.match import TopicMatcher
from hikcorpus.topics.words import WordMatcher, dictionary

FEWEST: Final = 5
_CACHED: Final = 1 << 17
_ONE_ERROR, _TWO_ERRORS, _ONE_ERROR_JA = 4, 7, 4  # letters of the shortest term that may be misspelt so
_STEM: Final = 4
_INSIDE: Final = {"ja": 2}
_LONGEST: Final = 40

Why = Literal["spelling", "stem", "inside"]


class NearForm(NamedTuple):
    """A word as it is written. why: spelling (distance: letters changed), stem (begins as the term) or inside."""

    lang: str
    form: str
    term: str
    why: Why
    distance: int
    kept: int
    dropped: int


class NearForms:
    """Counts words near the terms of a topic; what is near is decided once for each word, and only that is held."""

    def __init__(self, matcher: TopicMatcher) -> None:
        self._judges = {
            language: lru_cache(_CACHED)(_Judge(matcher, language).near) for language in matcher.by_language
        }
        self._counts: dict[str, dict[bool, Counter[str]]] = defaultdict(lambda: {True: Counter(), False: Counter()})

    def add(self, language: str, found: Sequence[Word], kept: bool) -> None:
        """A message's words; kept: of a kept thread."""
        near = self._judges.get(language)
        if near is not None:
            self._counts[language][kept].update(word.form for word in found if near(word.form) is not None)

    def forms(self, language: str, fewest: int = FEWEST) -> list[NearForm]:
        """Those written `fewest` times or more, the most frequent in kept threads first."""
        if language not in self._judges:
            return []
        kept, dropped = (self._counts[language][side] for side in (True, False))
        out = []
        for form in kept.keys() | dropped.keys():
            near = self._judges[language](form)
            if near is not None and kept[form] + dropped[form] >= fewest:
                out.append(NearForm(language, form, *near, kept[form], dropped[form]))
        return sorted(out, key=lambda each: (-each.kept, -each.dropped, each.form))


class _Judge:
    """Says for one word of one language which term it is near, if the matcher does not find it."""

    def __init__(self, matcher: TopicMatcher, language: str) -> None:
        self._language, self._matcher = language, matcher.by_language[language]
        terms = matcher.topic.terms(language)
        self._terms = sorted({term.lower() for term in single_words(matcher.topic, language)})
        self._look_alikes = [
            option.lower()
            for phrase in (terms.look_alikes if terms else ())
            if len(phrase.split()) == 1
            for option in phrase.split("|")
        ]
        self._stems = sorted(self._stems_of(), key=lambda stem: (-len(stem[0]), stem))
        self._deleted: dict[str, set[str]] = defaultdict(set)
        for term in self._terms:
            for rest in _deletions(term, self._errors(term)):
                self._deleted[rest].add(term)

    def _stems_of(self) -> Iterator[tuple[str, str]]:
        if isinstance(self._matcher, WordMatcher):
            for term in self._terms:
                for stem in self._matcher.stem(term):
                    if len(stem) >= _STEM:
                        yield stem, term

    def _errors(self, term: str) -> int:
        if self._language == "ja":
            return int(len(term) >= _ONE_ERROR_JA and not any("\u4e00" <= sign <= "\u9fff" for sign in term))
        return (len(term) >= _ONE_ERROR) + (len(term) >= _TWO_ERRORS)

    def near(self, form: str) -> tuple[str, Why, int] | None:
        """(term, why, distance) or None."""
        if not 2 <= len(form) <= _LONGEST:
            return None
        found = self._spelling(form) or self._begins(form) or self._holds(form)
        if found is None or any(fnmatchcase(form, pattern) for pattern in self._look_alikes):
            return None
        return None if self._matcher.match(form) else found

    def _spelling(self, form: str) -> tuple[str, Why, int] | None:
        terms = {term for rest in _deletions(form, 2) for term in self._deleted.get(rest, ())}
        found = sorted((distance(form, term), term) for term in terms if term != form)
        for far, term in found:
            if far <= self._errors(term) and not self._known(form):
                return term, "spelling", far
        return None

    def _known(self, form: str) -> bool:
        """A word of the dictionary is no misspelling."""
        return self._language in ("fi", "en") and dictionary().get_lemma(form, self._language) is not None

    def _begins(self, form: str) -> tuple[str, Why, int] | None:
        return next(((term, "stem", 0) for stem, term in self._stems if form.startswith(stem)), None)

    def _holds(self, form: str) -> tuple[str, Why, int] | None:
        fewest = _INSIDE.get(self._language, _STEM)
        return next(
            ((term, "inside", 0) for term in self._terms if len(term) >= fewest and term in form and term != form), None
        )


def single_words(topic: Topic, language: str) -> list[str]:
    """The terms of a language that are one word of letters."""
    terms = topic.terms(language)
    return [term for term in terms.entries() if term.isalpha()] if terms else []


def _deletions(word: str, errors: int) -> Iterator[str]:
    """The word without up to `errors` of its letters: words near each other share one (SymSpell)."""
    yield word
    for count in range(1, min(errors, len(word) - 1) + 1):
        for places in combinations(range(len(word)), count):
            yield "".join(letter for place, letter in enumerate(word) if place not in places)


def distance(one: str, other: str) -> int:
    """Letters changed, added, left out or swapped with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            least = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                least = min(least, last[j - 2] + 1)
            row.append(least)
    return row[-1]
