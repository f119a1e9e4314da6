"""`hikcorpus suggest`: words that a topic's lexicon may lack."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hikcorpus.cli.options import Data, Quiet, StudyName

if TYPE_CHECKING:
    from hikcorpus.pipeline.lexicons import Suggested


class By(StrEnum):
    """By what key lemmas are sorted."""

    G2 = "g2"
    LOG_RATIO = "log_ratio"


def command(
    topic: Annotated[str, typer.Option("--topic", help="Topic: a name from configs/topics/ or a path.")] = "family",
    data: Data = Path("data"),
    study: StudyName = "default",
    lang: Annotated[str | None, typer.Option("--lang", help="Only this language; default: all the topic has.")] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="At most so many of each kind and language.")] = 50,
    by: Annotated[
        By, typer.Option("--by", help="Key lemmas by evidence (g2) or by how much more (log_ratio).")
    ] = By.G2,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write them to this file, for a spreadsheet.")] = None,
    quiet: Quiet = False,
) -> None:
    """Suggest words for a topic's lexicon, from the threads that were kept against those that were dropped.

    Key lemmas that the lexicon does not find yet, words that stand beside its terms, and words that look like them.
    """
    from hikcorpus.log import progress
    from hikcorpus.pipeline import lexicons
    from hikcorpus.store.layout import DataFolder

    with progress(quiet) as shown:
        made = lexicons.suggest(DataFolder(data), study, topic, language=lang, n=n, by=by.value, progress=shown)
    left = f"; {made.undecided:,} undecided, not read" if made.undecided else ""
    typer.echo(f"{made.topic}: {made.kept:,} threads kept against {made.dropped:,} dropped{left}.")
    if csv is not None:
        lines = lexicons.write_suggestions(made, csv)
        typer.echo(f"{lines:,} suggestion{'' if lines == 1 else 's'}: {csv}")
        return
    for each in made.by_language:
        _show(each)


def _show(each: "Suggested") -> None:
    from hikcorpus.topics.kwic import fitted, shown

    typer.echo(f"\n{each.lang}: {each.kept:,} words in kept threads, {each.dropped:,} in dropped ones")
    typer.echo(f"  {fitted('key lemmas', 24)}     G2  log ratio   kept  dropped  threads    DP")
    for key in each.keys:
        figures = (
            f"{key.g2:>7,.0f} {key.log_ratio:>10.2f} {key.kept:>6,} {key.dropped:>8,} {key.threads:>8,} {key.dp:>5.2f}"
        )
        typer.echo(f"  {fitted(key.lemma, 24)}{figures}")
    typer.echo(f"  {fitted('beside terms', 24)}logDice         G2  together of all  threads")
    for beside in each.collocates:
        figures = f"{beside.log_dice:>7.2f} {beside.g2:>10,.0f} {beside.together:>9,} {beside.frequency:>6,}"
        typer.echo(f"  {fitted(beside.lemma, 24)}{figures} {beside.threads:>8,}")
    typer.echo(f"  {fitted('near forms', 24)}   kept  dropped  near")
    for near in each.near_forms:
        why = f"{near.why} {near.distance}" if near.distance else near.why
        typer.echo(f"  {fitted(near.form, 24)}{near.kept:>7,} {near.dropped:>8,}  {shown(near.term)} ({why})")
