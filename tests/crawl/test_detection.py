"""Which engine answers at an address: told by its shape, by what the page bears, by its listing; else nobody."""

import pytest

from hikcorpus.errors import ConfigError
from hikcorpus.fetch.replay import Recorded, Recording, ReplayTransport
from hikcorpus.pipeline.detection import detect

CONTACT = "study@university.example"
FORUM = b"""<!DOCTYPE html><html><body id="phpbb" class="nojs notouch section-index ltr"><ul>
<li><a href="./viewforum.php?f=2&amp;sid=0123456789abcdef0123456789abcdef" class="forumtitle">Huone</a></li>
<li><a href="./viewforum.php?f=3" class="forumtitle">Keittio</a> <a href="./viewforum.php?f=2">again</a></li>
<li><a href="http://elsewhere.example/viewforum.php?f=9">elsewhere</a> <a href="http://[bad">x</a></li>
<li><a href="./viewtopic.php?t=7">a thread</a></li></ul></body></html>"""


def page(body, kind="text/html"):
    return Recorded(body, 200, (("content-type", kind),))


def asked(url, pages, clock):
    transport = ReplayTransport(Recording(pages))
    found = detect(url, contact=CONTACT, clock=clock, transport=transport)
    return found, [path for _, path, _, _ in transport.requests if path != "/robots.txt"]


def test_an_address_that_only_one_engine_writes_asks_nobody(clock):
    """No request is made."""
    found, requests = asked("https://boards.4chan.org/r9k/", {}, clock)
    assert [(each.source.engine, each.how) for each in found] == [("fourchan", "address")]
    assert requests == []


def test_the_front_page_of_a_forum_tells_its_engine_and_its_boards(clock):
    """Links to boards on the same host, each once, without session ids."""
    found, requests = asked("http://forum.example/", {"/": page(FORUM)}, clock)
    assert [(each.source.engine, each.how) for each in found] == [("phpbb", "traces")]
    root = "http://forum.example/viewforum.php?f="
    assert found[0].boards == (f"{root}2", f"{root}3")
    assert requests == ["/"]


def test_a_board_without_traces_is_told_by_its_listing(clock):
    """Only JSON answers: the engine whose listing reads."""
    body = b'[{"page":0,"threads":[{"no":5,"time":1600000000,"replies":0,"last_modified":1600000000,"com":"a"}]}]'
    pages = {"/koti/": page(b"<html><body>hei</body></html>"), "/koti/catalog.json": page(body, "application/json")}
    found, _ = asked("http://board.example/koti/", pages, clock)
    assert [(each.source.engine, each.how) for each in found] == [("vichan", "listing")]


def test_nobody_knows_the_page(clock):
    """An empty answer, not a guess."""
    found, _ = asked("http://shop.example/", {"/": page(b"<html><body>shop</body></html>")}, clock)
    assert found == []


def test_words_of_posters_are_no_traces(clock):
    """A page that talks of phpBB, vichan and read.cgi was made by none of them."""
    body = b"<html><body><p>Powered by phpBB? vichan! http://h.example/test/read.cgi/b/1/ Simple Machines</p></body></html>"
    found, _ = asked("http://shop.example/", {"/": page(body)}, clock)
    assert found == []


def test_an_address_that_shows_no_page_is_said_so(clock):
    """403: one sentence."""
    with pytest.raises(ConfigError, match="does not show a page"):
        asked("http://shop.example/", {"/": Recorded(b"no", 403, ())}, clock)
