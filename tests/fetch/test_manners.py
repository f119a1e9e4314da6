"""What a site's operator can ask of us, and what the person at the machine can."""

from itertools import pairwise

import pytest

from hikcorpus.errors import NetworkError, Refused

BOARD = "http://board.example"
SHUT = b"User-agent: *\nDisallow: /\nCrawl-delay: 7"


def test_a_permission_on_record_lifts_disallow_and_nothing_else(network, client):
    """robots.txt is still read, its pace kept, and the next call without permission is refused."""
    net = network({"/robots.txt": SHUT, "/a": b"x"})
    asker = client(net)
    assert asker.get(f"{BOARD}/a", robots="permitted").body == b"x"
    asker.get(f"{BOARD}/a", robots="permitted", delay=2.0)
    with pytest.raises(Refused):
        asker.get(f"{BOARD}/a")
    assert [url for url, _, _ in net.asked] == [f"{BOARD}/robots.txt"] + [f"{BOARD}/a"] * 2
    assert net.times() == [7, 14]


def test_a_permission_does_not_lift_retry_after(network, client):
    """Rest that is asked for is given."""
    net = network({"/robots.txt": SHUT, "/a": [(429, {"retry-after": "100"}, b""), b"x"]})
    client(net).get(f"{BOARD}/a", robots="permitted")
    assert net.times() == [7, 107]


@pytest.mark.parametrize(
    ("robots", "error"), [((200, {"cf-mitigated": "challenge"}, b""), Refused), (503, NetworkError)]
)
def test_a_permission_lifts_no_protection(network, client, robots, error):
    """Nor does it read a site whose robots.txt cannot be read now."""
    net = network({"/robots.txt": robots, "/a": b"x"})
    with pytest.raises(error):
        client(net).get(f"{BOARD}/a", robots="permitted")
    assert net.paths() == []


@pytest.mark.parametrize("manner", ["obey", "permitted"])
@pytest.mark.parametrize(
    ("line", "seconds"),
    [("Crawl-delay: 121", "121"), ("Crawl-delay: 86400", "86400"), ("Request-rate: 1/5m", "300"),
     ("Crawl-delay: 120.5", "120.5"), ("Request-rate: 1/99999999999999999", "1e+17")],
)  # fmt: skip
def test_a_pace_at_which_nothing_ends_is_a_no(network, client, clock, line, seconds, manner):
    """Exit code 6; says how long, where it stands and what remains; nobody waits for it."""
    net = network({"/robots.txt": f"User-agent: *\n{line}".encode(), "/a": b"x"})
    started = clock.now()
    with pytest.raises(Refused) as caught:
        client(net).get(f"{BOARD}/a", robots=manner)
    assert caught.value.what == (
        f"board.example asks for {seconds} seconds between requests in {BOARD}/robots.txt, a pace at which no "
        "visit would end, so nothing of it is read."
    )
    assert "operator" in caught.value.next_step and "hikcorpus import" in caught.value.next_step
    assert net.paths() == []
    assert clock.now() == started


@pytest.mark.parametrize("line", ["Crawl-delay: 120", "Request-rate: 1/2m", "Request-rate: 30/1h"])
def test_two_minutes_are_kept(network, client, line):
    """The slowest pace that is gone along with."""
    net = network({"/robots.txt": f"User-agent: *\n{line}".encode(), "/a": b"x"})
    asker = client(net)
    asker.get(f"{BOARD}/a")
    asker.get(f"{BOARD}/a")
    assert net.times() == [120, 240]


class Stopped(Refused):
    """What a stop file raises."""


def test_every_request_asks_the_person_first(network, client, clock):
    """Before the wait and right before sending: robots.txt, pages, redirects, repeated tries."""
    seen = []
    net = network({"/a": [503, (302, {"location": "/b"}, b"")], "/b": b"x"})
    client(net, may_ask=lambda host: seen.append((host, clock.now()))).get(f"{BOARD}/a")
    assert {host for host, _ in seen} == {"board.example"}
    sent = [at for _, _, at in net.asked]
    assert [at for _, at in seen[1::2]] == sent  # the second call of each: when it was sent
    assert [at for _, at in seen[2::2]] == sent[:-1]  # the first call: when the one before was done


@pytest.mark.parametrize("after", range(8))
def test_a_stop_ends_it_wherever_it_is(network, client, after):
    """Nothing is sent after the stop, nothing is counted that was not sent; the error goes through as it is."""
    net = network({"/a": [503, (302, {"location": "/b"}, b"")], "/b": b"x"})
    calls = []

    def may_ask(host):
        calls.append(host)
        if len(calls) > after:
            raise Stopped("A stop file is there.", "Take it away to go on.")

    asker = client(net, may_ask=may_ask)
    with pytest.raises(Stopped):
        asker.get(f"{BOARD}/a")
    assert len(net.asked) == after // 2 == asker.tally.requests


def test_the_ledger_says_what_came(network, client):
    """Kind of reply and method of each request; the sums follow from the records."""
    seen = []
    net = network(
        {
            **{"/a": b"x", "/gone": 404, "/shut": 403, "/busy": 429, "/down": 500, "/same": 304, "/teapot": 418},
            **{
                "/far": (302, {"location": "http://other.example/"}, b""),
                "/wall": (200, {"cf-mitigated": "challenge"}, b""),
            },
            "/broken": (200, {"content-length": "9", "content-encoding": "br"}, b"x"),
        }
    )
    asker = client(net, on_request=seen.append, tries=1)
    kinds = {"/a": "ok", "/gone": "gone", "/shut": "blocked", "/busy": "rate_limited", "/down": "unavailable"}
    kinds |= {"/same": "not_modified", "/teapot": "other", "/far": "moved", "/wall": "challenge"}
    for path in kinds:
        asker.get(BOARD + path, page_kind=path)
    with pytest.raises(NetworkError):
        asker.get(f"{BOARD}/broken", page_kind="/broken")
    records = {record.page_kind: record for record in seen}
    assert {path: record.kind for path, record in records.items()} == kinds | {"/broken": "failed", "robots": "gone"}
    assert {record.method for record in seen} == {"GET"}
    assert records["/broken"].status == 0
    assert sum(asker.tally.by_kind.values()) == asker.tally.requests == len(seen) == 11


def test_a_failing_record_keeper_is_heard(network, client):
    """What it raises is not swallowed, and the request is in the sums."""

    def full(record):
        raise OSError("disk full")

    asker = client(network({}), on_request=full)
    with pytest.raises(OSError, match="disk full"):
        asker.get(f"{BOARD}/a")
    assert asker.tally.requests == 1


@pytest.mark.parametrize("host", ["board.example", "BOARD.example", "board.example.", "board.example:80"])
def test_one_pace_however_the_host_is_written(network, client, host):
    """Case, final dot and port make no second limiter."""
    net = network({"/a": b"x"})
    asker = client(net)
    asker.get(f"{BOARD}/a")
    asker.get(f"http://{host}/a")
    times = [at for _, _, at in net.asked]
    assert all((later - sooner).total_seconds() >= 1 for sooner, later in pairwise(times))
