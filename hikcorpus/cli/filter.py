"""`hikcorpus filter`: the threads that deal with a topic."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, Quiet, StudyName, Workers


def command(
    topic: Annotated[str, typer.Option("--topic", help="Topic: a name from configs/topics/ or a path.")] = "family",
    data: Data = Path("data"),
    study: StudyName = "default",
    preset: Annotated[
        str | None,
        typer.Option(help="Threshold: recall, balanced or precision; default: the study's, else the topic's own."),
    ] = None,
    explain: Annotated[
        str | None, typer.Option(help="Why this thread was kept or dropped: its id in the table scores. Makes nothing.")
    ] = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Keep the threads on a topic. The filter proposes; people who read them decide."""
    from hikcorpus import pipeline
    from hikcorpus.log import progress
    from hikcorpus.report.flow import kept_sentence
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    if explain is not None:
        for line in pipeline.explained(pipeline.study_named(study, place, preset=preset), topic, place, explain):
            typer.echo(line)
        return
    with progress(quiet) as shown:
        corpus = pipeline.filter_topic(pipeline.study_named(study, place, preset=preset), topic, place, shown, workers)
    rows = corpus.read("flow").to_pylist()
    typer.echo(kept_sentence(rows))
    for row in rows:
        if row["outcome"] == "not_looked_at":
            typer.echo(f"Not looked at: {row['n']:,} messages ({row['reason'].replace('_', ' ')}).")
    typer.echo(f"Tables: {corpus.folder}")
