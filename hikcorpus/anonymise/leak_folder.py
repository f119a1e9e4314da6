"""Searching a whole folder - names, Parquet metadata and cells, manifests, logs - for canary strings."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import regex

from hikcorpus.anonymise.findings import Findings
from hikcorpus.anonymise.leaks import _strings
from hikcorpus.text.normalise import visible


def search_folder(folder: Path, canaries: Iterable[str]) -> Findings:
    """Where any of these strings stands below `folder`: in any case, as it is or after NFKC.

    Looks into file names, key-value metadata and decoded cells of Parquet files, and the text of everything
    else. A file whose own name holds one is called `(a file name)` in the findings.
    """
    wanted = sorted({form for canary in canaries if canary for form in (canary, visible(canary).text)})
    findings = Findings()
    if not wanted:
        return findings
    pattern = regex.compile(r"\L<wanted>", regex.IGNORECASE | regex.FULLCASE, wanted=wanted)

    def count(text: str) -> int:
        seen = visible(text).text
        return max(len(pattern.findall(text)), len(pattern.findall(seen)) if seen != text else 0)

    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if count(place):
            findings.add("CANARY", "(a file name)", count(path.name))
            place = "(a file name)"
        if path.is_file():
            for where, text in _texts(path):
                findings.add("CANARY", f"{place}{where}", count(text))
    return findings


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """(where in the file, text) of all that can be read in it."""
    if path.suffix == ".parquet":
        yield from _parquet(path)
    elif path.suffix == ".gz":
        import gzip

        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as lines:
            yield from (("", line) for line in lines)
    else:
        with path.open(encoding="utf-8", errors="replace") as lines:
            yield from (("", line) for line in lines)


def _parquet(path: Path) -> Iterator[tuple[str, str]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        schema = file.schema_arrow
        for where, metadata in (
            (":metadata", file.metadata.metadata),
            (":metadata", schema.metadata),
            *((f":{field.name}:metadata", field.metadata) for field in schema),
        ):
            for key, value in (metadata or {}).items():
                if key == b"ARROW:schema":
                    continue  # the schema itself, read above
                yield where, f"{key.decode(errors='replace')}={value.decode(errors='replace')}"
        for batch in file.iter_batches():
            for field in schema:
                for text in _cells(batch[field.name].to_pylist()):
                    yield f":{field.name}", text


def _cells(values: list[Any]) -> Iterator[str]:
    yield from _strings(values)
    for value in values:
        if isinstance(value, bytes):
            yield value.decode(errors="replace")
        elif isinstance(value, int) and not isinstance(value, bool):
            yield str(value)
