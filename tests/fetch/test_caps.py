"""No answer, however made, takes more memory or time than it was given."""

import gzip
import tracemalloc
import zlib
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.errors import NetworkError
from hikcorpus.fetch.body import STEP, Body, Damaged

BOARD = "http://board.example"
TEXT = "Hyvää päivää, 引きこもり. ".encode() * 400


def bare(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


PACKED = {
    "plain": (None, TEXT),
    "identity": ("identity", TEXT),
    "gzip": ("gzip", gzip.compress(TEXT)),
    "GZIP": (" GZip ", gzip.compress(TEXT)),
    "x-gzip": ("x-gzip", gzip.compress(TEXT)),
    "two members": ("gzip", gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:])),
    "padded": ("gzip", gzip.compress(TEXT) + bytes(300)),
    "deflate": ("deflate", zlib.compress(TEXT)),
    "bare deflate": ("deflate", bare(TEXT)),
}


@pytest.mark.parametrize("how", PACKED)
@given(cuts=st.lists(st.integers(0, 2000), max_size=6))
def test_however_it_is_cut_it_is_the_same_body(how, cuts):
    """Chunks of any size, empty ones too, give the bytes that were packed."""
    encoding, packed = PACKED[how]
    edges = sorted({0, len(packed), *(cut % (len(packed) + 1) for cut in cuts)})
    body = Body(encoding, len(TEXT))
    body.feed(b"")
    for start, end in pairwise(edges):
        body.feed(packed[start:end])
    assert body.finish() == TEXT
    assert (body.wire, body.over) == (len(packed), False)


@pytest.mark.parametrize("how", [how for how, (encoding, _) in PACKED.items() if encoding not in (None, "identity")])
def test_a_packed_body_that_breaks_off_is_not_a_shorter_body(how):
    """Every cut inside the packed stream is noticed (after a whole member it cannot be)."""
    encoding, packed = PACKED[how]
    end = len(gzip.compress(TEXT[:999])) if how == "two members" else len(packed) - (300 if how == "padded" else 0)
    for length in range(1, end):
        body = Body(encoding, len(TEXT))
        body.feed(packed[:length])
        with pytest.raises(Damaged):
            body.finish()


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", bare)])
@pytest.mark.parametrize("size", [1, 1000, 10**9])
def test_a_small_packet_may_hold_a_large_body(encoding, pack, size):
    """More comes out of it than the decompressor gives at once; nothing stays inside."""
    large = bytes(STEP + 21)  # the packet is used up while the last bytes are still inside the decompressor
    packed = pack(large)
    body = Body(encoding, len(large))
    for start in range(0, len(packed), size):
        body.feed(packed[start : start + size])
    assert body.finish() == large


@pytest.mark.parametrize("how", PACKED)
@pytest.mark.parametrize("cap", [0, 1, 999, len(TEXT) - 1])
def test_the_cap_holds_for_decoded_bytes(how, cap):
    """Over it the rest is not even decoded."""
    encoding, packed = PACKED[how]
    body = Body(encoding, cap)
    body.feed(packed)
    assert body.over
    assert body.finish() == TEXT[:cap]


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_noise_is_damaged_or_decoded_never_a_crash(noise, encoding):
    """Whatever a server sends."""
    body = Body(encoding, 1000)
    try:
        body.feed(noise)
        assert len(body.finish()) <= 1000
    except Damaged:
        pass


def test_an_empty_body_may_claim_any_encoding():
    """As 304 and 404 answers do."""
    for encoding in ("gzip", "deflate", "br"):
        assert Body(encoding, 10).finish() == b""


def test_a_bomb_stays_small(network, client):
    """200 MB of zeroes in 200 kB, twice packed, cost no more than a few times the cap."""
    bomb = gzip.compress(bytes(200_000_000), 9)
    net = network({"/a": (200, {"content-encoding": "gzip"}, bomb), "/robots.txt": b""})
    asker = client(net, max_bytes=1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(NetworkError, match=r"board\.example sent more than 1000000 bytes"):
            asker.get(f"{BOARD}/a")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000
    assert net.paths() == ["/a"]  # it would be the same the next time
    assert asker.tally.by_kind == {"ok": 1, "failed": 1}


@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False)])
def test_a_body_may_be_as_large_as_the_cap(network, client, size, fits):
    """And not a byte more, whatever Content-Length says."""
    net = network({"/a": (200, {"content-length": "5"}, [b"x" * 500, b"x" * (size - 500)])})
    if fits:
        assert len(client(net, max_bytes=1000).get(f"{BOARD}/a").body) == 1000
    else:
        with pytest.raises(NetworkError, match="more than 1000 bytes"):
            client(net, max_bytes=1000).get(f"{BOARD}/a")


def test_a_body_that_drips_is_cut_by_the_clock(network, client, clock):
    """Each byte comes in time, all of them would take for ever."""
    sent = []

    def drip():
        clock.sleep(7)
        sent.append(1)
        return b"x"

    net = network({"/a": (200, {}, [drip] * 1000)})
    with pytest.raises(NetworkError, match=r"board\.example took more than 60 seconds for one page"):
        client(net).get(f"{BOARD}/a")
    assert len(sent) == 9
    assert net.paths() == ["/a"]


def test_headers_that_take_too_long_count_too(clock, client):
    """The clock starts when the request is sent."""

    def slow(request):
        clock.sleep(0 if request.url.path == "/robots.txt" else 61)
        return httpx.Response(200, content=b"x")

    with pytest.raises(NetworkError, match="60 seconds"):
        client(httpx.MockTransport(slow)).get(f"{BOARD}/a")


def test_a_transport_that_decodes_by_itself_is_believed(client):
    """In-process transports hand over bodies already read."""
    packed = httpx.Response(200, headers={"content-encoding": "gzip"}, content=gzip.compress(TEXT))
    answers = {"/robots.txt": httpx.Response(404), "/a": packed}
    asker = client(httpx.MockTransport(lambda request: answers[request.url.path]))
    assert asker.get(f"{BOARD}/a").body == TEXT
