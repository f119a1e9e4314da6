"""Nobody is led off the public internet, however the address is written or the name resolved."""

import socket
from ipaddress import ip_address

import httpcore
import pytest

from hikcorpus.errors import NetworkError, UsageError
from hikcorpus.fetch.private import is_private_host, is_public, may_be_meant
from hikcorpus.fetch.replay import serve
from tests.fetch.hostile import HEAD, Hostile

PUBLIC = [
    *("1.1.1.1", "8.8.8.8", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1"),
    *("198.17.255.255", "198.20.0.0", "223.255.255.255", "2001:200::1", "2606:4700:4700::1111", "2a00:1450::1"),
    *("64:ff9b::808:808", "::ffff:8.8.8.8"),
]
PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1"),
    *("172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::1"),
    *("100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "fc00::1", "fd00:ec2::254"),
    *("fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "4000::1"),
]


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses(text):
    """Neighbours of the special ranges included."""
    assert is_public(ip_address(text))
    assert not is_private_host(text)
    assert not may_be_meant(text)


@pytest.mark.parametrize("text", PRIVATE)
def test_addresses_off_the_public_internet(text):
    """Loopback, private, link-local, multicast, documentation, and IPv4 in any disguise."""
    assert not is_public(ip_address(text))
    assert is_private_host(text)


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        *(
            (host, True)
            for host in ("localhost", "127.0.0.1", "127.9.9.9", "::1", "10.1.2.3", "192.168.0.9", "fd00::1")
        ),
        *((host, False) for host in ("0.0.0.0", "169.254.169.254", "fe80::1", "::ffff:127.0.0.1", "224.0.0.1", "::")),
        *(
            (host, False)
            for host in ("0x7f000001", "2130706433", "127.1", "0177.0.0.1", "board.example", "a.localhost")
        ),
    ],
)
def test_what_somebody_may_mean(host, meant):
    """This machine and the own network, in their usual spelling."""
    assert may_be_meant(host) is meant


class Resolver:
    """Stands for the name server; notes what is asked of it and which addresses are connected to."""

    def __init__(self, monkeypatch, **names):
        self.names, self.asked, self.connected = names, [], []
        real, connect = socket.getaddrinfo, httpcore.SyncBackend.connect_tcp

        def getaddrinfo(host, port, *rest, **more):
            if host in self.names:
                self.asked.append(host)
                found = self.names[host].pop(0) if len(self.names[host]) > 1 else self.names[host][0]
                return [(2, 1, 6, "", (address, port)) for address in found.split()]
            return real(host, port, *rest, **more)

        def connect_tcp(backend, host, port, *rest):
            self.connected.append(host)
            if is_public(ip_address(host)):
                raise httpcore.ConnectError("no network in tests")
            return connect(backend, host, port, *rest)

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect_tcp)


@pytest.fixture
def inside():
    """A server on loopback that must not be asked: (port, heads)."""
    server = Hostile(lambda line: line.send(HEAD + b"Content-Length: 6\r\n\r\nsecret"), "*")
    with server as base:
        yield base.rsplit(":", 1)[1], server.heads


@pytest.mark.parametrize("address", [text for text in PRIVATE if "%" not in text])
def test_a_name_that_leads_inside_is_not_asked(client, inside, monkeypatch, address):
    """One sentence, exit code 4, no second try, no connection."""
    port, heads = inside
    resolver = Resolver(monkeypatch, **{"board.example": [address]})
    asker = client()
    with pytest.raises(NetworkError, match=r"board\.example leads to an address that is not on the public internet"):
        asker.get(f"http://board.example:{port}/a")
    assert (resolver.asked, resolver.connected, heads) == (["board.example"], [], [])
    assert asker.tally.by_kind == {"failed": 1}


@pytest.mark.parametrize("host", ["0x7f000001", "2130706433", "127.1", "0177.0.0.1", "0", "a.localhost"])
def test_other_spellings_of_this_machine_are_names(client, inside, host):
    """What the resolver makes of them is checked like any name's address (or they are no names at all)."""
    port, heads = inside
    with pytest.raises((NetworkError, UsageError)):
        client(tries=1).get(f"http://{host}:{port}/a")
    assert heads == []


@pytest.mark.parametrize(
    "host", ["169.254.169.254", "0.0.0.0", "[::ffff:127.0.0.1]", "[fe80::1]", "224.0.0.1", "[::]", "203.0.113.5"]
)
def test_an_address_that_is_no_boards_is_a_mistyped_command(client, inside, host):
    """Exit code 2, also if typed: cloud metadata, all addresses, multicast."""
    port, heads = inside
    with pytest.raises(UsageError, match="no board has such an address"):
        client().get(f"http://{host}:{port}/a")
    assert heads == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_what_was_typed_as_private_is_meant(client, before, host):
    """A board on this machine or network."""
    with serve(before) as base:
        assert client().get(f"{base.replace('127.0.0.1', host)}/closed").status == 403


def test_a_name_can_be_allowed(client, before, monkeypatch):
    """The board of an intranet, where whoever runs the tool says so."""
    Resolver(monkeypatch, **{"board.intranet.example": ["127.0.0.1"]})
    with serve(before) as base:
        url = f"{base.replace('127.0.0.1', 'board.intranet.example')}/closed"
        assert client(private_hosts=frozenset({"board.intranet.example"})).get(url).status == 403
        with pytest.raises(NetworkError, match="not on the public internet"):
            client(private_hosts=frozenset({"other.intranet.example"})).get(url)


def test_the_address_that_was_checked_is_connected_to(client, monkeypatch):
    """A name server that says something else the second time is not asked a second time."""
    resolver = Resolver(monkeypatch, **{"board.example": ["1.1.1.1", "127.0.0.1"]})
    with pytest.raises(NetworkError, match="no connection could be made"):
        client(tries=1).get("http://board.example/a")
    assert (resolver.asked, resolver.connected) == (["board.example"], ["1.1.1.1"])


def test_of_several_addresses_only_public_ones_are_tried(client, monkeypatch):
    """In the resolver's order, each once."""
    resolver = Resolver(monkeypatch, **{"board.example": ["10.0.0.1 1.1.1.1 ::1 2606:4700::1 1.1.1.1"]})
    with pytest.raises(NetworkError, match="no connection could be made"):
        client(tries=1).get("http://board.example/a")
    assert resolver.connected == ["1.1.1.1", "2606:4700::1"]


@pytest.mark.parametrize("to", ["http://intranet.example:{}/x", "http://allowed.example:{}/x", "http://localhost:{}/x"])
def test_robots_redirects_do_not_lead_inside(client, inside, monkeypatch, to):
    """Neither to a name that resolves to it nor to a name or address that may be typed: nobody typed it."""
    port, heads = inside
    Resolver(monkeypatch, **{"intranet.example": ["127.0.0.1"], "allowed.example": ["127.0.0.1"]})
    redirect = b"HTTP/1.1 301 M\r\nContent-Length: 0\r\nLocation: " + to.format(port).encode() + b"\r\n\r\n"
    asker, words = (
        client(private_hosts=frozenset({"allowed.example"})),
        r"robots\.txt could not be read.*public internet",
    )
    server = Hostile(lambda line: line.send(redirect), "/robots.txt")
    with server as base, pytest.raises(NetworkError, match=words):
        asker.get(f"{base}/a")
    assert heads == []


def test_a_kept_connection_is_no_way_round(client, inside):
    """A connection to a private host that was meant is open; a redirect from elsewhere does not get to use it."""
    port, heads = inside
    asker = client()
    asker.get(f"http://localhost:{port}/mine")
    asked = len(heads)
    redirect = b"HTTP/1.1 301 M\r\nContent-Length: 0\r\nLocation: http://localhost:%s/x\r\n\r\n" % port.encode()
    with Hostile(lambda line: line.send(redirect), "/robots.txt") as base, pytest.raises(NetworkError):
        asker.get(f"{base}/a")
    assert len(heads) == asked
