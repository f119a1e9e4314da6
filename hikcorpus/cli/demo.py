"""`hikcorpus demo`: the whole pipeline on an invented world, twice, judged by its truth."""

import shutil
import time
from pathlib import Path
from typing import Annotated

import typer

from hikcorpus.cli.options import Quiet, Workers

MARK = ".hikcorpus-demo"
FOLDER = Path("demo-data")
_SITE = """# The invented site of `hikcorpus demo`, as it ran on this machine.
engine = "vichan"
site = "demo"
address = "{address}"
{boards}"""
_BOARD = """
[boards.{name}]
language = "{language}"
zone = "{zone}"
country = "{country}"
default_names = ["{default_name}"]
"""
_STUDY = """name = "demo"
boards = ["{site}"]
contact = "demo@university.example"
topics = ["family"]
"""


def command(
    folder: Annotated[
        Path, typer.Option("--folder", help="Where it writes; a demo's own folder is replaced.")
    ] = FOLDER,
    seed: Annotated[int, typer.Option(help="Another seed, another world.")] = 20261122,
    scale: Annotated[float, typer.Option(min=0.05, max=10, help="Size of the world; 1 = about 6,000 messages.")] = 1.0,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Invent a small world, serve it on loopback as a board, and run every stage on it, twice.

    Nothing leaves this machine, and nobody in it is real.
    """
    from hikcorpus import pipeline
    from hikcorpus.cli.demo_judge import judge
    from hikcorpus.clock import FakeClock
    from hikcorpus.config.study import read_study
    from hikcorpus.demo.site import DemoSite, serve
    from hikcorpus.demo.truth import Truth
    from hikcorpus.demo.world import World
    from hikcorpus.log import progress
    from hikcorpus.report.flow import flow_rows, flow_text, kept_sentence
    from hikcorpus.store.layout import DataFolder

    started = time.monotonic()
    _make_room(folder)
    world = World.make(seed=seed, scale=scale)
    typer.echo(
        f"An invented world (seed {seed}): {len(world.boards)} boards, {len(world.threads)} threads, "
        f"{len(world.posts)} messages, {len(world.personas)} people and places. Nobody in it is real."
    )
    clock = FakeClock(world.visits[0])
    site = DemoSite(world, clock)
    data = DataFolder(folder / "data")
    with serve(site) as address:
        boards = "".join(
            _BOARD.format(name=b.name, language=b.language, zone=b.zone, country=b.country, default_name=b.default_name)
            for b in world.boards
        )
        (folder / "site.toml").write_text(_SITE.format(address=address, boards=boards), "utf-8")
        (folder / "study.toml").write_text(_STUDY.format(site=folder / "site.toml"), "utf-8")
        study = read_study(folder / "study.toml")
        for number, moment in enumerate(world.visits, 1):
            site.moment = 2 if number == 2 else 1
            clock.sleep((moment - clock.now()).total_seconds())
            typer.echo(f"\nVisit {number}, {moment:%Y-%m-%d %H:%M} UTC on the invented clock:")
            with progress(quiet) as shown:
                done = pipeline.run(study, data, None, clock, shown, workers)
            for each in done.visited:
                new, edited, gone = (each.counts[f"messages_{what}"] for what in ("new", "changed", "deleted"))
                typer.echo(
                    f"  {each.name}: {new} new messages, {edited} edited, {gone} deleted "
                    f"({each.counts['requests']} requests){f'. {each.error}' if each.error else ''}"
                )
            for line in done.lines:
                typer.echo(f"  {line}")

    rows = flow_rows(data.corpus("demo", "family"))
    typer.echo(f"\nWhat was kept at each step:\n\n{flow_text(rows)}")
    typer.echo("\nHow much of the planted truth each stage got right:\n")
    for line in judge(Truth(world), data, "demo", "family"):
        typer.echo(f"  {line}")
    typer.echo(f"\nIn words: {kept_sentence(rows)}.")
    typer.echo(f"Corpus: {data.corpus('demo', 'family').folder}\nFiles:  {data.exports('demo-family')}")
    typer.echo(f"Look:   hikcorpus report --data {data.root} --study demo")
    typer.echo(f"All of it in {time.monotonic() - started:.0f} s.")


def _make_room(folder: Path) -> None:
    """An empty folder with our mark in it; a folder that is not a demo's is never touched."""
    from hikcorpus.errors import UsageError
    from hikcorpus.store.files import make_folder, writing

    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise UsageError(f"{folder} is not empty and not a demo's.", "Choose another place with --folder.")
    with writing(folder):
        shutil.rmtree(folder, ignore_errors=True)
    make_folder(folder)
    (folder / MARK).touch()
