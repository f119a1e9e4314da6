"""Host names and IP addresses of posters out of dat bytes, before they are kept as evidence or parsed.

Works on bytes, so that nothing else of the file changes, whatever its charset: in cp932, EUC-JP and UTF-8 no second
byte of a character is `<`, `>`, `:`, `.` or a digit (in cp932 one can be `[`: then too much is taken, never too little
left). Scrubbing twice is scrubbing once, and the parser reads only what
scrubbing leaves: so that evidence parses to the same messages. Only the name and date fields are touched (and Machi's
field for the host itself): what people write in a text is the anonymiser's business.
"""

import re
from typing import Final

_CHARSETS: Final = ("cp932", "utf-8", "euc_jp")
_BOM: Final = b"\xef\xbb\xbf"
_SEGMENT: Final = re.compile(rb"(</b>)(.*?)(<b>|\Z)", re.DOTALL)
_IP: Final = re.compile(rb"(?<![0-9A-Za-z.:])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z.:])")
_IP6: Final = re.compile(rb"(?<![0-9A-Za-z.:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Za-z.:])")
_HOST: Final = re.compile(rb"[0-9A-Za-z_-]\.[A-Za-z]{2,}")  # its end
_SLIP: Final = re.compile(rb"\s*\(.*\)\s*\Z", re.DOTALL)
_BRACKETS: Final = re.compile(rb"\[\s*+(?=[0-9A-Za-z_-]*+[.:])[0-9A-Za-z._:-]++\s*+\]")
_DIAMONDS: Final = tuple("◆".encode(charset) for charset in _CHARSETS)
_TRIP: Final = re.compile(rb"[A-Za-z0-9./]{8,12}")
_ORIGIN: Final = re.compile(
    rb"(?:HOST|IP|" + b"|".join("発信元".encode(charset) for charset in _CHARSETS) + rb")\s*:.*?(?=\s(?:BE|ID):|\Z)",
    re.DOTALL,
)
_SUSPECT: Final = re.compile(rb"[\[]|[0-9]\.[0-9]{1,3}\.|" + _ORIGIN.pattern, re.DOTALL)
_CLEAN_DATE: Final = (  # nothing that could be a host in it
    rb"[0-9/]{8,10}\([^<>\n()\[]{1,3}\) [0-9:]{5,8}(?:\.[0-9]{1,3})?(?: ID:[A-Za-z0-9+/.?]{3,9})?<>"
)
_CLEAN: Final = re.compile(rb"(?:[^<\n]*+<>[^<\n]*+<>" + _CLEAN_DATE + rb"[^\n]*+\n){0,500}")  # whole lines
_CLEAN_REST: Final = re.compile(  # of a line, behind its name; an ID with three dots is looked at closely
    rb"[^<\n]*+<>(?![^<\n.]*+(?:\.[0-9]{1,3})? ID:[^<\n.]*+\.[^<\n.]*+\.[^<\n.]*+\.)" + _CLEAN_DATE
)


def scrub_dat(body: bytes, *, lead: int = 0, host: int | None = None) -> bytes:
    """The file without hosts and addresses in its name and date fields; everything else byte for byte.

    lead: how many fields stand before the name. host: the field that holds a host (Machi), and all after it; the one
    before it is the title of line 1, and in the first version of the format the host of every other line.
    """
    if lead or host is not None:
        return b"\n".join(_line(line, lead, host) if b"<>" in line else line for line in body.split(b"\n"))
    out: list[bytes] = []
    names: dict[bytes, bytes] = {}
    start, size = 0, len(body)
    while start < size:
        end = _CLEAN.match(body, start).end()  # type: ignore[union-attr]  # matches nothing at least
        if end > start:
            out.append(body[start:end])
        else:
            end = body.find(b"\n", start) + 1 or size
            out.append(_line_like(body[start:end], names))
        start = end
    return b"".join(out)


def _line_like(line: bytes, names: dict[bytes, bytes]) -> bytes:
    """A line with its line end, scrubbed. names: those of lines before it, as they came -> scrubbed."""
    name, mark, rest = line.partition(b"<>")
    if not mark:
        return line
    if not _CLEAN_REST.match(rest):
        end = b"\n" if line.endswith(b"\n") else b""
        return _line(line.removesuffix(b"\n"), 0, None) + end
    if name not in names:
        names[name] = scrub_name(name) if b"</b>" in name else name
    return names[name] + mark + rest


def _line(line: bytes, lead: int, host: int | None) -> bytes:
    fields = line.split(b"<>")
    if len(fields) < 3 + lead:
        return line
    if b"</b>" in fields[lead]:
        fields[lead] = scrub_name(fields[lead], split_trips=host is not None)
    fields[lead + 2] = scrub_date(fields[lead + 2])
    if host is not None:
        first = host if fields[0].removeprefix(_BOM).strip() == b"1" else host - 1
        fields[first:] = [b"\r" if field.endswith(b"\r") else b"" for field in fields[first:]]
    return b"<>".join(fields)


def scrub_name(field: bytes, *, split_trips: bool = False) -> bytes:
    """A name field without hosts. split_trips: tripcodes are written `◆</b>ab.CDEFGH<b>` (Machi): no host."""
    return _SEGMENT.sub(_segment_after_trip if split_trips else _segment, field)


def scrub_date(field: bytes) -> bytes:
    """A date field without hosts.

    Until nothing is left to remove: what was apart may look like an address once it stands together.
    """
    if not _SUSPECT.search(field):
        return field
    while (clean := _IP.sub(b" ", _BRACKETS.sub(b" ", _ORIGIN.sub(b" ", field)))) != field:
        field = clean
    return field


def _segment(match: re.Match[bytes]) -> bytes:
    inside: bytes = match[2]
    if _SLIP.match(inside):
        while (clean := _BRACKETS.sub(b" ", inside)) != inside:
            inside = clean
    elif not any(mark in inside for mark in _DIAMONDS) and any(host.search(inside) for host in (_HOST, _IP, _IP6)):
        inside = b""
    return bytes(match[1] + inside + match[3])


def _segment_after_trip(match: re.Match[bytes]) -> bytes:
    if _TRIP.fullmatch(match[2]) and match.string[: match.start()].endswith(_DIAMONDS):
        return match[0]
    return _segment(match)
