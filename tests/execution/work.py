"""Stage functions for the tests of the local engine; picklable by name."""

import os
import signal
from pathlib import Path

from hikcorpus.errors import ConfigError


def write(job: str, shard: str) -> None:
    """Leave a mark."""
    (Path(job) / shard).write_text(str(os.getpid()))


def die_once(job: str, shard: str) -> None:
    """The worker is killed at its first try of shard `1`, like by an out-of-memory killer."""
    if shard == "1" and not (Path(job) / "died").exists():
        (Path(job) / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    write(job, shard)


def die_always(job: str, shard: str) -> None:
    """No try succeeds."""
    os.kill(os.getpid(), signal.SIGKILL)


def refuse(job: str, shard: str) -> None:
    """A user's mistake found in a worker."""
    raise ConfigError("what", "next")
