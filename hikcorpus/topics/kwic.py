"""Concordance: every place of a term with the words around it, fitted into columns of a terminal."""

import heapq
import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Final, Literal, NamedTuple
from unicodedata import category, east_asian_width

import pyarrow as pa

from hikcorpus.errors import UsageError
from hikcorpus.text.language import has_japanese
from hikcorpus.text.normalise import visible
from hikcorpus.topics.gate import lowered
from hikcorpus.topics.match import MATCHERS, Matcher, TopicMatcher, own_words
from hikcorpus.topics.terms import EnglishTerms, FinnishTerms, JapaneseTerms

Finder = Callable[[str, str | None], list[tuple[int, int]]]
"""(text, its language) -> places of the term in it."""
Order = Literal["right", "left", "thread"]

_BEFORE, _AFTER = r"(?<![^\W\d_])", r"(?![^\W\d_])"
_ANY, _ANY_JAPANESE = r"[^\W\d_]{0,40}", r"[^\W\d_]{0,8}?"
_WORDS_REACH: Final = 4  # characters of text looked at for each column of context
_SHOWN_BREAK: Final = " / "
_MARKS_IN_A_ROW: Final = re.compile(r"([\u0300-\u036f]{2})[\u0300-\u036f]+")


class Line(NamedTuple):
    """One place. left, right: as many columns as asked for, filled with blanks; node: the words found."""

    thread_id: str
    message_id: str
    start: int
    end: int
    left: str
    node: str
    right: str


class Concordance(NamedTuple):
    """lines: at most as many as asked for. places, messages, threads: how many there are in all."""

    lines: list[Line]
    places: int
    messages: int
    threads: int


def literally(term: str) -> Finder:
    """As it is written, upper and lower case, half and full width alike; `*`: any letters.

    Whole words, except in Japanese, where it is found anywhere. Raises UsageError for a term without a letter or digit.
    """
    seen = lowered(visible(term).text)
    if not re.search(r"\w", seen):
        raise UsageError(f"{term!r} holds no letter to look for.", "Give a word, or a part of one with `*`.")
    japanese = has_japanese(seen)
    anything = _ANY_JAPANESE if japanese else _ANY
    spelled = [
        anything.join(map(re.escape, re.split(r"\*+", word))) for word in seen.split()
    ]  # no `*` can be repeated: bounded, so that no text takes long
    expression = re.compile(r"\s+".join(spelled) if japanese else _BEFORE + r"[\s-]+".join(spelled) + _AFTER)

    def find(text: str, _: str | None) -> list[tuple[int, int]]:
        inside = visible(text)
        spans = (found.span() for found in expression.finditer(lowered(inside.text)))
        return [inside.original(*span) for span in spans if span[0] < span[1]]

    return find


def by_lemma(term: str) -> Finder:
    """All forms of one word, in every language, as the topics' matchers find them. Raises UsageError for no word."""
    if not visible(term).text.isalpha():
        return literally(term)
    word = visible(term).text.lower()
    matchers: dict[str, Matcher]
    if has_japanese(word):
        matchers = {"ja": MATCHERS["ja"](JapaneseTerms(morphemes=(word,)))}
    else:
        matchers = {
            "fi": MATCHERS["fi"](FinnishTerms(lemmas=(word,))),
            "en": MATCHERS["en"](EnglishTerms(lemmas=(word,))),
        }
    exactly = literally(term)

    def find(text: str, language: str | None) -> list[tuple[int, int]]:
        matcher = matchers.get(language or "")
        if matcher is None:
            return exactly(text, language)
        return [(hit.start, hit.end) for hit in matcher.match(text)]

    return find


def by_term(matcher: TopicMatcher, term: str) -> Finder:
    """The hits of one entry of a topic's lexicon, as the filter counts them."""

    def find(text: str, language: str | None) -> list[tuple[int, int]]:
        return [(hit.start, hit.end) for hit in matcher.match(text, language) if hit.term == term]

    return find


def finder(term: str, matcher: TopicMatcher | None = None, *, exactly: bool = False) -> Finder:
    """How a term as it was typed is looked for.

    With `*`, a blank, or exactly: literally. An entry of the topic's lexicon: its hits. Else: all forms of the word.
    Raises UsageError for a term without a letter or digit.
    """
    if not exactly and matcher is not None:
        entries = {entry for lang in matcher.by_language for entry in _entries(matcher, lang)}
        if term in entries:
            return by_term(matcher, term)
    if exactly or "*" in term or len(term.split()) != 1:
        return literally(term)
    return by_lemma(term)


def _entries(matcher: TopicMatcher, language: str) -> tuple[str, ...]:
    terms = matcher.topic.terms(language)
    return terms.entries() if terms else ()


def concordance(
    batches: Iterable[pa.RecordBatch],
    find: Finder,
    *,
    language: str | None = None,
    quoted: bool = False,
    width: int = 40,
    limit: int = 100,
    order: Order = "right",
) -> Concordance:
    """The places in live messages (message_id, thread_id, lang, text, state, posted_at), sorted.

    language: only messages in it. quoted: also in quoted lines, reply marks and addresses. width: columns of context on
    each side. limit: where there are more places, a fixed sample of them, the same at every call. Memory does not grow
    beyond the lines shown and the ids of threads.
    """
    chosen: list[tuple[int, int, Line, tuple[str, str, str, int]]] = []
    places = messages = 0
    threads: set[str] = set()
    for batch in batches:
        names = ("thread_id", "message_id", "lang", "text", "state", "posted_at")
        for thread, message, spoken, text, state, posted in zip(
            *(batch[name].to_pylist() for name in names), strict=True
        ):
            if not text or state == "deleted" or (language and spoken != language):
                continue
            found = find(text if quoted else own_words(text), spoken)
            if not found:
                continue
            messages += 1
            threads.add(thread)
            for start, end in found:
                places += 1
                drawn = _drawn(message, start)
                if len(chosen) >= limit and -drawn <= chosen[0][0]:
                    continue
                line = _line(thread, message, start, end, text, width)
                when = posted.isoformat() if posted else "~"
                item = (-drawn, places, line, (thread, when, message, start))
                (heapq.heappush if len(chosen) < limit else heapq.heapreplace)(chosen, item)
    chosen.sort(key=lambda item: (*_sort_key(item[2], order), item[3]))
    return Concordance([item[2] for item in chosen], places, messages, len(threads))


def _drawn(message: str, start: int) -> int:
    return int.from_bytes(blake2b(f"{message}.{start}".encode(), digest_size=8).digest())


def _sort_key(line: Line, order: Order) -> tuple[list[str], ...]:
    right = re.findall(r"\w+|[^\w\s]", line.right.lower())
    left = re.findall(r"\w+|[^\w\s]", line.left.lower())[::-1]
    return {"right": (right, left), "left": (left, right), "thread": ()}[order]


def _line(thread: str, message: str, start: int, end: int, text: str, width: int) -> Line:
    reach = _WORDS_REACH * width
    left = fitted(text[max(0, start - reach) : start], width, from_end=True)
    right = fitted(text[end : end + reach], width)
    return Line(thread, message, start, end, left, shown(text[start:end]).strip(), right)


def shown(text: str) -> str:
    """On one line, and nothing in it that a terminal would obey: breaks as ` / `, control and format signs left out."""
    out = re.sub(r"[ \t\u3000]*\r?\n\s*", _SHOWN_BREAK, text)
    out = "".join(
        " " if sign.isspace() else sign
        for sign in out
        if sign.isspace() or category(sign) not in ("Cc", "Cf", "Cs", "Co")
    )
    return _MARKS_IN_A_ROW.sub(r"\1", re.sub(" +", " ", out))


def columns(text: str) -> int:
    """Columns that a terminal needs: two for wide and full-width signs, none for marks upon others (UAX 11)."""
    return sum(map(_columns, text))


def _columns(sign: str) -> int:
    if category(sign) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(sign) in ("W", "F") else 1


def fitted(text: str, width: int, *, from_end: bool = False) -> str:
    """As much of the text as `width` columns hold, its end or its beginning, filled up with blanks."""
    signs = shown(text)
    taken, size = 0, 0
    for sign in reversed(signs) if from_end else signs:
        size += _columns(sign)
        if size > width:
            break
        taken += 1
    piece = (signs[len(signs) - taken :] if from_end else signs[:taken]) if taken else ""
    blanks = " " * (width - columns(piece))
    return blanks + piece if from_end else piece + blanks
