"""Web archives (WARC 1.0 and 1.1, ARC, plain or gzip by record): answers and resources, by webrecorder's `warcio`.

A `revisit` record has no body (it names an older one) and is counted. Pages exported by `hikcorpus warc` come back.
"""

import re
import zlib
from datetime import UTC, datetime
from typing import Any

from hikcorpus.crawl.imports.given import LARGEST, BoardsOf, Given, Left, Opened, Stream, Wanted
from hikcorpus.crawl.imports.har import PAGES
from hikcorpus.crawl.imports.pages import read_page
from hikcorpus.sources.base import Page

_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{2,40})", re.IGNORECASE)
_SAVED = "urn:hikcorpus:saved:"


def read(file: Opened, boards: BoardsOf, wanted: Wanted) -> Stream:
    """The thread pages among the records, each with its own address and time."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = iter(ArchiveIterator(file.stream, arc2warc=True))
    while True:
        try:
            record = next(records, None)
            if record is None:
                return
            yield _page(record, file, boards)
        except (ArchiveLoadFailed, EOFError, OSError, zlib.error, ValueError, UnicodeError):
            yield Left("damaged_or_cut_off_from_there_on")
            return


def _page(record: Any, file: Opened, boards: BoardsOf) -> Given | Left:
    if record.rec_type == "revisit":
        return Left("revisit_without_a_body")
    if record.rec_type not in ("response", "resource"):
        return Left("no_page")
    headers, status = record.http_headers, 200
    if record.rec_type == "response":
        if headers is None:
            return Left("no_page")
        status = int(headers.get_statuscode()) if headers.get_statuscode().isdecimal() else 0
    if status != 200:
        return Left(f"answer_{status}")
    content_type = (headers or record.rec_headers).get_header("Content-Type") or ""
    if not PAGES.match(content_type):
        return Left("no_page")
    body = _body(record)
    if isinstance(body, Left):
        return body
    charset = _CHARSET.search(content_type)
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    seen = _instant(record.rec_headers.get_header("WARC-Date")) or file.seen
    addresses = [] if url.startswith(_SAVED) else [url.partition("#")[0]]
    return read_page(Page(url, body, seen, charset[1].lower() if charset else None), addresses, boards)


def _body(record: Any) -> bytes | Left:
    """The body without transfer and content encoding. gzip and deflate are undone by warcio, the others here."""
    encoding = ""
    if record.http_headers is not None:
        encoding = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    body: bytes = record.content_stream().read(LARGEST + 1)
    if len(body) > LARGEST:
        return Left("too_large")
    if encoding in ("br", "zstd") and body:
        import pyarrow as pa

        try:
            packed = pa.CompressedInputStream(pa.BufferReader(body), "brotli" if encoding == "br" else "zstd")
            body = packed.read(LARGEST + 1)
        except (OSError, pa.ArrowException):  # many crawlers store what they have unpacked, and leave the header
            return body
        if len(body) > LARGEST:
            return Left("too_large")
    return body


def _instant(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
