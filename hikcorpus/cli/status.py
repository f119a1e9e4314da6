"""`hikcorpus status`: when each board was last seen and what it holds."""

from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data


def command(
    data: Data = Path("data"),
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for monitoring.")] = False,
) -> None:
    """Say when each board was last seen, what it holds, and how far each study is."""
    import json

    from hikcorpus.report.status import status
    from hikcorpus.store.layout import DataFolder

    found = status(DataFolder(data))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1, default=str))
        return
    if not found["boards"]:
        typer.echo(f"{data} holds no board yet: hikcorpus crawl URL --contact ADDRESS")
    for board in found["boards"]:
        counts = {name: number for name, number in board.items() if name.startswith(("threads_", "messages_"))}
        held = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in sorted(counts.items()))
        typer.echo(f"{board['board']}: last seen {board['last_seen'] or 'never'}; {held or 'nothing'}")
    for stage in found["stages"]:
        typer.echo(f"{stage['stage']} {stage['name']}: {stage['messages']:,} messages, {stage['state']}")
    if found["last_run"]:
        run = found["last_run"]
        errors = f", errors: {run['errors']}" if run["errors"] else ""
        typer.echo(f"last crawl: {run['started']} to {run['finished']}, {run['requests']['requests']} requests{errors}")
