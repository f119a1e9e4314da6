"""`hikcorpus report`: the flow of threads, messages and participants."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, StudyName


def command(
    data: Data = Path("data"),
    study: StudyName = "default",
    topic: Annotated[str | None, typer.Option("--topic", help="Down to the corpus on this topic.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one object a line of the flow.")] = False,
) -> None:
    """Say what was captured, what was left out and why, and what is left."""
    import json

    from hikcorpus import pipeline
    from hikcorpus.report.flow import flow_rows, flow_text, kept_sentence
    from hikcorpus.report.status import is_current
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    made = place.corpora(study)
    if topic is None and len(made) == 1:
        topic = made[0]
    dataset = pipeline.tables(place, study, topic)
    rows = flow_rows(dataset)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    typer.echo(flow_text(rows))
    if not is_current(place, dataset):
        typer.echo("\nWhat was captured has changed since these tables were made: run the stages again.")
    sentence = kept_sentence(rows)
    if sentence:
        typer.echo(f"\nIn words: {sentence}.")
    if topic is None and made:
        typer.echo(f"\nTopics: {', '.join(made)}; --topic shows one.")
