"""`hikcorpus sources`: the board engines that can be read; which of them answers at an address."""

from typing import Annotated

import typer

from hikcorpus.cli.options import Contact


def command(
    detect: Annotated[
        str | None, typer.Option("--detect", metavar="URL", help="Ask this address which engine made it.")
    ] = None,
    contact: Contact = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List the board engines, and whether they are crawled or imported; or tell which engine an address belongs to."""
    import json

    rows = _detected(detect, contact) if detect is not None else _all()
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    elif detect is None:
        _table(rows)
    else:
        _say(detect, rows)


def _all() -> list[dict[str, object]]:
    from hikcorpus.sources import UNASKED, all_sources, source

    return [
        {
            "engine": one.engine,
            "title": one.title,
            "crawl": one.crawlable,
            "experimental": one.experimental,
            "poster_id_scope": one.poster_id_scope,
        }
        for one in (*all_sources(), *map(source, UNASKED))
    ]


def _detected(url: str, contact: str | None) -> list[dict[str, object]]:
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.errors import ConfigError
    from hikcorpus.pipeline.detection import detect

    found = detect(url, contact=contact, clock=clock_from_environment())
    if not found:
        raise ConfigError(
            "No engine that hikcorpus knows made that page.",
            "Describe the board with CSS selectors: see docs/how-to/add-a-board.md.",
        )
    return [
        {
            "engine": each.source.engine,
            "title": each.source.title,
            "known_by": each.how,
            "crawl": each.source.crawlable,
            "experimental": each.source.experimental,
            "boards": list(each.boards),
        }
        for each in found
    ]


def _table(rows: list[dict[str, object]]) -> None:
    width = max(len(str(row["engine"])) for row in rows)
    for row in rows:
        how = "crawl" if row["crawl"] else "import"
        note = ", experimental" if row["experimental"] else ""
        scope = str(row["poster_id_scope"])
        ids = "no poster IDs" if scope == "none" else f"poster IDs hold per {scope.replace('_', ' and ')}"
        typer.echo(f"{row['engine']:<{width}}  {row['title']} ({how}{note}; {ids})")


_KNOWN_BY = {
    "address": "no other engine writes such addresses",
    "traces": "its pages bear its marks",
    "listing": "its listing reads as one",
}


def _say(url: str, rows: list[dict[str, object]]) -> None:
    for row in rows:
        note = " (experimental)" if row["experimental"] else ""
        typer.echo(f"{url} is {row['engine']}, {row['title']}{note}: {_KNOWN_BY[str(row['known_by'])]}.")
        boards = row["boards"]
        for board in boards if isinstance(boards, list) else ():
            typer.echo(f"  board: {board}")
        if not row["crawl"]:
            typer.echo("  It is read from pages that a person saved: hikcorpus import.")
