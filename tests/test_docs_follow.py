"""docs/how-to/add-a-board.md, followed to the letter: its files, its commands, what it says they print."""

import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def follower():
    """docs/follow.py."""
    spec = importlib.util.spec_from_file_location("follow", ROOT / "docs" / "follow.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FOLLOW = follower()
SELECTORS, PYTHON = FOLLOW.parts(FOLLOW.PAGE.read_text("utf-8"))


def printed(text):
    """The console blocks of a text, line breaks of the page aside."""
    return [" ".join(block.split()) for block in re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S)]


@pytest.fixture(scope="module")
def forum(tmp_path_factory):
    """A folder in which the part on selectors was followed, and the text that came of it."""
    folder = tmp_path_factory.mktemp("selectors")
    return folder, FOLLOW.with_selectors(SELECTORS, folder, FOLLOW.free_port())


@pytest.fixture(scope="module")
def copy(tmp_path_factory, forum):
    """A working copy in which the part on Python was followed, the shared description beside it; and the text."""
    folder = tmp_path_factory.mktemp("python")
    text = FOLLOW.in_python(PYTHON, folder)
    shared = forum[0] / "configs" / "engines" / "pinewood.toml"
    (folder / "configs" / "engines" / "pinewood.toml").write_text(shared.read_text("utf-8"), "utf-8")
    return folder, text


def test_forum_reads_as_the_page_says(forum):
    """Every `hikcorpus try`, the crawl and the kept rows; run docs/follow.py where this fails and look at the change."""
    assert len(printed(SELECTORS)) > 8
    assert printed(forum[1]) == printed(SELECTORS)


def test_description_shared_says_what_the_site_said(forum):
    """`[source.post]` became `[post]`, and nothing was lost on the way."""
    blocks = re.findall(r"^```toml (?:add|configs/boards/pinewood.toml)\n(.*?)^```$", SELECTORS, re.M | re.S)
    told = {key: table for block in blocks for key, table in tomllib.loads(block).get("source", {}).items()}
    shared = tomllib.loads((forum[0] / "configs" / "engines" / "pinewood.toml").read_text("utf-8"))
    assert {key: shared[key] for key in told} == told
    assert [one["kind"] for one in shared["examples"]] == ["listing", "thread"]


def test_engine_in_python_reads_as_the_page_says(copy):
    """The engine's file, its page and its lines in the registry."""
    assert len(printed(PYTHON)) == 1
    assert printed(copy[1]) == printed(PYTHON)


def test_both_new_engines_pass_the_tests_of_all_engines(copy):
    """Expected table, examples, addresses, promises and damaged pages, as the page says."""
    files = [f"tests/sources/test_{name}.py" for name in ("engine_pages", "engine_registry", "contract", "fuzz")]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *files, "-m", "not slow"]
    done = subprocess.run(
        [*command, "-k", "fireside or (pinewood and not of_its_own)"],
        cwd=copy[0],
        capture_output=True,
        text=True,
        check=False,
    )
    tests = [line for line in done.stdout.splitlines() if not line.startswith("SKIP")]
    assert done.returncode == 0, "\n".join(tests[-40:])
    assert "thread.json" in (copy[0] / "tests/sources/pages/fireside/expected.json").read_text("utf-8")


def test_engine_in_python_is_clean(copy):
    """ruff has nothing to say, and no line of the block is longer than the house's."""
    file = "hikcorpus/sources/fireside.py"
    command = [sys.executable, "-m", "ruff", "check", "--no-cache", file]
    done = subprocess.run(command, cwd=copy[0], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
