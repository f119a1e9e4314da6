"""The fields of a line of a 2ch-type dat file: name, and date with ID. Hosts are already scrubbed.

Sources: PrefKarafuto/ex0ch `post_service.pl` (MakeDatLine), `data_utils.pl` (GetIDPart, ConvertFusianasan),
`slip.pl`; readers' expressions (read.crx, JDim); the recorded engine. The server itself writes everything that
stands in a name between `</b>` and `<b>` (tripcode, SLIP, host name of a `fusianasan`, ninja level, fortunes);
`◆` and `★` typed by people are turned into `◇` and `☆` before. The last `</b>` may be left open. Only a BE rank
stands outside of them, behind an empty `<small></small>` (`<small></small>(３級)`): no part of the name either.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from hikcorpus.text.markup import read_markup

_SEGMENT: Final = re.compile(r"</b>(.*?)(?:<b>|\Z)", re.DOTALL)
_TRIP: Final = re.compile(r"◆\s*([^\s<◆]+)")
_TRIP_HALF: Final = re.compile(r"[A-Za-z0-9./]{8,15}\Z")  # Machi writes ◆</b>abc<b>
_RANK: Final = re.compile(r"\s{0,9}<small></small>[^<]*")
_SLIP: Final = re.compile(
    r"\s*\((?P<nick>[^()\s\[]{1,20}(?:\[公衆\])?)(?:\s+(?P<code>[0-9A-Za-z./+]{4}-[0-9A-Za-z./+]{4}))?"
    r"(?:\s*\[[^\]]*\]?)?\s*\)\s*\Z"
)
_COUNTRY: Final = re.compile(r"([A-Z]{2})W?(?:\[公衆\])?\Z")  # ex0ch prints it for code FC..
_PUBLIC: Final = re.compile(r"公衆|\bFF[0-9A-Za-z./]{2}-")  # FF: ex0ch's code of public Wi-Fi
_PROXY: Final = re.compile(r"ｸｼｻﾞｼ|ﾌﾞﾛｯｸ|\banon[WMT]?\b|串")
_DATE: Final = re.compile(
    r"(?<!\d)(\d{4}|\d{2})/(\d{1,2})/(\d{1,2})\s*(?:[(（][^)）<>]{0,9}[)）])?"
    r"(?:\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?|\s*([A-Z]{2}:[A-Z]{2}(?::[A-Z]{2}(?:\.[A-Z]{2})?)?))?"
)
_ID: Final = re.compile(r"(?<!\w)ID:([^\s<>()（）]+)")
_STARTER: Final = re.compile(r"ID:\S*\(主\)")
_BE: Final = re.compile(
    r"(?<!\w)BE:([0-9]+)|javascript:be\(([0-9]+)\)|be\.(?:[25]ch\.net|5ch\.io)/(?:user/|test/p\.php\?i=)([0-9]+)"
)
_PROXY_ID: Final = re.compile(r"[A-Za-z0-9+/.]{8}8\Z")  # ninth character: kind of line
_TIMES: Final = re.compile(r"(?:ID|BE):\S*")
FIRST_YEAR: Final = 69  # two-digit years: 69-99 are of the 1900s


@dataclass(frozen=True, slots=True)
class Name:
    """What a name field says. name: None where nothing was typed and no default stands there.

    slip: the code `AABB-CCCC` of a line and a browser, the same for a week; no part of the name. country: ISO 3166,
    where the server prints it for a foreign line.
    """

    name: str | None
    tripcode: str | None = None
    capcode: str | None = None
    shared_line: str | None = None
    slip: str | None = None
    country: str | None = None


class Stamp(NamedTuple):
    """What a date field says. raw: the time as printed, without ID, BE and host."""

    posted_at: datetime | None
    precision: Literal["microsecond", "second", "minute", "day", "none"]
    raw: str | None
    poster_id: str | None = None
    account_id: str | None = None
    by_starter: bool = False
    shared_line: str | None = None


def read_name(field: str) -> Name:
    """The name, tripcode, staff mark and shared-line mark of a name field."""
    tripcode = shared = capcode = slip = country = None
    if "<small></small>" in field:
        field = _RANK.sub("", field)
    if "</b>" in field:
        for match in _SEGMENT.finditer(field):
            inside = read_markup(match[1]).text.strip()
            trip = _TRIP.search(inside)
            if trip is not None:
                tripcode = f"◆{trip[1]}"
            elif _TRIP_HALF.match(inside) and field[: match.start()].endswith("◆"):
                tripcode = f"◆{inside}"
                field = field[: match.start() - 1] + "\0" + field[match.start() :]  # same length
            elif "★" in inside:
                capcode = "★"
            shared = shared or shared_line(inside)
            if (mark := _SLIP.match(inside)) is not None and mark["code"]:
                slip = mark["code"]
                foreign = _COUNTRY.match(mark["nick"]) if slip.startswith("FC") else None
                country = foreign[1] if foreign else None
        field = _SEGMENT.sub("", field).replace("\0", "")
    name = read_markup(field).text.strip()
    if name.endswith("★"):
        capcode, name = "★", name[:-1].rstrip()
    return Name(name or None, tripcode, capcode, shared, slip, country)


def shared_line(mark: str) -> str | None:
    """`公衆` or `proxy` where a SLIP mark says that many people share the line, else None."""
    if _PUBLIC.search(mark):
        return "公衆"
    return "proxy" if _PROXY.search(mark) else None


def read_stamp(field: str, zone: ZoneInfo) -> Stamp:
    """Time, ID and account of a date field; printed times are read in `zone`. Never raises."""
    text = read_markup(field).text if "<" in field or "&" in field else field
    found = _ID.search(text)
    poster_id = found[1] if found and not found[1].startswith(("???", "DELETED", "CAP_USER")) else None
    be = _BE.search(field)
    match = _DATE.search(_TIMES.sub(" ", text))
    posted_at, precision = (None, "none") if match is None else _instant(match, zone)
    rest = match[0] if match else _TIMES.sub(" ", text)
    return Stamp(
        posted_at,
        precision,
        " ".join(rest.split()) or None,
        poster_id,
        f"BE:{be[1] or be[2] or be[3]}" if be else None,
        _STARTER.search(text) is not None,
        "proxy" if poster_id and _PROXY_ID.match(poster_id) else None,
    )


def _instant(
    match: re.Match[str], zone: ZoneInfo
) -> tuple[datetime | None, Literal["microsecond", "second", "minute", "day", "none"]]:
    year, month, day, hour, minute, second, decimals, obscured = match.groups()
    if obscured:  # NY:AN:NY.AN - some boards hid the time for a while
        return None, "none"
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= FIRST_YEAR else 2000
    try:
        local = datetime(
            number,
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((decimals or "").ljust(6, "0")),
            tzinfo=zone,
        )
        posted_at = local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None, "none"
    if decimals:
        return posted_at, "microsecond"
    if second:
        return posted_at, "second"
    return posted_at, ("minute" if minute else "day")
