"""The address that a saved page tells of itself, and the moment of saving where a tool wrote it down.

Chrome and Edge write `<!-- saved from url=(0042)https://... -->` (the number is the address's length), SingleFile a
comment with `url:` and `saved date:`; many engines write `<link rel="canonical">` or `og:url`; mirrors made with wget
or HTTrack tell it by their folders (`host/board/res/1.html`).
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from html import unescape
from pathlib import Path

HEAD = 64 * 1024

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{4,6}\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})(?:\s+saved date:\s*([^\n>]{1,100}))?"
)
_TAG = re.compile(r"<(?:link|meta)\b([^>]{1,4000})>", re.IGNORECASE)
_IS_ADDRESS = re.compile(r"""\b(?:rel\s*=\s*["']?canonical|property\s*=\s*["']?og:url)\b""", re.IGNORECASE)
_VALUE = re.compile(r"""\b(?:href|content)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_DATE = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2} \d{1,2} \d{4} \d{2}:\d{2}:\d{2}) GMT([+-])(\d{2})(\d{2})")
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?::\d+)?")


def own_addresses(body: bytes) -> list[str]:
    """Addresses that the page's head tells, the surest first, each once."""
    head = body[:HEAD].decode("utf-8", "replace")
    found = [match[1] for match in (_SAVED_FROM.search(head), _SINGLE_FILE.search(head)) if match]
    for tag in _TAG.finditer(head):
        if _IS_ADDRESS.search(tag[1]) and (value := _VALUE.search(tag[1])):
            found.append(value[1] or value[2] or value[3] or "")
    return list(dict.fromkeys(unescape(url) for url in found if url.startswith(("http://", "https://"))))


def saved_at(body: bytes) -> datetime | None:
    """When SingleFile saved the page (UTC), by its own comment; None for others."""
    match = _SINGLE_FILE.search(body[:HEAD].decode("utf-8", "replace"))
    date = _DATE.match(match[2]) if match and match[2] else None
    if date is None:
        return None
    ahead = timedelta(hours=int(date[3]), minutes=int(date[4]))
    try:
        local = datetime.strptime(date[1], "%b %d %Y %H:%M:%S")  # noqa: DTZ007 - the zone comes next
        return local.replace(tzinfo=timezone(ahead if date[2] == "+" else -ahead)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def address_by_folders(path: Path) -> str | None:
    """The address that a mirror's folders spell, from the innermost folder that is named like a host."""
    parts = path.parts
    for place in range(len(parts) - 2, -1, -1):
        if _HOST.fullmatch(parts[place]):
            return "https://" + "/".join(parts[place:])
    return None
