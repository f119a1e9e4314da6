"""`hikcorpus warc`: the stored bytes of a board as a WARC file."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, Quiet


def command(
    board: Annotated[str, typer.Argument(metavar="SITE/BOARD", help="As `status` names it.")],
    out: Annotated[Path, typer.Argument(metavar="FILE.warc.gz", help="The file to write; identifiable, like raw.")],
    data: Data = Path("data"),
    quiet: Quiet = False,
) -> None:
    """Write what a board answered as WARC, for an archive. It holds people's words: keep it as safely as data/raw."""
    from hikcorpus import pipeline
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    with progress(quiet) as shown:
        records = pipeline.warc(board, out, DataFolder(data), shown)
    typer.echo(f"{records:,} records in {out}.")
