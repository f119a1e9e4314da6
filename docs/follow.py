"""Follows docs/how-to/add-a-board.md to the letter: saves its files, gives its commands, writes what they print.

    .venv/bin/python docs/follow.py

`tests/test_docs_follow.py` does the same and compares. What counts is the word behind a block's language:

- a path: the block is that file; `top`, `end` and `below` before a path: its first part, its last part, a line below
  one that is there; `add`: tables that take the place of those of the same name in the file before;
- `console`: commands behind `$ `, with what they print.
"""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "how-to" / "add-a-board.md"
PORT = "8010"
WIDTH = 112
_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]*))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ENGINE_IN_PYTHON = "\n## 3. "


class Follower:
    """Does what a page says, in one folder. port: stands for the page's. package: where hikcorpus is imported from."""

    def __init__(self, folder: Path, package: Path, port: str = PORT) -> None:
        self.folder = folder
        self.package = package
        self.port = port
        self.last = folder

    def follow(self, text: str) -> str:
        """The same text, its commands with what they printed now."""
        return _BLOCK.sub(self._block, text)

    def _block(self, match: re.Match[str]) -> str:
        told, body = match[2] or "", match[3]
        if match[1] == "console":
            commands = [line for line in body.splitlines() if line.startswith("$ ")]
            lines = [line for command in commands for line in (command, *self._printed(command[2:]))]
            return "```console\n" + "\n".join(lines) + "\n```"
        verb, _, path = told.rpartition(" ")
        body = body.replace(PORT, self.port)
        if told == "add":
            self.last.write_text(_laid_over(self.last.read_text("utf-8"), body), "utf-8")
        elif path:
            self.last = self.folder / path
            self.last.parent.mkdir(parents=True, exist_ok=True)
            self.last.write_text(self._content(verb, body), "utf-8")
        return match[0]

    def _content(self, verb: str, body: str) -> str:
        if verb == "end":
            return self.last.read_text("utf-8") + "\n" + body
        if verb == "top":
            site = self.folder / "configs" / "boards" / self.last.name
            tables = [table for table in _tables(site.read_text("utf-8")) if table.startswith("[source.")]
            return body + "\n" + "".join(table.replace("[source.", "[", 1) for table in tables)
        if verb == "below":
            there, new = body.splitlines()
            before = self.last.read_text("utf-8")
            if before.count(f"{there}\n") != 1:
                raise ValueError(f"{self.last}: the line {there!r} does not stand there once")
            return before.replace(f"{there}\n", f"{there}\n{new}\n")
        return body

    def _printed(self, command: str) -> list[str]:
        words = shlex.split(command.replace(PORT, self.port))
        words = ["python", "-m", *words] if words[0] == "hikcorpus" else words
        done = subprocess.run(
            [sys.executable, *words[1:]],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.package), "HIKCORPUS_CLOCK": "2026-11-22T12:00:00+00:00"},
            capture_output=True,
            text=True,
            check=False,
        )
        told = [line for line in done.stderr.splitlines() if not line.startswith("crawl ")]  # its progress
        lines = [line.replace(self.port, PORT) for line in (*done.stdout.splitlines(), *told) if line.strip()]
        return [piece for line in lines for piece in _folded(line)]


def _folded(line: str) -> list[str]:
    if len(line) <= WIDTH or line[0] in "┌│├└":
        return [line]
    return textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent="  ")


def _tables(text: str) -> list[str]:
    """The tables of a TOML file, as they stand; what is before the first one first."""
    return re.split(r"(?m)^(?=\[)", text)


def _laid_over(before: str, new: str) -> str:
    def name(table: str) -> str:
        return table.partition("\n")[0].partition("#")[0].strip()

    tables = {name(table): table for table in _tables(before)}
    tables |= {name(table): table.rstrip("\n") + "\n\n" for table in _tables(new) if table.strip()}
    return "".join(tables.values())


@contextmanager
def served(folder: Path, port: str) -> Iterator[None]:
    """The folder as a web site on this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "http.server", port, "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(100):
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", int(port))) == 0:
                        break
                time.sleep(0.05)
            yield
        finally:
            server.terminate()


def free_port() -> str:
    """A port that nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


def parts(text: str) -> tuple[str, str]:
    """What is followed in an empty folder, and what in a working copy."""
    first, heading, second = text.partition(_ENGINE_IN_PYTHON)
    return first, heading + second


def with_selectors(text: str, folder: Path, port: str) -> str:
    """The first two parts of the page, followed in an empty folder."""
    with served(folder / "forum", port):
        return Follower(folder, ROOT, port).follow(text)


def in_python(text: str, folder: Path) -> str:
    """The third part, followed in a copy of the working copy."""
    for name in ("hikcorpus", "tests", "configs"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return Follower(folder, folder).follow(text)


if __name__ == "__main__":
    first, second = parts(PAGE.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        first = with_selectors(first, Path(one), free_port())
        second = in_python(second, Path(two))
    PAGE.write_text(first + second, "utf-8")
    print(f"wrote {PAGE}")
