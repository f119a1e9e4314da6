"""JSON Lines (UTF-8, LF): one object a row, keys in column order, times as ISO 8601 UTC."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from hikcorpus.export.base import rows_of
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import temporary, writing


class JsonlExporter:
    """For scripts, jq, datasets libraries."""

    name: ClassVar[str] = "jsonl"
    suffix: ClassVar[str] = ".jsonl"

    def write(self, table: str, dataset: Dataset, path: Path) -> int:
        """Write a table; see `export.base.Exporter`."""
        number = 0
        with writing(path.parent), temporary(path).open("w", encoding="utf-8", newline="\n") as file:
            for row in rows_of(dataset, table):
                file.write(json.dumps(row, ensure_ascii=False, default=_time))
                file.write("\n")
                number += 1
        return number

    def read_back(self, path: Path) -> list[dict[str, Any]]:
        """Rows as json sees them."""
        with path.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file]


def _time(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)
