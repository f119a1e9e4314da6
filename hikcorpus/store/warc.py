"""A board's stored pages as WARC/1.1, for archives and their tools. Identifiable, like the evidence it is made from.

Pages are `resource` records: the headers of the answers were not kept, and bodies are without posters' hosts and IP
addresses, so that none of them is the answer as it came over the wire. A page whose bytes are out of retention, or
in which messages were blanked, is a `metadata` record that says so. The same rows give the same bytes.
"""

import base64
import hashlib
import os
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hikcorpus import __version__
from hikcorpus.log import Progress
from hikcorpus.store.dataset import Dataset
from hikcorpus.store.files import PRIVATE_FILE, make_folder, settle, temporary, writing

_SAID = (
    "Pages as stored by hikcorpus: bodies are scrubbed of posters' host names and IP addresses, and headers of the "
    "answers were not kept. Bodies out of retention, or with messages blanked, are metadata records."
)
_TYPES = {"json": "application/json", "dat": "text/plain", "txt": "text/plain"}


def write_warc(dataset: Dataset, path: Path, progress: Progress) -> int:
    """Write the evidence of a board to `path` (`.warc.gz`, gzip per record); gives the number of its pages' records.

    Raises CannotWrite, DataDamaged; then there is no such file.
    """
    from warcio.warcwriter import WARCWriter

    total, done = dataset.rows("evidence"), 0
    make_folder(path.parent)
    hidden = temporary(path)
    try:
        with writing(path.parent), os.fdopen(os.open(hidden, _FLAGS, PRIVATE_FILE), "wb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            writer.write_record(_information(writer, dataset))
            for batch in dataset.batches("evidence"):
                for row in batch.to_pylist():
                    progress("warc", done, total)
                    writer.write_record(_record(writer, row))
                    done += 1
        settle(path)
    except BaseException:
        hidden.unlink(missing_ok=True)
        raise
    progress("warc", done, total)
    return done


_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


def _information(writer: Any, dataset: Dataset) -> Any:
    """The first record: who wrote the file and what its records are. Dated by the last page."""
    dates = [
        at for batch in dataset.batches("evidence", ["fetched_at"]) for at in batch["fetched_at"].to_pylist() if at
    ]
    fields = {"software": f"hikcorpus/{__version__}", "format": "WARC File Format 1.1", "description": _SAID}
    headers = {
        "WARC-Record-ID": _id("warcinfo", dataset.digest()),
        "WARC-Date": _date(max(dates, default=datetime(1970, 1, 1, tzinfo=UTC))),
    }
    return _made(writer, None, "warcinfo", _fields(fields), "application/warc-fields", headers)


def _record(writer: Any, row: Mapping[str, Any]) -> Any:
    at = _date(row["fetched_at"])
    url = row["url"] or ""
    uri = url if "://" in url else f"urn:hikcorpus:saved:{quote(url)}"
    headers = {
        "WARC-Record-ID": _id(row["capture_id"], url, at, row["page_kind"]),
        "WARC-Date": at,
        "X-Hikcorpus-Page-Kind": row["page_kind"],
        "X-Hikcorpus-HTTP-Status": str(row["status"] or 0),
    }
    if row["body"] is not None and not row["blanked"]:
        return _made(writer, uri, "resource", row["body"], _content_type(row), headers)
    fields = {
        "capture-id": f"sha256:{row['capture_id']}",
        "body": "out of retention" if row["body"] is None else "left out: messages in it were blanked",
        "messages-blanked": row["blanked"] or 0,
    }
    return _made(writer, uri, "metadata", _fields(fields), "application/warc-fields", headers)


def _made(writer: Any, uri: str | None, kind: str, body: bytes, content_type: str, headers: dict[str, str]) -> Any:
    digest = "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode()
    facts = {**headers, "WARC-Block-Digest": digest}
    if kind == "resource":
        facts["WARC-Payload-Digest"] = digest
    return writer.create_warc_record(
        uri,
        kind,
        payload=BytesIO(body),
        length=len(body),
        warc_content_type=content_type,
        warc_headers_dict=facts,
    )


def _fields(facts: Mapping[str, object]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in facts.items()).encode()


def _content_type(row: Mapping[str, Any]) -> str:
    """What the address lets one think; the server's own word was not kept, but for the charset."""
    ending = (row["url"] or "").partition("?")[0].rpartition(".")[2].lower()
    kind = _TYPES.get(ending, "text/html")
    return f"{kind}; charset={row['charset']}" if row["charset"] else kind


def _id(*facts: str | None) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'hikcorpus ' + ' '.join(str(each) for each in facts))}>"


def _date(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
