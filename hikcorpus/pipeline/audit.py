"""The residual risk of what a study made: measured, and read by people."""

import json
from pathlib import Path

from hikcorpus.pipeline.study import tables
from hikcorpus.report.risk import review
from hikcorpus.report.risk.report import as_json, as_text, measure
from hikcorpus.store.files import make_folder, write_bytes
from hikcorpus.store.layout import DataFolder
from hikcorpus.store.scratch import scratch

_ANSWERS = "leaks-read.csv"


def _folder(data: DataFolder, study: str, topic: str | None) -> Path:
    return make_folder(data.reports() / tables(data, study, topic).folder.name)


def risk(data: DataFolder, study: str, topic: str | None) -> tuple[str, Path]:
    """Measure, write `risk.md` and `risk.json`; gives the page and its file. Raises ConfigError, CannotWrite."""
    dataset = tables(data, study, topic)
    folder = _folder(data, study, topic)
    answers = folder / _ANSWERS
    reviewed = review.read(answers) if answers.exists() else None
    with scratch(data.state(), "risk") as spill:
        measured = measure(dataset, spill, reviewed)
    page = as_text(measured, dataset.folder.name)
    write_bytes(folder / "risk.json", json.dumps(as_json(measured), ensure_ascii=False, indent=1).encode())
    write_bytes(folder / "risk.md", page.encode())
    return page, folder / "risk.md"


def review_sheet(data: DataFolder, study: str, topic: str | None, file: Path, n: int, seed: int) -> int:
    """Write a sheet of n sampled messages; gives how many lines to read. Raises ConfigError, CannotWrite."""
    content = review.sheet(tables(data, study, topic), n, seed)
    make_folder(file.parent)
    write_bytes(file, content.encode("utf-8"))
    return review.lines(content)


def review_answers(data: DataFolder, study: str, topic: str | None, file: Path) -> review.Reviewed:
    """Take a filled-in sheet back: its answers count in the next risk report. Raises ConfigError, CannotWrite."""
    found = review.read(file)
    write_bytes(_folder(data, study, topic) / _ANSWERS, review.answers_only(file).encode())
    return found
