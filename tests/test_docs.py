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


@pytest.mark.parametrize("page", ["cli.md", "exit-codes.md", "tables.md", "config.md", "engine-files.md", "formats.md"])
def test_reference_is_current(page):
    """Run `make docs` where this fails."""
    module = generator()
    assert set(module.PAGES) == {path.name for path in (ROOT / "docs" / "reference").glob("*.md")}
    assert (ROOT / "docs" / "reference" / page).read_text("utf-8") == module.PAGES[page]()


def test_reference_does_not_ask_for_the_settings_of_who_writes_it(tmp_path, monkeypatch):
    """A user's own engines and sites, in the folder where the command is given, are nobody else's reference."""
    engine = (ROOT / "configs" / "engines" / "mybb.toml").read_text("utf-8").replace('"mybb"', '"ownboard"')
    for kind in ("engines", "topics", "participants"):
        (tmp_path / "configs" / kind).mkdir(parents=True)
    (tmp_path / "configs" / "engines" / "ownboard.toml").write_text(engine, "utf-8")
    (tmp_path / "configs" / "topics" / "a-topic.toml").write_text("", "utf-8")
    (tmp_path / "configs" / "participants" / "a-rule.toml").write_text("", "utf-8")
    monkeypatch.chdir(tmp_path)
    module = generator()
    for page in ("config.md", "engine-files.md", "formats.md"):
        assert (ROOT / "docs" / "reference" / page).read_text("utf-8") == module.PAGES[page]()


def test_every_engine_is_said_to_rest_on_something():
    """What an engine rests on stands on the page about sources; none is left out, none made up."""
    text = (ROOT / "docs" / "explanation" / "sources.md").read_text("utf-8")
    table = text.partition("## What each engine rests on")[2].partition("Known limits")[0]
    told = set(re.findall(r"`([a-z0-9_]+)`", table.partition("|---|---|")[2]))
    engines = {one.engine: one for _, one in generator().shipped_sources()}
    assert told == engines.keys()
    recorded = set(re.findall(r"`([a-z0-9_]+)`", next(line for line in table.splitlines() if "| recording" in line)))
    assert not any(engines[name].experimental for name in recorded)
    confirmed = {name for name, one in engines.items() if not one.experimental}
    assert confirmed - recorded == {"fourchan", "ylilauta", "chat", "transcript"}


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
    assert [f for f in files if (ROOT / f).is_file() and hosts.search((ROOT / f).read_text("utf-8", "ignore"))] == []


def test_architecture_page_has_every_room():
    """The picture of the house names each room of the package."""
    text = (ROOT / "docs" / "explanation" / "architecture.md").read_text("utf-8")
    rooms = {path.name for path in (ROOT / "hikcorpus").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {room for room in rooms if f"`{room}`" not in text} == set()


def test_module_runs():
    """`python -m hikcorpus` is the command line."""
    done = subprocess.run([sys.executable, "-m", "hikcorpus", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("hikcorpus ")
