"""Dates as forums print them -> instants, by the [dates] of a description."""

import re
from calendar import isleap
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from hikcorpus.config.engines import MACHINE_FORMATS, DateRules
from hikcorpus.config.picture import HALVES, MONTHS, date_pattern
from hikcorpus.config.value import first_group
from hikcorpus.model.message import TimePrecision

_ISO: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?P<second>:\d\d(?P<part>[.,]\d{1,9})?)?"
    r"(?:\s?(?:Z|[+\u2212-]\d\d:?\d\d)|[+\u2212-]\d\d(?!\d))?)?",
    re.IGNORECASE,
)
_EPOCH: Final = re.compile(r"(?<!\d)\d{9,10}(?!\d)")
_EPOCH_MS: Final = re.compile(r"(?<!\d)\d{12,13}(?!\d)")
_ENDLESS: Final = re.compile(r"(?<!\d)1993-09-(?P<day>\d{2,6}) (?P<hour>\d\d):(?P<minute>\d\d)(?!\d)")
_LEAPS: Final = 8  # years in which there may be no February 29th
_TODAY: Final = ("today", "tänään", "idag", "i dag", "heute", "今日", "本日")
_YESTERDAY: Final = ("yesterday", "eilen", "igår", "i går", "gestern", "昨日")
_CLOCK: Final = re.compile(
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d))?(?:\s?(?P<half>[ap]\.?m\b))?", re.IGNORECASE
)
_AGO: Final[dict[str, tuple[str, ...]]] = {
    "now": (r"\b(?:just now|a moment ago|less than (?:a|1|one) minute|juuri nyt|just nu)\b", r"たった今"),
    "second": (r"(\d+)\s*sec(?:ond)?s?\b.*ago", r"(\d+)\s*sekun\w+ sitten", r"(\d+)\s*秒前"),
    "minute": (
        r"(\d+|an?|one)\s*min(?:ute)?s?\b.*ago",
        r"(\d+)?\s*minuut\w+ sitten",
        r"(\d+)\s*分前",
        r"(\d+)\s*minut\w* sedan",
    ),
    "hour": (
        r"(\d+|an?|one)\s*h(?:ou)?rs?\b.*ago",
        r"(\d+)?\s*tun\w+ sitten",
        r"(\d+)\s*時間前",
        r"(\d+)\s*timm\w+ sedan",
    ),
    "day": (r"(\d+|an?|one)\s*days?\b.*ago", r"(\d+)?\s*päiv\w+ sitten", r"(\d+)\s*日前", r"(\d+)\s*dag\w* sedan"),
    "week": (r"(\d+|an?|one)\s*weeks?\b.*ago", r"(\d+)?\s*viik\w+ sitten", r"(\d+)\s*週間前"),
}
_SECONDS: Final = {"now": 0, "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


class Moment(NamedTuple):
    """at: aware, UTC. told: the words that tell it. lasting: they mean the same tomorrow ("5 minutes ago" does not)."""

    at: datetime
    precision: TimePrecision
    told: str
    lasting: bool = True

    @property
    def raw(self) -> str | None:
        """As printed; None where that means something else tomorrow."""
        return self.told if self.lasting else None


class Dates:
    """Reads the dates of one engine."""

    def __init__(self, rules: DateRules) -> None:
        self._months = MONTHS | {name.lower(): number for name, number in rules.months.items()}
        self._formats = [
            (name, None if name in MACHINE_FORMATS else date_pattern(name, self._months)) for name in rules.formats
        ]
        self._days = [
            (_words((*_TODAY, *rules.today)), 0),
            (_words((*_YESTERDAY, *rules.yesterday)), 1),
        ]
        self._ago = [
            (re.compile(pattern, re.IGNORECASE), unit)
            for unit in _SECONDS
            for pattern in (*rules.ago.get(unit, ()), *_AGO[unit])
        ]

    def read(self, text: str, now: datetime, zone: ZoneInfo) -> Moment | None:
        """The moment that a text tells, or None. now: aware; what relative words count from. Never raises."""
        text = text[:300]  # a date is short; patterns on what is no date must not take long
        try:
            return self._absolute(text, now, zone) or self._relative(text, now, zone)
        except (ValueError, OverflowError, OSError):
            return None

    def _absolute(self, text: str, now: datetime, zone: ZoneInfo) -> Moment | None:
        for name, pattern in self._formats:
            if pattern is not None:
                if match := pattern.search(text):
                    return self._moment(match, now, zone)
            elif name == "iso":
                if match := _ISO.search(text):
                    return _iso(match, zone)
            elif name == "endless september":
                if match := _ENDLESS.search(text):
                    return _endless(match, zone)
            elif match := (_EPOCH if name == "epoch" else _EPOCH_MS).search(text):
                at = datetime.fromtimestamp(int(match[0][:10] if name == "epoch ms" else match[0]), UTC)
                return Moment(at, "second", match[0])
        return None

    def _moment(self, match: re.Match[str], now: datetime, zone: ZoneInfo) -> Moment:
        found = match.groupdict()
        month = int(found["month"]) if "month" in found else self._months[found["name"].lower()]
        clock, precision = _clock(found)
        if "year" in found or "yy" in found:
            year = int(found["year"]) if "year" in found else _century(int(found["yy"]))
            at = _at(year, month, int(found["day"]), clock, zone)
        else:
            at = _latest(month, int(found["day"]), clock, now, zone)
        if found.get("offset"):
            at = datetime.fromisoformat(at.replace(tzinfo=None).isoformat() + _offset(found["offset"]))
        return Moment(at.astimezone(UTC), precision, match[0].strip())

    def _relative(self, text: str, now: datetime, zone: ZoneInfo) -> Moment | None:
        for words, back in self._days:
            if match := words.search(text):
                day = (now.astimezone(zone) - timedelta(days=back)).date()
                time = _CLOCK.search(text, match.end())
                clock, precision = _clock(time.groupdict() if time else {})
                at = _at(day.year, day.month, day.day, clock, zone)
                told = text[match.start() : (time or match).end()]
                return Moment(at.astimezone(UTC), precision, told, lasting=False)
        for pattern, unit in self._ago:
            if match := pattern.search(text):
                number = first_group(match) if match.groups() else "0"
                count = int(number) if number.isdecimal() else 1
                at = now.astimezone(UTC) - timedelta(seconds=count * _SECONDS[unit])
                coarse = _SECONDS[unit] >= 3600
                return Moment(at.replace(microsecond=0), "day" if coarse else "minute", match[0], lasting=False)
        return None


def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![^\W_]){re.escape(word)}" for word in words), re.IGNORECASE)


def _century(year: int) -> int:
    return year + (1900 if year >= 70 else 2000)


def _clock(found: dict[str, str | None]) -> tuple[tuple[int, ...], TimePrecision]:
    """Hour, minute, second, as far as a match tells; and how precise that is."""
    hour, minute = found.get("hour"), found.get("minute")
    if hour is None or minute is None:
        return (), "day"
    second, half = found.get("second"), found.get("half")
    hours = int(hour)
    if half:
        added = HALVES.get(half.lower(), 12 if half.lower().startswith("p") else 0)
        hours = hours % 12 + added
    return (hours, int(minute), int(second or 0)), "second" if second else "minute"


def _at(year: int, month: int, day: int, clock: tuple[int, ...], zone: ZoneInfo) -> datetime:
    hour, minute, second = clock or (0, 0, 0)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _latest(month: int, day: int, clock: tuple[int, ...], now: datetime, zone: ZoneInfo) -> datetime:
    """The last such day before the visit; a board's clock may be ahead of ours by a day."""
    year = (now + timedelta(days=1)).astimezone(zone).year
    for one in range(year, year - _LEAPS - 1, -1):
        if day == 29 and month == 2 and not isleap(one):
            continue
        at = _at(one, month, day, clock, zone)
        if at <= now + timedelta(days=1):
            return at
    raise ValueError("no such day")


def _endless(match: re.Match[str], zone: ZoneInfo) -> Moment:
    """Days are counted by 24 hours from midnight of the first, so that in winter the last hour counts as the next."""
    first = datetime(1993, 9, 1, tzinfo=zone)
    number, clock = int(match["day"]), (int(match["hour"]), int(match["minute"]), 0)
    for off in (0, -1, 1):
        day = first.date() + timedelta(days=number - 1 + off)
        at = _at(day.year, day.month, day.day, clock, zone).astimezone(UTC)
        if (at - first.astimezone(UTC)).days + 1 == number:
            return Moment(at, "minute", match[0])
    raise ValueError("no such day")


def _iso(match: re.Match[str], zone: ZoneInfo) -> Moment:
    text = match[0]
    at = datetime.fromisoformat(text.replace("\u2212", "-").replace(" +", "+").replace(" -", "-"))
    precision: TimePrecision = "second" if match["second"] else "minute" if ":" in text else "day"
    precision = "microsecond" if match["part"] else precision
    return Moment((at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC), precision, text)


def _offset(text: str) -> str:
    return "+00:00" if text.upper() in ("Z", "UTC", "GMT") else text
