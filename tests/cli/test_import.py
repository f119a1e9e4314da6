"""`hikcorpus import` as typed: what it prints, how it leaves."""

import json

import pytest

from tests.cli.command import hikcorpus
from tests.crawl.imports.made import line, put, thread

LOG = "--- Log opened Thu Jan 01 10:00:00 2026\n10:00 -!- a [~a@host.example] has joined #x\n10:00 < a> moi\n"


def test_kinds_side_by_side(tmp_path):
    """One command over a folder: each board's line, what was left out by reason, what was not looked at."""
    page = json.dumps(
        {"note": '<link rel="canonical" href="https://board.example/b/res/10.html">'} | thread(10)
    ).encode()
    put(tmp_path / "in" / "page.json", b'<html><link rel=canonical href="https://board.example/b/res/10.html">')
    put(tmp_path / "in" / "board.example" / "b" / "res" / "10.json", page)
    put(tmp_path / "in" / "pol.ndjson", line(10, 3, board="adv") + b"nonsense\n")
    put(tmp_path / "in" / "picture.png", b"\x89PNG")
    done = hikcorpus("import", "in", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "4chan.org/adv: 1 records, 4 new messages, 0 edited, 1 new threads.",
        "board.example/b: 1 pages, 2 new messages, 0 edited, 1 new threads.",
        "1 left out: no thread.",
        "1 left out: unreadable.",
        "1 files in the folders were not looked at: their endings are of no kind.",
    ]
    again = hikcorpus("import", "in", cwd=tmp_path)
    assert "4chan.org/adv: 1 records, 0 new messages, 0 edited, 0 new threads; 1 read before." in again.stdout


def test_a_chat(tmp_path):
    """Its zone and its label; who came is a number."""
    put(tmp_path / "x.log", LOG)
    done = hikcorpus("import", "x.log", "--board", "irc/x", "--zone", "Europe/Helsinki", cwd=tmp_path)
    assert done.stdout == "irc/x: 1 days, 1 new messages, 0 edited, 1 new threads; 1 joined.\n", done.stderr
    assert "host.example" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["import", "nosuch"], 2, "nosuch"),
        (["import", "x.log"], 2, "--board SITE/ROOM"),
        (["import", "x.log", "--kind", "cuneiform"], 2, "Kinds: auto, pages"),
        (["import", "x.log", "--board", "irc"], 2, "SITE/BOARD"),
        (["import", "x.log", "--board", "irc/../x"], 2, "SITE/BOARD"),
        (["import", "x.log", "--board", "irc/x", "--zone", "Mars/Base"], 3, "Mars/Base"),
        (["import", "x.log", "--board", "irc/x", "--pattern", "nosuch"], 3, "irssi"),
        (["import", "nothing.html"], 5, "docs/how-to/import.md"),
        (["import", "pol.ndjson"], 2, "--board"),
    ],
)
def test_mistakes(tmp_path, words, code, said):
    """One sentence, the next step, the documented code, nothing of what people wrote."""
    put(tmp_path / "x.log", LOG)
    put(tmp_path / "nothing.html", "<html><title>weather</title></html>")
    put(tmp_path / "pol.ndjson", line(10))
    done = hikcorpus(*words, cwd=tmp_path)
    assert done.returncode == code, (done.stdout, done.stderr)
    assert said in done.stderr and len(done.stderr.strip().splitlines()) <= 2
    assert "moi" not in done.stdout + done.stderr
