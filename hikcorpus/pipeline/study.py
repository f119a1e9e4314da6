"""Raw → exports: everything that a study makes of what was captured."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hikcorpus.clock import Clock
from hikcorpus.config.boards import named
from hikcorpus.config.files import find, read_toml
from hikcorpus.config.study import Study, study_from
from hikcorpus.crawl.boards import label_for
from hikcorpus.crawl.run import Visited
from hikcorpus.errors import ConfigError
from hikcorpus.log import Progress
from hikcorpus.pipeline.capture import crawl
from hikcorpus.sources import recognise
from hikcorpus.store import manifest, studies
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.locks import hold


def study_named(name: str, data: DataFolder, **said: str | None) -> Study:
    """The study as it was last run, with what is said anew; the defaults for a new one. Raises ConfigError."""
    facts = studies.recall(data.state(), name) | {"name": name}
    facts |= {key: value for key, value in said.items() if value is not None}
    return study_from(facts, data.state() / "studies" / f"{name}.json")


def _remember(study: Study, data: DataFolder) -> None:
    studies.remember(data.state(), study.name, study.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def warnings(data: DataFolder, study: str) -> list[str]:
    """What a person should look at after the participants stage; no names in it."""
    from hikcorpus.participants.warnings import suspicious_shared_places

    return suspicious_shared_places(data.participants(study))


def boards_of(study: Study, data: DataFolder) -> list[tuple[str, str]]:
    """(site, board) of the study's boards that hold data; all of the data folder where the study names none."""
    held = data.boards()
    if not study.boards:
        return held
    wanted: set[tuple[str, str]] = set()
    for spec in study.boards:
        if "://" in spec:
            wanted |= {(label_for(spec, address), address.board) for _, address in recognise(spec)}
        else:
            site, boards = named(spec)
            wanted |= {(site.site, board) for board in boards}
    return [board for board in held if board in wanted]


def participants(study: Study, data: DataFolder, progress: Progress) -> Dataset:
    """Who wrote it. Raises ConfigError where nothing was captured."""
    dataset = _participants(study, data, progress)
    _remember(study, data)
    return dataset


def _participants(study: Study, data: DataFolder, progress: Progress) -> Dataset:
    from hikcorpus.participants.config import Window, read_rules
    from hikcorpus.participants.stage import run

    rules = read_rules(find("participants", study.participants))
    boards = boards_of(study, data)
    if not boards:
        raise ConfigError(f"{data.root} holds no board of this study.", "Run `hikcorpus crawl` or `import` first.")
    window = Window(study.window.posted_from(), study.window.posted_to(), study.window.seen_until())
    run(
        data,
        study.name,
        boards,
        rules,
        window,
        progress=lambda what, done, of: progress(f"participants: {what}", done, of),
    )
    return data.participants(study.name)


def anonymise(study: Study, data: DataFolder, progress: Progress, workers: int | None = None) -> Dataset:
    """Tables without identifiers, after making sure that the participants are those of the raw tables."""
    from hikcorpus.anonymise.work import run

    settings = read_toml(find("anonymise", study.anonymise))
    _participants(study, data, progress)
    dataset = run(data, study.name, settings, workers, lambda done, all_: progress("anonymise", done, all_))
    _guard(study, dataset.folder)
    _remember(study, data)
    return dataset


def _guard(study: Study, folder: Path) -> None:
    from hikcorpus.anonymise.guard import guard

    guard(folder, read_toml(find("anonymise", study.anonymise)))


def filter_topic(study: Study, topic: str, data: DataFolder, progress: Progress, workers: int | None = None) -> Dataset:
    """The threads on a topic: as the rule proposes, or as people decided, where their review was finished.

    Raises ConfigError where the study was not pseudonymised yet.
    """
    from hikcorpus.pipeline.review import reading_of
    from hikcorpus.topics.lexicon import topic_content
    from hikcorpus.topics.warnings import WARNINGS
    from hikcorpus.topics.work import run

    path = find("topics", topic)
    content = topic_content(path)
    warnings = [find("topics", name) for name in WARNINGS]
    tables(data, study.name, None)
    corpus = run(
        data,
        study.name,
        content,
        str(path),
        study.preset,
        workers,
        lambda done, all_: progress(f"filter {path.stem}", done, all_),
        {str(each): topic_content(each) for each in warnings},
        reading_of(data, study.name, path.stem),
    )
    _guard(study, corpus.folder)
    return corpus


def tables(data: DataFolder, study: str, topic: str | None) -> Dataset:
    """A study's pseudonymised tables, or its corpus on a topic. Raises ConfigError where they were not made."""
    dataset = data.pseudonymised(study) if topic is None else data.corpus(study, topic)
    if not dataset.exists():
        command = "anonymise" if topic is None else f"filter --topic {topic}"
        raise ConfigError(f"{dataset.folder} was not made yet.", f"Run `hikcorpus {command}` first.")
    return dataset


def tables_in(folder: Path) -> Dataset:
    """The tables in any folder with a manifest. Raises ConfigError where there is none."""
    found = manifest.read(folder)
    if found is None:
        raise ConfigError(f"{folder} holds no tables.", "Give a folder with a manifest.json.")
    return Dataset(folder, found.stage)


def export(formats: Sequence[str], dataset: Dataset, data: DataFolder, study: Study | None = None) -> list[Path]:
    """Write the tables in each format; gives the folders. Raises UsageError, UnsafeOutput.

    study: whose canaries the written files are searched for.
    """
    from hikcorpus.export import exporter
    from hikcorpus.export.base import export as write

    writers = [exporter(name) for name in formats]
    folders = [data.exports(dataset.folder.name) / writer.name for writer in writers]
    for writer, folder in zip(writers, folders, strict=True):
        write(writer, dataset, folder)
        if study is not None:
            _guard(study, folder)
    return folders


@dataclass(slots=True)
class Done:
    """What a run of a study came to: lines to print, and what the crawl found."""

    visited: list[Visited]
    lines: list[str] = field(default_factory=list)


def run(
    study: Study,
    data: DataFolder,
    contact: str | None,
    clock: Clock,
    progress: Progress,
    workers: int | None = None,
    visit: bool = True,
) -> Done:
    """Every stage of a study. A site that fails does not stop the work on what is stored. Raises Locked.

    visit: False leaves the sites alone and works on what is stored.
    """
    from hikcorpus.report.flow import kept_sentence

    with hold(data.state(), f"run-{study.name}", clock.now()):
        done = Done([])
        if study.boards and visit:
            hours = study.refresh_hours
            done.visited = crawl(
                study.boards,
                data,
                contact=contact or study.contact,
                clock=clock,
                progress=progress,
                refresh_hours=hours,
                raise_single=not boards_of(study, data),
            )
            if not boards_of(study, data):
                return done  # nothing was ever captured: the boards' own errors say why
        dataset = anonymise(study, data, progress, workers)
        done.lines.append(f"{study.name}: {dataset.rows('messages'):,} messages pseudonymised.")
        export(study.exports, dataset, data, study)
        for topic in study.topics:
            corpus = filter_topic(study, topic, data, progress, workers)
            done.lines.append(f"{study.name}, {topic}: {kept_sentence(corpus.read('flow').to_pylist())}.")
            export(study.exports, corpus, data, study)
        done.lines += [f"Warning: {warning}" for warning in warnings(data, study.name)]
        return done
