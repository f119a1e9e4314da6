"""`hikcorpus audit`: how far the tables of a study could still tell who wrote them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, StudyName


class Action(StrEnum):
    """What to do."""

    RISK = "risk"
    EXPORT = "export"
    IMPORT = "import"


def command(
    action: Annotated[
        Action,
        typer.Argument(
            help="risk: measure and write the report. export: a sheet of masked messages to read. "
            "import: the sheet back, filled in (leak: y or n)."
        ),
    ],
    file: Annotated[Path | None, typer.Argument(help="The sheet (CSV); for export and import.")] = None,
    data: Data = Path("data"),
    study: StudyName = "default",
    topic: Annotated[str | None, typer.Option("--topic", help="The corpus on this topic instead.")] = None,
    n: Annotated[int, typer.Option("--messages", min=1, help="Messages on the sheet.")] = 200,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed, another sample.")] = 0,
) -> None:
    """Measure what is left to tell people by: small groups, rare words, style; and what readers find.

    No file has to leave the research group: sheets hold masked text, which is still somebody's words.
    """
    from hikcorpus.errors import UsageError
    from hikcorpus.pipeline import audit
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    if action is Action.RISK:
        page, written = audit.risk(place, study, topic)
        typer.echo(page)
        typer.echo(f"Written: {written} (and risk.json)")
        return
    if file is None:
        raise UsageError(f"`audit {action}` needs the sheet's file.", f"Say `hikcorpus audit {action} sheet.csv`.")
    if action is Action.EXPORT:
        lines = audit.review_sheet(place, study, topic, file, n, seed)
        typer.echo(f"{file}: {lines:,} messages to read: y or n into `leak`, what it is into `kind`; then import.")
        return
    found = audit.review_answers(place, study, topic, file)
    for name, part in found.languages.items():
        typer.echo(f"Messages with a leak, {name}: {part}")
    typer.echo(f"Not read: {found.unread:,}")
