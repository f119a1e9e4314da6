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
    """As it stands in the file; not the library's own words."""
    (place / "own.toml").write_text(SITE.replace('author = ".name"', 'author = "..name["'))
    done = hikcorpus("try", "own.toml", "page.html", "--url", "http://own.example/t/5", cwd=place)
    assert done.returncode == 3
    assert "source.post.author: '..name[' is no CSS selector" in done.stderr


def test_a_field_that_posts_lack_is_told_by_its_key(place):
    """The key in the site's file, so that it is found there."""
    (place / "own.toml").write_text(SITE.replace('author = ".name"', 'author = ".nick"'))
    done = hikcorpus("try", "own.toml", "page.html", "--url", "http://own.example/t/5", cwd=place)
    assert "Every post should have these, some have not: source.post.author." in done.stdout
    (place / "own.toml").write_text(SITE.replace('each = "article"', 'each = "artikel"'))
    done = hikcorpus("try", "own.toml", "page.html", "--url", "http://own.example/t/5", cwd=place)
    assert "no post stands on it (source.post.each finds nothing)" in done.stderr


def test_a_page_number_taken_from_another_pages_link_is_doubted(place):
    """`page` found the link to page 1 on page 2: then both would have an opening message."""
    paged = SITE.replace("[source.listing]", 'thread_page = "{root}/t/{thread}/{page}"\n[source.listing]')
    (place / "own.toml").write_text(paged.replace("[source.thread]", '[source.thread]\npage = "a.previous"'))
    (place / "page.html").write_text(THREAD.replace("<h1>", '<a class="previous" href="/t/5">1</a><h1>'))
    for page, doubted in (("/2", True), ("", False)):
        done = hikcorpus("try", "own.toml", "page.html", "--url", f"http://own.example/t/5{page}", cwd=place)
        assert ("Look again: By its address this is a later page, by source.thread.page" in done.stdout) is doubted


def test_one_post_whole(place):
    """Every field on its line, the text line by line; what it has not; another id names those of the page."""
    words = ("try", "own.toml", "page.html", "--url", "http://own.example/t/5", "--post")
    done = hikcorpus(*words, "5", cwd=place)
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert lines[0] == "Post 5:"
    assert "author_name Maija" in lines and "posted_at 2026-11-22 12:00:00+00:00" in lines
    assert lines[lines.index("text Hei") + 1] == "taas"
    assert "Not in this post: " in lines[-1] and "tripcode" in lines[-1]
    assert "Olli" not in done.stdout
    done = hikcorpus(*words, "7", cwd=place)
    assert (done.returncode, "Its posts: 5, 6." in done.stderr) == (2, True), done.stderr


def test_a_mistyped_name_leads_to_sites_and_engines(place):
    """The nearest of both, and the sites that have a file."""
    (place / "configs" / "boards").mkdir(parents=True)
    (place / "configs" / "boards" / "ownsite.toml").write_text(SITE)
    for name, meant in (("ownsit", "'ownsite'"), ("phpb", "'phpbb'")):
        done = hikcorpus("try", name, "page.html", "--url", "http://own.example/t/5", cwd=place)
        assert done.returncode == 3
        assert f"no site file configs/boards/{name}.toml, and no board engine {name!r}" in done.stderr
        assert f"Did you mean {meant}" in done.stderr and "Sites with a file: 4chan, ownsite, ylilauta" in done.stderr


@pytest.mark.parametrize("engine", ["vichan", "phpbb", "chat"])
def test_a_description_of_ones_own_takes_no_other_engines_name(place, engine):
    """Messages of both could not be told apart."""
    (place / "own.toml").write_text(SITE.replace('engine = "ownforum"', f'engine = "{engine}"'))
    done = hikcorpus("try", "own.toml", "page.html", "--url", "http://own.example/t/5", cwd=place)
    assert done.returncode == 3
    assert f"[source] of its own, but engine = '{engine}' is there already. Give engine a name" in done.stderr


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
