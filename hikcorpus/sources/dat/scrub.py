"""Host names and IP addresses of posters out of dat bytes, before they are kept as evidence or parsed.

Works on bytes, so that nothing else of the file changes, whatever its charset: in cp932 and UTF-8 no second byte
of a character is `<`, `>`, `:`, `.` or a digit (in cp932 one can be `[`: then too much is taken, never too little
left). Scrubbing twice is scrubbing once, and the parser reads only what
scrubbing leaves: so that evidence parses to the same messages. Only the name and date fields are touched: what
people write in a text is the anonymiser's business.
"""

import re
from typing import Final

_SEGMENT: Final = re.compile(rb"(</b>)(.*?)(<b>|\Z)", re.DOTALL)
_IP: Final = re.compile(rb"(?<![0-9A-Za-z.:])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![0-9A-Za-z.:])")
_IP6: Final = re.compile(rb"(?<![0-9A-Za-z.:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Za-z.:])")
_HOST: Final = re.compile(rb"(?:[0-9A-Za-z_-]+\.)+[A-Za-z]{2,}")
_SLIP: Final = re.compile(rb"\s*\(.*\)\s*\Z", re.DOTALL)
_BRACKETS: Final = re.compile(rb"\[\s*[0-9A-Za-z._:-]*[.:][0-9A-Za-z._:-]*\s*\]")
_DIAMONDS: Final = ("◆".encode("cp932"), "◆".encode())
_ORIGIN: Final = re.compile(
    rb"(?:HOST|IP|" + "発信元".encode("cp932") + b"|" + "発信元".encode() + rb")\s*:.*?(?=\s(?:BE|ID):|\Z)",
    re.DOTALL,
)
_SUSPECT: Final = re.compile(rb"[\[]|[0-9]\.[0-9]{1,3}\.|" + _ORIGIN.pattern, re.DOTALL)


def scrub_dat(body: bytes) -> bytes:
    """The file without hosts and addresses in its name and date fields; everything else byte for byte."""
    return b"\n".join(_line(line) if b"<>" in line else line for line in body.split(b"\n"))


def _line(line: bytes) -> bytes:
    fields = line.split(b"<>")
    if len(fields) < 3:
        return line
    if b"</b>" in fields[0]:
        fields[0] = _SEGMENT.sub(_segment, fields[0])
    if _SUSPECT.search(fields[2]):
        fields[2] = _date(fields[2])
    return b"<>".join(fields)


def _date(field: bytes) -> bytes:
    """Until nothing is left to remove: what was apart may look like an address once it stands together."""
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
