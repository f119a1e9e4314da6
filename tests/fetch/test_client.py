"""What the client sends, and what it makes of the answer."""

from datetime import UTC, datetime

import httpx
import pytest

from hikcorpus.errors import UsageError

BOARD = "http://board.example"


def test_a_reply_holds_what_the_crawl_needs(network, client):
    """Bytes undecoded, charset only if named, validators as the server wrote them, time in UTC."""
    headers = {"content-type": "text/html; Charset=Shift_JIS", "ETag": 'W/"x"', "Last-Modified": "odd date"}
    reply = client(network({"/a": (200, headers, "名無し".encode("cp932"))})).get(f"{BOARD}/a#p3")
    assert (reply.url, reply.status, reply.kind) == (f"{BOARD}/a", 200, "ok")
    assert reply.body == "名無し".encode("cp932")
    assert (reply.charset, reply.etag, reply.last_modified) == ("Shift_JIS", 'W/"x"', "odd date")
    assert reply.fetched_at == datetime(2026, 11, 22, 10, 0, 1, tzinfo=UTC)  # a second after robots.txt


@pytest.mark.parametrize("content_type", ["text/plain", "application/json; odata=x", None])
def test_no_charset_is_guessed(network, client, content_type):
    """What the server does not say is not said."""
    headers = {"content-type": content_type} if content_type else {}
    assert client(network({"/a": (200, headers, b"x")})).get(f"{BOARD}/a").charset is None


def test_a_site_can_be_told_another_contact(network, client):
    """Only the host that it was meant for."""
    net = network({"/a": b"x", "http://other.example/a": b"y"})
    asker = client(net)
    asker.introduce(f"{BOARD}/b/", "board@university.example")
    asker.get(f"{BOARD}/a")
    asker.get("http://other.example/a")
    agents = {url: headers["user-agent"] for url, headers, _ in net.asked}
    assert (
        "board@university.example" in agents[f"{BOARD}/a"]
        and "board@university.example" in agents[f"{BOARD}/robots.txt"]
    )
    assert "board@university.example" not in agents["http://other.example/a"]


def test_cookies_are_taken_from_nobody(network, client):
    """A session would be somebody; a guest has none."""
    net = network({"/a": (200, [("set-cookie", "sid=1"), ("set-cookie", "u=2; path=/")], b"")})
    asker = client(net)
    asker.get(f"{BOARD}/a")
    asker.get(f"{BOARD}/a")
    assert all("cookie" not in headers for _, headers, _ in net.asked)


def test_only_gzip_and_deflate_are_asked_for(network, client):
    """What can be decoded within a cap."""
    net = network({})
    client(net).get(f"{BOARD}/a")
    assert {headers["accept-encoding"] for _, headers, _ in net.asked} == {"gzip, deflate"}


@pytest.mark.parametrize(
    "url",
    [
        "ftp://board.example/a",
        "file:///etc/passwd",
        "board.example/hikky",
        "http://",
        "http:///hikky",
        "",
        "http://user:word@board.example/",
        "http://board.example:port/",
        "http://[::1/",
        "http://board.example/\x00",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_public_page_is_never_asked_for(network, client, url):
    """A mistyped command, exit code 2, and no request."""
    net = network({})
    with pytest.raises(UsageError):
        client(net).get(url)
    assert net.asked == []


def test_validators_go_back_byte_for_byte(network, client):
    """Weak tags, odd dates and bytes beyond ASCII are the server's business."""
    raw = httpx.Headers([(b"ETag", b'W/"\xe4-1"'), (b"Last-Modified", b"yesterday, 9 o'clock")])
    net = network({"/a": (200, raw, b"x"), "/robots.txt": b""})
    asker = client(net)
    first = asker.get(f"{BOARD}/a")
    asker.get(f"{BOARD}/a", etag=first.etag, last_modified=first.last_modified)
    sent = dict(net.asked[-1][1].raw)
    assert sent[b"If-None-Match"] == b'W/"\xe4-1"'
    assert sent[b"If-Modified-Since"] == b"yesterday, 9 o'clock"


def test_without_validators_the_request_is_unconditional(network, client):
    """Also robots.txt is never asked conditionally."""
    net = network({"/a": b"x"})
    client(net).get(f"{BOARD}/a", etag='"x"')
    robots, page = (headers for _, headers, _ in net.asked)
    assert "if-none-match" not in robots
    assert "if-none-match" in page
    assert "if-modified-since" not in page


@pytest.mark.parametrize(
    ("status", "kind"),
    [(200, "ok"), (203, "ok"), (304, "not_modified"), (404, "gone"), (403, "blocked"), (418, "other")],
)
def test_a_status_is_an_answer_not_an_error(network, client, status, kind):
    """The caller decides."""
    reply = client(network({"/a": status})).get(f"{BOARD}/a")
    assert (reply.status, reply.kind) == (status, kind)


def test_requests_to_a_host_are_evenly_spaced(network, client):
    """A call's own delay replaces the client's; other hosts do not wait."""
    net = network({"/a": b"x"})
    asker = client(net, delay=2.0)
    for delay in (None, None, 5.0, 0.5):
        asker.get(f"{BOARD}/a", delay=delay)
    assert net.times() == [2, 4, 9, 9.5]
    asker.get("http://other.example/a")
    assert [at - 9.5 for at in net.times()[4:]] == [2]  # only after its own robots.txt


def test_all_requests_are_on_record(network, client, clock):
    """What the politeness ledger is written from: robots.txt, tries and redirects included."""
    seen = []
    body = b"x" * 100
    net = network(
        {"/a": [503, (302, {"location": "/b"}, b"Moved")], "/b": body, "/robots.txt": b"User-agent: *\nCrawl-delay: 3"}
    )
    asker = client(net, on_request=seen.append)
    asker.get(f"{BOARD}/a", page_kind="listing")
    assert [(r.page_kind, r.status, r.bytes, r.host) for r in seen] == [
        ("robots", 200, 28, "board.example"),
        ("listing", 503, 0, "board.example"),
        ("listing", 302, 5, "board.example"),
        ("listing", 200, 100, "board.example"),
    ]
    assert [r.time for r in seen] == [at for _, _, at in net.asked]
    assert [r.waited for r in seen] == [0.0, 3.0, 3.0, 3.0]
    tally = asker.tally
    assert (tally.requests, tally.bytes_received, tally.seconds_waited) == (4, 133, 9.0)
    assert tally.by_status == {200: 2, 503: 1, 302: 1}
    assert tally.by_kind == {"ok": 2, "unavailable": 1, "moved": 1}
    assert (clock.now() - seen[0].time).total_seconds() == 9.0
