"""The site over real HTTP on loopback: validators, conditional requests, states, robots."""

import http.client
import threading
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import pytest

from hikcorpus.clock import FakeClock
from hikcorpus.demo.site import DemoSite, serve


@pytest.fixture
def site(small, clock) -> DemoSite:
    return DemoSite(small, clock)


@pytest.fixture
def ask(site):
    """Ask the served site over one kept connection: (status, headers, body)."""
    with serve(site) as base:
        connection = http.client.HTTPConnection("127.0.0.1", urlsplit(base).port, timeout=10)

        def request(path, headers=None, method="GET"):
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()

        yield request
        connection.close()


def _paths(world, visit):
    for board in world.boards:
        yield f"/{board.name}/catalog.json"
        yield f"/{board.name}/threads.json"
        yield f"/{board.name}/0.json"
        yield from (f"/{board.name}/res/{t.number}.json" for t in world.catalog(board.name, visit))


def test_every_page_is_served(small, ask):
    """All listings and threads of a visit answer 200 with both validators and their length."""
    for path in _paths(small, 1):
        status, headers, body = ask(path)
        assert status == 200, path
        assert headers["content-type"] == "application/json"
        assert int(headers["content-length"]) == len(body)
        assert headers["etag"].startswith('"')
        assert parsedate_to_datetime(headers["last-modified"]) <= small.visits[0]


def test_a_known_validator_gets_304(ask):
    """ETag alone, weak, in a list or `*`; Last-Modified alone; no body then, and the connection goes on."""
    _, headers, _ = ask("/fi/catalog.json")
    etag, date = headers["etag"], headers["last-modified"]
    for asked in (
        {"If-None-Match": etag},
        {"If-None-Match": f"W/{etag}"},
        {"If-None-Match": f'"other", {etag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": date},
        {"If-None-Match": etag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        status, got, body = ask("/fi/catalog.json", asked)
        assert (status, body) == (304, b""), asked
        assert got["etag"] == etag


def test_another_validator_gets_the_page(ask):
    """If-None-Match decides alone where it is sent."""
    _, headers, _ = ask("/fi/catalog.json")
    for asked in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": headers["last-modified"]},
        {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
    ):
        assert ask("/fi/catalog.json", asked)[0] == 200, asked


def test_unknown_paths_are_404(ask):
    """Other boards, threads, pages and files."""
    for path in (
        "/xx/catalog.json", "/fi/res/1.json", "/fi/99.json", "/fi/archive.json", "/favicon.ico", "/fi", "/fi/res/x.json",
        "/../etc/passwd", "/robots.txt/catalog.json",
    ):  # fmt: skip
        assert ask(path)[0] == 404, path


def test_vanished_threads_are_404_at_the_second_visit(small, site, ask):
    """Deleted and pruned threads look the same to who asks: gone."""
    gone = [t for t in small.threads if t.deleted_at or t.pruned_at]
    assert gone
    for thread in gone:
        site.moment = 1
        assert ask(f"/{thread.board}/res/{thread.number}.json")[0] == 200
        site.moment = 2
        assert ask(f"/{thread.board}/res/{thread.number}.json")[0] == 404


def test_robots_allow_and_ask_for_a_second_between_requests(ask):
    """Crawlers are welcome here, slowly."""
    status, headers, body = ask("/robots.txt")
    assert status == 200
    assert headers["content-type"] == "text/plain"
    assert b"Crawl-delay: 1" in body
    assert b"Disallow: /\n" not in body


def test_front_pages_lead_to_the_boards(ask):
    """The site's root links to each board, and each board has a page."""
    status, _, body = ask("/")
    assert status == 200
    for board in ("fi", "ja", "en"):
        assert f'href="/{board}/"'.encode() in body
        assert ask(f"/{board}/")[0] == 200
        assert ask(f"/{board}/index.html")[0] == 200


def test_a_query_changes_nothing(ask):
    """As with files behind nginx."""
    assert ask("/fi/catalog.json?x=1")[2] == ask("/fi/catalog.json")[2]


def test_head_has_no_body_and_posting_is_refused(ask):
    """Only reading is possible."""
    status, headers, body = ask("/fi/catalog.json", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 1000
    assert ask("/fi/catalog.json", method="POST")[0] == 405


def test_the_date_is_the_injected_clocks(small, ask, site, clock):
    """No answer carries the machine's time."""
    assert ask("/")[1]["date"] == "Sun, 22 Nov 2026 10:00:00 GMT"
    clock.sleep(90)
    assert ask("/")[1]["date"] == "Sun, 22 Nov 2026 10:01:30 GMT"
    other = DemoSite(small, FakeClock(datetime(2030, 1, 1, tzinfo=UTC)))
    assert other.respond("/fi/catalog.json")[1]["Last-Modified"] == site.respond("/fi/catalog.json")[1]["Last-Modified"]


def test_only_two_moments_are_known(site):
    """A third visit would be a mistake of the caller."""
    with pytest.raises(ValueError, match="visit 1 and visit 2"):
        site.moment = 3


def test_many_may_ask_at_once(small, site):
    """Threads get whole pages, and every request is counted."""
    answers = []
    with serve(site) as base:
        port = urlsplit(base).port

        def fetch():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            for board in small.boards:
                connection.request("GET", f"/{board.name}/catalog.json")
                answers.append(connection.getresponse().read())
            connection.close()

        workers = [threading.Thread(target=fetch) for _ in range(6)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert len(answers) == 18
    assert len(set(answers)) == 3
    assert site.asked == {200: 18}
