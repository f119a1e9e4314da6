"""The simulator over real HTTP on this machine."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hikcorpus.demo.simulator.simulator import Simulator


class _Visit(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one piece
    disable_nagle_algorithm = True
    simulator: Simulator

    def _answer(self) -> None:
        answer = self.simulator.answer(self.command, self.path, dict(self.headers.items()))
        self.send_response_only(HTTPStatus(answer.status))
        for name, value in answer.headers:
            self.send_header(name, value)
        if self.command not in {"GET", "HEAD"}:  # its body stays unread, so this connection cannot go on
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who was killed hangs up in the middle; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve(simulator: Simulator, port: int = 0) -> Iterator[str]:
    """Serve on 127.0.0.1 (any free port by default) while the context lasts; yields `http://127.0.0.1:PORT`."""
    visit = type("Visit", (_Visit,), {"simulator": simulator})
    server = _Server(("127.0.0.1", port), visit)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
