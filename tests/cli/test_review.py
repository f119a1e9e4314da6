"""`hikcorpus review` from the first thread to the result."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from hikcorpus.cli.review import app as review
from hikcorpus.errors import ConfigError, UsageError
from hikcorpus.pipeline.review import decisions_of, drawn, page, result_of
from hikcorpus.store.reviews import CONSENSUS, Decision, ReviewFolder
from tests.review.world import study


def typed(*words, cwd: Path):
    """The command in a folder; its exit code and all that it printed."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.add_typer(review, name="review")
    app.command("other")(lambda: None)
    done = CliRunner().invoke(app, ["review", *map(str, words), "--study", "s", "--data", str(cwd / "data")])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


@pytest.fixture
def place(tmp_path):
    """A folder with the data folder of the invented study."""
    study(tmp_path)
    return tmp_path


def filled(path, decide):
    """Fill in a sheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["decision"] = decide(row["thread_id"])
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    return [row["thread_id"] for row in rows]


def test_two_coders_by_sheet_and_the_result(place):
    """Export, fill in, import, result; until both are done nothing but progress is told."""
    orders = {}
    first = ReviewFolder(place / "data" / "reviews" / "s-family")
    for coder in ("anna", "ben"):
        sheet = place / f"{coder}.csv"
        code, said = typed("export", sheet, "--topic", "family", "--coder", coder, "--sample", "4", cwd=place)
        assert code == 0
        assert "10 threads" in said
        proposed = first.sheet().stratum("proposed")
        one = min(proposed)
        orders[coder] = filled(
            sheet, lambda t, c=coder, p=proposed, o=one: "include" if t in p and (t != o or c == "anna") else "exclude"
        )
        code, said = typed("import", sheet, "--topic", "family", "--coder", coder, cwd=place)
        assert (code, said) == (0, f"{coder}: 10 decisions stored, 0 unchanged, 0 blank.\n")
        code, said = typed("result", "--topic", "family", cwd=place)
        assert ("kappa" in said) == (coder == "ben")
    assert orders["anna"] != orders["ben"]
    assert "Cohen's kappa: 0.800" in said
    assert "agreement 90.0%" in said
    assert "all are unsure: 1; settled: 0" in said
    assert one in said
    assert "5 of 5 = 100.0%" in said
    assert "0 of 4 = 0.0%" in said
    code, said = typed("import", place / "ben.csv", "--topic", "family", "--coder", "ben", cwd=place)
    assert said == "ben: 0 decisions stored, 10 unchanged, 0 blank.\n"
    assert typed("result", "--topic", "family", "--coders", "anna", cwd=place)[1].startswith("anna: 10 of 10 read")
    assert "recall" in typed("result", "--topic", "family", "--coders", "anna", "--single", cwd=place)[1]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["result", "--topic", "family"], 3, "were not read by anybody yet"),
        (["consensus", "--topic", "family"], 3, "were not read by anybody yet"),
        (["open", "--topic", "pets", "--coder", "anna"], 3, "was not made yet"),
        (["open", "--topic", "family", "--coder", "a/b"], 2, "cannot be a coder's name"),
        (["open", "--topic", "family", "--coder", "consensus"], 2, "cannot be a coder's name"),
        (["import", "nothere.csv", "--topic", "family", "--coder", "anna"], 3, "were not read by anybody yet"),
    ],
)
def test_what_cannot_be_is_said(place, words, code, sentence):
    """One sentence, the right code, and nothing is made."""
    found, said = typed(*words, cwd=place)
    assert found == code
    assert sentence in said
    assert not (place / "data" / "reviews" / "s-family" / "coders").exists()


def test_a_corpus_filtered_anew(place):
    """What is new is said; decisions stay."""
    data = study(place / "again")  # the same study, filtered otherwise
    sheet, _ = drawn(data, "s", "family", 4)
    kept = sorted(sheet.stratum("proposed"))
    ReviewFolder.of(data, "s", "family").append("anna", [Decision("", "anna", kept[0], "include")])
    more = {"messages": [], "threads": [], "evidence": []}
    extra = [{"thread_id": f"tnew{n}", "decision": "kept", "messages": 3} for n in range(2)]
    data.corpus("s", "family").append(more | {"scores": extra}, "2026-12")
    code, said = typed("export", place / "x.csv", "--topic", "family", "--coder", "anna", cwd=place / "again")
    assert code == 0
    assert "2 threads to read are new." in said
    assert decisions_of(data, "s", "family", single=True)[kept[0]] == ("include", "one_coder")
    assert (
        typed("export", place / "x.csv", "--topic", "family", "--coder", "anna", cwd=place / "again")[1].count("\n")
        == 1
    )


def test_the_consensus_waits_for_all_and_for_something_to_settle(place, clock):
    """Nobody sees another's decisions before; where all agree there is no page."""
    from hikcorpus.store.layout import DataFolder

    data = DataFolder(place / "data")
    sheet, _ = drawn(data, "s", "family", 4)
    folder = ReviewFolder.of(data, "s", "family")
    for coder in ("anna", "ben"):
        with pytest.raises(UsageError, match="blind"), page(data, sheet, CONSENSUS, clock):
            pass
        folder.append(coder, [Decision("", coder, thread, "include") for thread in sheet.ids()])
    with pytest.raises(UsageError, match="agree on every thread"), page(data, sheet, CONSENSUS, clock):
        pass
    folder.append("ben", [Decision("", "ben", sheet.ids()[0], "exclude")])
    with page(data, sheet, CONSENSUS, clock) as address:
        assert address.startswith("http://127.0.0.1:")
    with pytest.raises(UsageError, match="'cleo' decided nothing"):
        result_of(data, "s", "family", coders=["anna", "cleo"])
    with pytest.raises(ConfigError):
        decisions_of(data, "s", "pets", single=False)


def test_the_page_carries_the_topic_and_ends_with_ctrl_c(place):
    """The command as a process: it prints an address, serves, and leaves with a sentence and 0."""
    code = "from hikcorpus.cli.review import app; app()"
    words = ["open", "--topic", "family", "--coder", "anna", "--study", "s", "--sample", "4"]
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code, *words], cwd=place, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    ) as running:  # fmt: skip
        try:
            assert running.stdout.readline() == "10 threads to read are new.\n"
            assert running.stdout.readline() == "anna: 10 threads to read.\n"
            address = re.fullmatch(r"Open (\S+)\n", running.stdout.readline())[1]
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            assert b"review.js" in opener.open(address, timeout=20).read()
            facts = json.load(opener.open(address.partition("?")[0] + "api/study", timeout=20))
            assert facts["topic"]["title"] == "Family"
            assert "most commonly parents and grandparents" in facts["topic"]["definition"]
            assert len(facts["threads"]) == 10
        finally:
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=30)
    assert running.returncode == 0
    assert out.endswith("Closed. All decisions are stored; the same command opens the page again.\n")
    assert err == ""


def test_help_loads_nothing_heavy():
    """`--help` of each command is quick: no tables, no server."""
    code = (
        "import sys, typer; from typer.testing import CliRunner; from hikcorpus.cli.review import app\n"
        "for name in ('open', 'consensus', 'export', 'import', 'result'):\n"
        "    assert CliRunner().invoke(app, [name, '--help']).exit_code == 0, name\n"
        "assert not {'pyarrow', 'duckdb', 'http.server'} & set(sys.modules), 'heavy'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
