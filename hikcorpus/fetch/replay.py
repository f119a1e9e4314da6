"""A recorded site behind the client: in this process, or as real HTTP on loopback."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

from hikcorpus.fetch.recording import CHALLENGE, MALFORMED, TRUNCATED, Answer, Fault, Recorded, Recording, Site

__all__ = [
    "CHALLENGE",
    "MALFORMED",
    "TRUNCATED",
    "Fault",
    "Recorded",
    "Recording",
    "ReplayTransport",
    "Served",
    "serve",
]


class ReplayTransport(Site, httpx.BaseTransport):
    """Stands for the network: every host answers from the recording, whatever its name."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as a server would; a truncated body raises RemoteProtocolError while it is read."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        answer = self.answer(request.method, request.url.raw_path.decode("ascii"), headers)
        fields = [*answer.headers, ("content-length", str(answer.length))]
        return httpx.Response(answer.status, headers=fields, stream=_Stream(answer))


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        body = self._answer.body
        for start in range(0, len(body), 65536):
            yield body[start : start + 65536]
        if len(body) < self._answer.length:
            raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


class Served(Site):
    """The recording as a web server on 127.0.0.1; a context manager that gives the base URL."""

    def __init__(self, recording: Recording, port: int = 0) -> None:
        super().__init__(recording)
        self._port = port

    def __enter__(self) -> str:
        self._server = _Server(("127.0.0.1", self._port), _handler(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_port}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def serve(recording: Recording, port: int = 0) -> Served:
    """`with serve(recording) as base: ...`. port: 0 = any free one; pages that hold absolute links need theirs."""
    return Served(recording, port)


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = 65536  # head and body in one packet

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = site.answer(self.command, self.path, headers)
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("content-length", str(answer.length))
            self.end_headers()
            self.wfile.write(answer.body)
            if len(answer.body) < answer.length:
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler
