"""The local page's server: this machine only, nothing without the token, nothing from elsewhere, nothing kept.

- The address holds a random token once; it is exchanged for a cookie that scripts cannot read and other sites cannot
  send (HttpOnly, SameSite=Strict). Cookies know no ports, so the port is part of its name.
- The Host header must be this server's (against DNS rebinding), and what changes something must come from its own page.
- No line of any log is written.
"""

import contextlib
import hashlib
import hmac
import json
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

from hikcorpus.errors import HikcorpusError, UsageError
from hikcorpus.review.desk import Desk

PAGE = Path(__file__).parent / "page"
FILES = {
    "/": ("index.html", "text/html; charset=utf-8"),
    "/review.css": ("review.css", "text/css; charset=utf-8"),
    **{f"/{name}.js": (f"{name}.js", "text/javascript; charset=utf-8") for name in ("review", "thread", "saving")},
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_BODY_LIMIT = 64 * 1024
_NOT_YOURS = b"Open the address that `hikcorpus review` printed: it holds the token of this run.\n"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no fault; nothing is ever written about one."""


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "hikcorpus", ""
    timeout = 30
    disable_nagle_algorithm = True
    desk: ClassVar[Desk]
    token: ClassVar[str]
    port: ClassVar[int]
    stopped: ClassVar[bool] = False

    def do_GET(self) -> None:
        """The page, its facts, a thread, the result."""
        address = urlsplit(self.path)
        if not self._admitted():
            return
        given = parse_qs(address.query).get("token", [""])[0]
        if address.path == "/" and given and _same(given, self.token):
            cookie = f"{self._cookie()}={self.token}; HttpOnly; SameSite=Strict; Path=/"
            self._answer(HTTPStatus.SEE_OTHER, b"", "text/plain", {"Location": "/", "Set-Cookie": cookie})
        elif not self._known():
            self._answer(HTTPStatus.FORBIDDEN, _NOT_YOURS, "text/plain; charset=utf-8")
        elif address.path in FILES:
            name, kind = FILES[address.path]
            self._answer(HTTPStatus.OK, (PAGE / name).read_bytes(), kind)
        else:
            self._facts(address.path)

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """A decision: {"thread", "decision", "reason"}."""
        own = {f"http://{host}" for host in self._hosts()}
        if not self._admitted():
            return
        length = self.headers.get("Content-Length", "")
        kind = self.headers.get("Content-Type", "").partition(";")[0]
        at_home = (
            self.headers.get("Origin") in own and self.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        )
        if not (self._known() and at_home):
            self._refuse(HTTPStatus.FORBIDDEN, "This did not come from the page of this run; open it anew.")
        elif self.path != "/api/decision" or kind != "application/json":
            self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")
        elif not length.isdigit() or int(length) > _BODY_LIMIT:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too long.")
        else:
            self._decide(self.rfile.read(int(length)))

    def _decide(self, body: bytes) -> None:
        try:
            said = json.loads(body)
            thread, decision, reason = (said[name] for name in ("thread", "decision", "reason"))
        except (ValueError, KeyError, TypeError, RecursionError):
            self._refuse(HTTPStatus.BAD_REQUEST, "This is no decision.")
            return
        try:
            self._json({"saved": self.desk.decide(str(thread), str(decision), str(reason))})
        except UsageError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except HikcorpusError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))

    def _facts(self, path: str) -> None:
        try:
            if path == "/api/study":
                self._json(self.desk.study())
            elif path == "/api/result":
                self._json(self.desk.result())
            elif path.startswith("/api/thread/") and (shown := self.desk.thread(unquote(path[12:]))):
                self._json(shown)
            else:
                self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")
        except HikcorpusError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))

    def _hosts(self) -> set[str]:
        return {f"127.0.0.1:{self.port}", f"localhost:{self.port}"}

    def _admitted(self) -> bool:
        """Whether it asks this server by its name; once that has stopped, connections left open get no answer."""
        if self.stopped:
            self.close_connection = True
            return False
        if self.headers.get("Host", "").lower() in self._hosts():
            return True
        self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "This is not the address of this server.")
        return False

    def _known(self) -> bool:
        held = (each.strip().partition("=") for each in self.headers.get("Cookie", "").split(";"))
        return any(name == self._cookie() and _same(value, self.token) for name, _, value in held)

    def _cookie(self) -> str:
        return f"hikcorpus_review_{self.port}"

    def _json(self, content: dict[str, Any]) -> None:
        body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
        self._answer(HTTPStatus.OK, body, "application/json; charset=utf-8")

    def _refuse(self, status: HTTPStatus, sentence: str) -> None:
        self.close_connection = True  # its body stays unread
        body = json.dumps({"error": sentence}).encode()
        self._answer(status, body, "application/json; charset=utf-8", {"Connection": "close"})

    def _answer(self, status: HTTPStatus, body: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        length = {"Content-Type": kind, "Content-Length": str(len(body))}
        for name, value in {**HEADERS, **length, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode())


@contextmanager
def serve(desk: Desk, port: int = 0, token: str | None = None, usual: int = 0) -> Iterator[str]:
    """Serve a desk on 127.0.0.1 while the context lasts; yields the address with its token.

    port: 0 = any free one, `usual` if that is free. token: None = a new random one.
    Raises UsageError where the port asked for is taken.
    """
    visit: type[_Visit] = type("Visit", (_Visit,), {"desk": desk, "token": token or secrets.token_urlsafe(32)})
    server = _listening(visit, port, usual)
    visit.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/?token={visit.token}"
    finally:
        visit.stopped = True
        server.shutdown()
        server.server_close()
        thread.join()


def _listening(visit: type[_Visit], port: int, usual: int) -> _Server:
    for each in (port,) if port else (usual, 0):
        with contextlib.suppress(OSError):
            return _Server(("127.0.0.1", each), visit)
    raise UsageError(f"Port {port} is taken.", "Give another --port, or none.")


def usual_port(name: str) -> int:
    """The port on which a review is tried first: a browser keeps what it could not send for that port alone.

    name: of study, topic and coder.
    """
    return 20000 + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % 20000
