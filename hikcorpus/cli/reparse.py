"""`hikcorpus reparse`: make the raw tables again from the bytes that were kept."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, Quiet


def command(
    boards: Annotated[
        list[str] | None, typer.Argument(metavar="[SITE/BOARD]...", help="As `status` names them.")
    ] = None,
    data: Data = Path("data"),
    quiet: Quiet = False,
) -> None:
    """Read all stored pages again with the parsers of this version; no site is asked anything."""
    from hikcorpus import pipeline
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    with progress(quiet) as shown:
        for name, counts in pipeline.reparse(boards or [], DataFolder(data), clock_from_environment(), shown).items():
            kept = [
                f"{counts[reason]:,} {what}"
                for reason, what in (
                    ("kept_blanked", "blanked messages left as they are"),
                    ("kept_out_of_retention", "threads left as they are: some of their bytes are not kept (any more)"),
                    ("kept_unreadable", "threads left as they are: this version cannot read some of their pages"),
                )
                if counts[reason]
            ]
            made = f"{counts['messages']:,} message versions of {counts['threads']:,} threads"
            found = "the tables were replaced" if counts["changed"] else "the tables are the same"
            typer.echo(f"{name}: {made} read again, {found}{'; ' if kept else ''}{'; '.join(kept)}.")
