"""The world as a web site on loopback: pages, validators, conditional requests, robots.txt. Nothing waits."""

import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hikcorpus.clock import Clock
from hikcorpus.demo.pages import Pages
from hikcorpus.demo.world import Visit, World

ROBOTS = b"User-agent: *\nDisallow: /mod.php\nDisallow: /post.php\nAllow: /\nCrawl-delay: 1\n"
_PATH = re.compile(r"/(\w+)/(?:(catalog|threads)\.json|(\d+)\.json|res/(\d+)\.json|(?:index\.html)?)", re.ASCII)
Response = tuple[int, dict[str, str], bytes]


class DemoSite:
    """Answers requests as a vichan site behind nginx would, at visit 1 or at visit 2.

    moment: which of the two states is served; set it to 2 between the visits. The clock only dates the answers.
    asked: how many requests had which status. Safe to use from several threads.
    """

    def __init__(self, world: World, clock: Clock) -> None:
        self.world, self.asked = world, Counter[int]()
        self._clock, self._moment, self._lock = clock, 1, threading.Lock()
        self._pages: dict[int, Pages] = {1: Pages(world, 1), 2: Pages(world, 2)}
        self._known: dict[tuple[int, str], bytes | None] = {}
        self._changes = {b.name: self._last_changes(b.name) for b in world.boards}

    @property
    def moment(self) -> Visit:
        """1 or 2."""
        return 1 if self._moment == 1 else 2

    @moment.setter
    def moment(self, visit: Visit) -> None:
        if visit not in (1, 2):
            raise ValueError("the world knows visit 1 and visit 2")
        self._moment = visit

    def _last_changes(self, board: str) -> tuple[datetime, datetime]:
        """When the board last changed before each visit."""
        threads = [t for t in self.world.threads if t.board == board]
        times = [p.posted_at for t in threads for p in t.posts]
        times += [at for t in threads for at in (t.deleted_at, t.pruned_at) if at is not None]
        times += [p.deleted_at for t in threads for p in t.posts if p.deleted_at is not None]
        times += [p.edit.at for t in threads for p in t.posts if p.edit is not None]
        first, second = (max(at for at in times if at <= visit) for visit in self.world.visits)
        return first, second

    def _body(self, visit: int, path: str) -> bytes | None:
        with self._lock:
            key = visit, path
            if key not in self._known:
                self._known[key] = self._render(self._pages[visit], path)
            return self._known[key]

    def _render(self, pages: Pages, path: str) -> bytes | None:
        if path == "/robots.txt":
            return ROBOTS
        if path in {"/", "/index.html"}:
            return pages.front()
        match = _PATH.fullmatch(path)
        if match is None or match.group(1) not in self._changes:
            return None
        board, listing, page, thread = match.groups()
        if listing == "catalog":
            return pages.catalog(board)
        if listing == "threads":
            return pages.threads(board)
        if page is not None:
            return pages.index(board, int(page))
        return pages.thread(board, int(thread)) if thread else pages.front(board)

    def _modified(self, path: str, visit: int) -> datetime:
        """When these bytes were written; as old as at visit 1 where they are still the same."""
        board = path.split("/")[1]
        if visit == 2 and self._body(1, path) == self._body(2, path):
            visit = 1
        if board not in self._changes:
            return min(p.posted_at for p in self.world.posts)
        match = re.fullmatch(r"/\w+/res/(\d+)\.json", path)
        if match is None:
            return self._changes[board][visit - 1]
        posts = self.world.thread((board, int(match.group(1)))).posts
        first = max(p.posted_at for p in posts if p.posted_at <= self.world.visits[visit - 1])
        if visit == 1:
            return first
        changes = [p.deleted_at for p in posts if p.deleted_at] + [p.edit.at for p in posts if p.edit]
        last = max([first, *changes])
        # nothing of its own changed: a post that it cites is gone, and the engine wrote the page anew
        return last if last > self.world.visits[0] else self._changes[board][1]

    def respond(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Response:
        """(status, headers, body) for that path (with or without a query) and those request headers."""
        status, out, body = self._respond(path.partition("?")[0], headers or {}, method)
        out["Date"] = format_datetime(self._clock.now(), usegmt=True)
        out["Server"] = "nginx"
        with self._lock:
            self.asked[status] += 1
        return status, out, body

    def _respond(self, path: str, headers: Mapping[str, str], method: str) -> Response:
        html = {"Content-Type": "text/html; charset=utf-8"}
        if method not in {"GET", "HEAD"}:
            return 405, html | {"Allow": "GET, HEAD"}, b"<html><body>405 Not Allowed</body></html>"
        visit = self._moment
        body = self._body(visit, path)
        if body is None:
            return 404, html, b"<html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>"
        at = self._modified(path, visit)
        # nginx: hexadecimal time and size; two states of a page never have the same time
        validators = {
            "ETag": f'"{int(at.timestamp()):x}-{len(body):x}"',
            "Last-Modified": format_datetime(at, usegmt=True),
        }
        if _unchanged(headers, validators):
            return 304, validators, b""
        kind = "application/json" if path.endswith(".json") else "text/html; charset=utf-8"
        kind = "text/plain" if path.endswith(".txt") else kind
        return 200, validators | {"Content-Type": kind}, body


def _unchanged(headers: Mapping[str, str], validators: Mapping[str, str]) -> bool:
    """RFC 9110: If-None-Match comes first, compared weakly; If-Modified-Since must be the very date (nginx)."""
    asked = {name.lower(): value.strip() for name, value in headers.items()}
    if (tags := asked.get("if-none-match")) is not None:
        return tags == "*" or validators["ETag"] in {t.strip().removeprefix("W/") for t in tags.split(",")}
    return asked.get("if-modified-since") == validators["Last-Modified"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one piece
    disable_nagle_algorithm = True
    site: DemoSite

    def _answer(self) -> None:
        status, headers, body = self.site.respond(self.path, dict(self.headers.items()), self.command)
        self.send_response_only(HTTPStatus(status))
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        if self.command == "POST":  # its body stays unread, so this connection cannot go on
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def serve(site: DemoSite, port: int = 0) -> Iterator[str]:
    """Serve on 127.0.0.1 (any free port by default) while the context lasts; yields `http://127.0.0.1:PORT`."""
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
