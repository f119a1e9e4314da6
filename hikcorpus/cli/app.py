"""The commands, in the order of the story."""

import importlib
import os
import sys

import typer

from hikcorpus import __version__
from hikcorpus.cli.boundary import boundary
from hikcorpus.errors import HikcorpusError

COMMANDS = {
    "crawl": "crawl",
    "import": "import_saved",
    "participants": "participants",
    "anonymise": "anonymise",
    "audit": "audit",
    "key": "key",
    "topics": "topics",
    "filter": "filter",
    "suggest": "suggest",
    "kwic": "kwic",
    "export": "export",
    "report": "report",
    "run": "run",
    "schedule": "schedule",
    "status": "status",
    "reparse": "reparse",
    "retain": "retain",
    "warc": "warc",
    "sources": "sources",
    "try": "try_page",
    "demo": "demo",
}
"""Command -> module in this folder whose `command` it is."""

GROUPS = ("review",)
"""Commands that have commands of their own, in modules of their name."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hikcorpus {__version__}")
        raise typer.Exit


def _root(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version."),
) -> None:
    """Turn public image boards and bulletin boards into analysis-ready, de-identified corpora.

    board → crawl → raw → participants → anonymise → filter → export, report
    """


def make_app() -> typer.Typer:
    """The command line with all its commands."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    app.callback()(_root)
    for name, module in COMMANDS.items():
        app.command(name)(boundary(importlib.import_module(f"hikcorpus.cli.{module}").command))
    for name in GROUPS:
        app.add_typer(importlib.import_module(f"hikcorpus.cli.{name}").app, name=name)
    return app


def main() -> None:
    """Run the command line; leaves with the exit codes of `hikcorpus.errors`."""
    os.umask(0o077)  # whatever is written holds somebody's words
    try:
        make_app()()
    except HikcorpusError as error:  # an option that is refused before its command begins
        typer.echo(f"Error: {error}", err=True)
        sys.exit(error.exit_code)
