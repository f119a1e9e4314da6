"""Help for people who build lexicons: what tells kept threads apart, and terms in their contexts."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.log import Progress, Silent
from hikcorpus.pipeline.study import tables
from hikcorpus.pipeline.topics import topic_named
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import write_bytes
from hikcorpus.store.layout import DataFolder

if TYPE_CHECKING:
    import pyarrow as pa

    from hikcorpus.topics.keyness import Collocate, Key
    from hikcorpus.topics.kwic import Concordance
    from hikcorpus.topics.lexicon import Topic
    from hikcorpus.topics.near_forms import NearForm

_COLUMNS = ("thread_id", "message_id", "lang", "text", "state", "posted_at")
SHEET = (
    "kind", "lang", "word", "near_term", "why", "letters_changed", "kept", "dropped", "together", "g2", "log_ratio",
    "percent_more", "log_dice", "threads", "dp", "loudest",
)  # fmt: skip
"""Columns of the CSV. kind: key, collocate or near_form; g2 ... as in `topics.keyness`; empty where it has none."""


@dataclass
class Suggested:
    """For one language, strongest first. kept, dropped: words read of each."""

    lang: str
    kept: int
    dropped: int
    keys: list["Key"]
    collocates: list["Collocate"]
    near_forms: list["NearForm"]


@dataclass
class Suggestions:
    """by_language: of those that the topic has terms for. kept, dropped: threads. undecided: threads in neither."""

    topic: str
    kept: int
    dropped: int
    undecided: int
    by_language: list[Suggested] = field(default_factory=list)


def suggest(
    data: DataFolder,
    study: str,
    topic: str,
    *,
    language: str | None = None,
    n: int = 50,
    by: Literal["g2", "log_ratio"] = "g2",
    progress: Progress | None = None,
) -> Suggestions:
    """Words that the topic's lexicon lacks: key lemmas, collocates of its terms in kept threads, near forms.

    What people decided counts before what the rule proposed; threads that they left undecided are not read.
    n: at most so many of each kind and language. Raises ConfigError where the corpus was not made or one side of it is
    empty, UsageError for a language without terms.
    """
    from hikcorpus.topics.keyness import Collocates, Keyness
    from hikcorpus.topics.lemmas import words
    from hikcorpus.topics.match import matcher_of
    from hikcorpus.topics.near_forms import NearForms

    checked = topic_named(topic)
    languages = _languages(checked, language)
    corpus, whole = tables(data, study, checked.name), tables(data, study, None)
    kept, dropped, undecided = _sides(corpus)
    if not kept or not dropped:
        raise ConfigError(
            f"{corpus.folder} has no {'dropped' if kept else 'kept'} thread to compare with.",
            "Choose another --preset of `hikcorpus filter`, or collect more.",
        )
    matcher = matcher_of(checked)
    keyness, collocates, near = Keyness(), Collocates(), NearForms(matcher)
    told = _Told(progress or Silent(), 2 * whole.rows("messages"))
    for thread, spoken, text in told.messages(whole, kept, languages):
        found, hits = words(text, spoken), matcher.match(text, spoken)
        keyness.kept(thread, spoken, found, hits)
        collocates.add(thread, spoken, found, hits)
        near.add(spoken, found, kept=True)
    keyness.settle()
    for _, spoken, text in told.messages(whole, dropped, languages):
        found = words(text, spoken)
        keyness.dropped(spoken, found)
        near.add(spoken, found, kept=False)
    made = Suggestions(checked.name, len(kept), len(dropped), undecided)
    for spoken in languages:
        keys = keyness.keys(spoken, by=by)[:n]
        beside = collocates.collocates(spoken)[:n]
        made.by_language.append(Suggested(spoken, *keyness.sizes(spoken), keys, beside, near.forms(spoken)[:n]))
    return made


class _Told:
    """Reads messages and tells how far it is."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def messages(
        self, dataset: Dataset, threads: Iterable[str], languages: tuple[str, ...]
    ) -> Iterator[tuple[str, str, str]]:
        """(thread, language, text) of the live messages of these threads, in order."""
        import pyarrow as pa
        import pyarrow.compute as pc

        wanted, spoken = pa.array(sorted(threads), pa.string()), pa.array(languages, pa.string())
        for batch in dataset.batches("messages", ("thread_id", "lang", "text", "state")):
            live = pc.fill_null(pc.not_equal(batch["state"], "deleted"), True)
            ours = pc.and_(pc.is_in(batch["thread_id"], wanted), pc.is_in(batch["lang"], spoken))
            rows = batch.filter(pc.and_(pc.and_(ours, live), pc.is_valid(batch["text"])))
            yield from zip(*(rows[name].to_pylist() for name in ("thread_id", "lang", "text")), strict=True)
            self._done += batch.num_rows
            self._progress("suggest", self._done, self._total)


def _languages(topic: "Topic", language: str | None) -> tuple[str, ...]:
    if language is None:
        return topic.languages
    if language not in topic.languages:
        raise UsageError(
            f"The topic {topic.name} has no terms in {language!r}.",
            f"Choose --lang from: {', '.join(topic.languages)}.",
        )
    return (language,)


def _sides(corpus: Dataset) -> tuple[set[str], set[str], int]:
    """Threads kept, threads dropped, and how many are neither: people read them and did not decide."""
    kept, dropped, undecided = set(), set(), 0
    for batch in corpus.batches("scores", ("thread_id", "decision", "read")):
        for thread, proposed, read in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if read == "undecided":
                undecided += 1
            elif read == "include" or (read is None and proposed == "kept"):
                kept.add(thread)
            else:
                dropped.add(thread)
    return kept, dropped, undecided


def kwic(
    data: DataFolder,
    study: str,
    topic: str | None,
    term: str,
    *,
    language: str | None = None,
    exactly: bool = False,
    quoted: bool = False,
    width: int = 40,
    limit: int = 100,
    order: Literal["right", "left", "thread"] = "right",
) -> "Concordance":
    """The places of a term: in the corpus of a topic, where it may be an entry of the lexicon, or in the whole study.

    Raises ConfigError where that was not made, UsageError for a term without a letter.
    """
    from hikcorpus.topics.kwic import concordance, finder
    from hikcorpus.topics.match import matcher_of

    checked = None if topic is None else topic_named(topic)
    find = finder(term, matcher_of(checked) if checked else None, exactly=exactly)
    dataset = tables(data, study, checked.name if checked else None)
    batches: Iterable[pa.RecordBatch] = dataset.batches("messages", _COLUMNS)
    return concordance(batches, find, language=language, quoted=quoted, width=width, limit=limit, order=order)


def write_suggestions(suggestions: Suggestions, path: Path) -> int:
    """The suggestions as CSV (UTF-8 with a byte order mark, for spreadsheets); gives the number of lines.

    No cell begins like a formula. Raises CannotWrite.
    """
    from hikcorpus.review.sheet import harmless

    out = io.StringIO(newline="")
    lines = csv.DictWriter(out, SHEET, restval="")
    lines.writeheader()
    rows = [row for each in suggestions.by_language for row in _sheet_rows(each)]
    for row in rows:
        lines.writerow({name: harmless(cell) if isinstance(cell, str) else cell for name, cell in row.items()})
    write_bytes(path, ("\ufeff" + out.getvalue()).encode("utf-8", "replace"))
    return len(rows)


def _sheet_rows(each: Suggested) -> Iterator[dict[str, object]]:
    for key in each.keys:
        yield {"kind": "key", "lang": key.lang, "word": key.lemma, "kept": key.kept, "dropped": key.dropped} | {
            "g2": key.g2, "log_ratio": key.log_ratio, "percent_more": key.percent,
            "threads": key.threads, "dp": key.dp, "loudest": key.loudest,
        }  # fmt: skip
    for beside in each.collocates:
        yield {"kind": "collocate", "lang": beside.lang, "word": beside.lemma, "kept": beside.frequency} | {
            "together": beside.together, "g2": beside.g2, "log_dice": beside.log_dice, "threads": beside.threads,
        }  # fmt: skip
    for near in each.near_forms:
        yield {"kind": "near_form", "lang": near.lang, "word": near.form, "near_term": near.term, "why": near.why} | {
            "letters_changed": near.distance or None, "kept": near.kept, "dropped": near.dropped,
        }  # fmt: skip
