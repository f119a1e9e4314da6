"""Options that several commands share, each defined once."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.store.names import folder_name

Data = Annotated[Path, typer.Option("--data", help="Data folder; made if it is not there.")]


StudyName = Annotated[str, typer.Option("--study", callback=folder_name, help="Study: names folders and key.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes; default: all cores.")]
Contact = Annotated[
    str | None,
    typer.Option("--contact", help="Your e-mail or web address, told to the sites. Nothing is crawled without."),
]
Rules = Annotated[
    str | None,
    typer.Option("--rules", help="Participant rules: a name from configs/participants/ or a path; else as last time."),
]
