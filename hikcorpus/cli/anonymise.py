"""`hikcorpus anonymise`: tables without identifiers."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, Quiet, StudyName, Workers


def command(
    data: Data = Path("data"),
    study: StudyName = "default",
    operators: Annotated[
        str, typer.Option("--operators", help="Operators: a name from configs/anonymise/ or a path.")
    ] = "default",
    rules: Annotated[
        str, typer.Option("--rules", help="Participant rules: a name from configs/participants/.")
    ] = "default",
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Pseudonymise: people, messages and threads get keyed tokens, identifiers in the text are masked."""
    from hikcorpus import pipeline
    from hikcorpus.config.study import Study
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    with progress(quiet) as shown:
        pipeline.anonymise(Study(name=study, anonymise=operators, participants=rules), place, shown, workers)
    rows = place.pseudonymised(study).read("flow").to_pylist()
    masked = {row["reason"]: row["n"] for row in rows if row["outcome"] == "masked"}
    typer.echo(f"Pseudonymised {place.pseudonymised(study).rows('messages'):,} messages.")
    typer.echo("Masked in the text: " + (", ".join(f"{n:,} {kind}" for kind, n in sorted(masked.items())) or "nothing"))
    typer.echo("Names of people in the text are not looked for yet: call the result pseudonymised, not anonymous.")
    typer.echo(f"Tables: {place.pseudonymised(study).folder}   Key: {place.key(study)}")
