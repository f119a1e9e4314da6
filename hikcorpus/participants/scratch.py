"""DuckDB beside the tables being made: a stated memory limit, spill inside the protected folder, nothing left over."""

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from hikcorpus.errors import CannotWrite, ConfigError, HikcorpusError
from hikcorpus.store.files import make_folder, writing

_MANY_THREADS = 4  # each thread holds its own buffers: more of them starve under a small memory limit

ARRIVING = "arriving"


class Scratch:
    """A DuckDB database that lives as long as the stage. `failure`: what went wrong inside a stream it was reading."""

    def __init__(self, connection: Any, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._numbers = itertools.count()
        self.failure: BaseException | None = None

    def run(self, sql: str, parameters: dict[str, Any] | None = None) -> None:
        """Execute a statement that returns nothing."""
        self._connection.execute(sql, parameters or {}).fetchall()

    def rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, some at a time; a stream under way is not disturbed."""
        cursor = self._connection.cursor()
        try:
            answer = cursor.execute(sql)
            while some := answer.fetchmany(10_000):
                yield from some
        finally:
            cursor.close()

    def one(self, sql: str) -> Any:
        """The single value of a query."""
        return next(iter(self._connection.execute(sql).fetchall()))[0]

    def table(self, sql: str) -> pa.Table:
        """The whole answer in memory; a stream under way is not disturbed."""
        cursor = self._connection.cursor()
        try:
            return cursor.sql(sql).to_arrow_table()
        finally:
            cursor.close()

    def stream(self, sql: str, rows: int, content: Any) -> Iterator[pa.RecordBatch]:
        """The answer as record batches of at most `rows`, never the whole of it in memory.

        content: an Arrow reader that the statement sees as `arriving`. The stream has a connection of its own,
        because an open answer holds its connection.
        """
        cursor = self._connection.cursor()
        try:
            cursor.register(ARRIVING, content)
            yield from _drained(cursor.sql(sql).to_arrow_reader(rows))
        finally:
            cursor.close()

    def spilled(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The answer, put into a file now and read from it later, while other statements run."""
        path = self._folder / f"spilled-{next(self._numbers)}.arrow"
        cursor = self._connection.cursor()
        try:
            answer = cursor.sql(sql).to_arrow_reader(10_000)
            with writing(self._folder), pa.ipc.new_stream(path, answer.schema) as file:
                for batch in _drained(answer):
                    if batch.num_rows:
                        file.write_batch(batch)
        finally:
            cursor.close()
        return _read(path)

    def create(self, name: str, content: pa.Table) -> None:
        """Make an Arrow table a table of the database."""
        self.run_on(content, f"CREATE TABLE {name} AS SELECT * FROM {ARRIVING}")

    def run_on(self, content: Any, sql: str, parameters: dict[str, Any] | None = None) -> None:
        """Execute a statement that reads an Arrow table or reader (once) as `arriving`."""
        self._connection.register(ARRIVING, content)
        try:
            self.run(sql, parameters)
        finally:
            with contextlib.suppress(duckdb.Error):  # after a failure, the first error is the one to tell
                self._connection.unregister(ARRIVING)

    def reader(self, fields: pa.Schema, batches: Iterator[pa.RecordBatch]) -> pa.RecordBatchReader:
        """Batches as something DuckDB reads once; an error inside them is kept for `open_scratch` to raise."""
        return pa.RecordBatchReader.from_batches(fields, self._remembering(batches))

    def _remembering(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except GeneratorExit:
            raise
        except BaseException as error:
            self.failure = error
            raise


def _drained(answer: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """The batches of DuckDB's answer; Arrow tells DuckDB's troubles as OSError, here they get their name back."""
    while True:
        try:
            batch = answer.read_next_batch()
        except StopIteration:
            return
        except (OSError, pa.ArrowException) as error:
            kind = duckdb.OutOfMemoryException if "Out of Memory" in str(error) else duckdb.Error
            raise kind(str(error)) from None
        yield batch


def _read(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(path)) as file, pa.ipc.open_stream(file) as batches:
        yield from batches


@contextlib.contextmanager
def open_scratch(folder: Path, memory_limit: str) -> Iterator[Scratch]:
    """A database in `folder` (emptied before, gone after).

    memory_limit: as DuckDB reads it, e.g. `1GB`. Raises ConfigError where it is no size or too small, CannotWrite, and
    HikcorpusError for DuckDB's other troubles, without their text: it may quote what posters wrote.
    """
    shutil.rmtree(folder, ignore_errors=True)  # what a killed run left
    make_folder(folder)
    connection = None
    scratch = None
    try:
        connection = _connect(folder, memory_limit)
        scratch = Scratch(connection, folder)
        yield scratch
    except (duckdb.Error, pa.ArrowException) as error:
        if scratch is not None and scratch.failure is not None:
            raise scratch.failure from None
        if isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory" in str(error):
            raise ConfigError(
                f"The participants stage cannot work with {memory_limit} of memory and the free disk space.",
                "Give it a larger memory limit, or free space where the data folder lies.",
            ) from None
        if isinstance(error, duckdb.IOException):  # it reads raw through Arrow: what it fails on are its own files
            raise CannotWrite(
                f"Cannot write the working files in {folder}.",
                "What was stored before is intact; free space or mend the permissions, then run the same command.",
            ) from None
        raise HikcorpusError(
            f"DuckDB failed in the participants stage ({type(error).__name__}).",
            "Nothing was published; run the same command again, and report it if it fails again.",
        ) from None
    finally:
        if connection is not None:
            connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _connect(folder: Path, memory_limit: str) -> Any:
    settings: dict[str, Any] = {
        "temp_directory": str(make_folder(folder / "spill")),
        "threads": min(_MANY_THREADS, os.cpu_count() or 1),
        "preserve_insertion_order": False,  # every order that counts is asked for
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,  # nothing here may reach for the network
    }
    connection = duckdb.connect(str(folder / "work.duckdb"), config=settings)
    try:
        connection.execute(f"SET memory_limit = '{memory_limit.replace(chr(39), '')}'")
        connection.execute("SET TimeZone = 'UTC'")
    except duckdb.Error:
        connection.close()
        raise ConfigError(f"{memory_limit!r} is not a memory limit.", "Write it like 1GB or 800MB.") from None
    return connection
