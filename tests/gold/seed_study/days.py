"""Working days of Japan in the study's window, from the holiday law as printed in the calendars of 2006-2008.

Written out by hand, so that the truth does not rest on the library that the rules use (a test compares the two).
"""

from datetime import date, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
FIRST, LAST = date(2006, 9, 1), date(2008, 8, 31)

# Includes substitute holidays (a Sunday's holiday moves to the next day that is none) and Golden Week.
HOLIDAYS = frozenset(
    date(year, month, day)
    for year, days in {
        2006: ((9, 18), (9, 23), (10, 9), (11, 3), (11, 23), (12, 23)),
        2007: (
            *((1, 1), (1, 8), (2, 11), (2, 12), (3, 21), (4, 29), (4, 30), (5, 3), (5, 4), (5, 5)),
            *((7, 16), (9, 17), (9, 23), (9, 24), (10, 8), (11, 3), (11, 23), (12, 23), (12, 24)),
        ),
        2008: ((1, 1), (1, 14), (2, 11), (3, 20), (4, 29), (5, 3), (5, 4), (5, 5), (5, 6), (7, 21)),
    }.items()
    for month, day in days
)


def is_working(day: date) -> bool:
    """Monday to Friday and no national holiday."""
    return day.isoweekday() <= 5 and day not in HOLIDAYS


def _customary(day: date) -> bool:
    """New Year and Obon: no national holidays, yet few work; nobody on this site writes then, so it stays open."""
    return (day.month, day.day) in {(12, d) for d in range(28, 32)} | {(1, d) for d in range(2, 5)} or (
        day.month == 8 and 12 <= day.day <= 17
    )


ALL_DAYS = tuple(
    day for n in range((LAST - FIRST).days + 1) if not _customary(day := FIRST + timedelta(days=n)) and day != LAST
)
WORKING = tuple(day for day in ALL_DAYS if is_working(day))
FREE = tuple(day for day in ALL_DAYS if not is_working(day))
WEEKDAY_HOLIDAYS = tuple(day for day in FREE if day.isoweekday() <= 5)
# Mondays of which Tuesday to Thursday are working days as well: long presence is laid there.
MONDAYS = tuple(
    day for day in WORKING if day.isoweekday() == 1 and all(day + timedelta(days=n) in WORKING for n in (1, 2, 3))
)
