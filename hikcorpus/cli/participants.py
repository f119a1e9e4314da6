"""`hikcorpus participants`: who wrote it, and who must not be counted."""

from pathlib import Path

import typer

from hikcorpus.cli.options import Data, Quiet, Rules, StudyName


def command(data: Data = Path("data"), study: StudyName = "default", rules: Rules = None, quiet: Quiet = False) -> None:
    """Match IDs to screen names: one participant per ID, shared places left out, every decision on record."""
    from hikcorpus import pipeline
    from hikcorpus.log import progress
    from hikcorpus.report.flow import flow_text
    from hikcorpus.store.layout import DataFolder

    place = DataFolder(data)
    with progress(quiet) as shown:
        made = pipeline.participants(pipeline.study_named(study, place, participants=rules), place, shown)
    typer.echo(flow_text(made.read("flow").to_pylist()))
    for warning in pipeline.warnings(place, study):
        typer.echo(f"Warning: {warning}", err=True)
    typer.echo(f"Tables: {made.folder} (identifiable: keep them as safe as the raw data)")
