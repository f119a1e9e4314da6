"""`hikcorpus import`: read what a person saved, recorded, dumped or wrote out."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, Quiet

_UNITS = ("pages", "records", "days", "interviews")
_NOTES = {
    "read_before": "read before",
    "ghost_posts": "written on the archive, not on the board",
    "joined": "joined",
    "left": "left",
    "renamed": "changed their names",
}


def command(
    places: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Saved pages, recordings, dumps, logs, or folders of them.")
    ],
    kind: Annotated[
        str, typer.Option(help="auto, pages, har, warc, ndjson, 4plebs, dat, chat, transcript or vrt.")
    ] = "auto",
    board: Annotated[
        str | None, typer.Option(help="SITE/BOARD, for what does not say itself where it is from.")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Address of a page that does not tell its own.")] = None,
    zone: Annotated[str | None, typer.Option(help="IANA zone of printed times, e.g. Europe/Helsinki.")] = None,
    pattern: Annotated[
        str | None, typer.Option(help="Chats, transcripts: a name from configs/imports/ or a path.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Read records of dumps again that were read before.")] = False,
    data: Data = Path("data"),
    quiet: Quiet = False,
) -> None:
    """Read saved pages, HAR, WARC, dumps, dat files, chat logs, interviews and corpora. Nothing is fetched."""
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.crawl.saved import Wanted, import_saved
    from hikcorpus.errors import LayoutChanged
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    wanted = Wanted(kind, board, url, zone, pattern, again)
    folder = DataFolder(data)
    folder.check()
    with progress(quiet) as shown:
        found = import_saved(places, folder, clock_from_environment(), shown, wanted)
    skipped = found.pop("", None)
    for name, counts in sorted(found.items()):
        for line in _lines(name, counts):
            typer.echo(line)
    for reason, number in sorted((skipped or {}).items()):
        typer.echo(f"{number:,} left out: {reason.replace('_', ' ')}.")
    if found.not_looked_at:
        typer.echo(f"{found.not_looked_at:,} files in the folders were not looked at: their endings are of no kind.")
    if not found:
        raise LayoutChanged(
            "Nothing was found that hikcorpus knows.",
            "Save threads with the browser as HTML, complete or HTML only; see docs/how-to/import.md for the kinds.",
        )


def _lines(name: str, counts: Counter[str]) -> Iterator[str]:
    """What was taken of a board, and what of it could not be read."""
    read = ", ".join(f"{counts[unit]:,} {unit}" for unit in _UNITS if counts[unit]) or "0 pages"
    deleted = f", {counts['messages_deleted']:,} deleted" if counts["messages_deleted"] else ""
    notes = "".join(f"; {counts[key]:,} {said}" for key, said in _NOTES.items() if counts[key])
    yield (
        f"{name}: {read}, {counts['messages_new']:,} new messages, {counts['messages_changed']:,} edited{deleted}, "
        f"{counts['threads_new']:,} new threads{notes}."
    )
    for key, number in sorted(counts.items()):
        if key.startswith("problem_") and number:
            yield f"{name}: {number:,} left out: {key.removeprefix('problem_').replace('_', ' ')}."
