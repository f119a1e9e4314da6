"""`hikcorpus participants`: who wrote it, and who must not be counted."""

from pathlib import Path

import typer

from hikcorpus.cli.options import Data, Quiet, Rules, StudyName


def command(
    data: Data = Path("data"),
    study: StudyName = "default",
    rules: Rules = "default",
    quiet: Quiet = False,
) -> None:
    """Match IDs to screen names: one participant per ID, shared places left out, every decision on record."""
    from hikcorpus import pipeline
    from hikcorpus.config.study import Study
    from hikcorpus.log import progress
    from hikcorpus.report.flow import flow_text
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    with progress(quiet) as shown:
        pipeline.participants(Study(name=study, participants=rules), place, shown)
    rows = place.participants(study).read("flow").to_pylist()
    typer.echo(flow_text(rows))
    typer.echo(f"Tables: {place.participants(study).folder} (identifiable: keep them as safe as the raw data)")
