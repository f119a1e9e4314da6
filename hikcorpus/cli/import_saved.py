"""`hikcorpus import`: read pages that a person saved."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, Quiet


def command(
    places: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Saved thread pages, or folders of them.")],
    data: Data = Path("data"),
    quiet: Quiet = False,
) -> None:
    """Read saved pages of boards that do not want crawlers (Ylilauta). Nothing is fetched."""
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.crawl.saved import import_saved
    from hikcorpus.errors import LayoutChanged
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    with progress(quiet) as shown:
        found = import_saved(places, DataFolder(data), clock_from_environment(), shown)
    skipped = found.pop("", None)
    for board, counts in sorted(found.items()):
        typer.echo(
            f"{board}: {counts['pages']} pages, {counts['messages_new']} new messages, "
            f"{counts['messages_changed']} edited, {counts['threads_new']} new threads."
        )
    for reason, number in sorted((skipped or {}).items()):
        typer.echo(f"{number} files left out: {reason.replace('_', ' ')}.")
    if skipped and not found:
        raise LayoutChanged(
            "None of the files is a thread page that hikcorpus knows.",
            "Save threads with the browser as HTML, complete or HTML only; see `hikcorpus sources`.",
        )
