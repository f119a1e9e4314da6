"""`hikcorpus export`: files for other people's tools."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, StudyName


def command(
    formats: Annotated[list[str], typer.Argument(metavar="FORMAT...", help="csv, jsonl.")],
    data: Data = Path("data"),
    study: StudyName = "default",
    topic: Annotated[str | None, typer.Option("--topic", help="The corpus on this topic instead of the study.")] = None,
    folder: Annotated[Path | None, typer.Option("--from", help="Export this folder of tables instead.")] = None,
) -> None:
    """Write pseudonymised tables as files. Tables that identify people are refused."""
    from hikcorpus import pipeline
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    dataset = pipeline.tables(place, study, topic) if folder is None else pipeline.tables_in(folder)
    owner = pipeline.study_named(study, place) if folder is None else None
    for written in pipeline.export(formats, dataset, place, owner):
        typer.echo(f"{written}")
