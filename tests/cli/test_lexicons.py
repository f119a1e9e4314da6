"""`hikcorpus kwic` and `hikcorpus suggest` as they are typed."""

import csv

import pytest
import typer
from typer.testing import CliRunner

from hikcorpus.cli import kwic, suggest
from hikcorpus.cli.boundary import boundary
from hikcorpus.topics.kwic import columns
from tests.pipeline.lexicon_world import study


@pytest.fixture
def run(tmp_path):
    """Types a command on an invented study."""
    study(tmp_path)
    app = typer.Typer(rich_markup_mode=None)
    app.command("kwic")(boundary(kwic.command))
    app.command("suggest")(boundary(suggest.command))

    def typed(*words, colour=False):
        words = [*map(str, words), "--data", str(tmp_path / "data")]
        return CliRunner().invoke(app, words, color=colour)

    return typed


def test_kwic(run):
    """A line a place, term under term; the count goes to stderr."""
    done = run("kwic", "peli", "--study", "s", "--width", 20, "--limit", 7)
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert len(lines) == 7
    assert {columns(line[:20]) for line in lines} == {20}
    assert all(line[21:25].lower() == "peli" for line in lines)
    assert done.stderr.strip() == "30 places in 30 messages of 10 threads, 7 of them shown."


def test_kwic_highlights_on_a_terminal_alone(run):
    """No colour codes in files and pipes."""
    words = ("kwic", "peli", "--study", "s", "--limit", 1)
    assert "\x1b[" not in run(*words).stdout
    assert "\x1b[31m" in run(*words, colour=True).stdout


def test_kwic_in_a_corpus(run):
    """Of a topic's threads, by thread, in one language, quoted lines too."""
    done = run("kwic", "äiti*", "--topic", "family", "--study", "s", "--sort", "thread", "--lang", "fi", "--quoted")
    assert "12 places in 12 messages of 6 threads." in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("kwic", "***", "--study", "s"), 2, "no letter"),
        (("kwic", "peli", "--study", "none"), 3, "not made"),
        (("kwic", "peli", "--study", "s", "--topic", "nosuch"), 3, "nosuch"),
        (("suggest", "--study", "s", "--lang", "sv"), 2, "no terms"),
        (("suggest", "--study", "none"), 3, "not made"),
    ],
)
def test_refusals(run, words, code, sentence):
    """One sentence and its code."""
    done = run(*words)
    assert (done.exit_code, sentence in done.stderr) == (code, True)
    assert "Traceback" not in done.output


def test_suggest(run):
    """What was compared, then words with their figures."""
    done = run("suggest", "--topic", "family", "--study", "s", "--lang", "fi", "--n", 5, "--quiet")
    assert done.exit_code == 0
    assert "family: 6 threads kept against 10 dropped." in done.stdout
    assert "kotiintuloaika" in done.stdout
    assert "isovanhenpi" in done.stdout
    assert "curfew" not in done.stdout


def test_suggest_as_a_sheet(run, tmp_path):
    """To a file, and how many there are."""
    sheet = tmp_path / "words.csv"
    done = run("suggest", "--study", "s", "--csv", sheet, "--quiet", "--by", "log_ratio")
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert f"{len(rows)} suggestions: {sheet}" in done.stdout
    assert {row["lang"] for row in rows} >= {"fi", "en"}
