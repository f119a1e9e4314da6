"""The reference pages are the code's: nobody has to remember to write them."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def generator():
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", ["cli.md", "exit-codes.md", "tables.md", "config.md", "formats.md"])
def test_reference_is_current(page):
    """Run `make docs` where this fails."""
    module = generator()
    assert set(module.PAGES) == {path.name for path in (ROOT / "docs" / "reference").glob("*.md")}
    assert (ROOT / "docs" / "reference" / page).read_text("utf-8") == module.PAGES[page]()


def test_links_lead_somewhere():
    """Every relative link in README and docs names a file that is there."""
    for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} -> {target}"


def test_readme_is_short():
    """What it is, two commands, one session: 120 lines at most."""
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


def test_no_registry_host_is_named():
    """Nothing committed names a package registry (lock files included)."""
    hosts = re.compile("|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npm"]))
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    assert [f for f in files if f and hosts.search((ROOT / f).read_text("utf-8", "ignore"))] == []


def test_architecture_page_has_every_room():
    """The picture of the house names each room of the package."""
    text = (ROOT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    rooms = {path.name for path in (ROOT / "hikcorpus").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {room for room in rooms if f"`{room}`" not in text} == set()


def test_module_runs():
    """`python -m hikcorpus` is the command line."""
    done = subprocess.run([sys.executable, "-m", "hikcorpus", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("hikcorpus ")
