"""People decide: the threads to read, the page, the sheets, and what the decisions come to."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from hikcorpus.clock import Clock
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.pipeline.study import tables
from hikcorpus.review import sheet as sheets
from hikcorpus.review.decided import contested, final, finished
from hikcorpus.review.result import Result, result
from hikcorpus.review.sample import Changes, draw, reading_order
from hikcorpus.store.files import make_folder, write_bytes
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.reviews import CONSENSUS, Closing, Decision, ReviewFolder, Sheet, coder_name
from hikcorpus.topics.reading import Reading


def drawn(
    data: DataFolder, study: str, topic: str, sample: int | None = None, seed: int | None = None
) -> tuple[Sheet, Changes]:
    """The threads to read: drawn at first use, and anew where the corpus or the sample asked for has changed.

    Raises ConfigError where the study was not filtered yet, UsageError for another seed or a smaller sample.
    """
    folder = ReviewFolder.of(data, study, topic)
    corpus = tables(data, study, topic)
    with folder.lock():
        before, content = folder.sheet(), corpus.content()
        if before and before.corpus == content and sample in (None, before.sample) and seed in (None, before.seed):
            return before, Changes()
        scores = corpus.read("scores", ["thread_id", "decision", "messages"]).to_pylist()
        decided = {thread for name in (*folder.coders(), CONSENSUS) for thread in folder.decisions(name)}
        sheet, changes = draw(scores, study, topic, content, sample, seed, before, decided)
        folder.write_sheet(sheet)
    return sheet, changes


def sheet_of(data: DataFolder, study: str, topic: str) -> Sheet:
    """What is read in a review that was begun. Raises ConfigError where none was."""
    sheet = ReviewFolder.of(data, study, topic).sheet()
    if sheet is None:
        raise ConfigError(
            f"The threads of {study} on {topic} were not read by anybody yet.",
            f"Run `hikcorpus review open --topic {topic} --coder NAME` first.",
        )
    return sheet


@contextmanager
def page(
    data: DataFolder, sheet: Sheet, coder: str, clock: Clock, port: int = 0, coders: Sequence[str] | None = None
) -> Iterator[str]:
    """Serve the page of a coder, or of the consensus, while the context lasts; yields its address.

    port: 0 = the usual one of this coder, or any free one. coders: who takes part; None = all who decided anything.
    Raises UsageError where the port is taken, or at consensus where not all have finished or nothing is contested.
    """
    from hikcorpus.review.desk import Desk
    from hikcorpus.review.server import serve, usual_port
    from hikcorpus.review.threads import read

    study, topic = sheet.study, sheet.topic
    folder = ReviewFolder.of(data, study, topic)
    shown = reading_order(sheet, coder)
    if coder == CONSENSUS:
        shown = _contested(sheet, folder, coders)
    reading = read(data.pseudonymised(study), data.corpus(study, topic), shown)
    chosen = None if coders is None else tuple(coders)
    desk = Desk(folder, sheet, reading, _topic(topic), coder, clock.now, chosen)
    with serve(desk, port, usual=usual_port(f"{study}-{topic}-{coder}")) as address:
        yield address


def _contested(sheet: Sheet, folder: ReviewFolder, coders: Sequence[str] | None) -> list[str]:
    decisions = _decisions(folder, coders)
    if not finished(sheet.ids(), decisions):
        raise UsageError(
            "Not all coders have read all threads yet, and they read blind to each other.",
            "`hikcorpus review result` shows how far they are; --coders names those who take part.",
        )
    found = contested(sheet.ids(), decisions)
    if not found:
        raise UsageError("The coders agree on every thread.", "There is nothing to settle.")
    return found


def _topic(name: str) -> dict[str, Any]:
    """What readers must know of the topic, from its file."""
    from hikcorpus.topics.lexicon import load_topic

    topic = load_topic(name)
    return {
        "title": topic.title,
        "definition": " ".join(topic.definition.split()),
        "source": " ".join(topic.source.split()),
        "includes": list(topic.includes),
        "excludes": list(topic.excludes),
    }


def export_sheet(data: DataFolder, sheet: Sheet, coder: str, file: Path) -> int:
    """Write a coder's sheet (CSV); gives how many threads it holds. Raises CannotWrite, UsageError."""
    from hikcorpus.review.threads import read

    order = reading_order(sheet, coder_name(coder))
    reading = read(data.pseudonymised(sheet.study), data.corpus(sheet.study, sheet.topic), order)
    mine = ReviewFolder.of(data, sheet.study, sheet.topic).decisions(coder)
    make_folder(file.parent)
    write_bytes(file, sheets.export(reading, order, mine).encode("utf-8", "replace"))
    return len(order)


def import_sheet(data: DataFolder, sheet: Sheet, coder: str, file: Path, now: datetime) -> sheets.Answers:
    """Take a filled-in sheet back, all of it or nothing. Raises ConfigError, CannotWrite, UsageError."""
    folder = ReviewFolder.of(data, sheet.study, sheet.topic)
    mine = folder.decisions(coder_name(coder))
    found = sheets.answers(file, coder, sheet.ids(), mine, now.isoformat(timespec="seconds"))
    if any(said.thread_id in folder.decisions(CONSENSUS) for said in found.decisions):
        raise UsageError(
            "The sheet changes threads that were settled by consensus; nothing was imported.",
            "Change these on the page of `hikcorpus review consensus`.",
        )
    if found.decisions:
        folder.append(coder, found.decisions)
    return found


def result_of(
    data: DataFolder, study: str, topic: str, single: bool = False, coders: Sequence[str] | None = None
) -> Result:
    """What a review came to. Raises ConfigError where none was begun, DataDamaged."""
    sheet, folder = sheet_of(data, study, topic), ReviewFolder.of(data, study, topic)
    return result(sheet, _decisions(folder, coders), folder.decisions(CONSENSUS), single=single)


def decisions_of(
    data: DataFolder, study: str, topic: str, single: bool, coders: Sequence[str] | None = None
) -> dict[str, tuple[str, str]]:
    """Each thread that is read -> (include, exclude or undecided; why, see `review.decided.final`).

    single: in a study with one coder alone, that coder's decisions count. Raises ConfigError, DataDamaged.
    """
    sheet, folder = sheet_of(data, study, topic), ReviewFolder.of(data, study, topic)
    return dict(final(sheet.ids(), _decisions(folder, coders), folder.decisions(CONSENSUS), single=single))


def close(data: DataFolder, study: str, topic: str, closing: Closing | None) -> None:
    """Let the decisions make the corpus from now on (`filter_topic`), or, with None, the rule's proposals again.

    Raises ConfigError where no review was begun, UsageError where a coder is unknown.
    """
    sheet_of(data, study, topic)
    folder = ReviewFolder.of(data, study, topic)
    if closing is not None:
        _decisions(folder, closing.coders)
    folder.close(closing)


def reading_of(data: DataFolder, study: str, topic: str) -> Reading | None:
    """What people decided, where the review was finished. Raises DataDamaged."""
    closing = ReviewFolder.of(data, study, topic).closing()
    if closing is None:
        return None
    decisions = decisions_of(data, study, topic, closing.single, closing.coders)
    return Reading(decisions, closing.accept_auto)


def _decisions(folder: ReviewFolder, coders: Sequence[str] | None) -> dict[str, dict[str, Decision]]:
    known = folder.coders()
    if strangers := [name for name in coders or () if name not in known]:
        raise UsageError(
            f"{', '.join(map(repr, strangers))} decided nothing.", f"Coders: {', '.join(known) or 'none'}."
        )
    return {name: folder.decisions(name) for name in coders or known}
