"""`hikcorpus key`: a study's key, from which all tokens and the shift of the times follow."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data, StudyName


class Action(StrEnum):
    """What to do with the key."""

    NEW = "new"
    ROTATE = "rotate"
    DESTROY = "destroy"
    REVEAL = "reveal"


def command(
    action: Annotated[
        Action,
        typer.Argument(
            help="new: make one. rotate: another in its place, all tokens change. destroy: for good. "
            "reveal: what stands behind an encrypted value, asked for at a prompt."
        ),
    ],
    data: Data = Path("data"),
    study: StudyName = "default",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before a key is destroyed or rotated.")] = False,
) -> None:
    """Make, rotate or destroy a study's key; every step is logged beside it (`keys/log.jsonl`).

    Who has the key can compute which message of the live board a token stands for. Once it is destroyed, nobody can,
    and nothing new can join the tables; what people wrote may still tell who they are.
    """
    from hikcorpus import pipeline
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.store.layout import DataFolder

    place, now = DataFolder(data), clock_from_environment().now()
    if action is Action.REVEAL:
        typer.echo(pipeline.reveal(place, study, typer.prompt("Encrypted value ([KIND:enc-...])", err=True)))
        return
    if action is not Action.NEW and not yes:
        typer.confirm(f"The key of {study} will be gone for good. Go on?", abort=True, err=True)
    fingerprint = pipeline.change_key(place, study, action.value, now)
    match action:
        case Action.NEW:
            typer.echo(f"{place.key(study)} was made (fingerprint {fingerprint}). Keep a copy where the data are not.")
        case Action.ROTATE:
            typer.echo(f"{place.key(study)} is another key now (fingerprint {fingerprint}).")
            typer.echo("Run `hikcorpus anonymise` to make the tables anew; delete exports made with the old one.")
        case _:
            typer.echo(f"The key with fingerprint {fingerprint} was destroyed; copies of it elsewhere were not.")
