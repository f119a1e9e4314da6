"""The built wheel holds all it needs and runs from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    place = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (built,) = place.glob("*.whl")
    return built


def test_wheel_holds_everything(wheel):
    """All modules, data files and shipped settings; no tests, no data, no keys."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    committed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "hikcorpus", "configs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    wanted = {f"hikcorpus/{name}" if name.startswith("configs/") else name for name in committed}
    assert wanted - names == set()
    assert "hikcorpus/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "data", "keys"))]
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_wheel_runs_from_an_empty_folder(wheel, tmp_path):
    """Unpacked elsewhere, without the working copy: settings, phrases and lexicons are found."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    (tmp_path / "empty").mkdir()
    code = (
        "import hikcorpus, sys; assert 'installed' in hikcorpus.__file__, hikcorpus.__file__\n"
        "from hikcorpus.cli import main; main()"
    )

    def run(*words):
        return subprocess.run(
            [sys.executable, "-P", "-c", code, *words],
            cwd=tmp_path / "empty",
            capture_output=True,
            text=True,
            env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        )

    done = run("demo", "--scale", "0.05", "--quiet", "--workers", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "In words: kept" in done.stdout
    assert run("crawl", "ylilauta/hikky", "--contact", "me@university.example").returncode == 6
