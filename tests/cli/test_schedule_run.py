"""`run --log` and `--health`, as a scheduler starts it: errors, overlaps and crashes, for somebody who looks later."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest
import typer

from hikcorpus.cli.health import outcomes, reported
from hikcorpus.crawl.run import Visited
from hikcorpus.errors import ConfigError, NetworkError
from hikcorpus.fetch.replay import Fault, Recording, serve
from hikcorpus.store.locks import Locked, hold
from tests.cli.command import hikcorpus
from tests.crawl.small_board import SmallBoard, post

STUDY = 'name = "s"\nboards = ["{base}/b/"]\ncontact = "study@university.example"\n'


@pytest.fixture
def site(tmp_path, clock):
    """A small board served on loopback, and a study of it."""
    board = SmallBoard(tmp_path, clock, {10: [post(10, sub="Perhe", com="Äiti ja isä riitelee"), post(11, 10)]})
    with serve(Recording(board.pages())) as base:
        (tmp_path / "s.toml").write_text(STUDY.format(base=base))
        yield base


def run(tmp_path, *more, **environment):
    return hikcorpus("run", "s.toml", "--quiet", "--log", "s.log", "--health", "h", *more, cwd=tmp_path, **environment)


def health(tmp_path):
    return json.loads((tmp_path / "h").read_text())


def test_a_run_then_a_site_that_fails(tmp_path, clock):
    """Everything said is in the log; the health file keeps the last success while the site is down."""
    board = SmallBoard(tmp_path, clock, {10: [post(10, sub="Perhe", com="Äiti ja isä riitelee"), post(11, 10)]})
    server = serve(Recording(board.pages()))
    with server as base:
        (tmp_path / "s.toml").write_text(STUDY.format(base=base))
        done = run(tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        first = health(tmp_path)
        (name,) = first["boards"]
        assert first | {"boards": {}} == {"at": first["at"], "exit": 0, "boards": {}, "last_success": first["at"]}
        assert first["boards"] == {name: "ok"} and datetime.fromisoformat(first["at"]).tzinfo == UTC
        assert stat.S_IMODE((tmp_path / "h").stat().st_mode) == 0o600

        server.faults["/b/catalog.json"] = Fault(status=503)
        later = "2026-11-22T18:00:00+00:00"
        done = run(tmp_path, HIKCORPUS_CLOCK=later)
        assert (done.returncode, done.stdout, done.stderr) == (4, "", "")
    second = health(tmp_path)
    assert second["exit"] == 4 and second["boards"] == {name: "NetworkError"}
    assert second["last_success"] == first["at"] < later <= second["at"]
    lines = (tmp_path / "s.log").read_text().splitlines()
    assert "stopped." in lines[-2] and lines[-1].endswith(" ended with exit code 4")
    assert "riitelee" not in (tmp_path / "s.log").read_text() + (tmp_path / "h").read_text()


def test_a_run_that_meets_another(tmp_path, site):
    """It says so in the log and leaves with 0; the health file does not move, so that a run that hangs is seen."""
    with hold(tmp_path / "data" / "state", "run-s", datetime.now(UTC) - timedelta(hours=3)):
        done = run(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    said = (tmp_path / "s.log").read_text()
    assert "Another run is at work on run-s" in said and f"process {os.getpid()}" in said
    assert said.endswith("ended with exit code 0\n")
    assert not (tmp_path / "h").exists()


def test_a_mistake_is_in_the_log(tmp_path):
    """A study file that is gone: the sentence and the code, in the log and in the health file, not on the terminal."""
    done = run(tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")
    assert "Error: " in (tmp_path / "s.log").read_text() and "s.toml" in (tmp_path / "s.log").read_text()
    assert health(tmp_path)["exit"] == 3 and health(tmp_path)["last_success"] is None


def test_places_that_cannot_be(tmp_path):
    """A log that is a folder, a health file in no folder: one sentence on stderr, code 3."""
    (tmp_path / "s.toml").write_text('contact = "a@b.example"\n')
    (tmp_path / "folder").mkdir()
    done = hikcorpus("run", "s.toml", "--log", "folder", cwd=tmp_path)
    assert done.returncode == 3 and "folder" in done.stderr
    done = hikcorpus("run", "s.toml", "--health", "nosuch/h", cwd=tmp_path)
    assert done.returncode == 3 and "nosuch" in done.stderr
    done = hikcorpus("run", "s.toml", "--health", "nosuch/h", "--log", "s.log", cwd=tmp_path)
    assert done.returncode == 3 and "nosuch" in (tmp_path / "s.log").read_text() and done.stderr == ""


def leaves(error, boards=()):
    def work(seen):
        seen.update(outcomes(boards))
        if error is not None:
            raise error

    return work


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (None, 0),
        (ConfigError("no."), 3),
        (NetworkError("no."), 4),
        (typer.Exit(5), 5),
        (KeyboardInterrupt(), 130),
        (OSError(28, "No space left on device"), 9),
        (ZeroDivisionError("somebody's words"), 1),
    ],
)
def test_every_way_out_is_reported(tmp_path, clock, error, code):
    """Code by class of error; nothing of what a fault held."""
    file = tmp_path / "h"
    if error is None:
        reported(file, clock, leaves(None))
    else:
        with pytest.raises(typer.Exit) as left:
            reported(file, clock, leaves(error))
        assert left.value.exit_code == code
    assert health(tmp_path)["exit"] == code and "somebody" not in file.read_text()
    assert (health(tmp_path)["last_success"] is None) == (code != 0)


@pytest.mark.parametrize("before", ["", "[]", "{}", '{"last_success": 3', '{"last_success": null}', "\xff"])
def test_a_damaged_health_file_is_replaced(tmp_path, clock, before):
    """Whatever stood there: a failed run writes a whole one, without a success that nobody saw."""
    (tmp_path / "h").write_bytes(before.encode("latin-1"))
    with pytest.raises(typer.Exit):
        reported(tmp_path / "h", clock, leaves(NetworkError("no.")))
    assert health(tmp_path)["last_success"] is None


def test_a_board_that_was_not_visited_is_no_success(tmp_path, clock):
    """Exit code 0, but another run held the site: said by name of the class, and last_success stays."""
    reported(tmp_path / "h", clock, leaves(None, [Visited("a/b")]))
    success = clock.now().isoformat(timespec="seconds")
    clock.sleep(900)
    reported(tmp_path / "h", clock, leaves(None, [Visited("a/b"), Visited("c/d", error=Locked("busy."))]))
    assert health(tmp_path) == {
        "at": "2026-11-22T10:15:00+00:00",
        "exit": 0,
        "boards": {"a/b": "ok", "c/d": "Locked"},
        "last_success": success,
    }


def test_without_a_health_file_nothing_is_written(tmp_path, clock):
    """The option is off by default."""
    reported(None, clock, leaves(None))
    assert list(tmp_path.iterdir()) == []
