"""`hikcorpus review`: two people read the proposed threads, each alone, and decide."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikcorpus.cli.boundary import boundary
from hikcorpus.cli.options import Data, Quiet, StudyName

if TYPE_CHECKING:
    from hikcorpus.store.reviews import Sheet

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Read the proposed threads, and some of the dropped ones, and decide.",
)

Topic = Annotated[str, typer.Option("--topic", help="Topic whose corpus is read.")]
Coder = Annotated[str, typer.Option("--coder", help="Who reads: a short name or initials.")]
Sample = Annotated[
    int | None,
    typer.Option(min=0, help="Dropped threads to read too, drawn at random; at first use, else as then: 100."),
]
Seed = Annotated[int | None, typer.Option(min=0, help="Seed of the draw and of the order; at first use.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 = any free one, the same again if it can be.")]
Coders = Annotated[
    str | None, typer.Option("--coders", help="Who takes part, with commas; default: all who decided anything.")
]
File = Annotated[Path, typer.Argument(help="The sheet (CSV).")]


def _opened(data: Path, study: str, topic: str, coder: str, sample: int | None, seed: int | None) -> "Sheet":
    """The sheet, after saying what changed in it."""
    from hikcorpus.pipeline import review
    from hikcorpus.store.layout import DataFolder
    from hikcorpus.store.reviews import coder_name

    coder_name(coder)
    sheet, changes = review.drawn(DataFolder(data), study, topic, sample, seed)
    for n, what in (
        (changes.proposed + changes.sampled, "to read are new"),
        (changes.former, "are on no list any more but stay, for somebody has decided them"),
        (changes.withdrawn, "need not be read any more"),
        (changes.lost, "were decided but are in no table any more (another key?); their decisions stay on disk"),
    ):
        if n:
            typer.echo(f"{n:,} threads {what}.")
    return sheet


@app.command("open")
@boundary
def open_page(
    topic: Topic,
    coder: Coder,
    data: Data = Path("data"),
    study: StudyName = "default",
    sample: Sample = None,
    seed: Seed = None,
    port: Port = 0,
) -> None:
    """Read and decide in the browser. The page is on this machine alone; Ctrl-C ends it.

    Each coder reads in an order of their own and sees nothing of the others before all have finished.
    """
    sheet = _opened(data, study, topic, coder, sample, seed)
    typer.echo(f"{coder}: {len(sheet.threads):,} threads to read.")
    _serve(data, sheet, coder, port, None)


@app.command()
@boundary
def consensus(
    topic: Topic,
    data: Data = Path("data"),
    study: StudyName = "default",
    port: Port = 0,
    coders: Coders = None,
) -> None:
    """Settle in the browser what the coders differ on, once all have read everything."""
    from hikcorpus.pipeline import review
    from hikcorpus.store.layout import DataFolder
    from hikcorpus.store.reviews import CONSENSUS

    _serve(data, review.sheet_of(DataFolder(data), study, topic), CONSENSUS, port, coders)


def _serve(data: Path, sheet: "Sheet", coder: str, port: int, coders: str | None) -> None:
    import signal
    import threading

    from hikcorpus.clock import clock_from_environment
    from hikcorpus.pipeline import review
    from hikcorpus.store.layout import DataFolder

    with review.page(DataFolder(data), sheet, coder, clock_from_environment(), port, _names(coders)) as address:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs come without
        typer.echo(f"Open {address}")
        typer.echo("Ctrl-C ends this; every decision is stored at once.")
        try:
            stays = threading.Event()
            while not stays.wait(1):  # without a limit some systems would not let Ctrl-C through
                pass
        except KeyboardInterrupt:
            typer.echo("\nClosed. All decisions are stored; the same command opens the page again.")


@app.command("export")
@boundary
def export_sheet(
    file: File,
    topic: Topic,
    coder: Coder,
    data: Data = Path("data"),
    study: StudyName = "default",
    sample: Sample = None,
    seed: Seed = None,
) -> None:
    """Write a coder's threads as a sheet, to be filled in (decision: include, exclude or unsure; reason)."""
    from hikcorpus.pipeline import review
    from hikcorpus.store.layout import DataFolder

    n = review.export_sheet(DataFolder(data), _opened(data, study, topic, coder, sample, seed), coder, file)
    typer.echo(f"{file}: {n:,} threads. It holds masked text, still somebody's words: keep it where the data are.")


@app.command("import")
@boundary
def import_sheet(
    file: File, topic: Topic, coder: Coder, data: Data = Path("data"), study: StudyName = "default"
) -> None:
    """Take a filled-in sheet back. Lines without a decision change nothing."""
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.pipeline import review
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    found = review.import_sheet(
        place, review.sheet_of(place, study, topic), coder, file, clock_from_environment().now()
    )
    typer.echo(
        f"{coder}: {len(found.decisions):,} decisions stored, {found.unchanged:,} unchanged, {found.blank:,} blank."
    )


@app.command("result")
@boundary
def show_result(
    topic: Topic,
    data: Data = Path("data"),
    study: StudyName = "default",
    single: Annotated[bool, typer.Option("--single", help="One coder alone reads in this study.")] = False,
    coders: Coders = None,
) -> None:
    """Counts, agreement, what to talk about, and how right the filter was; once all have read everything."""
    from hikcorpus.pipeline import review
    from hikcorpus.review.result_text import lines
    from hikcorpus.store.layout import DataFolder

    for line in lines(review.result_of(DataFolder(data), study, topic, single, _names(coders))):
        typer.echo(line)


@app.command()
@boundary
def finish(
    topic: Topic,
    data: Data = Path("data"),
    study: StudyName = "default",
    accept_auto: Annotated[
        bool, typer.Option("--accept-auto", help="Keep proposals that nobody decided; counted as such.")
    ] = False,
    single: Annotated[bool, typer.Option("--single", help="One coder alone reads in this study.")] = False,
    coders: Coders = None,
    undo: Annotated[bool, typer.Option("--undo", help="The rule's proposals make the corpus again.")] = False,
    quiet: Quiet = False,
) -> None:
    """Make the corpus of what people decided; later runs of `filter` keep to it."""
    from hikcorpus import pipeline
    from hikcorpus.clock import clock_from_environment
    from hikcorpus.log import progress
    from hikcorpus.pipeline import review
    from hikcorpus.report.flow import kept_sentence
    from hikcorpus.store.layout import DataFolder
    from hikcorpus.store.reviews import Closing

    place, named = DataFolder(data), _names(coders)
    at = clock_from_environment().now().isoformat(timespec="seconds")
    closing = None if undo else Closing(at, accept_auto, single, None if named is None else tuple(named))
    review.close(place, study, topic, closing)
    with progress(quiet) as shown:
        corpus = pipeline.filter_topic(pipeline.study_named(study, place), topic, place, shown)
    rows = corpus.read("flow").to_pylist()
    typer.echo(kept_sentence(rows))
    for row in rows:
        if row["stage"] == "corpora" and row["reason"] and row["unit"] == "threads":
            typer.echo(f"  {row['outcome']}: {row['n']:,} threads ({row['reason'].replace('_', ' ')}, {row['by']})")


def _names(coders: str | None) -> list[str] | None:
    return None if coders is None else [name.strip() for name in coders.split(",") if name.strip()]
