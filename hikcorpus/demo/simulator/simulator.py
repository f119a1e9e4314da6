"""The board's server: answers one request at the moment the clock shows."""

import random
import threading
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import NamedTuple

from hikcorpus.clock import Clock
from hikcorpus.demo.simulator.barriers import Barriers
from hikcorpus.demo.simulator.board import Board
from hikcorpus.demo.simulator.conditional import is_conditional, unchanged, validators_of
from hikcorpus.demo.simulator.fourchan import FourchanPages
from hikcorpus.demo.simulator.records import SECOND, instant, ticks
from hikcorpus.demo.simulator.settings import Settings
from hikcorpus.demo.simulator.traffic import Request, Traffic
from hikcorpus.demo.simulator.truth import Truth
from hikcorpus.demo.simulator.vichan import VichanPages


class Answer(NamedTuple):
    """What goes back: status, headers in order (Content-Length included, not on 304), body (empty for HEAD, 304)."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def _page(title: str) -> bytes:
    return f"<html>\r\n<head><title>{title}</title></head>\r\n<body><h1>{title}</h1></body>\r\n</html>\r\n".encode()


class Simulator:
    """A board and its server. start: aware; the board has been running for `settings.warm_up` seconds by then.

    The answer is the state at the moment when the request begins; then the clock is moved by `settings.latency`.
    Safe to use from several threads. truth: what really happened until now. traffic: what was asked.
    """

    def __init__(
        self, settings: Settings, clock: Clock, seed: int, start: datetime, *, keep_requests: bool = True
    ) -> None:
        self.settings, self.clock, self.start = settings, clock, start
        self.traffic = Traffic(keep_requests)
        self._lock = threading.RLock()
        self._board = Board(settings, seed, ticks(start))
        self._pages = VichanPages(self._board) if settings.mode == "vichan" else FourchanPages(self._board)
        self._barriers, self._luck = Barriers(settings), random.Random(f"server:{seed}")
        self.truth = Truth(self._board, self._advance)

    @property
    def requests(self) -> list[Request]:
        """All requests in order; empty where they are not kept."""
        return self.traffic.requests

    @property
    def keep_requests(self) -> bool:
        """Whether requests are kept one by one, or only counted."""
        return self.traffic.keep

    @keep_requests.setter
    def keep_requests(self, keep: bool) -> None:
        self.traffic.keep = keep

    def _advance(self) -> int:
        """Play the board up to now; the moment that is, in microseconds."""
        with self._lock:
            now = ticks(self.clock.now())
            self._board.advance(now)
            return now

    def answer(self, method: str, target: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to that request; target: path, with or without a query."""
        headers = headers or {}
        with self._lock:
            now = self._advance()
            moment = instant(now)
            status, extra, body = self._respond(method, target.partition("?")[0], headers, now)
            shown = [("Date", format_datetime(moment.replace(microsecond=0), usegmt=True)), *extra.items()]
            if status != 304:
                shown.append(("Content-Length", str(len(body))))
            sent = b"" if method == "HEAD" else body
            self.traffic.note(Request(moment, target, status, is_conditional(headers)), len(sent))
        self.clock.sleep(self.settings.latency)
        return Answer(status, tuple(shown), sent)

    def _respond(
        self, method: str, path: str, headers: Mapping[str, str], now: int
    ) -> tuple[int, dict[str, str], bytes]:
        html = {"Content-Type": "text/html; charset=utf-8"}
        if self._barriers.down(instant(now)):
            retry = self.settings.outage_retry_after
            return 503, html | ({"Retry-After": str(retry)} if retry is not None else {}), _page("503 Unavailable")
        if (wait := self._barriers.wait(instant(now))) is not None:
            return 429, html | {"Retry-After": str(wait)}, _page("429 Too Many Requests")
        if method not in {"GET", "HEAD"}:
            return 405, html | {"Allow": "GET, HEAD"}, _page("405 Not Allowed")
        if path == "/robots.txt" and self.settings.robots is not None:
            return 200, {"Content-Type": "text/plain"}, self.settings.robots.encode()
        if self.settings.stale_share and self._luck.random() < self.settings.stale_share:
            now -= round(self._luck.uniform(0, self.settings.stale_seconds) * SECOND)
        file = self._pages.file(path, now)
        if file is None:
            return 404, html, _page("404 Not Found")
        validators = validators_of(file, self.settings.validators)
        if unchanged(headers, validators):
            return 304, validators, b""
        return 200, {"Content-Type": "application/json"} | validators, file.body
