"""A scripted network and a small invented site; nobody waits."""

import httpx
import pytest

from hikcorpus.fetch.client import Client
from hikcorpus.fetch.recording import Recorded, Recording

CONTACT = "study@university.example"


class Stream(httpx.SyncByteStream):
    """Chunks as they come; an exception among them is raised, a function is called for its chunk."""

    def __init__(self, *chunks):
        self.chunks = chunks

    def __iter__(self):
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk() if callable(chunk) else chunk


class Network(httpx.BaseTransport):
    """Answers each path from its list of answers, the last one for ever; what is not named is 404.

    An answer is an exception, a status, a body, or (status, headers, body or chunks). `asked` notes url,
    headers and time of each request.
    """

    def __init__(self, clock, pages):
        self.clock, self.asked = clock, []
        self.pages = {path: list(a) if isinstance(a, list) else [a] for path, a in pages.items()}

    def handle_request(self, request):
        url = str(request.url)
        self.asked.append((url, request.headers, self.clock.now()))
        path = request.url.raw_path.decode()
        answers = self.pages.get(url) or self.pages.get(path) or [404]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, headers, body = 200, {}, answer
        if isinstance(answer, int):
            status, body = answer, b""
        elif isinstance(answer, tuple):
            status, headers, body = answer
        chunks = (body,) if isinstance(body, bytes) else body
        return httpx.Response(status, headers=headers, stream=Stream(*chunks))

    def paths(self):
        """Paths asked for, in order, without robots.txt."""
        return [path for url, _, _ in self.asked if (path := httpx.URL(url).path) != "/robots.txt"]

    def times(self):
        """When each request but those for robots.txt was sent, in seconds after the first of all."""
        start = self.asked[0][2]
        return [(at - start).total_seconds() for url, _, at in self.asked if not url.endswith("/robots.txt")]


@pytest.fixture
def network(clock):
    """A function: pages -> Network."""
    return lambda pages: Network(clock, pages)


@pytest.fixture
def client(clock):
    """A function: transport and settings -> Client, closed at the end."""
    opened = []

    def make(transport=None, **settings):
        opened.append(Client(contact=CONTACT, clock=clock, transport=transport, **settings))
        return opened[-1]

    yield make
    for one in opened:
        one.__exit__()


HTML = ("content-type", "text/html; charset=utf-8")
JSON = ("content-type", "application/json")


@pytest.fixture
def before():
    """The invented site on the first day."""
    return Recording(
        {
            "/hikky/catalog.json": Recorded(
                b'[{"threads": [{"no": 1, "last_modified": 10}]}]',
                headers=(JSON, ("etag", '"cat-1"'), ("last-modified", "Sun, 22 Nov 2026 09:00:00 GMT")),
            ),
            "/hikky/res/1.json": Recorded(
                b'{"posts": [{"no": 1, "com": "kahvia"}]}', headers=(JSON, ("etag", 'W/"t1-1"'))
            ),
            "/hikky/index.html": Recorded(
                "<title>Hikky</title><p>päivää</p>".encode(),
                headers=(
                    HTML,
                    ("last-modified", "Sat, 21 Nov 2026 09:00:00 GMT"),
                    ("set-cookie", "a"),
                    ("set-cookie", "b"),
                ),
            ),
            "/hiki/dat/1.dat": Recorded("名無し<>sage<>".encode("cp932"), headers=(("content-type", "text/plain"),)),
            "/old": Recorded(b"", 301, (("location", "/hikky/index.html"),)),
            "/closed": Recorded(b"no", 403, (HTML, ("etag", '"error-page"'))),
        }
    )


@pytest.fixture
def after(before):
    """The invented site a day later: one thread more in the catalog, thread 1 unchanged."""
    catalog = Recorded(b'[{"threads": [{"no": 2}, {"no": 1}]}]', headers=(JSON, ("etag", '"cat-2"')))
    return Recording({**before.pages, "/hikky/catalog.json": catalog})
