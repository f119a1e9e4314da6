"""`hikcorpus crawl`: visit boards once and keep what is new."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikcorpus.cli.health import Boards, Health, outcomes, reported
from hikcorpus.cli.options import Contact, Data, Quiet

if TYPE_CHECKING:
    from hikcorpus.crawl.run import Visited


def command(
    boards: Annotated[
        list[str], typer.Argument(metavar="BOARD...", help="SITE or SITE/BOARD of configs/boards/, or a board's URL.")
    ],
    data: Data = Path("data"),
    contact: Contact = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask for every thread again (conditionally).")] = False,
    refresh_hours: Annotated[
        float, typer.Option("--refresh-hours", min=0.1, help="Age at which a thread is asked for again anyway.")
    ] = 24.0,
    archive: Annotated[
        bool, typer.Option("--archive", help="Read every thread that the board's archive still shows, once.")
    ] = False,
    engine: Annotated[str | None, typer.Option(help="Engine of a URL that several would fit.")] = None,
    zone: Annotated[str | None, typer.Option(help="Time zone of a board given by URL, e.g. Europe/Helsinki.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of a board given by URL: fi, ja, en.")] = None,
    health: Health = None,
    quiet: Quiet = False,
) -> None:
    """Visit boards once: the listing first, then what changed. Run it again, by cron, for months."""
    from hikcorpus import pipeline
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.crawl.boards import Wish
    from hikcorpus.log import progress
    from hikcorpus.store.layout import DataFolder

    clock = clock_from_environment()

    def work(outcome: Boards) -> None:
        with progress(quiet) as shown:
            visited = pipeline.crawl(
                boards,
                DataFolder(data),
                contact=contact,
                clock=clock,
                progress=shown,
                refresh_hours=0 if refresh else refresh_hours,
                whole_archive=archive,
                wish=Wish(engine, zone, language),
            )
        outcome.update(outcomes(visited))
        say(visited)

    reported(health, clock, work)


def say(visited: "list[Visited]") -> None:
    """One line a board; then the first error, if any, becomes the command's."""
    from hikcorpus.sources.base import LEFT_OUT

    for each in visited:
        counts = each.counts
        if each.error is not None:
            typer.echo(f"{each.name}: stopped. {each.error}", err=each.error.exit_code != 0)
            continue
        found = [
            f"{counts[name]} {what}"
            for name, what in (
                ("messages_new", "new messages"),
                ("messages_changed", "edited"),
                ("messages_deleted", "deleted"),
                ("threads_new", "new threads"),
                ("threads_deleted", "threads deleted"),
                ("threads_pruned", "threads pruned"),
                ("threads_archived", "threads archived"),
                ("threads_moved", "threads moved"),
                ("threads_blocked", "threads refused"),
                ("messages_blanked", "deleted messages blanked"),
            )
            if counts[name]
        ]
        reasons = {name.removeprefix("problem_"): number for name, number in counts.items() if "problem_" in name[:8]}
        problems = sum(number for reason, number in reasons.items() if reason not in LEFT_OUT)
        if problems:
            found.append(f"{problems} lines or elements could not be read")
        unknown = sorted(name.removeprefix("unknown_field_") for name in counts if name.startswith("unknown_field_"))
        if unknown:
            found.append(f"fields that no parser here knows: {', '.join(unknown)}")
        typer.echo(f"{each.name}: {', '.join(found) or 'nothing new'} ({counts['requests']} requests).")
    failed = [each.error.exit_code for each in visited if each.error is not None and each.error.exit_code]
    if failed:
        raise typer.Exit(failed[0])
