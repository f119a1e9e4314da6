"""The one polite client: honest name, robots, pace, Retry-After, validators, caps. Nothing else opens a socket."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

import httpx

from hikcorpus.clock import Clock
from hikcorpus.errors import NetworkError, Refused, UsageError
from hikcorpus.fetch.address import fault_of, host_of, stays
from hikcorpus.fetch.backoff import LONGEST_WAIT, backoff
from hikcorpus.fetch.body import Body, Damaged
from hikcorpus.fetch.contact import user_agent
from hikcorpus.fetch.failure import reason_of
from hikcorpus.fetch.ledger import RequestRecord, Tally
from hikcorpus.fetch.pace import Pace
from hikcorpus.fetch.reply import Reply, reply_of
from hikcorpus.fetch.robots import LARGEST, MemoryOfThisRun, Robots, RobotsAnswer, RobotsMemory

REDIRECTS = 5
_LATER = "Nothing stored was touched; run the same command again later."


@dataclass(frozen=True, slots=True)
class _Manner:
    """How one address is asked for. cut: a body over the cap is cut there instead of refused."""

    page_kind: str
    delay: float
    cap: int
    cut: bool = False
    validators: list[tuple[str, str]] = field(default_factory=list)


class Client:
    """Reads public pages, each host at its pace; a context manager, one per process; safe to share by threads.

    contact: e-mail address or URL where the operators of sites reach a person; ConfigError without one.
    transport: what stands for the network (a replay); None = the network. delay: seconds between requests to
    a host, more where robots.txt asks for more. max_bytes: of one decoded body. max_seconds: for one request.
    tries: for one address. robots: where robots.txt files are remembered between runs. pace: to be shared
    where a process has several clients. on_request: called after every request, one at a time; also an attribute.
    """

    def __init__(
        self,
        *,
        contact: str | None,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        delay: float = 1.0,
        max_bytes: int = 64 * 1024 * 1024,
        max_seconds: float = 60.0,
        tries: int = 3,
        robots: RobotsMemory | None = None,
        pace: Pace | None = None,
        on_request: Callable[[RequestRecord], None] | None = None,
    ) -> None:
        agent = user_agent(contact)
        self.tally = Tally()
        self.on_request = on_request
        self._clock, self._delay, self._tries = clock, delay, max(1, tries)
        self._max_bytes, self._max_seconds = max_bytes, max_seconds
        self._pace = pace or Pace(clock)
        self._robots = Robots(self._ask_robots, clock, MemoryOfThisRun() if robots is None else robots)
        self._counting = threading.Lock()
        # The transport itself, not httpx.Client: that would keep cookies, follow the environment's proxies,
        # stumble over bad redirects and write every address to the log.
        self._transport = httpx.HTTPTransport(trust_env=False) if transport is None else transport
        self._headers = [("User-Agent", agent), ("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate")]
        timeout = httpx.Timeout(min(30.0, max_seconds), connect=min(10.0, max_seconds))
        self._extensions = {"timeout": timeout.as_dict()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        delay: float | None = None,
        page_kind: str = "page",
    ) -> Reply:
        """Ask for one address, as soon as manners allow.

        etag, last_modified: validators of the last answer, sent as they are. delay: seconds between requests,
        in place of the client's. page_kind: for the ledger. Raises UsageError (no public http(s) address),
        Refused (robots.txt), NetworkError (unreachable, broken off, over a cap, robots.txt unreadable).
        """
        target = _address(url)
        wish = self._delay if delay is None else delay
        validators = _validators(etag, last_modified)
        for _ in range(REDIRECTS + 1):
            rules = self._robots.rules(target)
            if not rules.allows(target):
                raise Refused(
                    f"{host_of(target)} does not let hikcorpus read this address: {rules.source} disallows it.",
                    "Ask its operator, or import saved pages with `hikcorpus import`.",
                )
            manner = _Manner(page_kind, max(wish, rules.delay), self._max_bytes, validators=validators)
            reply = self._tried(target, manner)
            if reply.kind != "moved":
                return reply
            if reply.location is None or not stays(target, reply.location):
                return replace(reply, body=b"")
            target = reply.location
        return replace(reply, kind="other", body=b"")  # a ring of redirects says nothing of the thread

    def _ask_robots(self, url: str) -> RobotsAnswer:
        reply = self._tried(url, _Manner("robots", self._delay, LARGEST + 1, cut=True))
        return RobotsAnswer(reply.status, reply.kind, reply.body, reply.location)

    def _tried(self, url: str, manner: _Manner) -> Reply:
        """One address without its redirects; asked again after failures that may pass."""
        host = host_of(url)
        attempt = 0
        while True:
            last = attempt + 1 >= self._tries
            try:
                reply = self._once(url, host, manner)
            except (httpx.RequestError, httpx.InvalidURL, Damaged, UnicodeError) as error:
                if last:
                    what = f"{host} could not be read: {reason_of(error)} (tries: {self._tries})."
                    raise NetworkError(what, _LATER) from error
                pause = backoff(url, attempt)
            else:
                asked = reply.retry_after
                if last or reply.kind not in ("rate_limited", "unavailable") or (asked or 0) > LONGEST_WAIT:
                    return reply
                pause = backoff(url, attempt) if asked is None else asked
            self._pace.hold(host, pause)
            attempt += 1

    def _once(self, url: str, host: str, manner: _Manner) -> Reply:
        """One request over the wire, counted whatever comes of it."""
        waited = self._pace.wait(host, manner.delay)
        started = self._clock.now()
        status, kind, body = 0, "failed", Body(None, manner.cap)
        try:
            headers = httpx.Headers(self._headers + manner.validators, encoding="latin-1")
            request = httpx.Request("GET", url, headers=headers, extensions=self._extensions)
            response = self._transport.handle_request(request)
            try:
                read = response.is_stream_consumed  # an in-process transport may have read and decoded it
                if not read:
                    body = Body(response.headers.get("content-encoding"), manner.cap)
                for chunk in (response.content,) if read else response.iter_raw():
                    body.feed(chunk)
                    self._within(host, started, over=body.over and not manner.cut)
                    if body.over:
                        break
                self._within(host, started)
                reply = reply_of(
                    url, response.status_code, response.headers.raw, body.finish(), started, self._clock.now()
                )
            finally:
                response.close()
            status, kind = reply.status, reply.kind
            return reply
        finally:
            record = RequestRecord(started, manner.page_kind, status, body.wire, waited, host)
            with self._counting:
                self.tally.add(record, kind)
                if self.on_request is not None:
                    self.on_request(record)

    def _within(self, host: str, started: datetime, *, over: bool = False) -> None:
        if over:
            what = f"{host} sent more than {self._max_bytes} bytes for one page, the most that is read."
            raise NetworkError(what, "Nothing stored was touched; look at that page in a browser.")
        if (self._clock.now() - started).total_seconds() > self._max_seconds:
            raise NetworkError(f"{host} took more than {self._max_seconds:g} seconds for one page.", _LATER)


def _address(url: str) -> str:
    """The address as it goes over the wire, without fragment. Raises UsageError."""
    fault = fault_of(url)
    if fault is None:
        try:
            return str(httpx.URL(url).copy_with(fragment=None))
        except httpx.InvalidURL:
            fault = "it is not an address"
    raise UsageError(f"{url!r} cannot be read: {fault}.", "Give the address of a board as a browser shows it.")


def _validators(etag: str | None, last_modified: str | None) -> list[tuple[str, str]]:
    pairs = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return [(name, value) for name, value in pairs if value]
