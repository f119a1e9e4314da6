"""`hikcorpus retain`: blank deleted content and let go of old bytes now, without waiting for the next visit."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data


def command(
    boards: Annotated[
        list[str] | None, typer.Argument(metavar="[SITE/BOARD]...", help="As `status` names them.")
    ] = None,
    data: Data = Path("data"),
    deleted_after_days: Annotated[
        int | None, typer.Option("--deleted-after-days", min=0, help="Instead of what the site's file says.")
    ] = None,
    evidence_days: Annotated[
        int | None, typer.Option("--evidence-days", min=0, help="Instead of what the site's file says.")
    ] = None,
) -> None:
    """Blank the content of deleted messages and let go of stored bytes when their days are over.

    Every crawl does this once a day. Id, time and length of a blanked message stay.
    """
    from hikcorpus import pipeline
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.store.layout import DataFolder

    done = pipeline.retain(boards or [], DataFolder(data), clock_from_environment(), deleted_after_days, evidence_days)
    for name, counts in done.items():
        said = ", ".join(f"{number:,} {what.replace('_', ' ')}" for what, number in sorted(counts.items()) if number)
        typer.echo(f"{name}: {said or 'nothing was due'}.")
