"""`hikcorpus anonymise`: tables without identifiers."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, Quiet, Rules, StudyName, Workers


def command(
    data: Data = Path("data"),
    study: StudyName = "default",
    operators: Annotated[
        str | None,
        typer.Option("--operators", help="Operators: a name from configs/anonymise/ or a path; else as last time."),
    ] = None,
    rules: Rules = None,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Pseudonymise: people, messages and threads get keyed tokens, identifiers in the text are masked."""
    from hikcorpus import pipeline
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    wanted = pipeline.study_named(study, place, anonymise=operators, participants=rules)
    with progress(quiet) as shown:
        made = pipeline.anonymise(wanted, place, shown, workers)
    rows = made.read("flow").to_pylist()
    masked = {row["reason"]: row["n"] for row in rows if row["outcome"] == "masked"}
    suppressed = {row["reason"]: row["n"] for row in rows if row["outcome"] == "suppressed"}
    typer.echo(f"Pseudonymised {made.rows('messages'):,} messages.")
    typer.echo("Masked in the text: " + (", ".join(f"{n:,} {kind}" for kind, n in sorted(masked.items())) or "nothing"))
    if suppressed:
        typer.echo("Texts suppressed for: " + ", ".join(f"{n:,} {why}" for why, n in sorted(suppressed.items())))
    typer.echo("Some names stay in the text: pseudonymised, not anonymous. `hikcorpus audit risk` says how far.")
    for warning in pipeline.warnings(place, study):
        typer.echo(f"Warning: {warning}", err=True)
    typer.echo(f"Tables: {made.folder}   Key: {place.key(study)}")
