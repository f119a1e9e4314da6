"""Hour, weekday and working day on the board's wall clock, fixed at capture, before anything is shifted."""

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@cache
def _holidays(country: str) -> "HolidayBase":
    import holidays

    return holidays.country_holidays(country)  # fills in years as they are asked for


def local_time(posted_at: datetime | None, zone: str, country: str | None) -> dict[str, int | bool | None]:
    """`local_hour` 0-23, `weekday` 1 = Monday, `is_working_day` (None where no country's holidays are known)."""
    if posted_at is None:
        return {"local_hour": None, "weekday": None, "is_working_day": None}
    local = posted_at.astimezone(_zone(zone))
    working = None
    if country is not None:
        working = local.isoweekday() < 6 and local.date() not in _holidays(country)
    return {"local_hour": local.hour, "weekday": local.isoweekday(), "is_working_day": working}
