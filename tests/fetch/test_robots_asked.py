"""When robots.txt is asked for, how long it holds, and what its absence means."""

import threading
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from hikcorpus.errors import NetworkError, Refused
from hikcorpus.fetch.robots import LARGEST, MemoryOfThisRun

BOARD = "http://board.example"
SHUT = b"User-agent: *\nDisallow: /"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def robots_asked(net):
    return [url for url, _, _ in net.asked if url.endswith("/robots.txt")]


def test_a_no_is_a_no(network, client):
    """Exit code 6; names host, source of the rule and the ways that remain; nothing was asked."""
    net = network({"/robots.txt": SHUT, "/hikky/1": b"x"})
    with pytest.raises(Refused) as caught:
        client(net).get(f"{BOARD}/hikky/1")
    assert caught.value.exit_code == 6
    assert caught.value.what == (
        "board.example does not let hikcorpus read this address: http://board.example/robots.txt disallows it."
    )
    for way in ("operator", "hikcorpus import"):
        assert way in caught.value.next_step
    assert "/hikky/1" not in str(caught.value)
    assert net.paths() == []


def test_once_per_origin(network, client):
    """Scheme, host and port each have their own."""
    net = network({"/a": b"x"})
    asker = client(net)
    for origin in (BOARD, BOARD, "https://board.example", "http://board.example:8080", "http://BOARD.example:80"):
        asker.get(f"{origin}/a")
    assert robots_asked(net) == [
        f"{BOARD}/robots.txt",
        "https://board.example/robots.txt",
        "http://board.example:8080/robots.txt",
    ]


def test_threads_ask_once(network, client):
    """Eight threads that start together."""
    net = network({"/a": b"x"})
    asker = client(net)
    threads = [threading.Thread(target=asker.get, args=(f"{BOARD}/a",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(robots_asked(net)) == 1
    assert len(net.paths()) == 8
    assert asker.tally.requests == 9


def test_it_is_not_checked_against_itself(network, client):
    """A file that shuts everything may be read."""
    net = network({"/robots.txt": SHUT})
    assert client(net).get(f"{BOARD}/robots.txt").body == SHUT


def test_its_pace_is_kept_if_slower_than_ours(network, client):
    """From the first page on; a call cannot hurry it."""
    net = network({"/robots.txt": b"User-agent: *\nCrawl-delay: 15", "/a": b"x"})
    asker = client(net)
    asker.get(f"{BOARD}/a", delay=2.0)
    asker.get(f"{BOARD}/a")
    asker.get(f"{BOARD}/a", delay=20.0)
    assert net.times() == [15, 30, 50]


def test_it_holds_for_a_day(network, client, clock):
    """2.4: asked again after 24 hours, also by a process that runs on."""
    net = network({"/robots.txt": [b"", SHUT], "/a": b"x"})
    asker = client(net)
    asker.get(f"{BOARD}/a")
    clock.sleep(24 * 3600 - 2)
    asker.get(f"{BOARD}/a")
    with pytest.raises(Refused):
        clock.sleep(2)
        asker.get(f"{BOARD}/a")
    assert len(robots_asked(net)) == 2


@pytest.mark.parametrize(("hours", "asked"), [(23.9, 0), (24.1, 1), (-1, 1)])
def test_a_memory_spares_the_next_run_the_question(network, client, hours, asked):
    """Not when it is too old, nor when it is from the future."""
    memory = MemoryOfThisRun()
    memory.put(BOARD, SHUT, 200, NOW - timedelta(hours=hours))
    net = network({"/robots.txt": SHUT})
    with pytest.raises(Refused):
        client(net, robots=memory).get(f"{BOARD}/a")
    assert len(robots_asked(net)) == asked


@pytest.mark.parametrize(("status", "body"), [(200, b"User-agent: x\n"), (404, None), (403, None)])
def test_what_was_read_is_remembered(network, client, status, body):
    """File or absence, with status and time, under the origin."""
    memory = MemoryOfThisRun()
    net = network({"/robots.txt": (status, {}, body or b"<html>no</html>"), "/a": b"x"})
    client(net, robots=memory).get(f"{BOARD}/a")
    assert memory.get(BOARD) == (body, status, NOW)
    client(net, robots=memory).get(f"{BOARD}/a")
    assert len(robots_asked(net)) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_4xx_means_there_are_no_rules(network, client, status):
    """2.3.1.3."""
    net = network({"/robots.txt": (status, {}, SHUT), "/a": b"x"})
    assert client(net).get(f"{BOARD}/a").kind == "ok"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (500, "status 500"),
        (503, "status 503"),
        (429, "status 429"),
        ((503, {"retry-after": "9999"}, b""), "status 503"),
        (httpx.ConnectError("x"), "no connection could be made"),
        (httpx.ReadTimeout("x"), "it stopped sending"),
        ((200, {}, [b"User-agent: *\n", httpx.RemoteProtocolError("x")]), "broke off"),
    ],
)
def test_unreadable_means_nothing_is_read_now(network, client, answer, why):
    """2.3.1.4; but it may be readable the next time: exit code 4, nothing remembered."""
    memory = MemoryOfThisRun()
    net = network({"/robots.txt": answer, "/a": b"x"})
    with pytest.raises(NetworkError) as caught:
        client(net, robots=memory).get(f"{BOARD}/a")
    assert caught.value.what.startswith("robots.txt could not be read at http://board.example/robots.txt")
    assert why in caught.value.what
    assert caught.value.what.count(".txt") == 2
    assert "again later" in caught.value.next_step
    assert memory.get(BOARD) is None
    assert net.paths() == []


def test_it_is_tried_again_like_any_page(network, client):
    """A passing failure is not a no."""
    net = network({"/robots.txt": [503, httpx.ReadTimeout("x"), SHUT]})
    with pytest.raises(Refused):
        client(net).get(f"{BOARD}/a")


def test_a_protection_page_in_its_place_is_a_no(network, client):
    """Also with status 200 and 403."""
    for status in (200, 403):
        net = network({"/robots.txt": (status, {"cf-mitigated": "challenge"}, b"<html>"), "/a": b"x"})
        with pytest.raises(Refused, match="protection page"):
            client(net).get(f"{BOARD}/a")
        assert net.paths() == []


@pytest.mark.parametrize(("hops", "shut"), [(1, True), (5, True), (6, False)])
def test_redirects_are_followed_across_hosts(network, client, hops, shut):
    """2.3.1.2: at least five; after more it counts as not there."""
    pages = {f"http://h{n}.example/r": (302, {"location": f"http://h{n + 1}.example/r"}, b"") for n in range(1, hops)}
    pages |= {f"http://h{hops}.example/r": SHUT, f"{BOARD}/a": b"x"}
    net = network({f"{BOARD}/robots.txt": (301, {"location": "http://h1.example/r"}, b""), **pages})
    if shut:
        with pytest.raises(Refused, match=r"http://board\.example/robots\.txt"):
            client(net).get(f"{BOARD}/a")
    else:
        assert client(net).get(f"{BOARD}/a").body == b"x"
    assert len(net.asked) == min(hops, 5) + 1 + (0 if shut else 1)


def test_a_huge_file_is_cut_not_refused(network, client):
    """2.5: at most 500 KiB are read and remembered."""
    memory = MemoryOfThisRun()
    pieces = [SHUT + b"\n"] + [b"#" * 1023 + b"\n"] * 5000
    net = network({"/robots.txt": (200, {}, pieces)})
    asker = client(net, robots=memory)
    with pytest.raises(Refused):
        asker.get(f"{BOARD}/a")
    assert LARGEST <= len(memory.get(BOARD)[0]) <= LARGEST + 1
    assert asker.tally.bytes_received <= LARGEST + 1024
