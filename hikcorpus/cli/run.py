"""`hikcorpus run`: a whole study, as cron runs it."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.boundary import boundary
from hikcorpus.cli.crawl import say
from hikcorpus.cli.health import Boards, Health, outcomes, reported
from hikcorpus.cli.options import Contact, Data, Quiet, Workers


def command(
    study_file: Annotated[Path, typer.Argument(metavar="STUDY.toml", help="The study file.")],
    data: Data = Path("data"),
    contact: Contact = None,
    crawl: Annotated[
        bool, typer.Option("--crawl/--no-crawl", help="Visit the sites, or work on what is stored.")
    ] = True,
    log: Annotated[
        Path | None, typer.Option("--log", help="Write to this file, rotated by size, instead of to the terminal.")
    ] = None,
    health: Health = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Do every stage of a study: crawl, participants, anonymise, filter, export. Runs again at any time."""
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.log import logged

    clock = clock_from_environment()

    def work(boards: Boards) -> None:
        from hikcorpus import pipeline
        from hikcorpus.config.study import read_study
        from hikcorpus.log import progress
        from hikcorpus.store.layout import DataFolder

        study = read_study(study_file)
        when = "" if log else f"{clock.now():%Y-%m-%d %H:%M:%S} UTC, "  # a log's lines have their own time
        typer.echo(f"{when}study {study.name}")
        with progress(quiet) as shown:
            done = pipeline.run(study, DataFolder(data), contact, clock, shown, workers, visit=crawl)
        boards.update(outcomes(done.visited))
        for line in done.lines:
            typer.echo(line)
        say(done.visited)

    if log is None:
        reported(health, clock, work)
        return
    with logged(log, clock):  # the boundary stands inside: an error's sentence belongs into the log
        try:
            boundary(reported)(health, clock, work)
        except typer.Exit as leaving:
            typer.echo(f"ended with exit code {leaving.exit_code}")
            raise
        typer.echo("ended with exit code 0")
