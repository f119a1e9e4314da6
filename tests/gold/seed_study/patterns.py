"""Schedules that stand on a boundary, for kept persons: exact amounts, long presence, gaps between sessions.

Daytime is written down by hand beside every moment. Days come from `days.MONDAYS` (Monday to Thursday all working).
"""

import random
from datetime import timedelta

from tests.gold.seed_study import days
from tests.gold.seed_study.personas import Person, Visit, at, fixed, pick, split

# The longest spells come first: they need the most room in the person's calendar.
KINDS = {
    "exact_amount": 6,
    "visit_above_48_hours": 4,
    "posts_above_48_hours": 3,
    "visit_of_48_hours": 2,
    "posts_of_48_hours": 1,
    "visit_on_free_days": 2,
    "posts_broken_spell": 1,
    "join_without_leave": 1,
    "gap_of_30_minutes": 4,
}
_DAY = timedelta(days=1)


def lay(person: Person, rng: random.Random, kind: str, posts: int, n_days: int) -> None:
    """Lay down the schedule of this kind. posts, n_days: the threshold of substantial activity."""
    name = str(person.names[0])
    if kind == "exact_amount":
        _exact(person, rng, posts, n_days)
        return
    if kind == "visit_on_free_days":
        _golden_week(person, rng, name)
        return
    monday = rng.choice(days.MONDAYS)
    person.busy |= {monday + k * _DAY for k in range(-1, 5)}
    tuesday, wednesday, thursday = (monday + k * _DAY for k in (1, 2, 3))
    match kind:
        case "visit_above_48_hours":
            start = at(monday, "10:00")
            end = start + timedelta(hours=49, minutes=30)
            person.visits.append(Visit(start, end, name))
            person.spells_visits = 1
            fixed(person, [(at(monday, "10:05"), True), (at(monday, "10:15"), True)], name=name, board="chat")
            fixed(person, [(at(wednesday, "11:05"), True), (at(wednesday, "11:20"), True)], name=name, board="chat")
        case "visit_of_48_hours":
            person.visits.append(Visit(at(tuesday, "10:00"), at(thursday, "10:00"), name))
            fixed(person, [(at(tuesday, "10:05"), True), (at(tuesday, "10:15"), True)], name=name, board="chat")
            fixed(person, [(at(thursday, "09:40"), True), (at(thursday, "09:50"), True)], name=name, board="chat")
        case "posts_above_48_hours":  # every seven hours for 49 hours
            person.spells_posts = 1
            for k, daytime in enumerate((True, False, False, False, True, False, False, True)):
                fixed(person, [(at(monday, "10:00") + timedelta(hours=7 * k), daytime)], name=name)
        case "posts_of_48_hours":  # 09:00, 17:00, 01:00 ... : gaps of 8 hours exactly, 48 hours in all
            for k, daytime in enumerate((True, False, False, True, False, False, True)):
                fixed(person, [(at(monday, "09:00") + timedelta(hours=8 * k), daytime)], name=name)
        case "posts_broken_spell":  # 50 hours and a minute, but one gap of 8 hours and a minute
            moment = at(monday, "10:00")
            for hours, daytime in zip(
                (0, 7, 7, 7, 8, 7, 7, 7), (True, *(False,) * 3, True, *(False,) * 2, True), strict=True
            ):
                moment += timedelta(hours=hours, minutes=hours == 8)
                fixed(person, [(moment, daytime)], name=name)
        case "join_without_leave":  # line lost on Monday, back on Thursday: nobody saw him stay
            person.visits.append(Visit(at(monday, "20:00"), None, name))
            person.visits.append(Visit(at(thursday, "20:00"), at(thursday, "20:40"), name))
            fixed(person, [(at(thursday, "20:05"), False), (at(thursday, "20:25"), False)], name=name, board="chat")
        case _:  # a gap of 30 minutes is within a session, one second more begins another
            whole = [(at(monday, clock), True) for clock in ("10:00:00", "10:30:00", "11:00:00")]
            fixed(person, whole, name=name)
            fixed(person, [(at(monday, "11:30:01"), True)], name=name)


def _exact(person: Person, rng: random.Random, posts: int, n_days: int) -> None:
    """Exactly the threshold, from the first to the last second of daytime, and posts one second outside."""
    name = person.names[0]
    dates = pick(person, rng, days.WORKING, n_days)
    for day, n in zip(dates, split(posts, n_days), strict=True):
        moments = [at(day, "09:00") + timedelta(minutes=4 * k) for k in range(n)]
        if n > 1 and day == dates[0]:
            fixed(person, [(moment, True) for moment in moments[:-1]], name=name)
            fixed(person, [(at(day, "16:59:59"), True), (at(day, "17:00:00"), False)], name=name)
        else:
            fixed(person, [(at(day, "08:59:59"), False), *((moment, True) for moment in moments)], name=name)


def _golden_week(person: Person, rng: random.Random, name: str) -> None:
    """52 and 51 hours in the chat, all on holidays: 3-5 May 2007 (Thursday to Saturday), 3-5 May 2008."""
    year, hours, begin = rng.choice(((2007, 52, "08:00"), (2008, 51, "12:00")))
    first = days.FIRST.replace(year=year, month=5, day=3)
    person.busy |= {first + k * _DAY for k in range(-1, 4)}
    start = at(first, begin)
    person.visits.append(Visit(start, start + timedelta(hours=hours), name))
    moments = [(start + timedelta(minutes=5), False), (start + timedelta(minutes=20), False)]
    fixed(person, moments, name=name, board="chat")
