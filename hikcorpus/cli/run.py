"""`hikcorpus run`: a whole study, as cron runs it."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.crawl import say
from hikcorpus.cli.options import Contact, Data, Quiet, Workers


def command(
    study_file: Annotated[Path, typer.Argument(metavar="STUDY.toml", help="The study file.")],
    data: Data = Path("data"),
    contact: Contact = None,
    crawl: Annotated[
        bool, typer.Option("--crawl/--no-crawl", help="Visit the sites, or work on what is stored.")
    ] = True,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Do every stage of a study: crawl, participants, anonymise, filter, export. Runs again at any time."""
    from hikcorpus import pipeline
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.config.study import read_study
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    study = read_study(study_file)
    clock = clock_from_environment()
    place = DataFolder(data)
    typer.echo(f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, study {study.name}")
    with progress(quiet) as shown:
        done = pipeline.run(study, place, contact, clock, shown, workers, visit=crawl)
    for line in done.lines:
        typer.echo(line)
    say(done.visited)
