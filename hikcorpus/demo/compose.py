"""Turns the plans of a board into numbered posts with names, texts, pictures and planted data."""

import base64
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from hikcorpus.demo.history import Plan
from hikcorpus.demo.phrasebook import phrasebook
from hikcorpus.demo.records import BoardFacts, Picture, Post, Thread, Voice
from hikcorpus.demo.secrets import plant, turns
from hikcorpus.demo.talk import Around, Talk

PLANTED = 0.115
_FILENAMES = ["IMG_{:04d}", "kuva{}", "Screenshot_{}", "無題{}", "mmexport{}", "cat ({})", "1793{:06d}"]
PosterId = Callable[[str, int], str]
"""(computer, thread) -> the ID that the board shows."""


@dataclass(slots=True)
class _Open:
    """A thread while its posts are being written."""

    plan: Plan
    talk: Talk
    number: int = 0
    posts: list[Post] = field(default_factory=list)


class Scribe:
    """Writes one board, post after post in the order of their numbers."""

    def __init__(self, rng: random.Random, board: BoardFacts, first: int, poster_id: PosterId) -> None:
        self._rng, self._board, self._poster_id, self._next = rng, board, poster_id, first
        self._book = phrasebook(board.language)
        self._gone: list[int] = []
        self._far: list[int] = []
        self._deck: list[str] = []

    def write(self, plans: list[Plan], elsewhere: list[tuple[str, int]]) -> list[tuple[Plan, Thread]]:
        """The threads of these plans. elsewhere: old posts of other boards that may be pointed at."""
        threads = [_Open(plan, self._talk(plan)) for plan in plans]
        beats = sorted(
            (at, place, step, voice, sage)
            for place, plan in enumerate(plans)
            for step, (at, voice, sage) in enumerate(plan.beats)
        )
        rate = max(PLANTED, 1.15 * len(turns(self._board.language)) / len(beats))
        for at, place, step, voice, sage in beats:
            thread = threads[place]
            turn = self._turn() if self._rng.random() < rate else None
            number = self._number()
            thread.number = thread.number or number
            around = Around(self._gone, self._far, elsewhere, self._masks(thread))
            thread.posts.append(self._post(thread, step == 0, number, at, voice, sage, turn, around))
            self._far.append(number)
        return [(thread.plan, self._close(thread)) for thread in threads]

    def _talk(self, plan: Plan) -> Talk:
        themes = self._book.traps if plan.trap else self._book.themes
        return Talk(self._rng, self._book, themes.get(plan.theme), plan.strength)

    def _number(self) -> int:
        while self._rng.random() < 0.05:  # posts that were deleted before anybody looked
            self._gone.append(self._next)
            self._next += 1
        self._next += 1
        return self._next - 1

    def _turn(self) -> str:
        if not self._deck:
            self._deck = turns(self._board.language)
            self._rng.shuffle(self._deck)
        return self._deck.pop()

    def _masks(self, thread: _Open) -> dict[str, list[str]]:
        others = thread.posts[-12:]
        return {
            "tripcode": sorted({p.trip for p in others if p.trip}),
            "poster_id": sorted({self._poster_id(p.computer, thread.number) for p in others}),
            "screen_name": sorted({p.name for p in others if p.name and not {"!", "◆"} & set(p.name)}),
        }

    def _post(
        self,
        thread: _Open,
        opening: bool,
        number: int,
        at: datetime,
        voice: Voice,
        sage: bool,
        turn: str | None,
        around: Around,
    ) -> Post:
        rng, persona = self._rng, voice.persona
        draft, typed, done = thread.talk.compose(thread.posts, around, turn, self._board.language == "en")
        if turn is not None and not done:
            self._deck.insert(0, turn)  # nobody in this thread could be quoted yet: another time
        mail = "sage" if sage else ""
        if not mail and rng.random() < 0.006:
            mail = plant(rng, "email/plain", self._board.language).value
        subject = thread.plan.subject if opening else ""
        if not opening and rng.random() < 0.012:
            subject = rng.choice(self._book.short)
            subject = self._book.fill(rng, subject)
        return Post(
            board=self._board.name,
            thread=thread.number,
            number=number,
            posted_at=at,
            persona=persona.key,
            computer=voice.computer,
            name=voice.name,
            trip=persona.trip,
            mail=mail,
            capcode="Mod" if persona.kind == "staff" else "",
            subject=subject,
            typed=typed,
            planted=tuple(dict.fromkeys(p for p in draft.planted if p.value in typed)),
            tags=tuple(sorted(draft.tags)),
            picture=self._picture(at) if rng.random() < (0.55 if opening else 0.05) else None,
        )

    def _picture(self, at: datetime) -> Picture:
        rng = self._rng
        width, height = rng.choice([(1280, 720), (800, 600), (640, 960), (480, 480)])
        tim = f"{int(at.timestamp())}{rng.randrange(1000):03d}"
        filename = rng.choice(_FILENAMES).format(rng.randrange(10000))
        digest = base64.b64encode(rng.randbytes(16)).decode()
        ext = rng.choices([".jpg", ".png", ".gif", ".webm"], (50, 30, 12, 8))[0]
        return Picture(width, height, rng.randint(8_000, 900_000), ext, tim, filename, digest)

    def _close(self, thread: _Open) -> Thread:
        plan = thread.plan
        return Thread(
            board=self._board.name,
            number=thread.number,
            subject=plan.subject,
            theme=plan.theme,
            about_family=plan.about_family,
            trap=plan.trap,
            strength=plan.strength,
            sticky=plan.sticky,
            locked=plan.sticky,
            posts=tuple(thread.posts),
        )
