"""Whatever a server sends: an answer or one clear error, within a bound on time, memory and disk."""

import gzip
import time
import tracemalloc
from contextlib import contextmanager
from functools import cache

import pytest

from hikcorpus.errors import NetworkError
from hikcorpus.fetch.address import host_of
from tests.fetch.hostile import HEAD, Hostile

CAP = 300_000
SECONDS = 0.3
MEMORY = 6_000_000
TIME = 3.0
K64 = b"x" * 65536
PACKED = HEAD + b"Content-Encoding: gzip\r\n\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
EMPTY = gzip.compress(b"")

TOO_LARGE, TOO_SLOW, BROKE = f"sent more than {CAP} bytes", f"took more than {SECONDS} seconds", "its answer broke off"
NOT_PACKED = "its answer cannot be decompressed"


@cache
def bomb():
    return gzip.compress(bytes(50_000_000), 9)


def said(*parts):
    """A play that sends these bytes and closes."""
    return lambda line: [line.send(part) for part in parts]


def then(start, *more):
    """A play that sends the start, then does something: ("for_ever", data), ("drip", data), ("hang",) ..."""
    return lambda line: (line.send(start), getattr(line, more[0])(*more[1:]))


PLAYS = {
    # what the server does: (play, what the error says)
    "endless body": (then(HEAD + b"\r\n", "for_ever", K64), TOO_LARGE),
    "endless body in chunks": (then(CHUNKED, "for_ever", b"10000\r\n" + K64 + b"\r\n"), TOO_LARGE),
    "endless body in tiny chunks": (then(CHUNKED, "for_ever", b"1\r\nx\r\n" * 9000), f"{TOO_LARGE}|{TOO_SLOW}"),
    "endless headers": (then(HEAD, "for_ever", b"X-Header: " + b"y" * 1000 + b"\r\n"), BROKE),
    "endless short headers": (then(HEAD, "for_ever", b"a:\r\n" * 1000), BROKE),
    "endless status line": (then(b"HTTP/1.1 200 ", "for_ever", b"y" * 1000), BROKE),
    "a header of 1 MB": (said(HEAD, b"X-Header: " + b"y" * 1_000_000 + b"\r\n", b"Content-Length: 1\r\n\r\nx"), BROKE),
    "flood of 1xx": (then(b"", "for_ever", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000), f"{TOO_LARGE}|{TOO_SLOW}"),
    "flood of early hints": (
        then(b"", "for_ever", b"HTTP/1.1 103 Early Hints\r\nLink: " + b"y" * 9000 + b"\r\n\r\n"),
        f"{TOO_LARGE}|{TOO_SLOW}",
    ),
    "gzip bomb": (lambda line: line.send(PACKED + bomb()), TOO_LARGE),
    "gzip bomb of many members": (lambda line: line.send(PACKED + gzip.compress(bytes(100_000)) * 500), TOO_LARGE),
    "gzip: endless empty members": (then(PACKED, "for_ever", EMPTY * 3000), TOO_LARGE),
    "gzip: endless padding": (then(PACKED + gzip.compress(b"x"), "for_ever", bytes(65536)), TOO_LARGE),
    "gzip: endless file name": (then(PACKED + EMPTY[:3] + b"\x08" + EMPTY[4:10], "for_ever", K64), TOO_LARGE),
    "gzip that is none": (said(PACKED, b"<html>plain</html>"), NOT_PACKED),
    "gzip cut off": (lambda line: line.send(PACKED + gzip.compress(b"x" * 999)[:-5]), BROKE),
    "drip of body": (then(HEAD + b"\r\n", "drip", b"x"), TOO_SLOW),
    "drip of promised body": (then(HEAD + b"Content-Length: 100000\r\n\r\n", "drip", b"x"), TOO_SLOW),
    "drip of chunks": (then(CHUNKED, "drip", b"1\r\nx\r\n"), TOO_SLOW),
    "drip of headers": (then(HEAD, "drip", b"X-A: b\r\n"), TOO_SLOW),
    "drip of status line": (then(b"HTTP/1.1 200 ", "drip", b"O"), TOO_SLOW),
    "drip of 1xx": (then(b"", "drip", b"HTTP/1.1 100 C\r\n\r\n"), TOO_SLOW),
    "drip of gzip members": (then(PACKED, "drip", EMPTY), TOO_SLOW),
    "no answer": (then(b"", "hang"), TOO_SLOW),
    "head, then nothing": (then(HEAD + b"Content-Length: 9\r\n\r\n", "hang"), TOO_SLOW),
    "half a head, then nothing": (then(HEAD, "hang"), TOO_SLOW),
    "promises too much, closes": (said(HEAD, b"Content-Length: 100\r\n\r\nshort"), BROKE),
    "promises too much, stays": (then(HEAD + b"Content-Length: 100\r\n\r\nshort", "hang"), TOO_SLOW),
    "promises 1 GB": (then(HEAD + b"Content-Length: 1000000000\r\n\r\n", "hang"), TOO_LARGE),
    "promises 20 digits": (then(HEAD + b"Content-Length: 99999999999999999999\r\n\r\n", "hang"), TOO_LARGE),
    "promises 1 GB packed": (
        then(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 1000000000\r\n\r\n", "hang"),
        TOO_LARGE,
    ),
    "sends 1 GB unannounced": (
        lambda line: (line.send(HEAD + b"\r\n"), [line.send(K64) for _ in range(16000)]),
        TOO_LARGE,
    ),
    "negative length": (said(HEAD, b"Content-Length: -1\r\n\r\nx"), BROKE),
    "length that is no number": (said(HEAD, b"Content-Length: many\r\n\r\nx"), BROKE),
    "two lengths": (said(HEAD, b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx"), BROKE),
    "chunks that are none": (said(CHUNKED, b"zz\r\nx\r\n0\r\n\r\n"), BROKE),
    "negative chunk": (said(CHUNKED, b"-1\r\nx\r\n0\r\n\r\n"), BROKE),
    "chunk of many digits": (said(CHUNKED, b"F" * 30 + b"\r\nx"), BROKE),
    "huge chunk": (then(CHUNKED + b"FFFFFFFFFFFFFFF\r\n", "for_ever", K64), TOO_LARGE),
    "endless chunk extension": (then(CHUNKED + b"1;", "for_ever", K64), BROKE),
    "endless trailers": (then(CHUNKED + b"0\r\n", "for_ever", b"a: b\r\n" * 1000), BROKE),
    "unknown transfer coding": (said(HEAD, b"Transfer-Encoding: rot13\r\n\r\nx"), BROKE),
    "TLS on the plain port": (said(b"\x15\x03\x01\x00\x02\x02\x46"), BROKE),
    "an upgrade nobody asked for": (
        said(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
        BROKE,
    ),
    "zeroes": (then(b"", "for_ever", bytes(1000)), BROKE),
    "HTTP/0.9": (said(b"<html>hei</html>\n"), BROKE),
    "HTTP/2 preface": (said(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18)), BROKE),
    "status of four digits": (said(b"HTTP/1.1 2000 OK\r\n\r\n"), BROKE),
    "negative status": (said(b"HTTP/1.1 -20 OK\r\n\r\n"), BROKE),
    "closes at once": (said(b""), BROKE),
    "resets": (lambda line: line.reset(), BROKE),
    "resets in the body": (lambda line: (line.send(HEAD + b"Content-Length: 9\r\n\r\nx"), line.reset()), BROKE),
    "header with a zero byte": (said(HEAD, b"X-\x00: y\r\nContent-Length: 1\r\n\r\nx"), BROKE),
    "folded endlessly": (then(HEAD + b"X: y\r\n", "for_ever", b" z\r\n" * 1000), BROKE),
}


@contextmanager
def bounds(folder):
    """Time, memory of Python's allocator, and nothing on disk."""
    tracemalloc.start()
    started = time.monotonic()
    try:
        yield
        seconds, memory = time.monotonic() - started, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seconds < TIME
    assert memory < MEMORY
    assert list(folder.rglob("*")) == []


@pytest.fixture
def asker(request, client, tmp_path, monkeypatch):
    """A client with small bounds and one try; what it writes would lie in tmp_path.

    Where time is not what ends a play, there is plenty, so that a busy machine changes no result.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    what = request.node.callspec.params.get("what") if hasattr(request.node, "callspec") else None
    timed = what not in PLAYS or TOO_SLOW in PLAYS[what][1] or what.startswith("promises")
    return client(max_bytes=CAP, max_seconds=SECONDS if timed else 2.0, tries=1)


@pytest.mark.parametrize("what", PLAYS)
def test_no_page_takes_more_than_it_is_given(asker, tmp_path, what):
    """Time, memory and disk are bounded; one sentence with the host, exit code 4; on record as failed."""
    play, words = PLAYS[what]
    bomb()
    with Hostile(play) as base, bounds(tmp_path), pytest.raises(NetworkError, match=words) as caught:
        asker.get(f"{base}/a")
    assert caught.value.what.startswith("127.0.0.1 ")
    assert caught.value.next_step
    assert asker.tally.by_kind == {"gone": 1, "failed": 1}


@pytest.mark.parametrize("what", PLAYS)
def test_no_robots_file_takes_more_than_it_is_given(asker, tmp_path, what):
    """The same in the place of robots.txt: nothing is read then, or the first 500 KiB say what is allowed."""
    bomb()
    server = Hostile(PLAYS[what][0], "/robots.txt")
    with server as base, bounds(tmp_path):
        if server_is_cut(what):
            assert asker.get(f"{base}/a").kind == "gone"
        else:
            with pytest.raises(NetworkError, match=r"robots\.txt could not be read"):
                asker.get(f"{base}/a")
            assert "/a" not in server.paths()


def server_is_cut(what):
    """Too long, but readable up to there (RFC 9309, 2.5)."""
    return what in {
        *("endless body", "endless body in chunks", "gzip bomb", "gzip bomb of many members", "huge chunk"),
        "sends 1 GB unannounced",
    }


def test_what_is_announced_as_too_large_is_not_read(asker):
    """Not a byte of it; nor is it asked for again."""
    server = Hostile(PLAYS["promises 1 GB"][0])
    with server as base, pytest.raises(NetworkError, match=TOO_LARGE):
        asker.get(f"{base}/a")
    assert asker.tally.bytes_received == 0
    assert server.paths() == ["/robots.txt", "/a"]


def test_a_drip_is_not_asked_for_again(client):
    """It took all the time there is for one page already."""
    server = Hostile(PLAYS["drip of headers"][0])
    with server as base, pytest.raises(NetworkError, match=r"took more than 0\.2 seconds"):
        client(max_seconds=0.2, tries=3).get(f"{base}/a")
    assert server.paths() == ["/robots.txt", "/a"]


@pytest.mark.parametrize("start", [HEAD, HEAD + b"\r\n"])
def test_the_deadline_is_one_for_the_whole_request(client, start):
    """Late bytes buy no time: what is silent after most of it has passed is not waited for as long again."""

    def play(line):
        line.stop.wait(0.8)
        line.send(start)
        line.hang()

    asker = client(max_seconds=1.0, tries=1)
    with Hostile(play) as base:
        started = time.monotonic()
        with pytest.raises(NetworkError, match="took more than 1 seconds"):
            asker.get(f"{base}/a")
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_a_handshake_that_does_not_end(asker, tmp_path, how):
    """https: the deadline holds before the first request, too."""
    play = {"hang": lambda line: line.hang(), "drip": lambda line: line.drip(b"\x16\x03\x03\x00")}[how]
    with Hostile(play, None) as base, bounds(tmp_path), pytest.raises(NetworkError):
        asker.get(base.replace("http:", "https:") + "/a")


def test_a_plain_port_asked_in_tls(asker):
    """In words."""
    words = "no secure connection could be made"
    server = Hostile(said(b"HTTP/1.1 400 Bad Request\r\n\r\n"), None)
    with server as base, pytest.raises(NetworkError, match=words):
        asker.get(base.replace("http:", "https:") + "/a")


def test_more_than_was_promised_is_not_read(asker):
    """What hangs over is neither page nor the next answer."""
    pages = iter([b"Content-Length: 5\r\n\r\nfirst<html>and more</html>", b"Content-Length: 6\r\n\r\nsecond"])
    with Hostile(lambda line: line.send(HEAD + next(pages))) as base:
        assert asker.get(f"{base}/a").body == b"first"
        assert asker.get(f"{base}/a").body == b"second"


def test_packed_twice_is_unpacked_once(asker, tmp_path):
    """A bomb in a bomb is a small body."""
    with Hostile(lambda line: line.send(PACKED + gzip.compress(bomb()))) as base, bounds(tmp_path):
        assert asker.get(f"{base}/a").body == bomb()


def redirected(to, status=b"302 Found"):
    return said(b"HTTP/1.1 " + status + b"\r\nLocation: " + to + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")


def test_a_ring_of_redirects_ends(asker, tmp_path):
    """Six requests, and nothing is concluded."""
    server = Hostile(redirected(b"/a"))
    with server as base, bounds(tmp_path):
        assert asker.get(f"{base}/a").kind == "other"
    assert server.paths() == ["/robots.txt"] + ["/a"] * 6


def test_a_growing_ring_of_redirects_ends(asker, tmp_path):
    """Addresses that get longer each time."""
    server = Hostile(redirected(b"?" + b"x" * 5000), "*")
    with server as base, bounds(tmp_path):
        assert asker.get(f"{base}/a").kind == "other"


@pytest.mark.parametrize(
    "to",
    [
        *(
            "http://other.example/",
            "http://169.254.169.254/latest/meta-data/",
            "http://localhost:{}/",
            "//127.0.0.2:{}/",
        ),
        *(
            "file:///etc/passwd",
            "gopher://127.0.0.1:{}/",
            "http://[::1]:{}/",
            "http://0x7f000001:{}/",
            "http://127.1:{}/",
        ),
        *("data:text/html,x", "http://\x00/", "http://127.0.0.1:{}/"),
    ],
)
def test_a_redirect_elsewhere_leads_nowhere(asker, to):
    """Other hosts, other ports, private addresses, files: told, not followed."""
    target = Hostile(said(HEAD + b"\r\nsecret"), "*")
    with target as inside, Hostile(redirected(to.format(inside.rsplit(":", 1)[1]).encode())) as base:
        try:
            reply = asker.get(f"{base}/a")
        except NetworkError as error:  # a head with a zero byte is no head
            assert BROKE in error.what
        else:
            assert (reply.kind, reply.body) == ("moved", b"")
            assert reply.location is None or host_of(reply.location) or reply.location.startswith("http")
    assert target.heads == []


@pytest.mark.parametrize(
    "to",
    ["http://localhost:{}/", "http://127.0.0.2:{}/", "http://[::1]:{}/", "http://0x7f000001:{}/", "http://127.1:{}/"],
)
def test_robots_do_not_lead_into_the_private_network(asker, to):
    """RFC 9309 has redirects across hosts followed: not off the public internet, however it is written."""
    target = Hostile(said(HEAD + b"\r\nsecret"), "*")
    with target as inside:
        play = redirected(to.format(inside.rsplit(":", 1)[1]).encode())
        with (
            Hostile(play, "/robots.txt") as base,
            pytest.raises(NetworkError, match=r"not on the public|off the public"),
        ):
            asker.get(f"{base}/a")
    assert target.heads == []


@pytest.mark.parametrize(
    "value", [b"999999999", b"9" * 50, b"-5", b"soon", b"Fri, 31 Dec 9999 23:59:59 GMT", b"1e9", b"\xff"]
)
def test_whatever_rest_is_asked_for(asker, tmp_path, value):
    """A reply; the client waits for nothing that takes years."""
    play = said(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: " + value + b"\r\n\r\n")
    with Hostile(play) as base, bounds(tmp_path):
        reply = asker.get(f"{base}/a")
    assert reply.kind == "unavailable"
    assert (reply.retry_after is None) == (value in (b"9" * 50, b"-5", b"soon", b"1e9", b"\xff"))


def test_no_cookie_is_ever_sent_back(asker):
    """Neither from pages nor robots.txt, redirects or failures; also no referrer and no credentials."""
    cookie = b"Connection: close\r\nSet-Cookie: sid=1; Path=/\r\nSet-Cookie: u=2; Max-Age=99999; Domain=127.0.0.1\r\nContent-Length: 1\r\n"
    heads = iter([b"200 OK\r\n", b"302 Found\r\nLocation: /b\r\n", b"200 OK\r\n", b"503 Busy\r\n", b"404 No\r\n"])
    server = Hostile(lambda line: line.send(b"HTTP/1.1 " + next(heads) + cookie + b"\r\nx"), "*")
    with server as base:
        for path in ("/a", "/a", "/c"):
            asker.get(base + path)
    assert len(server.heads) == 5
    for head in server.heads:
        assert head.startswith(b"GET ")
        names = {line.split(b":")[0].lower() for line in head.split(b"\r\n")[1:] if line}
        assert names == {b"host", b"user-agent", b"accept", b"accept-encoding"}


@pytest.mark.parametrize("claim", [b"image/png", b"application/json", b"text/html; charset=utf-16", b"\xff/\xff", b""])
def test_a_content_type_that_lies_changes_no_byte(asker, claim):
    """What the bytes are is for the parser to find out."""
    body = b"<html>\xe3\x81\x82</html>"
    play = said(b"HTTP/1.1 200 OK\r\nContent-Type: " + claim + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
    with Hostile(play) as base:
        reply = asker.get(f"{base}/a")
    assert (reply.kind, reply.body) == ("ok", body)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 1000000000\r\n\r\n", "not_modified"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "ok"),
        (b"HTTP/1.0 200\r\n\r\n", "ok"),
    ],
)
def test_odd_answers_are_answers(asker, answer, kind):
    """A 304 may promise the length of what it does not send."""
    with Hostile(said(answer)) as base:
        reply = asker.get(f"{base}/a")
    assert (reply.kind, reply.body) == (kind, b"")


def test_the_servers_here_are_really_hostile():
    """A plain socket would still be reading: the drip goes on, the flood does not end."""
    import socket

    for what in ("endless body", "drip of body"):
        with (
            Hostile(PLAYS[what][0], "/a") as base,
            socket.create_connection(("127.0.0.1", int(base.rsplit(":")[-1]))) as raw,
        ):
            raw.sendall(b"GET /a HTTP/1.1\r\n\r\n")
            received, until = 0, time.monotonic() + 0.3
            while time.monotonic() < until:
                received += len(raw.recv(65536))
            assert received > (10 * CAP if what == "endless body" else len(HEAD) + 5)
