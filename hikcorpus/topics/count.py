"""Counts a topic's hits in whole threads of the pseudonymised tables: one shard in, counts and evidence out.

No I/O, no clock. The gate runs over whole columns in Arrow; only messages that pass are looked at in Python.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from hikcorpus.store.schemas import schema
from hikcorpus.text.language import has_japanese
from hikcorpus.topics.decide import Counted
from hikcorpus.topics.hits import Hit
from hikcorpus.topics.lexicon import Topic
from hikcorpus.topics.match import TopicMatcher, matcher_of, own_words

_COLUMNS: Final = ("thread_id", "message_id", "is_opening", "participant", "lang", "subject", "text", "state")
_BATCH: Final = 8192


class Found(NamedTuple):
    """scores: one row per thread, by thread_id, not decided yet. evidence: one row per hit. counts: by reason."""

    scores: pa.Table
    evidence: pa.Table
    counts: dict[str, int]


@dataclass(slots=True)
class _Tally:
    """What has been counted in one thread so far."""

    title: str | None
    messages: int = 0
    with_hits: int = 0
    hits: int = 0
    characters: int = 0
    participants: Counter[str | None] = field(default_factory=Counter)
    speakers: dict[str, set[str]] = field(default_factory=dict)  # a message's own id where nobody is known
    terms: set[tuple[str, str]] = field(default_factory=set)
    languages: Counter[str] = field(default_factory=Counter)
    opening: tuple[str, str | None, str | None] | None = None  # message_id, lang, subject
    opening_terms: int = 0


def count_shard(messages: pa.Table, threads: pa.Table, topic: Topic) -> Found:
    """What all threads in `threads` show of the topic, and where, from all their messages.

    messages, threads: pseudonymised tables (one row per message, whole threads, any order).
    counts: threads.in, messages.in (live messages of these threads), and what was not looked at: messages.deleted,
    messages.without_thread, messages.no_terms.<language> ("none" where a message has no language).
    Same rows, in whatever order, give the same tables.
    """
    matcher = matcher_of(topic)
    named = threads.select(["thread_id", "title", "site", "board"]).to_pylist()
    tallies = {row["thread_id"]: _Tally(row["title"]) for row in named}
    counts: Counter[str] = Counter({"threads.in": len(tallies), "messages.in": 0})
    evidence: list[tuple[str, str | None, str, Hit, str]] = []
    for row, looked_at in _rows(messages, matcher):
        tally = tallies.get(row["thread_id"])
        if tally is None:
            counts["messages.without_thread"] += 1
        elif row["state"] == "deleted":
            counts["messages.deleted"] += 1
        else:
            counts["messages.in"] += 1
            if row["lang"] not in matcher.by_language:
                counts[f"messages.no_terms.{row['lang'] or 'none'}"] += 1
            _count(tally, row, evidence, matcher if looked_at else None)
    scores = [
        {"thread_id": row["thread_id"], "site": row["site"], "board": row["board"]}
        | _counted(row["thread_id"], tallies[row["thread_id"]], matcher, evidence).row()
        for row in sorted(named, key=lambda row: row["thread_id"])
    ]
    evidence.sort(key=lambda item: (item[0], item[1] or "", item[2], item[3]))
    return Found(
        pa.Table.from_pylist(scores, schema=schema("corpora", "scores")),
        _evidence_table(evidence),
        dict(sorted(counts.items())),
    )


def _rows(messages: pa.Table, matcher: TopicMatcher) -> Iterator[tuple[dict[str, Any], bool]]:
    """Each message, and whether its language's gate lets its text or subject pass."""
    for batch in messages.select(list(_COLUMNS)).to_batches(max_chunksize=_BATCH):
        passing = pa.array([False] * len(batch))
        for language, each in matcher.by_language.items():
            either = pc.or_(each.gate.column(batch["text"]), each.gate.column(batch["subject"]))
            passing = pc.or_(passing, pc.and_(pc.fill_null(pc.equal(batch["lang"], language), False), either))
        yield from zip(batch.to_pylist(), passing.to_pylist(), strict=True)


def _count(
    tally: _Tally,
    row: dict[str, Any],
    evidence: list[tuple[str, str | None, str, Hit, str]],
    matcher: TopicMatcher | None,
) -> None:
    """Adds one live message; matcher: None where the gate has shown that there is no hit."""
    text, subject, language = row["text"] or "", row["subject"], row["lang"]
    words = own_words(text)
    tally.messages += 1
    tally.characters += len(words) - sum(map(words.count, " \t\r\n\u3000"))
    if language:
        tally.languages[language] += 1
    found = [("text", hit) for hit in matcher.match(text, language)] if matcher else []
    if row["is_opening"]:
        tally.opening = (row["message_id"], language, subject)
        tally.opening_terms = len({hit.term for _, hit in found})
    elif subject and matcher:
        found += [("subject", hit) for hit in matcher.match(subject, language)]
    speaker = tally.speakers.setdefault(row["participant"] or row["message_id"], set())
    if found:
        speaker.update(hit.term for _, hit in found)
        tally.with_hits += 1
        tally.hits += len(found)
        tally.participants[row["participant"]] += 1
        tally.terms.update((language, hit.term) for _, hit in found)
        evidence.extend((row["thread_id"], row["message_id"], where, hit, language) for where, hit in found)


def _counted(
    thread: str, tally: _Tally, matcher: TopicMatcher, evidence: list[tuple[str, str | None, str, Hit, str]]
) -> Counted:
    """Closes a thread: its title, and its opening message's subject where that says something else, count once."""
    message_id, language, subject = tally.opening or (None, None, None)
    if language is None and tally.languages:
        language = min(tally.languages, key=lambda name: (-tally.languages[name], name))
    in_title = False
    for where, line in (("title", tally.title), ("subject", None if subject == tally.title else subject)):
        spoken = _language_of(line or "", language, matcher)
        hits = matcher.match(line or "", spoken)
        in_title = in_title or bool(hits)
        tally.terms.update((spoken or "", hit.term) for hit in hits)
        evidence.extend((thread, message_id, where, hit, spoken or "") for hit in hits)
    mentions = sum(map(len, tally.speakers.values()))
    return Counted(
        messages=tally.messages,
        messages_with_hits=tally.with_hits,
        hits=tally.hits,
        mentions=mentions,
        density=1000 * mentions / tally.characters if tally.characters else 0.0,
        participants_with_hits=len(tally.participants),
        loudest=max((n for name, n in tally.participants.items() if name is not None), default=0),
        speakers=len(tally.speakers),
        speakers_of_two=sum(len(terms) > 1 for terms in tally.speakers.values()),
        distinct_terms=len(tally.terms),
        in_title=in_title,
        opening_terms=tally.opening_terms,
    )


def _language_of(line: str, language: str | None, matcher: TopicMatcher) -> str | None:
    """A title is too short to identify: it is in the thread's language unless its script says otherwise."""
    if has_japanese(line):
        return "ja"
    return "en" if language == "ja" and "en" in matcher.by_language else language


def _evidence_table(evidence: list[tuple[str, str | None, str, Hit, str]]) -> pa.Table:
    rows = [
        {"thread_id": thread, "message_id": message, "field": where, "start": hit.start, "end": hit.end}
        | {"term": hit.term, "lang": language}
        for thread, message, where, hit, language in evidence
    ]
    return pa.Table.from_pylist(rows, schema=schema("corpora", "evidence"))
