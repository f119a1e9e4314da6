"""Failures that may pass are tried again, more and more slowly; a site that asks for rest gets it."""

import random
import socket
import ssl
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import NetworkError
from hikcorpus.fetch.backoff import backoff, retry_after
from hikcorpus.fetch.client import Client

BOARD = "http://board.example"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def caused(error, cause):
    error.__cause__ = cause
    return error


FAILURES = [
    (caused(httpx.ConnectError("x"), socket.gaierror(-2, "x")), "its name is not known"),
    (caused(httpx.ConnectError("x"), ConnectionRefusedError(111, "x")), "it refused the connection"),
    (caused(httpx.ConnectError("x"), ssl.SSLError(1, "x")), "no secure connection could be made"),
    (httpx.ConnectError("x"), "no connection could be made"),
    (httpx.ConnectTimeout("x"), "it did not take the connection in time"),
    (httpx.ReadTimeout("x"), "it stopped sending"),
    (httpx.RemoteProtocolError("x"), "its answer broke off"),
    (httpx.ReadError("x"), "its answer broke off"),
    (httpx.PoolTimeout("x"), "it did not answer in time"),
    (UnicodeError("label too long"), "its name is not known"),
    (httpx.UnsupportedProtocol("x"), "the connection failed"),
    ((200, {"content-length": "9"}, [b"part", httpx.RemoteProtocolError("x")]), "its answer broke off"),
    ((200, {"content-encoding": "gzip"}, b"not gzip"), "its answer cannot be decompressed"),
    ((200, {"content-encoding": "br"}, b"x"), "it answered in a compression that was not asked for"),
]


@pytest.mark.parametrize(("failure", "words"), FAILURES)
def test_what_stays_broken_is_one_sentence(network, client, failure, words):
    """Host, reason, number of tries; then the next step. Exit code 4."""
    net = network({"/a": failure, "/robots.txt": b""})
    asker = client(net)
    with pytest.raises(NetworkError) as caught:
        asker.get(f"{BOARD}/a")
    assert caught.value.what == f"board.example could not be read: {words} (tries: 3)."
    assert caught.value.next_step == "Nothing stored was touched; run the same command again later."
    assert net.paths() == ["/a"] * 3
    assert asker.tally.by_status == {200: 1, 0: 3}
    assert asker.tally.by_kind == {"ok": 1, "failed": 3}


@pytest.mark.parametrize(("failure", "words"), FAILURES)
def test_what_passes_is_never_noticed(network, client, failure, words):
    """The third try counts."""
    net = network({"/a": [failure, failure, b"x"]})
    assert client(net).get(f"{BOARD}/a").body == b"x"


def test_one_try_is_one_request(network, client):
    """As configured."""
    net = network({"/a": httpx.ReadTimeout("x")})
    with pytest.raises(NetworkError, match=r"tries: 1"):
        client(net, tries=1).get(f"{BOARD}/a")
    assert net.paths() == ["/a"]


def test_the_waits_grow(network, client):
    """Exponential with the jitter that was put in."""
    net = network({"/a": httpx.ReadTimeout("x")})
    with pytest.raises(NetworkError):
        client(net, tries=5, delay=0.0, chance=random.Random(7)).get(f"{BOARD}/a")
    gaps = [later - sooner for sooner, later in pairwise(net.times())]
    same = random.Random(7)
    assert gaps == pytest.approx([backoff(n, same) for n in range(4)], abs=1e-5)


@given(attempt=st.integers(0, 10**6), seed=st.integers())
def test_a_wait_is_bounded(attempt, seed):
    """Half to one and a half of a doubling, 90 seconds at most, however often it failed."""
    middle = min(60, 2 * 2 ** min(attempt, 20))
    assert middle * 0.5 <= backoff(attempt, random.Random(seed)) <= middle * 1.5 <= 90


def test_no_two_runs_come_back_together(network, clock):
    """Without a source of chance put in, each client has its own: or all installations would ask at once."""
    seen = set()
    for _ in range(5):
        net = network({"/a": [503, b"x"]})
        Client(contact="study@university.example", clock=clock, transport=net).get(f"{BOARD}/a")
        seen.add(net.times()[-1])
    assert len(seen) > 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        ("120", 120),
        ("300", 300),
        ("Sun, 22 Nov 2026 10:02:01 GMT", 120),
        ("0", 1),
        ("Sun, 22 Nov 2026 09:00:00 GMT", 1),
    ],
)
def test_rest_that_was_asked_for_is_given(network, client, status, asked, waits):
    """Seconds or a date, never less than the pace."""
    net = network({"/a": [(status, {"retry-after": asked}, b""), b"x"]})
    assert client(net).get(f"{BOARD}/a").kind == "ok"
    assert net.times() == [1, 1 + waits]


def test_the_host_rests_not_the_address(network, client):
    """A failure at one address holds up the whole host, other clients that share the pace included."""
    net = network({"/a": [(429, {"retry-after": "100"}, b""), httpx.ReadTimeout("x")], "/b": b"y"})
    asker = client(net, tries=2)
    with pytest.raises(NetworkError):
        asker.get(f"{BOARD}/a")
    asker.get(f"{BOARD}/b")
    assert net.times() == [1, 101, 102]


@pytest.mark.parametrize(("status", "kind"), [(429, "rate_limited"), (503, "unavailable")])
def test_a_long_rest_is_the_callers_decision(network, client, status, kind):
    """No second request; the reply says how long."""
    net = network({"/a": (status, {"retry-after": "301"}, b"later")})
    reply = client(net).get(f"{BOARD}/a")
    assert (reply.kind, reply.status, reply.retry_after) == (kind, status, 301)
    assert net.paths() == ["/a"]


def test_a_long_rest_holds_for_all_that_is_asked_later(network, client, clock):
    """Nothing is sent, nobody waits: an error that says until when; what is left of it is then waited out."""
    net = network({"/a": (429, {"retry-after": "7200"}, b"later"), "/b": b"y"})
    asker = client(net)
    asker.get(f"{BOARD}/a")
    for _ in range(2):
        with pytest.raises(NetworkError) as caught:
            asker.get(f"{BOARD}/b")
        assert caught.value.what == ("board.example asked to be left alone until 2026-11-22 12:00:01 UTC: not asked.")
        assert caught.value.exit_code == 4
    assert clock.now() == NOW + timedelta(seconds=1)
    clock.sleep(7000)
    assert asker.get(f"{BOARD}/b").body == b"y"
    assert net.times() == [1, 7201]


@pytest.mark.parametrize("tries", [1, 2])
def test_rest_asked_for_at_the_last_try_is_given_too(network, client, tries):
    """The next address waits for it."""
    net = network({"/a": (503, {"retry-after": "50"}, b""), "/b": b"y"})
    asker = client(net, tries=tries)
    assert asker.get(f"{BOARD}/a").kind == "unavailable"
    asker.get(f"{BOARD}/b")
    assert net.times() == [1 + 50 * n for n in range(tries + 1)]


@pytest.mark.parametrize("asked", ["999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_a_rest_of_years_is_a_month(network, client, clock, asked):
    """It is more likely a mistake, and one request a month bothers nobody."""
    net = network({"/a": [(503, {"retry-after": asked}, b""), b"x"]})
    asker = client(net)
    assert asker.get(f"{BOARD}/a").retry_after > 9e8
    clock.sleep(29 * 86400)
    with pytest.raises(NetworkError, match="until 2026-12-22"):
        asker.get(f"{BOARD}/a")
    clock.sleep(86400)
    assert asker.get(f"{BOARD}/a").body == b"x"


@pytest.mark.parametrize(
    ("status", "kind"), [(429, "rate_limited"), (503, "unavailable"), (500, "unavailable"), (502, "unavailable")]
)
def test_used_up_tries_end_in_a_reply(network, client, status, kind):
    """Without Retry-After, or with one that cannot be read, the waits are ours."""
    net = network({"/a": (status, {"retry-after": "soon"}, b"")})
    reply = client(net, chance=random.Random(3)).get(f"{BOARD}/a")
    assert (reply.kind, reply.retry_after) == (kind, None)
    assert net.paths() == ["/a"] * 3
    same = random.Random(3)
    assert net.times()[-1] == pytest.approx(1 + sum(max(1, backoff(n, same)) for n in range(2)), abs=1e-5)


@pytest.mark.parametrize("status", [200, 403, 429, 503])
def test_a_protection_is_never_tried_again(network, client, status):
    """It is a no, not a failure."""
    net = network({"/a": (status, {"cf-mitigated": "challenge", "retry-after": "1"}, b"")})
    assert client(net).get(f"{BOARD}/a").kind == "challenge"
    assert net.paths() == ["/a"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7),
        (" 7 ", 7),
        ("-7", None),
        ("1.5", None),
        ("٣", None),
        ("9" * 40, None),
        ("Sun, 22 Nov 2026 10:01:00 GMT", 60),
        ("Sunday, 22-Nov-26 10:01:00 GMT", 60),
        ("Sun Nov 22 10:01:00 2026", 60),
        ("Sun, 22 Nov 2026 12:01:00 +0200", 60),
        ("Sun, 22 Nov 2026 10:01:00 -0000", 60),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Sun, 99 Nov 2026 10:01:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 251607045539.0),
        ("Sun, 22 Nov 2026 10:01:00 +99999999", None),
        ("99999999999 Nov 2026 10:01:00", None),
        ("tomorrow", None),
    ],
)
def test_retry_after_is_read_as_rfc_9110_says(value, seconds):
    """Seconds or one of the three date forms; anything else asks for nothing."""
    assert retry_after(value, NOW) == seconds


@given(st.text(alphabet="0123456789 :-+,GMTSunNov\x00é", max_size=40) | st.text(max_size=30))
def test_whatever_retry_after_says_it_is_a_number_or_nothing(value):
    """Never a crash, never a negative time."""
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds < 1e12
