"""Other people's tools: one file per format, each registered here by name."""

import importlib
from typing import cast

from hikcorpus.errors import UsageError
from hikcorpus.export.base import Exporter

EXPORTERS: dict[str, str] = {
    "csv": "hikcorpus.export.csv:CsvExporter",
    "jsonl": "hikcorpus.export.jsonl:JsonlExporter",
}
"""Format -> module:class."""


def exporter(name: str) -> Exporter:
    """The exporter of a format. Raises UsageError naming those there are."""
    if name not in EXPORTERS:
        raise UsageError(f"There is no export format {name!r}.", f"Formats: {', '.join(EXPORTERS)}.")
    module, _, kind = EXPORTERS[name].partition(":")
    return cast(Exporter, getattr(importlib.import_module(module), kind)())
