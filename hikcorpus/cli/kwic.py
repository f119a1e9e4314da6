"""`hikcorpus kwic`: a term with the words around it, line by line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, StudyName


class Sort(StrEnum):
    """By what the lines are sorted."""

    RIGHT = "right"
    LEFT = "left"
    THREAD = "thread"


def command(
    term: Annotated[
        str,
        typer.Argument(
            help="A word (all its forms are found), a phrase, or with `*` for any letters (in quotation marks)."
        ),
    ],
    topic: Annotated[
        str | None,
        typer.Option(
            "--topic", help="In the threads of this corpus; a term of the topic's lexicon as the filter finds it."
        ),
    ] = None,
    data: Data = Path("data"),
    study: StudyName = "default",
    lang: Annotated[str | None, typer.Option("--lang", help="Only messages in this language (fi, ja, en).")] = None,
    literal: Annotated[bool, typer.Option("--literal", help="Exactly as it is typed, no other forms.")] = False,
    quoted: Annotated[bool, typer.Option("--quoted", help="Also in quoted lines.")] = False,
    width: Annotated[int, typer.Option("--width", min=5, max=500, help="Columns of context on each side.")] = 40,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="Lines at most; of more, a fixed sample is shown.")
    ] = 100,
    sort: Annotated[
        Sort, typer.Option("--sort", help="By the words to the right, to the left, or by thread.")
    ] = Sort.RIGHT,
) -> None:
    """Show every place of a term in its context (concordance). The lines hold people's words."""
    from hikcorpus.pipeline import lexicons
    from hikcorpus.store.layout import DataFolder
    from hikcorpus.topics.kwic import columns

    found = lexicons.kwic(
        DataFolder(data),
        study,
        topic,
        term,
        language=lang,
        exactly=literal,
        quoted=quoted,
        width=width,
        limit=limit,
        order=sort.value,
    )
    widest = max((columns(line.node) for line in found.lines), default=0)
    for line in found.lines:
        node = typer.style(line.node, fg=typer.colors.RED, bold=True)  # without colour where nobody sees it
        blanks = " " * (widest - columns(line.node))
        typer.echo(f"{line.left} {node}{blanks} {line.right}  {line.message_id}")
    more = f", {len(found.lines):,} of them shown" if found.places > len(found.lines) else ""
    typer.echo(
        f"{found.places:,} place{'' if found.places == 1 else 's'} in {found.messages:,} messages "
        f"of {found.threads:,} threads{more}.",
        err=True,
    )
