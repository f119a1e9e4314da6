"""Dates as people write them in the three languages: read, moved, and written in the same form."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hikcorpus.text.normalise import visible

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "r": 2018, "h": 1988, "s": 1925}
_FORMS: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?P<y>[12]\d{3})(?P<one>[-/.])(?P<m>\d{1,2})(?P=one)(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})(?P<one>[./-]) ?(?P<m>\d{1,2})(?P=one) ?(?P<y>(?:[12]\d)?\d\d)", re.ASCII),
    re.compile(r"(?P<y>[12]\d{3}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?日?", re.ASCII),
    re.compile(
        r"(?P<era>令和|平成|昭和|大正|[RHSrhs]) ?(?P<y>\d{1,2}|元)(?:年|[./]) ?(?P<m>\d{1,2})(?:月|[./]) ?"
        r"(?P<d>\d{1,2})日?",
        re.ASCII,
    ),
)


@dataclass(frozen=True, slots=True)
class Written:
    """A day, and the form it was written in (a pattern's number, and what stood between)."""

    day: date
    form: int
    one: str

    def moved(self, weeks: int) -> "Written":
        """So many weeks later."""
        return replace(self, day=self.day + timedelta(weeks=weeks))

    def written(self) -> str:
        """In the form it had; Japanese eras as Western years, for a shift may cross their border."""
        year, month, day = self.day.year, self.day.month, self.day.day
        match self.form:
            case 0:
                return f"{year}{self.one}{month:02}{self.one}{day:02}"
            case 1:
                return f"{day}{self.one}{month}{self.one}{year}"
            case _:
                return f"{year}年{month}月{day}日"


def read(value: str) -> Written | None:
    """The whole date that stands in the value; day before month as Finns and Britons write, unless it cannot be.

    None where there is none. Two-digit years are of the last hundred.
    """
    text = visible(value).text
    for form, pattern in enumerate(_FORMS):
        found = pattern.search(text)
        if found is None:
            continue
        parts = found.groupdict()
        year = 1 if parts["y"] == "元" else int(parts["y"])
        if parts.get("era"):
            year += _ERAS[parts["era"].lower()]
        elif year < 100:
            year += 2000 if year < 30 else 1900
        month, day = int(parts["m"]), int(parts["d"])
        if form == 1 and month > 12:
            month, day = day, month
        try:
            return Written(date(year, month, day), form, parts.get("one") or "")
        except ValueError:
            continue
    return None
