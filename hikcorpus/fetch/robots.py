"""robots.txt by RFC 9309: what a site allows us to read, and how fast."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from protego import Protego

from hikcorpus.clock import Clock
from hikcorpus.errors import NetworkError, Refused
from hikcorpus.fetch.address import host_of, origin_of
from hikcorpus.fetch.classify import ReplyKind
from hikcorpus.fetch.contact import PRODUCT

LARGEST = 500 * 1024
"""Bytes that are parsed (RFC 9309, 2.5)."""

LONGEST_DELAY = 120.0
"""Seconds between requests above which no visit could end: such a site is not read."""

REDIRECTS = 5
"""Redirects followed, across hosts too; after more the file counts as not there (RFC 9309, 2.3.1.2)."""

LONGEST_KEPT = timedelta(hours=24)
"""How old a remembered file may be (RFC 9309, 2.4)."""

_ASK = "Ask its operator, or import saved pages with `hikcorpus import`."
_AGENT_LINE = re.compile(r"^[ \t]*user[ -]?agent(?:[ \t]*:|[ \t])[ \t]*([^#\n]*)", re.IGNORECASE | re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z_-]+")


class RobotsAnswer(NamedTuple):
    """One answer to a request for robots.txt. location: absolute, where a redirect leads."""

    status: int
    kind: ReplyKind
    body: bytes
    location: str | None = None


class RobotsMemory(Protocol):
    """Where robots.txt files are remembered between runs. host: `scheme://host[:port]`, see `origin_of`."""

    def get(self, host: str) -> tuple[bytes | None, int, datetime] | None:
        """Body (None where there is no such file), status, and when it was read (aware, UTC)."""
        ...

    def put(self, host: str, body: bytes | None, status: int, fetched_at: datetime) -> None:
        """Remember what was read."""
        ...


class MemoryOfThisRun:
    """Remembers as long as the process lives."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes | None, int, datetime]] = {}

    def get(self, host: str) -> tuple[bytes | None, int, datetime] | None:
        """See RobotsMemory."""
        return self._known.get(host)

    def put(self, host: str, body: bytes | None, status: int, fetched_at: datetime) -> None:
        """See RobotsMemory."""
        self._known[host] = (body, status, fetched_at)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt says to us. source: its address. delay: seconds it asks for between requests."""

    source: str
    parser: Protego | None
    delay: float
    read_at: datetime

    def allows(self, url: str) -> bool:
        """Whether we may read this address of its origin."""
        return self.parser is None or bool(self.parser.can_fetch(url, PRODUCT))

    def check(self, url: str, *, permitted: bool = False) -> None:
        """Raise Refused where the address is disallowed, or the pace asked for is slower than LONGEST_DELAY.

        permitted: the operator allowed us what the file disallows; the pace is asked of us all the same.
        """
        host = host_of(url)
        if not permitted and not self.allows(url):
            raise Refused(f"{host} does not let hikcorpus read this address: {self.source} disallows it.", _ASK)
        if self.delay > LONGEST_DELAY:
            raise Refused(
                f"{host} asks for {self.delay:.15g} seconds between requests in {self.source}, a pace at which no "
                "visit would end, so nothing of it is read.",
                _ASK,
            )


def parse(source: str, body: bytes | None, read_at: datetime) -> Rules:
    """The rules in a file; None = there is no file, all is allowed. Pure."""
    if body is None:
        return Rules(source, None, 0.0, read_at)
    if len(body) > LARGEST:  # a rule cut in the middle would say something else: leave it out
        body = body[:LARGEST]
        body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
    parser = Protego.parse(_ours(body.decode("utf-8-sig", "replace")))
    rate = parser.request_rate(PRODUCT)
    delay = max(parser.crawl_delay(PRODUCT) or 0.0, rate.seconds / rate.requests if rate else 0.0)
    return Rules(source, parser, delay, read_at)


class Robots:
    """The rules of each origin, asked for once and remembered for at most 24 hours. Thread safe.

    ask: requests one address (paced, with tries) and gives the answer unfollowed; it may raise NetworkError.
    Its second argument is the host whose file it is, which a redirect may have left.
    """

    def __init__(self, ask: Callable[[str, str], RobotsAnswer], clock: Clock, memory: RobotsMemory) -> None:
        self._ask, self._clock, self._memory = ask, clock, memory
        self._rules: dict[str, Rules] = {}
        self._lock = threading.Lock()

    def rules(self, url: str) -> Rules:
        """The rules for an address. Raises NetworkError if they cannot be read now, Refused for a challenge."""
        origin = origin_of(url)
        with self._lock:
            known = self._rules.get(origin)
            if known is None or not self._fresh(known.read_at):
                known = self._rules[origin] = self._remembered(origin) or self._fetched(origin)
            return known

    def _fresh(self, read_at: datetime) -> bool:
        return timedelta(0) <= self._clock.now() - read_at < LONGEST_KEPT

    def _remembered(self, origin: str) -> Rules | None:
        kept = self._memory.get(origin)
        if kept is None or not self._fresh(kept[2]):
            return None
        return parse(f"{origin}/robots.txt", kept[0], kept[2])

    def _fetched(self, origin: str) -> Rules:
        source = url = f"{origin}/robots.txt"
        read_at = self._clock.now()
        for _ in range(REDIRECTS + 1):
            try:
                answer = self._ask(url, host_of(source))
            except NetworkError as error:
                raise _unreadable(source, error.what.rstrip(".")) from error
            if answer.kind != "moved" or answer.location is None:
                break
            url = answer.location
        if answer.kind == "challenge":
            raise Refused(
                f"{source} answers with a protection page against programs, so nothing of this site is read.", _ASK
            )
        if answer.kind in ("unavailable", "rate_limited"):
            raise _unreadable(source, f"the site answered with status {answer.status}")
        body = answer.body if answer.kind == "ok" else None  # 4xx: no rules (RFC 9309, 2.3.1.3)
        self._memory.put(origin, body, answer.status, read_at)
        return parse(source, body, read_at)


def _unreadable(source: str, why: str) -> NetworkError:
    # RFC 9309, 2.3.1.4: without an answer everything is disallowed; but it may be there the next time.
    return NetworkError(
        f"robots.txt could not be read at {source}, so nothing of this site is read: {why}.",
        "Nothing stored was touched; run the same command again later.",
    )


def _ours(text: str) -> str:
    """The file with each user-agent line said so that the parser takes it by RFC 9309, 2.2.1.

    The parser would not know us in `hikcorpus/0.1`, and would take `hik` for us.
    """

    def named(line: re.Match[str]) -> str:
        value = line[1].strip()
        token = _TOKEN.match(value)
        if token and token[0].lower() == PRODUCT:
            return f"User-agent: {PRODUCT}"
        return "User-agent: *" if value.split()[:1] == ["*"] else "User-agent: someone-else"

    return _AGENT_LINE.sub(named, re.sub(r"\r\n?", "\n", text))
