"""A recording answers like the site it was taken from: in this process and over loopback HTTP alike."""

import json
from contextlib import contextmanager

import pytest

from hikcorpus.errors import NetworkError
from hikcorpus.fetch.recording import CHALLENGE, MALFORMED, TRUNCATED, Fault, canonical
from hikcorpus.fetch.replay import Recorded, Recording, ReplayTransport, serve


@contextmanager
def in_process(recording, client):
    site = ReplayTransport(recording)
    yield site, client(site, tries=2), "http://board.example"


@contextmanager
def on_loopback(recording, client):
    site = serve(recording)
    with site as base:
        yield site, client(tries=2), base


@pytest.fixture(params=[in_process, on_loopback])
def replayed(request, client):
    """A function: recording -> (site, client, base), as a context."""
    return lambda recording: request.param(recording, client)


def test_answers_are_the_recorded_ones(replayed, before):
    """Status, type, charset, validators and bytes."""
    with replayed(before) as (_, asker, base):
        index = asker.get(f"{base}/hikky/index.html")
        assert (index.status, index.charset) == (200, "utf-8")
        assert index.body == before.pages["/hikky/index.html"].body
        assert index.last_modified == "Sat, 21 Nov 2026 09:00:00 GMT"
        dat = asker.get(f"{base}/hiki/dat/1.dat")
        assert (dat.charset, dat.body.decode("cp932")) == (None, "名無し<>sage<>")
        assert asker.get(f"{base}/closed").kind == "blocked"
        assert asker.get(f"{base}/old").url == f"{base}/hikky/index.html"
        assert asker.get(f"{base}/never-asked").kind == "gone"


@pytest.mark.parametrize(
    ("path", "validators", "status"),
    [
        ("/hikky/catalog.json", {"etag": '"cat-1"'}, 304),
        ("/hikky/catalog.json", {"etag": '"cat-0"'}, 200),
        ("/hikky/catalog.json", {"last_modified": "Sun, 22 Nov 2026 09:00:00 GMT"}, 304),
        ("/hikky/catalog.json", {"last_modified": "Sun, 22 Nov 2026 09:00:01 GMT"}, 200),
        ("/hikky/catalog.json", {"etag": '"cat-0"', "last_modified": "Sun, 22 Nov 2026 09:00:00 GMT"}, 200),
        ("/hikky/catalog.json", {"etag": '"cat-1"', "last_modified": "long ago"}, 304),
        ("/hikky/res/1.json", {"etag": 'W/"t1-1"'}, 304),
        ("/hikky/res/1.json", {"etag": '"t1-1"'}, 200),
        ("/hikky/res/1.json", {"last_modified": "Sun, 22 Nov 2026 09:00:00 GMT"}, 200),
        ("/hiki/dat/1.dat", {"etag": '"x"', "last_modified": "x"}, 200),
        ("/never-asked", {"etag": '"x"'}, 404),
        ("/closed", {"etag": '"error-page"'}, 403),
    ],
)
def test_the_sites_own_validators_give_304(replayed, before, path, validators, status):
    """The date counts only where no tag was sent; 304 brings the validators but no body."""
    with replayed(before) as (site, asker, base):
        reply = asker.get(base + path, **validators)
        assert reply.status == status
        assert site.requests[-1] == ("GET", path, True, status)
        if status == 304:
            assert (reply.kind, reply.body) == ("not_modified", b"")
            assert reply.etag == dict(before.pages[path].headers)["etag"]


def test_requests_are_noted_in_order(replayed, before):
    """What a test of manners counts."""
    with replayed(before) as (site, asker, base):
        asker.get(f"{base}/hikky/catalog.json")
        asker.get(f"{base}/hikky/res/1.json", etag='"old"')
        assert site.requests == [
            ("GET", "/robots.txt", False, 404),
            ("GET", "/hikky/catalog.json", False, 200),
            ("GET", "/hikky/res/1.json", True, 200),
        ]


def test_time_passes_by_swapping_the_recording(replayed, before, after):
    """What did not change is still not modified."""
    with replayed(before) as (site, asker, base):
        first = asker.get(f"{base}/hikky/catalog.json")
        thread = asker.get(f"{base}/hikky/res/1.json")
        site.recording = after
        second = asker.get(f"{base}/hikky/catalog.json", etag=first.etag, last_modified=first.last_modified)
        assert (second.status, second.etag) == (200, '"cat-2"')
        assert asker.get(f"{base}/hikky/res/1.json", etag=thread.etag).kind == "not_modified"


def test_faults_hit_where_they_are_put(replayed, before):
    """A status, a header, other bytes, a protection page; elsewhere all is as recorded."""
    path = "/hikky/catalog.json"
    with replayed(before) as (site, asker, base):
        site.faults[path] = Fault(status=403)
        assert asker.get(base + path).kind == "blocked"
        site.faults[path] = MALFORMED
        malformed = asker.get(base + path)
        assert malformed.kind == "ok"
        with pytest.raises(ValueError, match=r"decode|Expecting"):
            json.loads(malformed.body)
        site.faults[path] = CHALLENGE
        assert asker.get(base + path, etag='"cat-1"').kind == "challenge"
        assert asker.get(f"{base}/hikky/res/1.json").body == before.pages["/hikky/res/1.json"].body
        del site.faults[path]
        assert asker.get(base + path).body == before.pages[path].body
        site.faults[path] = Fault(status=429, headers=(("Retry-After", "400"),))
        assert asker.get(base + path).retry_after == 400


def test_a_truncated_answer_is_noticed_and_may_pass(replayed, before):
    """Content-Length promises more than comes."""
    path = "/hikky/catalog.json"
    with replayed(before) as (site, asker, base):
        site.faults[path] = Fault(truncate=10, times=1)
        assert asker.get(base + path).body == before.pages[path].body
        assert site.faults == {}
        site.faults[path] = TRUNCATED
        with pytest.raises(NetworkError, match="its answer broke off"):
            asker.get(base + path)
        assert [status for _, asked, _, status in site.requests if asked == path] == [200] * 4


def test_a_fault_may_pass_after_some_requests(replayed, before):
    """Twice busy, then well."""
    path = "/hikky/res/1.json"
    with replayed(before) as (site, asker, base):
        site.faults[path] = Fault(status=503, times=2)
        assert asker.get(base + path).kind == "unavailable"
        assert asker.get(base + path).kind == "ok"


@pytest.mark.parametrize(
    ("recorded", "asked"),
    [
        ("/topic/5/%E5%83%8D", "/topic/5/働"),
        ("/topic/5/働", "/topic/5/%e5%83%8d"),
        ("/syndication.php?type=atom1.0&limit=50", "/syndication.php?type=atom1.0&limit=50"),
        ("/search?q=a b[]", "/search?q=a%20b%5B%5D"),
        ("/a(b)'c!", "/a(b)'c!"),
        ('/a"b<c>|^', '/a"b<c>|^'),
        ("/res/1.html#p3", "/res/1.html"),
    ],
)
def test_one_address_has_many_spellings(replayed, recorded, asked):
    """Escapes as the client writes them find the page as the recorder wrote it."""
    pages = {canonical(recorded): Recorded(b"found")}
    with replayed(Recording(pages)) as (_, asker, base):
        assert asker.get(base + asked).body == b"found"


def test_only_get_is_answered(before):
    """Nothing is ever posted."""
    assert ReplayTransport(before).answer("POST", "/hikky/catalog.json", {}).status == 405
