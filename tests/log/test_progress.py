"""Progress: silent for short work, a line now and then in a log, a bar on a terminal; never on stdout."""

import io
import sys

import pytest

from hikcorpus.log import Silent, progress
from hikcorpus.log import progress as room


@pytest.fixture
def moment(monkeypatch):
    """A clock hand that the test moves."""
    now = [100.0]
    monkeypatch.setattr(sys.modules["hikcorpus.log.progress"].time, "monotonic", lambda: now[0])
    return now


def test_short_work_needs_no_line(capsys, moment):
    """Done before anybody wonders: nothing is said."""
    with progress() as tell:
        tell("crawl a/b", 0, 3)
        moment[0] += 1
        tell("crawl a/b", 3, 3)
    assert capsys.readouterr() == ("", "")


def test_long_work_says_so_now_and_then(capsys, moment):
    """In a log: a line after two seconds, then one each ten, and the end."""
    with progress() as tell:
        for done in range(31):
            tell("crawl a/b", done, 30)
            moment[0] += 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [f"crawl a/b: {n} of 30" for n in (2, 12, 22, 30)]


def test_quiet_is_silent(capsys):
    """--quiet says nothing at all."""
    with progress(quiet=True) as tell:
        assert isinstance(tell, Silent)
        tell("x", 0, None)
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar(monkeypatch):
    """On a terminal rich draws; totals may grow."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with room() as tell:
        tell("crawl a/b", 1, 2)
        tell("crawl a/b", 2, 4)
        tell("unknown", 5, None)
    assert "crawl a/b" in screen.getvalue()
