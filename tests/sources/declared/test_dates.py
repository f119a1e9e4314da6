"""Dates as forums print them, in the board's zone and from the moment of the visit."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hikcorpus.config.engines import DateRules
from hikcorpus.sources.declared.dates import Dates

NOW = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)  # past midnight in Helsinki, morning in Tokyo
HELSINKI, TOKYO, FIXED = ZoneInfo("Europe/Helsinki"), ZoneInfo("Asia/Tokyo"), ZoneInfo("Etc/GMT-2")

ABSOLUTE = [
    (["iso"], "2019-02-02T08:21:58+00:00", HELSINKI, "2019-02-02T08:21:58", "second"),
    (["iso"], "2019-02-02T08:21:58+0200", TOKYO, "2019-02-02T06:21:58", "second"),
    (["iso"], "2019-02-02T08:21:58+02", TOKYO, "2019-02-02T06:21:58", "second"),
    (["iso"], "2019-02-02T08:21:58\u221202:00", TOKYO, "2019-02-02T10:21:58", "second"),
    (["iso"], "2019-02-02T08:21:58,5Z", TOKYO, "2019-02-02T08:21:58", "microsecond"),
    (["iso"], "2021-01-10T07:47+0200", TOKYO, "2021-01-10T05:47:00", "minute"),
    (["iso"], "2021-01-10 07:47 -20 replies", UTC, "2021-01-10T07:47:00", "minute"),
    (["iso"], "2019-02-02T08:21:58.123Z", TOKYO, "2019-02-02T08:21:58", "microsecond"),
    (["iso"], "2021-01-10 07:47:11", HELSINKI, "2021-01-10T05:47:11", "second"),
    (["iso"], "2021-01-10 07:47", HELSINKI, "2021-01-10T05:47:00", "minute"),
    (["iso"], "2021-01-10T07:47+02:00", UTC, "2021-01-10T05:47:00", "minute"),
    (["iso"], "2021-01-10", HELSINKI, "2021-01-09T22:00:00", "day"),
    (["epoch"], "1549095718", HELSINKI, "2019-02-02T08:21:58", "second"),
    (["epoch ms"], "1549095718123", HELSINKI, "2019-02-02T08:21:58", "second"),
    (["MM-DD-YYYY, hh:mm A"], "06-14-2021, 05:38 PM", FIXED, "2021-06-14T15:38:00", "minute"),
    (["MM-DD-YYYY, hh:mm A"], "06-14-2021, 05:38 PM", HELSINKI, "2021-06-14T14:38:00", "minute"),
    (["MM-DD-YYYY, hh:mm A"], "06-14-2021, 12:08 AM", FIXED, "2021-06-13T22:08:00", "minute"),
    (["MM-DD-YYYY, hh:mm A"], "06-14-2021, 12:08 PM", FIXED, "2021-06-14T10:08:00", "minute"),
    (["MM-DD-YYYY"], "06-14-2021", FIXED, "2021-06-13T22:00:00", "day"),
    (["MMM D, YYYY"], "Jan 5, 1999", UTC, "1999-01-05T00:00:00", "day"),
    (["YY/MM/DD(ddd)HH:mm"], "24/02/28(水)13:29", TOKYO, "2024-02-28T04:29:00", "minute"),
    (["YYYY年M月D日 A h:mm"], "2020年7月6日 午後 6:16", TOKYO, "2020-07-06T09:16:00", "minute"),
    (["D.M.YYYY HH:mm Z"], "6.7.2020 18:16 +0300", TOKYO, "2020-07-06T15:16:00", "minute"),
    (["D.M.YYYY", "YYYY-MM-DD"], "2020-07-06", UTC, "2020-07-06T00:00:00", "day"),
]


@pytest.mark.parametrize(("formats", "text", "zone", "expected", "precision"), ABSOLUTE)
def test_dates_are_read_in_the_zone_of_the_board(formats, text, zone, expected, precision):
    """To UTC, with the precision printed; a fixed zone knows no summer time."""
    zone = ZoneInfo("UTC") if zone is UTC else zone
    moment = Dates(DateRules(formats=formats)).read(text, NOW, zone)
    assert moment.at.replace(microsecond=0) == datetime.fromisoformat(expected + "+00:00")
    assert moment.at.tzinfo is UTC
    assert (moment.precision, moment.lasting) == (precision, True)
    assert moment.raw


YEARLESS = [
    ("05/16 19:47", "2026-05-16T16:47:00"),
    ("11/22 23:59", "2026-11-22T21:59:00"),
    ("11/23 23:00", "2026-11-23T21:00:00"),  # half a day ahead: the board's clock
    ("11/24 23:00", "2025-11-24T21:00:00"),
    ("02/29 12:00", "2024-02-29T10:00:00"),
    ("02/30 12:00", None),
    ("24/05/16 19:47", None),
    ("2024-05/16 19:47", None),
]


@pytest.mark.parametrize(("text", "expected"), YEARLESS)
def test_a_date_without_a_year_is_the_latest_such_day(text, expected):
    """Before the visit; never the end of a whole date. What is printed is kept: it tells that the year is guessed."""
    moment = Dates(DateRules(formats=["no year: MM/DD HH:mm"])).read(text, NOW, HELSINKI)
    assert (moment and moment.at) == (expected and datetime.fromisoformat(expected + "+00:00"))
    assert moment is None or (moment.precision, moment.raw) == ("minute", text)


@pytest.mark.parametrize("picture", ["no year: MM/DD/YYYY", "MM/DD", "no year: HH:mm"])
def test_a_year_is_missing_only_where_the_picture_says_so(picture):
    """Nobody forgets it unseen."""
    with pytest.raises(ValueError, match=r"year|day"):
        DateRules(formats=[picture])


@given(st.integers(750_000_000, 3_000_000_000), st.sampled_from([HELSINKI, TOKYO, ZoneInfo("Australia/Sydney")]))
def test_the_september_that_never_ended(seconds, zone):
    """Printed as Wakaba's make_date prints it (by 24 hours from the first midnight), read as what it was."""
    at = datetime.fromtimestamp(seconds // 60 * 60, UTC)
    days = int((at - datetime(1993, 9, 1, tzinfo=zone)).total_seconds() // 86_400) + 1
    text = f"Anonymous 1993-09-{days:02} {at.astimezone(zone):%H:%M}"
    moment = Dates(DateRules(formats=["endless september", "YYYY-MM-DD HH:mm"])).read(text, NOW, zone)
    local = at.astimezone(zone)  # compared as instants: two times of one zone are compared by the wall clock
    twice = local.replace(fold=0).timestamp() != local.replace(fold=1).timestamp()
    assert moment.at == at or (twice and abs(moment.at - at).total_seconds() == 3600)
    assert (moment.precision, moment.raw) == ("minute", text.removeprefix("Anonymous "))


RELATIVE = [
    ("Today, 12:10 AM", HELSINKI, "2026-11-22T22:10:00", "minute"),
    ("Today at 07:47:32 AM", TOKYO, "2026-11-22T22:47:32", "second"),
    ("Yesterday 18:16:37", HELSINKI, "2026-11-22T16:16:37", "second"),
    ("tänään klo 0.15", HELSINKI, "2026-11-22T22:15:00", "minute"),
    ("eilen klo 18.16", HELSINKI, "2026-11-22T16:16:00", "minute"),
    ("今日 07:20", TOKYO, "2026-11-22T22:20:00", "minute"),
    ("昨日 07:20", TOKYO, "2026-11-21T22:20:00", "minute"),
    ("Today", HELSINKI, "2026-11-22T22:00:00", "day"),
    ("Less than 1 minute ago", FIXED, "2026-11-22T22:30:00", "minute"),
    ("just now", FIXED, "2026-11-22T22:30:00", "minute"),
    ("5 minutes ago", FIXED, "2026-11-22T22:25:00", "minute"),
    ("a minute ago", FIXED, "2026-11-22T22:29:00", "minute"),
    ("2 hours ago", FIXED, "2026-11-22T20:30:00", "day"),
    ("an hour ago", FIXED, "2026-11-22T21:30:00", "day"),
    ("tunti sitten", FIXED, "2026-11-22T21:30:00", "day"),
    ("3 päivää sitten", FIXED, "2026-11-19T22:30:00", "day"),
    ("5分前", FIXED, "2026-11-22T22:25:00", "minute"),
    ("2時間前", FIXED, "2026-11-22T20:30:00", "day"),
]


@pytest.mark.parametrize(("text", "zone", "expected", "precision"), RELATIVE)
def test_relative_dates_count_from_the_visit_in_the_zone(text, zone, expected, precision):
    """Today is the board's today; what is printed is not kept, because it will mean something else tomorrow."""
    moment = Dates(DateRules(formats=["DD.MM.YYYY HH:mm"])).read(text, NOW, zone)
    assert moment.at == datetime.fromisoformat(expected + "+00:00")
    assert (moment.precision, moment.raw) == (precision, None)


def test_words_of_a_language_nobody_knows_can_be_given():
    """Months, days and what counts back."""
    dates = Dates(
        DateRules(
            formats=["D MMM YYYY"],
            months={"srpna": 8},
            today=["dnes"],
            yesterday=["včera"],
            ago={"minute": r"před (\d+) min"},
        )
    )
    assert dates.read("3 Srpna 2020", NOW, FIXED).at == datetime(2020, 8, 2, 22, tzinfo=UTC)
    assert dates.read("dnes v 0:15", NOW, FIXED).at == datetime(2026, 11, 22, 22, 15, tzinfo=UTC)
    assert dates.read("včera", NOW, FIXED).at == datetime(2026, 11, 21, 22, tzinfo=UTC)
    assert dates.read("před 10 min", NOW, FIXED).at == datetime(2026, 11, 22, 22, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "ei mitään", "31.02.2020 10:00", "10.10.2020 25:00", "99999999999999999999", "00.00.0000 00:00"]
)
def test_what_is_no_date_is_none(text):
    """Nothing is guessed."""
    assert Dates(DateRules(formats=["DD.MM.YYYY HH:mm", "iso", "epoch"])).read(text, NOW, FIXED) is None


@given(st.text(max_size=60))
def test_no_text_is_an_error(text):
    """Whatever stands there."""
    dates = Dates(
        DateRules(formats=["iso", "epoch", "epoch ms", "D.M.YYYY H:mm", "MMM D, YYYY h:mm A Z", "Do MMMM YY"])
    )
    moment = dates.read(text, NOW, HELSINKI)
    assert moment is None or moment.at.tzinfo is UTC


@given(st.integers(40_000_000, 3_000_000_000))
def test_printed_and_read_again(seconds):
    """What one prints by a picture is read by it."""
    at = datetime.fromtimestamp(seconds, UTC)
    dates = Dates(DateRules(formats=["D MMM YYYY, hh:mm:ss A"]))
    text = f"posted {at.day} {at:%b} {at.year:04}, {at:%I:%M:%S %p}"
    assert dates.read(text, NOW, ZoneInfo("UTC")).at == at
