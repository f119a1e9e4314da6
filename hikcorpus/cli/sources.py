"""`hikcorpus sources`: the board engines that can be read."""

from typing import Annotated

import typer


def command(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """List the board engines, and whether they are crawled or imported."""
    import json

    from hikcorpus.sources import all_sources

    rows = [
        {
            "engine": source.engine,
            "title": source.title,
            "crawl": source.crawlable,
            "experimental": source.experimental,
            "poster_id_scope": source.poster_id_scope,
        }
        for source in all_sources()
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        how = "crawl" if row["crawl"] else "import of saved pages"
        note = ", experimental" if row["experimental"] else ""
        typer.echo(f"{row['engine']:<10} {row['title']} ({how}{note}; poster IDs hold per {row['poster_id_scope']})")
