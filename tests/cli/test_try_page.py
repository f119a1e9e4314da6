"""`hikcorpus try` says what was understood of one page; `hikcorpus sources --detect` which engine made it."""

import pytest

from hikcorpus.fetch.replay import Recorded, Recording, serve
from tests.cli.command import hikcorpus

SITE = """
engine = "ownforum"
site = "own.example"
address = "http://own.example"
zone = "Europe/Helsinki"
[boards.talk]
[source]
title = "A forum of one's own"
[source.addresses]
listing = "{root}/{board}"
thread = "{root}/t/{thread}"
[source.listing]
row = "li"
id = '@id -> ^t(\\d+)$'
title = "a"
[source.thread]
title = "h1"
[source.post]
each = "article"
id = '@id -> ^p(\\d+)$'
author = ".name"
date = "time"
text = ".text"
[source.dates]
formats = ["DD.MM.YYYY HH:mm"]
"""
THREAD = (
    "<!DOCTYPE html><html><body><h1>Otsikko</h1>"
    '<article id="p5"><b class="name">Maija</b><time>22.11.2026 14:00</time><div class="text">Hei<br>taas</div></article>'
    '<article id="p6"><b class="name">Olli</b><time>joskus</time><div class="text">No hei</div></article>'
    "</body></html>"
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "own.toml").write_text(SITE)
    (tmp_path / "page.html").write_text(THREAD)
    return tmp_path


def test_a_saved_page_is_told_field_by_field(place):
    """What was found on how many messages, the first value, what was not found, what could not be read."""
    done = hikcorpus("try", "own.toml", "page.html", "--url", "http://own.example/t/5", cwd=place)
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "http://own.example/t/5 read as a thread of ownforum: 2 messages."
    assert "thread title Otsikko" in lines
    assert "post author_name 2 of 2 Maija" in lines
    assert "post posted_at 1 of 2 2026-11-22 12:00:00+00:00" in lines
    assert "post text 2 of 2 Hei taas" in lines
    assert any(line.startswith("Could not be read: 1 times unknown date") for line in lines)
    assert any(line.startswith("Not on this page:") and "post tripcode" in line for line in lines)
    assert not (place / "data").exists()


def test_a_page_that_does_not_read_says_why(place):
    """Exit code 5 and one sentence; nothing of the page's text."""
    (place / "page.html").write_text("<!DOCTYPE html><html><body>SECRET</body></html>")
    done = hikcorpus("try", "own.toml", "page.html", "--url", "http://own.example/t/5", cwd=place)
    assert done.returncode == 5
    assert "SECRET" not in done.stderr + done.stdout and "/t/5" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("own.toml", "page.html"), 2, "--url"),
        (("own.toml", "nofile.html"), 2, "no file"),
        (("own.toml", "page.html", "--url", "http://own.example/u/5"), 3, "no address"),
        (("nosuchengine", "page.html", "--url", "http://own.example/t/5"), 3, "no board engine"),
        (("own.toml", "http://127.0.0.1:1/t/5"), 3, "contact"),
    ],
)
def test_what_is_wrong_is_one_sentence(place, words, code, says):
    """Never a traceback."""
    done = hikcorpus("try", *words, cwd=place)
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr


def test_a_description_with_a_bad_selector_names_its_key(place):
    """Not the library's own words."""
    (place / "own.toml").write_text(SITE.replace('author = ".name"', 'author = "..name["'))
    done = hikcorpus("try", "own.toml", "page.html", "--url", "http://own.example/t/5", cwd=place)
    assert done.returncode == 3
    assert "author" in done.stderr


def test_detect_over_http(tmp_path):
    """A board on loopback: engine, how it was told, and its boards; as text and as JSON."""
    page = b'<html><body id="phpbb"><a href="./viewforum.php?f=2">Huone</a></body></html>'
    with serve(Recording({"/": Recorded(page, 200, (("content-type", "text/html"),))})) as base:
        words = ("sources", "--detect", f"{base}/", "--contact", "study@university.example")
        done = hikcorpus(*words, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "phpbb" in done.stdout and f"{base}/viewforum.php?f=2" in done.stdout
        assert '"known_by": "traces"' in hikcorpus(*words, "--json", cwd=tmp_path).stdout
        assert (
            hikcorpus("sources", "--detect", f"{base}/x/y/z", "--contact", "s@u.example", cwd=tmp_path).returncode == 3
        )
