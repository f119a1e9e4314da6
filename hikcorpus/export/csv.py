"""CSV (RFC 4180, UTF-8 without mark, LF): lists as JSON, times as ISO 8601 UTC, missing as empty."""

import csv
import json
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from hikcorpus.export.base import rows_of
from hikcorpus.model.columns import TABLES
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import temporary, writing


class CsvExporter:
    """For R, SPSS, Excel, pandas."""

    name: ClassVar[str] = "csv"
    suffix: ClassVar[str] = ".csv"

    def write(self, table: str, dataset: Dataset, path: Path) -> int:
        """Write a table; see `export.base.Exporter`."""
        columns = [column.name for column in TABLES[dataset.stage][table]]
        number = 0
        with writing(path.parent), temporary(path).open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, lineterminator="\n")
            lines.writerow(columns)
            for row in rows_of(dataset, table):
                lines.writerow([_cell(row[name]) for name in columns])
                number += 1
        return number

    def read_back(self, path: Path) -> list[dict[str, Any]]:
        """Rows as csv.DictReader sees them, all strings."""
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def _cell(value: object) -> object:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat()
        case list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return value
