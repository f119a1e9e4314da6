"""Redirects are followed by hand: on the site, a few, each address checked and paced like any other."""

import pytest

from hikcorpus.errors import Refused

BOARD = "http://board.example"


def redirect(to, status=302):
    return (status, {"location": to}, b"Moved")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_on_the_site_is_followed(network, client, status):
    """At the usual pace, the address of the answer is told."""
    net = network({"/old": redirect("/new#p1", status), "/new": b"x"})
    reply = client(net).get(f"{BOARD}/old", etag='"x"')
    assert (reply.url, reply.kind, reply.body) == (f"{BOARD}/new", "ok", b"x")
    assert net.times() == [1, 2]
    assert net.asked[-1][1]["if-none-match"] == '"x"'


def test_from_http_to_https_of_the_host_is_on_the_site(network, client):
    """With the other origin's own robots.txt."""
    net = network({f"{BOARD}/a": redirect("https://BOARD.example/a"), "https://board.example/a": b"x"})
    assert client(net).get(f"{BOARD}/a").url.lower() == "https://board.example/a"
    assert [url.lower() for url, _, _ in net.asked] == [
        f"{BOARD}/robots.txt",
        f"{BOARD}/a",
        "https://board.example/robots.txt",
        "https://board.example/a",
    ]


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("http://other.example/a", "http://other.example/a"),
        ("//other.example/a", "http://other.example/a"),
        ("http://www.board.example/a", "http://www.board.example/a"),
        ("http://board.example:8080/a", "http://board.example:8080/a"),
        ("http://user:word@board.example/a", None),
        ("javascript:alert(1)", None),
        ("http://[::1/", None),
    ],
)
def test_a_redirect_elsewhere_is_reported_not_followed(network, client, to, told):
    """Without a body, so that nobody parses it."""
    net = network({"/a": redirect(to)})
    reply = client(net).get(f"{BOARD}/a")
    assert (reply.kind, reply.status, reply.body, reply.location) == ("moved", 302, b"", told)
    assert net.paths() == ["/a"]


def test_from_https_to_http_is_elsewhere(network, client):
    """Nobody is led out of an encrypted connection."""
    reply = client(network({"/a": redirect("http://board.example/a")})).get("https://board.example/a")
    assert reply.kind == "moved"


@pytest.mark.parametrize(("hops", "kind"), [(5, "ok"), (6, "other")])
def test_five_redirects_are_followed(network, client, hops, kind):
    """A longer chain, or a ring, says nothing about the thread."""
    net = network({f"/{n}": redirect(f"/{n + 1}") for n in range(hops)} | {f"/{hops}": b"x"})
    reply = client(net).get(f"{BOARD}/0")
    assert reply.kind == kind
    assert reply.body == (b"x" if kind == "ok" else b"")
    assert len(net.paths()) == 6


def test_a_redirect_does_not_lead_past_robots(network, client):
    """Each address is checked for itself."""
    net = network({"/a": redirect("/shut"), "/robots.txt": b"User-agent: *\nDisallow: /shut"})
    with pytest.raises(Refused):
        client(net).get(f"{BOARD}/a")
    assert net.paths() == ["/a"]


def test_a_redirect_without_a_place_is_no_redirect(network, client):
    """And one to raw UTF-8 is followed as browsers do."""
    net = network({"/a": 302, "/b": (302, [(b"location", "/ä".encode())], b""), "/%C3%A4": b"x"})
    asker = client(net)
    assert asker.get(f"{BOARD}/a").kind == "other"
    assert asker.get(f"{BOARD}/b").body == b"x"
