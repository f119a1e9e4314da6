"""The log of months of runs: whole lines, rotated by size, nothing lost where two runs overlap.

NAME.log              the newest lines, each with its time (UTC) and process
NAME.log.000007.gz    older ones, a higher number is newer; KEPT of them stay
NAME.log.boot         what came past the log (a crash of a library, Python that did not start): see `BOOT`
"""

import contextlib
import gzip
import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from hikcorpus.clock import Clock
from hikcorpus.errors import CannotWrite, ConfigError

LIMIT = 1 << 20  # bytes, then the log is put aside
KEPT = 10  # logs put aside that stay
PATIENCE = 10.0  # seconds to wait for another run's line; then a line is written without the lock

BOOT = ".boot"
"""Ending of the file to which a scheduler's line sends the output that is not the log's own."""
EARLIER = ".old"
"""Ending that such a file gets before the next run, if it is not empty."""


class LogFile:
    """Lines are appended one by one, under a lock: a log that was put aside is never written to again.

    path: a file, or nothing yet; its folder is made. limit: bytes. kept: how many put aside stay.
    """

    def __init__(self, path: Path, limit: int = LIMIT, kept: int = KEPT) -> None:
        self.path = path.resolve()  # a link stays one: what it leads to is rotated
        self.limit = limit
        self.kept = kept
        if self.path.exists() and not self.path.is_file():
            raise ConfigError(f"The log {path} is not a file.", "Name a file, or one that is not there yet.")

    def start(self) -> None:
        """Make the folder, see that the log can be written, and finish what a killed run left half done."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._held():
            os.close(self._open())
            self._tidy()

    def append(self, line: str) -> None:
        """Add a line (without its end); the log is put aside first where it is full. Raises OSError."""
        with self._held():
            handle = self._open()
            if os.fstat(handle).st_size >= self.limit:
                os.close(handle)
                self._turn()
                handle = self._open()
            with os.fdopen(handle, "ab") as file:
                file.write(line.encode("utf-8", "backslashreplace") + b"\n")

    def put_aside(self) -> list[Path]:
        """Older logs, oldest first."""
        numbered = re.compile(re.escape(self.path.name) + r"\.(\d{6,})(\.gz)?")
        found = [(match, path) for path in self.path.parent.iterdir() if (match := numbered.fullmatch(path.name))]
        return [path for _, path in sorted(found, key=lambda each: (int(each[0][1]), each[1].suffix == ".gz"))]

    def _open(self) -> int:
        return os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    @contextlib.contextmanager
    def _held(self) -> Iterator[None]:
        """One writer at a time; a lock that nobody gives back (a hung disk) must not cost a line."""
        from filelock import FileLock, Timeout

        lock = FileLock(self.path.with_name(f".{self.path.name}.lock"), mode=0o600)
        with contextlib.suppress(Timeout):
            lock.acquire(timeout=PATIENCE, poll_interval=0.01)
        try:
            yield
        finally:
            lock.release()

    def _turn(self) -> None:
        """Put the log aside: one rename. Compressing may be cut off or fail; the next start finishes it."""
        numbers = [int(path.name.removeprefix(self.path.name).split(".")[1]) for path in self.put_aside()]
        self.path.rename(self.path.with_name(f"{self.path.name}.{max(numbers, default=0) + 1:06d}"))
        self._tidy()

    def _tidy(self) -> None:
        with contextlib.suppress(OSError):  # a full disk: the plain file stays until there is room
            for path in self.put_aside():
                if path.suffix != ".gz":
                    _compress(path)
        for path in self.put_aside()[: -self.kept]:
            path.unlink(missing_ok=True)


def _compress(path: Path) -> None:
    """Whole or not there; the plain file goes only when the other one is durable."""
    unfinished = path.with_name(f".{path.name}.gz.tmp")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(gzip.compress(path.read_bytes(), mtime=0))
        file.flush()
        os.fsync(handle)
    unfinished.replace(path.with_name(f"{path.name}.gz"))
    path.unlink()


class _Lines(io.TextIOBase):
    """A text stream that hands on whole lines; empty ones are left out."""

    encoding = "utf-8"

    def __init__(self, keep: Callable[[str], None]) -> None:
        self._keep = keep
        self._part = ""

    def writable(self) -> bool:
        """It can be written."""
        return True

    def write(self, text: str, /) -> int:
        """Take text; lines that are complete go on at once."""
        if not isinstance(text, str):
            raise TypeError("a log takes text")
        *lines, self._part = (self._part + text).split("\n")
        for line in lines:
            if line.strip():
                self._keep(line)
        return len(text)

    def finish(self) -> None:
        """Hand on what has no line end."""
        if self._part:
            self.write("\n")


@contextlib.contextmanager
def logged(path: Path, clock: Clock, limit: int = LIMIT, kept: int = KEPT) -> Iterator[None]:
    """What the block says on stdout and stderr goes to the log, each line with its time (UTC) and process.

    A line that the log cannot take (full disk) goes to the stderr that was there before. What does not come through
    Python's streams (a library's crash, worker processes) goes past the log too. Raises CannotWrite, ConfigError.
    """
    past = sys.stderr
    log = LogFile(path, limit, kept)
    notice = _unlogged(log.path)
    try:
        log.start()
    except OSError as error:
        raise CannotWrite(
            f"Cannot write the log {path}: {error.strerror or type(error).__name__}.",
            "Free space, mend the permissions or name another file with --log.",
        ) from error

    def keep(line: str) -> None:
        stamped = f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {os.getpid()} {line}"
        try:
            log.append(stamped)
        except OSError:
            past.write(stamped + "\n")

    out, err = _Lines(keep), _Lines(keep)
    if notice:
        keep(notice)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            yield
        finally:
            out.finish()
            err.finish()


def _unlogged(path: Path) -> str | None:
    """A sentence, once, where an earlier run wrote past the log; not what it wrote, which may be anybody's words."""
    earlier = path.with_name(path.name + BOOT + EARLIER)
    try:
        found = earlier.stat()
    except OSError:
        return None
    if found.st_size == 0 or (path.exists() and path.stat().st_mtime_ns >= found.st_mtime_ns):
        return None
    return (
        f"Warning: a run before this one wrote {found.st_size:,} bytes past this log (a crash, or it did not start): "
        f"see {earlier.name}."
    )
