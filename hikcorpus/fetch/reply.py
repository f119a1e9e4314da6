"""What came back for one address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urldefrag, urljoin

from hikcorpus.fetch.address import fault_of
from hikcorpus.fetch.backoff import retry_after
from hikcorpus.fetch.classify import ReplyKind, classify


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status.

    url: the address that answered (after redirects on the site), without fragment. body: decoded from its
    content encoding; empty for `moved` and `not_modified`. charset: only if the server named one. etag,
    last_modified: the server's validators, to be sent back as they are. fetched_at: aware, UTC, just before
    the request was sent. location: for `moved`, where to, or None where nobody could follow. retry_after:
    seconds that the site asked for, with `rate_limited` and `unavailable`.
    """

    url: str
    status: int
    kind: ReplyKind
    body: bytes
    charset: str | None
    etag: str | None
    last_modified: str | None
    fetched_at: datetime
    location: str | None = None
    retry_after: float | None = None


def reply_of(
    url: str,
    status: int,
    raw_headers: Iterable[tuple[bytes, bytes]],
    body: bytes,
    fetched_at: datetime,
    now: datetime,
) -> Reply:
    """The answer in our terms. Header values are read as Latin-1, so that validators go back byte for byte."""
    headers: dict[str, str] = {}
    for name, value in raw_headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    kind = classify(status, headers, body)
    wait = retry_after(headers.get("retry-after"), now) if kind in ("rate_limited", "unavailable") else None
    return Reply(
        url=url,
        status=status,
        kind=kind,
        body=body,
        charset=charset_of(headers.get("content-type")),
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        fetched_at=fetched_at,
        location=_location(url, headers["location"]) if kind == "moved" else None,
        retry_after=wait,
    )


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type names, as written, or None."""
    found = re.search(r";\s*charset\s*=\s*[\"']?([^\s;\"']+)", content_type or "", re.IGNORECASE)
    return found[1] if found else None


def _location(url: str, location: str) -> str | None:
    """Where a redirect leads, absolute, without fragment; None where nobody could follow it."""
    try:
        target = urldefrag(urljoin(url, location.encode("latin-1").decode("utf-8", "replace"))).url
    except ValueError:
        return None
    return None if fault_of(target) else target
