"""`hikcorpus status`: when each board was last seen, what it holds, and what of it was missed."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Data
from hikcorpus.cli.status_text import completeness_lines, status_lines


def command(
    data: Data = Path("data"),
    completeness: Annotated[
        bool, typer.Option("--completeness", help="What was missed: gaps, numbers, expected loss; and how we asked.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for monitoring.")] = False,
) -> None:
    """Say when each board was last seen, what it holds, what was missed, and how far each study is."""
    import json

    from hikcorpus.clock import clock_from_environment
    from hikcorpus.report.status import politeness, status
    from hikcorpus.store.layout import DataFolder

    place, now = DataFolder(data), clock_from_environment().now()
    if completeness:
        from hikcorpus.report.completeness import completeness as measured

        found = {"at": now, "completeness": measured(place, now), "politeness": politeness(place)}
        lines = completeness_lines(found)
    else:
        found = {"at": now, **status(place, now)}
        lines = status_lines(found)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=1, default=_plain))
        return
    if not place.boards():
        typer.echo(f"{data} holds no board yet: hikcorpus crawl URL --contact ADDRESS")
    for line in lines:
        typer.echo(line)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
