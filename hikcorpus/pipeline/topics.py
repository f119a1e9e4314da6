"""Topic files as their users look at them: which there are, what is in one, what it finds."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hikcorpus.config.files import digest, find, names, shipped
from hikcorpus.config.study import Study
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.pipeline.study import tables
from hikcorpus.store.layout import DataFolder

if TYPE_CHECKING:
    from hikcorpus.topics.hits import Hit
    from hikcorpus.topics.lexicon import Topic


@dataclass(frozen=True)
class Known:
    """A topic that can be named: terms per language; own: from ./configs/topics/."""

    name: str
    title: str
    terms: dict[str, int]
    own: bool


def topics_known() -> list[Known]:
    """All topics that can be named, the user's own among them. Raises ConfigError where one's file is wrong."""
    out = []
    for name in names("topics"):
        topic = topic_named(name)
        counts = {language: len(terms.entries()) for language in topic.languages if (terms := topic.terms(language))}
        own = find("topics", name).resolve().parent != (shipped() / "topics").resolve()
        out.append(Known(name, topic.title, counts, own))
    return out


def topic_named(name: str) -> "Topic":
    """The topic. Raises ConfigError naming file and key where it is wrong."""
    from hikcorpus.topics.lexicon import load_topic

    return load_topic(name)


def topic_doubts(name: str) -> tuple[Path, str, list[str]]:
    """The file, its digest (cite it), and what is doubtful in it. Raises ConfigError where it is wrong."""
    from hikcorpus.topics.checking import doubts
    from hikcorpus.topics.lexicon import topic_content

    path = find("topics", name)
    return path, digest(topic_content(path)), doubts(topic_named(name))


def topic_tried(name: str, text: str, language: str | None) -> tuple[str, list["Hit"]]:
    """The language that the text was taken for, and the hits in it. Raises UsageError for one without terms."""
    from hikcorpus.text.language import identify
    from hikcorpus.topics.match import matcher_of

    topic = topic_named(name)
    spoken = language or identify(text, topic.languages[0], topic.languages)[0]
    if spoken not in topic.languages:
        known = ", ".join(topic.languages)
        raise UsageError(f"The topic {topic.name} has no terms in {spoken!r}.", f"Choose --lang from: {known}.")
    return spoken, matcher_of(topic).match(text, spoken)


def explained(study: Study, topic: str, data: DataFolder, thread: str) -> list[str]:
    """Why a thread was kept or dropped, line by line. Raises ConfigError where the corpus has no such thread."""
    import pyarrow.compute as pc

    from hikcorpus.topics.decide import Counted, explain
    from hikcorpus.topics.stage import boards_in

    checked = topic_named(topic)
    corpus = tables(data, study.name, checked.name)
    boards = boards_in(corpus.read("base_rates"))
    for batch in corpus.batches("scores"):
        for row in batch.filter(pc.equal(batch["thread_id"], thread)).to_pylist():
            base = boards[row["site"], row["board"]]
            lines = explain(Counted.from_row(row), base, checked.rule, checked.preset(study.preset)[1].threshold)
            lines.append(
                f"base rate of {row['site']}/{row['board']}: {base.share:.1%} of messages (spread {base.spread:.3f})"
            )
            if row["read"]:
                lines.append(f"readers: {row['read']}")
            return lines
    raise ConfigError(f"The corpus {corpus.folder} has no thread of that id.", "Ids stand in its table scores.")
