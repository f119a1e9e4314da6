"""What the command line costs before it does anything, and what the wheel holds."""

import subprocess
import sys

HEAVY = (
    "pyarrow",
    "cryptography",
    "pycrfsuite",
    "re2",
    "torch",
    "transformers",
    "httpx",
    "presidio_analyzer",
    "duckdb",
    "spacy",
    "simplemma",
    "sudachipy",
    "py3langid",
    "selectolax",
)


def test_help_imports_nothing_heavy():
    """`--help`, of the tool and of each command, reads no library that only work needs."""
    code = f"""
import sys
from hikcorpus.cli.app import COMMANDS, make_app
from typer.testing import CliRunner
app = make_app()
for words in [["--help"], *[[name, "--help"] for name in COMMANDS]]:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, (words, result.output)
    assert "Usage" in result.output
found = [name for name in {HEAVY!r} if name in sys.modules]
assert not found, found
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
