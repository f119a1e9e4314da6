"""The one polite client: honest name, robots, pace, Retry-After, validators, caps. Nothing else opens a socket."""

import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Self

import httpx

from hikcorpus.clock import Clock
from hikcorpus.errors import NetworkError, UsageError
from hikcorpus.fetch.address import fault_of, host_of, stays
from hikcorpus.fetch.backoff import LONGEST_WAIT, backoff
from hikcorpus.fetch.body import Body, Damaged
from hikcorpus.fetch.contact import user_agent
from hikcorpus.fetch.failure import reason_of
from hikcorpus.fetch.ledger import RequestRecord, Tally
from hikcorpus.fetch.network import Network, Overdue, Oversized
from hikcorpus.fetch.pace import Pace
from hikcorpus.fetch.private import is_private_host, may_be_meant
from hikcorpus.fetch.reply import Reply, reply_of
from hikcorpus.fetch.robots import LARGEST, MemoryOfThisRun, Robots, RobotsAnswer, RobotsMemory

REDIRECTS = 5
_LATER = "Nothing stored was touched; run the same command again later."
_AS_SHOWN = "Give the address of a board as a browser shows it."
_ROOM = 256 * 1024
"""Bytes over the wire for headers and chunk marks."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How one address is asked for.

    meant: the host that the user typed, which a redirect may have left. cut: a body over the cap is cut there
    instead of refused.
    """

    page_kind: str
    delay: float
    cap: int
    meant: str
    cut: bool = False
    validators: list[tuple[str, str]] = field(default_factory=list)


class Client:
    """Reads public pages, each host at its pace; a context manager, one per process; safe to share by threads.

    contact: e-mail address or URL where the operators of sites reach a person; ConfigError without one.
    transport: what stands for the network (a replay); None = the network. delay: seconds between requests to
    a host, more where robots.txt asks for more. max_bytes: of one decoded body. max_seconds: for one request.
    tries: for one address. robots: where robots.txt files are remembered between runs. pace: to be shared
    where a process has several clients, with a `SharedPace` in it also between processes and runs. on_request:
    called after every request, one at a time; also an attribute. private_hosts: names (lower case) that may lead
    to addresses off the public internet; `localhost` and private or loopback addresses may be typed in any case.
    may_ask: called with the host before the wait for every request and again right before it is sent, in the
    thread that asks; whatever it raises ends the call. chance: where the jitter of repeated tries comes from.
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
        private_hosts: frozenset[str] = frozenset(),
        may_ask: Callable[[str], None] | None = None,
        chance: random.Random | None = None,
    ) -> None:
        agent = user_agent(contact)
        self._agents: dict[str, str] = {}
        self.tally = Tally()
        self.on_request = on_request
        self._clock, self._delay, self._tries = clock, delay, max(1, tries)
        self._max_bytes, self._max_seconds = max_bytes, max_seconds
        self._pace = pace or Pace(clock)
        self._robots = Robots(self._ask_robots, clock, MemoryOfThisRun() if robots is None else robots)
        self._private_hosts, self._may_ask = private_hosts, may_ask
        self._chance = random.Random() if chance is None else chance  # seeded by the operating system
        self._counting = threading.Lock()
        # The transport itself, not httpx.Client: that would keep cookies, follow the environment's proxies,
        # stumble over bad redirects and write every address to the log.
        self._transport = Network(private_hosts) if transport is None else transport
        self._headers = [("User-Agent", agent), ("Accept", "*/*"), ("Accept-Encoding", "gzip, deflate")]
        timeout = httpx.Timeout(min(30.0, max_seconds), connect=min(10.0, max_seconds))
        self._extensions = {"timeout": timeout.as_dict()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()

    def introduce(self, url: str, contact: str) -> None:
        """Tell the host of this address another contact than the client's. Raises ConfigError for none."""
        self._agents[host_of(url)] = user_agent(contact)

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        delay: float | None = None,
        page_kind: str = "page",
        robots: Literal["obey", "permitted"] = "obey",
        start: int | None = None,
    ) -> Reply:
        """Ask for one address, as soon as manners allow.

        etag, last_modified: validators of the last answer, sent as they are. delay: seconds between requests,
        in place of the client's. page_kind: for the ledger. robots: `permitted` where the operator's permission
        is on record: what robots.txt disallows is read, at the pace that it asks for. start: only the bytes from this
        one on are wanted (`Range`, RFC 9110; status 206 if the server goes along). Raises UsageError (no
        address that can be read), Refused (robots.txt), NetworkError (unreachable, broken off, over a cap,
        robots.txt unreadable, an address off the public internet, a site that asked to be left alone).
        """
        target = _address(url)
        meant = host_of(target)
        if is_private_host(meant) and not may_be_meant(meant) and meant not in self._private_hosts:
            raise UsageError(f"{meant} cannot be read: no board has such an address.", _AS_SHOWN)
        wish = self._delay if delay is None else delay
        validators = _validators(etag, last_modified)
        if start is not None:  # of the bytes as they lie there: a compressed body would be cut elsewhere
            validators += [("Range", f"bytes={start}-"), ("Accept-Encoding", "identity")]
        for _ in range(REDIRECTS + 1):
            rules = self._robots.rules(target)
            rules.check(target, permitted=robots == "permitted")
            manner = _Manner(page_kind, max(wish, rules.delay), self._max_bytes, meant, validators=validators)
            reply = self._tried(target, manner)
            if reply.kind != "moved":
                return reply
            if reply.location is None or not stays(target, reply.location):
                return replace(reply, body=b"")
            target = reply.location
        return replace(reply, kind="other", body=b"")  # a ring of redirects says nothing of the thread

    def _ask_robots(self, url: str, meant: str) -> RobotsAnswer:
        reply = self._tried(url, _Manner("robots", self._delay, LARGEST + 1, meant, cut=True))
        return RobotsAnswer(reply.status, reply.kind, reply.body, reply.location)

    def _tried(self, url: str, manner: _Manner) -> Reply:
        """One address without its redirects; asked again after failures that may pass."""
        host = host_of(url)
        if host != manner.meant and (is_private_host(host) or host in self._private_hosts):
            raise NetworkError(f"{manner.meant} leads to an address off the public internet: not followed.", _LATER)
        attempt = 0
        while True:
            last = attempt + 1 >= self._tries
            try:
                reply = self._once(url, host, manner)
            except (httpx.RequestError, httpx.InvalidURL, Damaged, UnicodeError) as error:
                if last:
                    what = f"{host} could not be read: {reason_of(error)} (tries: {self._tries})."
                    raise NetworkError(what, _LATER) from error
                self._pace.hold(host, backoff(attempt, self._chance))
            else:
                asked = reply.retry_after
                if asked is not None:  # the site asked for rest: it holds for whoever comes next, too
                    self._pace.hold(host, asked)
                if last or reply.kind not in ("rate_limited", "unavailable") or (asked or 0) > LONGEST_WAIT:
                    return reply
                if asked is None:
                    self._pace.hold(host, backoff(attempt, self._chance))
            attempt += 1

    def _once(self, url: str, host: str, manner: _Manner) -> Reply:
        """One request over the wire, counted whatever comes of it."""
        self._permission(host)
        waited = self._pace.wait(host, manner.delay)
        self._permission(host)
        started = self._clock.now()
        status, kind, body = 0, "failed", Body(None, manner.cap)
        if isinstance(self._transport, Network):
            self._transport.allow(self._max_seconds, 2 * manner.cap + _ROOM)
        try:
            named = {name for name, _ in manner.validators}
            usual = [pair for pair in self._headers if pair[0] not in named]
            headers = httpx.Headers(usual + manner.validators, encoding="latin-1")
            headers["User-Agent"] = self._agents.get(host, headers["User-Agent"])
            request = httpx.Request("GET", url, headers=headers, extensions=self._extensions)
            response = self._transport.handle_request(request)
            try:
                read = response.is_stream_consumed  # an in-process transport may have read and decoded it
                if not read:
                    body = Body(response.headers.get("content-encoding"), manner.cap)
                    if not manner.cut and _announced(response) > manner.cap:
                        raise self._too_large(host)
                for chunk in (response.content,) if read else response.iter_raw():
                    body.feed(chunk)
                    if body.over and not manner.cut:
                        raise self._too_large(host)
                    self._in_time(host, started)
                    if body.over:
                        break
                self._in_time(host, started)
                reply = reply_of(
                    url, response.status_code, response.headers.raw, body.finish(), started, self._clock.now()
                )
            finally:
                response.close()
            status, kind = reply.status, reply.kind
        except Overdue as error:
            raise self._too_slow(host) from error
        except Oversized as error:
            raise self._too_large(host) from error
        else:
            return reply
        finally:
            record = RequestRecord(started, manner.page_kind, status, body.wire, waited, host, kind)
            with self._counting:
                self.tally.add(record)
                if self.on_request is not None:
                    self.on_request(record)

    def _permission(self, host: str) -> None:
        if self._may_ask is not None:
            self._may_ask(host)

    def _in_time(self, host: str, started: datetime) -> None:
        if (self._clock.now() - started).total_seconds() > self._max_seconds:
            raise self._too_slow(host)

    def _too_slow(self, host: str) -> NetworkError:
        return NetworkError(f"{host} took more than {self._max_seconds:g} seconds for one page.", _LATER)

    def _too_large(self, host: str) -> NetworkError:
        what = f"{host} sent more than {self._max_bytes} bytes for one page, the most that is read."
        return NetworkError(what, "Nothing stored was touched; look at that page in a browser.")


def _announced(response: httpx.Response) -> int:
    """Bytes of body that the head promises, 0 where it promises none or the promise is of another answer's."""
    text = response.headers.get("content-length", "")
    bodiless = response.status_code in (204, 304)
    return int(text) if re.fullmatch("[0-9]{1,20}", text) and not bodiless else 0


def _address(url: str) -> str:
    """The address as it goes over the wire, without fragment. Raises UsageError."""
    fault = fault_of(url)
    if fault is None:
        try:
            return str(httpx.URL(url).copy_with(fragment=None))
        except httpx.InvalidURL:
            fault = "it is not an address"
    raise UsageError(f"{url!r} cannot be read: {fault}.", _AS_SHOWN)


def _validators(etag: str | None, last_modified: str | None) -> list[tuple[str, str]]:
    pairs = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return [(name, value) for name, value in pairs if value]
