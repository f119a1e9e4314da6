"""Running the command line as a user does: a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

CLOCK = {"HIKCORPUS_CLOCK": "2026-11-22T15:00:00+00:00"}


def hikcorpus(*words, cwd: Path, **environment) -> subprocess.CompletedProcess:
    """The command in a folder, on a clock that never waits; never a traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "hikcorpus", *map(str, words)],
        cwd=cwd,
        env=os.environ | CLOCK | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done
