"""Who is on the site: 306 permanent IDs by fate and kind. The counts here are the study's, or chosen (README.md)."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from tests.gold.seed_study import days
from tests.gold.seed_study.patterns import KINDS, lay
from tests.gold.seed_study.personas import Board, Fate, Person, Slot, Visit, at, fixed, leisure, pick, session, split
from tests.gold.seed_study.words import DEFAULT_NAME, plain_names, term_names


@dataclass(frozen=True)
class Threshold:
    """What counts as a substantial amount: so many daytime posts, on so many working days. Silent in the study."""

    posts: int = 5
    days: int = 3

    def __post_init__(self) -> None:
        if not 2 <= self.days < self.posts <= 20:
            raise ValueError("the plan needs 2 <= days < posts <= 20")


KEPT = {
    "default_name_only": 30,
    "anonymous_only": 7,
    "empty_name_only": 3,
    "name_on_two_ids": 18,
    "two_names": 12,
    "own_name_beside_shared_place": 7,
    "name_and_default_name": 15,
    "one_name": 68,
}
SCREENED = {"amusement": 13, "under_six_months": 8}
ACTIVITY = {
    "nights_only": 20,
    "free_days_only": 10,
    "weekday_holidays_only": 4,
    "one_post_too_few": 14,
    "one_day_too_few": 8,
    "edges_of_daytime": 4,
    "too_few_beside_shared_place": 4,
}
TERMS_AMONG_QUIET = {"nights_only", "one_post_too_few", "one_day_too_few", "edges_of_daytime"}
GHOSTS = {"listed": 20, "joined": 9, "listed_and_joined": 8}
SHARED: dict[str, tuple[int, int, int]] = {
    "まんが喫茶の人": (2, 1, 0),
    "ネカフェ24": (5, 0, 0),
    "図書館の端末": (4, 0, 0),
    "たけし": (4, 0, 0),
    "駅前のPC": (2, 3, 2),
    "公民館二階": (0, 3, 2),
    "ラウンジ席3番": (7, 0, 0),
}
"""Screen name -> IDs that wrote nowhere else, kept IDs and too quiet IDs that wrote under another name as well."""
INVITED, ANSWERED_INCLUDE, SCREENED_OUT = 78, 4, 21


@dataclass
class Roster:
    """All persons; names with their concept; answers to the invitation by screen name."""

    people: list[Person] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)
    invited: list[tuple[Person, str, str, str]] = field(default_factory=list)
    flagged: set[str] = field(default_factory=set)

    def add(self, fate: Fate, detail: str, *names: str | None) -> Person:
        """A new person of that fate."""
        person = Person(len(self.people), fate, detail, list(names))
        self.people.append(person)
        return person


def substantial(
    person: Person, rng: random.Random, total: int, n_days: int, names: list[str | None] | None = None
) -> None:
    """`total` daytime posts on exactly `n_days` working days; names in turn by session, in time order."""
    turn = names or person.names[:1]
    for k, (day, n) in enumerate(zip(pick(person, rng, days.WORKING, n_days), split(total, n_days), strict=True)):
        session(person, rng, day, "day", n, name=turn[k % len(turn)])
        if rng.random() < 0.3:
            session(person, rng, day, rng.choice(("early", "evening", "night")), rng.randint(1, 3), name=turn[0])


def ordinary(person: Person, rng: random.Random, least: Threshold, names: list[str | None] | None = None) -> None:
    """Somebody well above the threshold, with nights and week-ends as well."""
    n_days = least.days + rng.randint(0, 3)
    substantial(person, rng, max(least.posts, n_days) + rng.randint(2, 8), n_days, names)
    leisure(person, rng, rng.randint(2, 8), name=person.names[0])


def build(rng: random.Random, least: Threshold) -> Roster:
    """The whole roster with its times; who is shown as man or woman comes later."""
    roster = Roster()
    spare = iter(plain_names(rng))
    terms = term_names(rng)
    roster.terms = dict(terms)
    named = iter([name for name, _ in terms])
    _screened(roster, rng, least, named, spare)
    _kept(roster, rng, least, named, spare)
    _activity(roster, rng, least, named, spare)
    _shared(roster, rng, least, spare)
    _ghosts(roster, rng, spare)
    if len(roster.invited) != INVITED or next(named, None) is not None:
        raise ValueError("the plan must invite exactly the persons whose names carry a term")
    return roster


def _screened(roster: Roster, rng: random.Random, least: Threshold, named: Iterator[str], spare: Iterator[str]) -> None:
    for reason, n in SCREENED.items():
        for k in range(n):
            name = next(named)
            second = next(spare) if k < (1 if reason == "amusement" else 2) else None
            person = roster.add("screened_by_hand", reason, name, *([second] if second else []))
            ordinary(person, rng, least)
            if second:
                leisure(person, rng, 2, name=second)
            roster.invited.append((person, name, "exclude", reason))


def _kept(roster: Roster, rng: random.Random, least: Threshold, named: Iterator[str], spare: Iterator[str]) -> None:
    for _ in range(KEPT["default_name_only"]):
        ordinary(roster.add("kept", "default_name_only", DEFAULT_NAME), rng, least)
    for k in range(KEPT["anonymous_only"]):
        ordinary(roster.add("kept", "anonymous_only", ("anonymous", "Anonymous")[k % 2]), rng, least)
    for k in range(KEPT["empty_name_only"]):
        ordinary(roster.add("kept", "empty_name_only", (None, "")[k % 2]), rng, least)
    for k in range(KEPT["name_on_two_ids"] - 2):  # the other two share theirs with somebody too quiet
        name = roster.people[-1].names[0] if k % 2 else next(spare)
        ordinary(roster.add("kept", "name_on_two_ids", name), rng, least)
        roster.flagged.add(name or "")
    for _ in range(2):
        name = next(spare)
        ordinary(roster.add("kept", "name_on_two_ids", name), rng, least)
        roster.flagged.add(name)
    for k in range(KEPT["two_names"]):
        _two_names(roster.add("kept", "two_names", next(spare), next(spare)), rng, least, k, spare)
    for k in range(KEPT["name_and_default_name"]):
        person = roster.add("kept", "name_and_default_name", next(spare), DEFAULT_NAME)
        if k < 5:  # neither name alone reaches the threshold
            person.detail = "name_and_default_name:only_together"
            substantial(person, rng, least.posts, least.days, person.names)
        else:
            ordinary(person, rng, least, person.names)
    kinds = [kind for kind, n in KINDS.items() for _ in range(n)]
    for k in range(KEPT["one_name"]):
        is_term = k < ANSWERED_INCLUDE + 40
        name = next(named) if is_term else next(spare)
        person = roster.add("kept", "one_name", name)
        if is_term:
            answer = ("include", "more_than_six_months") if k < ANSWERED_INCLUDE else ("undecided", "no_answer")
            roster.invited.append((person, name, *answer))
        if k >= KEPT["one_name"] - len(kinds):
            kind = kinds[KEPT["one_name"] - 1 - k]
            person.detail = f"one_name:{kind}"
            _special(person, rng, least, kind)
        else:
            ordinary(person, rng, least)


def _two_names(person: Person, rng: random.Random, least: Threshold, k: int, spare: Iterator[str]) -> None:
    """Nine whose first name alone stays above the threshold, three whose first name does not (policy `first`)."""
    first, second = person.names[0], person.names[1]
    n_days = least.days + 1
    dates = pick(person, rng, days.WORKING, n_days + 1)
    if k < 9:
        for day, n in zip(dates, split(least.posts + 4, n_days), strict=False):
            session(person, rng, day, "day", n, name=first)
        session(person, rng, dates[-1], "day", 2, name=second)
    else:
        person.detail = "two_names:first_alone_too_quiet"
        session(person, rng, dates[0], "day", 1, name=first)
        for day, n in zip(dates[1:], split(least.posts + 4, n_days), strict=True):
            session(person, rng, day, "day", n, name=second)
    if k == 0:
        person.names.append(third := next(spare))
        session(person, rng, dates[-1], "night", 1, name=third)


def _special(person: Person, rng: random.Random, least: Threshold, kind: str) -> None:
    """A schedule from patterns.py, then enough ordinary days around it."""
    lay(person, rng, kind, least.posts, least.days)
    if not kind.startswith("exact"):
        substantial(person, rng, least.posts + 3, least.days + 1)


def _activity(roster: Roster, rng: random.Random, least: Threshold, named: Iterator[str], spare: Iterator[str]) -> None:
    partners = [person for person in roster.people if person.detail == "name_on_two_ids"][-2:]
    beside = [name for name, (_, _, quiet) in SHARED.items() for _ in range(quiet)]
    for detail, n in ACTIVITY.items():
        for k in range(n):
            if detail == "one_post_too_few" and k < len(partners):
                name: str | None = partners[k].names[0]
            elif detail in TERMS_AMONG_QUIET and k % 3 == 2:
                name = next(named)
            else:
                name = DEFAULT_NAME if k % 5 == 4 else next(spare)
            person = roster.add("activity", detail, name)
            if name in roster.terms:
                roster.invited.append((person, str(name), "undecided", "no_answer"))
            _quiet(person, rng, least, detail, beside[k] if detail == "too_few_beside_shared_place" else "")
    for person in [p for p in roster.people if p.detail == "nights_only" and p.names != [DEFAULT_NAME]][:2]:
        person.names.append(second := next(spare))
        session(person, rng, pick(person, rng, days.WORKING, 1)[0], "night", 2, name=second)


def _quiet(person: Person, rng: random.Random, least: Threshold, detail: str, shared: str) -> None:
    name = person.names[0]
    match detail:
        case "nights_only":  # 18:00-02:00 in Japan is 09:00-17:00 UTC
            for day in pick(person, rng, days.WORKING, least.days + 2):
                slot: Slot = rng.choice(("evening", "night"))
                session(person, rng, day, slot, split(least.posts, least.days)[0] + 1, name=name)
        case "free_days_only":
            for day in pick(person, rng, days.FREE, least.days + 2):
                session(person, rng, day, "day", split(least.posts, least.days)[0] + 1, name=name)
        case "weekday_holidays_only":
            for day in pick(person, rng, days.WEEKDAY_HOLIDAYS, least.days + 2):
                session(person, rng, day, "day", split(least.posts, least.days)[0] + 1, name=name)
        case "one_post_too_few":
            substantial(person, rng, least.posts - 1, least.days)
        case "one_day_too_few":
            substantial(person, rng, least.posts + 1, least.days - 1)
        case "edges_of_daytime":
            inside = least.posts - 1
            for day, n in zip(pick(person, rng, days.WORKING, least.days), split(inside, least.days), strict=True):
                session(person, rng, day, "day", n, name=name, board="keijiban")
            for day in pick(person, rng, days.WORKING, 3):
                for clock in ("08:59:59", "17:00:00"):
                    fixed(person, [(at(day, clock), False)], name=name)
        case _:
            substantial(person, rng, least.posts - 1, least.days)
            person.names.append(shared)
            for day, n in zip(pick(person, rng, days.WORKING, 3), split(least.posts + 3, 3), strict=True):
                session(person, rng, day, "day", n, name=shared, board="keijiban", shared=True)
    if detail != "edges_of_daytime" and rng.random() < 0.5:
        leisure(person, rng, rng.randint(1, 4), name=name)


def _shared(roster: Roster, rng: random.Random, least: Threshold, spare: Iterator[str]) -> None:
    for name, (alone, beside, _) in SHARED.items():
        for k in range(alone):
            person = roster.add("shared_place", name, name)
            # 図書館の端末: two IDs on each board, so that neither board alone shows three
            board: Board | None = None if name != "図書館の端末" else "chat" if k % 2 else "keijiban"
            for day in pick(person, rng, days.WORKING, least.days + 1):
                n = split(least.posts, least.days)[0] + 1
                session(person, rng, day, "day", n, name=name, board=board, shared=True)
        for _ in range(beside):
            person = roster.add("kept", "own_name_beside_shared_place", next(spare), name)
            ordinary(person, rng, least, person.names[:1])
            for day in pick(person, rng, days.WORKING, 2):
                session(person, rng, day, "day", 3, name=name, board="keijiban", shared=True)


def _ghosts(roster: Roster, rng: random.Random, spare: Iterator[str]) -> None:
    for detail, n in GHOSTS.items():
        for k in range(n):
            person = roster.add("ghost", detail, next(spare))
            if detail != "joined":
                person.listed.append(str(person.names[0]))
                if k < 3 and detail == "listed":  # listed twice, still one ghost
                    person.listed.append(next(spare))
            if detail != "listed":
                for day in pick(person, rng, days.WORKING, rng.randint(1, 4)):
                    begin = at(day, "10:00") + timedelta(minutes=rng.randint(0, 300))
                    person.visits.append(
                        Visit(begin, begin + timedelta(minutes=rng.randint(1, 90)), str(person.names[0]))
                    )
    for person in roster.people:
        if person.fate == "ghost" or rng.random() > 0.6:
            continue
        first = person.names[0]
        if first in {DEFAULT_NAME, "anonymous", "Anonymous", "", None}:
            if rng.random() < 0.3:  # on the list under a name never used: not a ghost, the ID wrote
                person.listed.append(next(spare))
        elif person.fate != "shared_place":
            person.listed.append(str(first))
