"""A recorded site and how it answers: as recorded, 304 to conditional requests, and with faults for tests.

A recording is a `*.jsonl.gz`, one response a line: url (path and query as asked), status, headers (a value may
be a list), recorded_at (epoch seconds), body_b64.
"""

import base64
import gzip
import json
import re
import threading
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from hikcorpus.errors import ConfigError, DataDamaged

Headers = tuple[tuple[str, str], ...]

_RECOMPUTED = (
    *("connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
    *("content-encoding", "content-length", "date", "server"),
)
"""Headers of the wire they once went over, not of the page."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One response: headers without those that belong to the wire; body without content encoding."""

    body: bytes
    status: int = 200
    headers: Headers = (("content-type", "text/html; charset=utf-8"),)
    recorded_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A site as it stood. pages: path and query -> response; what is not in it is answered with 404."""

    pages: Mapping[str, Recorded]

    @classmethod
    def load(cls, path: Path | str) -> Self:
        """Read a recording. Raises ConfigError if there is no such file, DataDamaged if it is not one."""
        pages: dict[str, Recorded] = {}
        line = 0
        try:
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for text in lines:
                    row = json.loads(text)
                    pages[canonical(row["url"])] = _recorded(row)
                    line += 1
        except FileNotFoundError as error:
            raise ConfigError(f"There is no recording {path}.", "Give the path of a site.X.jsonl.gz.") from error
        except (OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, zlib.error) as error:
            raise DataDamaged(
                f"The recording {path} cannot be read after line {line}.", "Copy it again from where it came."
            ) from error
        return cls(pages)


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong at one path. None = as recorded.

    truncate: bytes of the body that are sent, though Content-Length promises all. times: how many requests it
    spoils, None = all. headers: added, replacing recorded ones of the same name.
    """

    status: int | None = None
    headers: Headers = ()
    body: bytes | None = None
    truncate: int | None = None
    times: int | None = None


CHALLENGE = Fault(
    headers=(("content-type", "text/html; charset=utf-8"),),
    body=b'<!DOCTYPE html><head><title>Beep boop?</title></head><body><form action="/api/user-captcha-verify">'
    b'<div class="h-captcha">Loading...</div></form></body>',
)
"""A protection page with status 200, in Ylilauta's manner."""

MALFORMED = Fault(body=b'\xff\xfe{"posts": [{"no": 1, \x00\x81')
"""Bytes that are neither JSON nor text in any charset."""

TRUNCATED = Fault(truncate=10)
"""A connection that breaks after ten bytes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes over the wire. length: the Content-Length promised; body may be shorter."""

    status: int
    headers: Headers
    body: bytes
    length: int


class Site:
    """A recording that answers. Swap `recording` to let time pass; put `faults` in by path and query.

    requests: (method, path and query, conditional, status), in order. Thread safe.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.faults: dict[str, Fault] = {}
        self.requests: list[tuple[str, str, bool, int]] = []
        self._lock = threading.Lock()

    def answer(self, method: str, target: str, headers: Mapping[str, str]) -> Answer:
        """Answer one request, and note it. headers: names in lower case."""
        path = canonical(target)
        known, since = headers.get("if-none-match"), headers.get("if-modified-since")
        with self._lock:
            fault = self._fault(path)
            page = self.recording.pages.get(path, _NOT_THERE) if method == "GET" else _NOT_ALLOWED
            answer = _spoiled(page, fault) if fault else _conditional(page, known, since)
            self.requests.append((method, path, bool(known or since), answer.status))
        return answer

    def _fault(self, path: str) -> Fault | None:
        fault = self.faults.get(path)
        if fault is not None and fault.times is not None:
            if fault.times > 1:
                self.faults[path] = replace(fault, times=fault.times - 1)
            else:
                del self.faults[path]
        return fault


_PLAIN: Headers = (("content-type", "text/plain; charset=utf-8"),)
_NOT_THERE = Recorded(b"not in this recording\n", 404, _PLAIN)
_NOT_ALLOWED = Recorded(b"GET only\n", 405, _PLAIN)


def canonical(target: str) -> str:
    """Path and query with the same escapes whoever wrote them, without fragment."""
    quoted = quote(target.partition("#")[0], safe="%/?&=:@!$'()*+,;~")
    return re.sub("%[0-9A-Fa-f]{2}", lambda escape: escape[0].upper(), quoted)


def _recorded(row: dict[str, Any]) -> Recorded:
    pairs: list[tuple[str, str]] = []
    for name, value in row["headers"].items():
        if name.lower() not in _RECOMPUTED:
            pairs.extend((name.lower(), one) for one in (value if isinstance(value, list) else [value]))
    body = base64.b64decode(row["body_b64"], validate=True)
    moment = datetime.fromtimestamp(row["recorded_at"], UTC)
    return Recorded(body, int(row["status"]), tuple(pairs), moment)


def _conditional(page: Recorded, known: str | None, since: str | None) -> Answer:
    named = dict(page.headers)
    same = known == named.get("etag") if known else bool(since) and since == named.get("last-modified")
    if page.status == 200 and same:
        return Answer(304, tuple(pair for pair in page.headers if pair[0] != "content-type"), b"", 0)
    return Answer(page.status, page.headers, page.body, len(page.body))


def _spoiled(page: Recorded, fault: Fault) -> Answer:
    replaced = {name.lower() for name, _ in fault.headers}
    kept = tuple(pair for pair in page.headers if pair[0] not in replaced)
    body = page.body if fault.body is None else fault.body
    sent = body if fault.truncate is None else body[: fault.truncate]
    status = page.status if fault.status is None else fault.status
    return Answer(status, kept + fault.headers, sent, len(body))
