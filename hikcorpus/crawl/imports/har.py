"""Browser recordings (HAR 1.2): what the pages were when a person looked at them. Only bodies are taken, no cookies.

Browsers give text already decoded; what is base64 is as it came, in the charset that the answer named. Bodies that
the browser did not keep (redirects, 304, "save without content") are counted.
"""

import base64
import binascii
import re
from datetime import UTC, datetime

import msgspec

from hikcorpus.crawl.imports.given import LARGEST, BoardsOf, Given, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.json_stream import elements
from hikcorpus.crawl.imports.pages import read_page
from hikcorpus.sources.base import Page

PAGES = re.compile(r"(?:text/(?:html|plain)|application/(?:json|xhtml\+xml|octet-stream))?\s*(?:;.*)?\Z", re.IGNORECASE)
"""Types of answers that may be thread pages; dat files come as text/plain or as anything."""

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{2,40})", re.IGNORECASE)


class _Content(msgspec.Struct):
    mimeType: str = ""
    text: str | None = None
    encoding: str = ""


class _Response(msgspec.Struct):
    status: int = 0
    content: _Content = msgspec.field(default_factory=_Content)


class _Request(msgspec.Struct):
    method: str = ""
    url: str = ""


class _Entry(msgspec.Struct):
    startedDateTime: str
    request: _Request
    response: _Response


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """The thread pages among the entries, each at its own time."""
    some = False
    for raw in elements(file.stream, "entries", 2, 2 * LARGEST):
        some = True
        if raw is None:
            yield Left("too_large_or_cut_off")
            continue
        try:
            entry = msgspec.json.decode(raw, type=_Entry)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            yield Left("damaged_record")
            continue
        yield _page(entry, file.seen, boards)
    if not some:
        yield Left("no_entries_in_the_recording")


def _page(entry: _Entry, at: datetime, boards: BoardsOf) -> Given | Left:
    if entry.request.method.upper() != "GET":
        return Left("sent_by_a_form")
    if entry.response.status != 200:
        return Left(f"answer_{entry.response.status}")
    content = entry.response.content
    if not PAGES.match(content.mimeType):
        return Left("no_page")
    if not content.text:
        return Left("body_not_recorded")
    charset: str | None = "utf-8"
    body = content.text.encode("utf-8", "surrogatepass")
    if content.encoding == "base64":
        try:
            body = base64.b64decode(content.text)
        except (binascii.Error, ValueError):
            return Left("damaged_record")
        named = _CHARSET.search(content.mimeType)
        charset = named[1].lower() if named else None
    if len(body) > LARGEST:
        return Left("too_large")
    url = entry.request.url.partition("#")[0]
    return read_page(Page(url, body, _instant(entry.startedDateTime) or at, charset), [url], boards)


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
