"""Date fields of one thread: the usual form (`2022/06/16(木) 05:20:49.41 ID:abcdEFGH0`) by a short way, all others by
`fields.read_stamp`. Both read the same; the short way asks the zone once an hour.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from hikcorpus.sources.dat.fields import Stamp, read_stamp

_USUAL: Final = re.compile(
    r"([0-9]{4}/[0-9]{2}/[0-9]{2}\([月火水木金土日]\) [0-9]{2}):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{2,3}))?"
    r" ID:([A-Za-z0-9+/.]{8,9})"
)


class Stamps:
    """Reads date fields in one zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.hours: dict[str, datetime | None] = {}

    def read(self, field: str) -> Stamp:
        """Time, ID and account of a date field. Never raises."""
        return self.usual(field) or read_stamp(field, self.zone)

    def usual(self, field: str) -> Stamp | None:
        """The same, by the short way; None for a field of another form."""
        usual = _USUAL.fullmatch(field)
        if usual is None:
            return None
        hour, minute, second, decimals, poster_id = usual.groups()
        start = self.hours[hour] if hour in self.hours else self.hour(hour)
        if start is None:
            return None
        seconds = int(minute) * 60 + int(second)
        proxy = "proxy" if poster_id[-1] == "8" and len(poster_id) == 9 else None
        if decimals is None:
            return Stamp(start + timedelta(0, seconds), "second", field[:22], poster_id, None, False, proxy)
        micro = int(decimals) * (10_000 if len(decimals) == 2 else 1_000)
        raw = field[: 23 + len(decimals)]
        return Stamp(start + timedelta(0, seconds, micro), "microsecond", raw, poster_id, None, False, proxy)

    def hour(self, field: str) -> datetime | None:
        """The beginning of an hour, `2022/06/16(木) 05`, in UTC; None where the calendar has no such day or hour."""
        self.hours[field] = _hour(field, self.zone)
        return self.hours[field]


@lru_cache(maxsize=1 << 15)
def _hour(field: str, zone: ZoneInfo) -> datetime | None:
    return read_stamp(f"{field}:00:00", zone).posted_at
