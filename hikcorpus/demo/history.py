"""Plans what happens on a board: which threads, who posts in them and when, before and between the two visits."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hikcorpus.demo.people import SHARED, People
from hikcorpus.demo.phrasebook import Phrasebook
from hikcorpus.demo.records import BoardFacts, Voice

WEEKS = 5
_NIGHT = [9, 9, 8, 7, 5, 3, 2, 2, 2, 2, 3, 3, 4, 4, 5, 5, 5, 5, 6, 6, 7, 8, 9, 9]  # posts by hour of the board's clock


@dataclass(slots=True)
class Plan:
    """A thread to be. `beats`: when, how and whether with sage each post comes; the first one opens it."""

    theme: str
    subject: str
    about_family: bool = False
    trap: str = ""
    strength: float = 0.7
    sticky: bool = False
    role: str = ""
    beats: list[tuple[datetime, Voice, bool]] = field(default_factory=list)

    def bump(self) -> datetime:
        """Last post without sage."""
        return max(at for place, (at, _, sage) in enumerate(self.beats) if place == 0 or not sage)


class History:
    """Plans one board. Times are aware, UTC, whole seconds."""

    def __init__(
        self, rng: random.Random, board: BoardFacts, people: People, book: Phrasebook, visits: tuple[datetime, datetime]
    ) -> None:
        self._rng, self._board, self._people, self._book, self._visits = rng, board, people, book, visits
        self._titles: dict[str, list[str]] = {}

    def plan(self, threads: int, family: int, messages: int) -> list[Plan]:
        """That many threads before the first visit, about `messages` posts in all, and growth up to the second."""
        subjects = self._subjects(threads, family)
        lengths = self._lengths(subjects, messages)
        plans = [self._fill(plan, length) for plan, length in zip(subjects, lengths, strict=True)]
        self._gather_places(plans)
        return plans + self._grow(plans, max(2, round(threads / 22)))

    def _title(self, key: str, titles: list[str] | tuple[str, ...]) -> str:
        deck = self._titles.setdefault(key, [])
        used = sum(1 for k in self._titles if k.startswith(f"{key}#"))
        if not deck:
            self._titles[f"{key}#{used}"] = []
            part = self._book.ornaments["part"].replace("{k}", str(used + 1)) if used else ""
            deck += [title + part for title in self._rng.sample(titles, len(titles))]
        return self._book.fill(self._rng, deck.pop())

    def _family(self) -> Plan:
        covert = self._rng.random() < 0.25
        pool = "covert_titles" if covert else "titles"
        title = self._title(pool, self._book.family[pool])
        return Plan("family", title, about_family=True, strength=self._rng.uniform(0.35 if covert else 0.5, 0.8))

    def _common(self) -> Plan:
        theme = self._rng.choice(list(self._book.themes))
        title = self._title(theme, self._book.themes[theme].titles)
        subject = (
            "" if self._rng.random() < 0.06 else title + self._rng.choice(["", "", "", "", "", " <3", " & co", "?"])
        )
        return Plan(theme, subject, strength=self._rng.uniform(0.5, 0.85))

    def _subjects(self, threads: int, family: int) -> list[Plan]:
        traps = max(1, round(threads / 40))
        plans = [self._family() for _ in range(family)]
        for trap in ("word", "story"):
            titles = self._book.traps[trap].titles
            plans += [Plan(trap, self._title(trap, titles), trap=trap, strength=0.75) for _ in range(traps)]
        plans += [self._common() for _ in range(threads - len(plans))]
        plans[-1].sticky = True
        return plans

    def _lengths(self, plans: list[Plan], messages: int) -> list[int]:
        rng = self._rng
        wish = [
            rng.uniform(18, 60) if p.about_family or p.trap else min(160.0, rng.lognormvariate(2.7, 0.95))
            for p in plans
        ]
        factor = messages / sum(wish)
        return [max(12 if p.about_family or p.trap else 1, round(w * factor)) for p, w in zip(plans, wish, strict=True)]

    def _start(self, plan: Plan) -> datetime:
        """A moment of the past weeks, at night rather; themes that must outlive the pruning start later."""
        rng, zone = self._rng, ZoneInfo(self._board.zone)
        days = rng.uniform(1.5, 20.0) if plan.about_family or plan.trap else rng.uniform(0.2, WEEKS * 7.0)
        day = (self._visits[0] - timedelta(days=days)).astimezone(zone)
        hour = rng.choices(range(24), _NIGHT)[0]
        at = day.replace(hour=hour, minute=rng.randrange(60), second=rng.randrange(60), microsecond=0)
        return min(at.astimezone(self._visits[0].tzinfo), self._visits[0] - timedelta(hours=4))

    def _fill(self, plan: Plan, length: int) -> Plan:
        rng, start = self._rng, self._start(plan)
        gaps = [20.0 + rng.lognormvariate(7.4, 1.7) for _ in range(length - 1)]
        room = (self._visits[0] - start).total_seconds() - 900.0
        squeeze = min(1.0, room / sum(gaps)) if gaps else 1.0
        company = self._people.gathering(max(2, round(length**0.72)))
        at = start
        opener = self._people.staff if plan.sticky else company[0]
        plan.beats.append((at, self._people.voice(opener), False))
        for gap in gaps:
            at += timedelta(seconds=max(1, int(gap * squeeze)))
            persona = company[0] if rng.random() < 0.15 else rng.choice(company)
            plan.beats.append((at, self._people.voice(persona), rng.random() < 0.09))
        return plan

    def _gather_places(self, plans: list[Plan]) -> None:
        """Make every shared name speak from three computers, and every pair from its two, within single threads."""
        rng = self._rng
        long = [p for p in plans if len(p.beats) >= 8 and not p.about_family] or plans
        for persona in self._people.of_kind(*SHARED, "pair"):
            for plan in rng.sample(long, min(2, len(long))):
                places = rng.sample(range(1, len(plan.beats)), min(len(persona.computers), len(plan.beats) - 1, 5))
                for place, computer in zip(places, persona.computers, strict=False):
                    at, _, sage = plan.beats[place]
                    plan.beats[place] = (at, Voice(persona, computer, persona.names[0]), sage)

    def _between(self) -> datetime:
        first, second = self._visits
        span = (second - first).total_seconds()
        return first + timedelta(seconds=int(self._rng.uniform(3600, span - 1800)))

    def _reply(self, plan: Plan, sage: bool) -> None:
        known = [voice for _, voice, _ in plan.beats]
        voice = self._rng.choice(known) if self._rng.random() < 0.6 else None
        voice = voice or self._people.voice(self._people.gathering(1)[0])
        plan.beats.append((self._between(), voice, sage))

    def _grow(self, plans: list[Plan], new: int) -> list[Plan]:
        """Replies in living threads, new threads, and one thread for each change that no listing shows."""
        rng = self._rng
        living = sorted((p for p in plans if not p.sticky), key=Plan.bump, reverse=True)
        upper = living[: max(4, len(living) // 2)]
        silent, *rest = rng.sample(upper, len(upper))
        for candidate in [silent, *rest]:
            if len(candidate.beats) > 6 and not candidate.about_family:
                candidate.role = "swap"  # one reply with sage, one deletion: every listed figure stays the same
                self._reply(candidate, sage=True)
                break
        for plan in [p for p in rest if not p.role][: max(2, round(len(plans) / 6))]:
            plan.role = "grows"
            for _ in range(rng.choice((1, 2, 3, 4, 6, 9))):
                self._reply(plan, rng.random() < 0.1)
        made = [self._family() if place == 0 else self._common() for place in range(new)]
        for plan in made:
            plan.role = "new"
            at = self._between()
            end = self._visits[1] - timedelta(minutes=15)
            for place in range(rng.randint(9, 14) if plan.about_family else rng.randint(1, 6)):
                voice = self._people.voice(self._people.gathering(1)[0])
                plan.beats.append((at, voice, place > 0 and rng.random() < 0.1))
                at = min(end, at + timedelta(seconds=rng.randint(60, 2400)))
        for plan in [*plans, *made]:
            plan.beats[1:] = sorted(plan.beats[1:], key=lambda beat: beat[0])
        return made
