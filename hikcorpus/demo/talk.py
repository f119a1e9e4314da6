"""Composes messages: sentences of a theme, replies, quotes, ornaments and planted data, with what they hold."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from hikcorpus.demo.phrasebook import Phrasebook, Theme
from hikcorpus.demo.records import Planted, Post
from hikcorpus.demo.secrets import decoy, decoy_kinds, plant

PASSING = 0.082
LOOKALIKE = 0.05
_MARKED = re.compile(r">>|\*\*|''|==|\[code\]|^\s|^>")


@dataclass(slots=True)
class Draft:
    """A message being composed: sentences, what sort they are of, and what is planted in them."""

    sentences: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    planted: list[Planted] = field(default_factory=list)
    sorts: dict[str, str] = field(default_factory=dict)

    def add(self, sentence: str, tag: str = "", place: int | None = None) -> None:
        """One more sentence, at the end or at that place."""
        self.sentences.insert(len(self.sentences) if place is None else place, sentence)
        if tag:
            self.tags.add(tag)
            self.sorts[sentence] = tag


@dataclass(frozen=True, slots=True)
class Around:
    """What a poster can point at. gone: numbers that stood on the board once. far: posts of other threads.

    beyond: (board, number) on other boards. masks: tripcodes, poster IDs and names that can be quoted, by kind.
    """

    gone: list[int]
    far: list[int]
    beyond: list[tuple[str, int]]
    masks: dict[str, list[str]]


class Talk:
    """The conversation of one thread. No phrase comes back before all of its list have been used."""

    def __init__(self, rng: random.Random, book: Phrasebook, theme: Theme | None, strength: float) -> None:
        self._rng, self._book, self._theme, self._strength = rng, book, theme, strength
        self._decks: dict[int, list[str]] = {}
        self._sorts: dict[str, str] = {}  # sentences on family and the like said in this thread

    def _draw(self, phrases: Sequence[str]) -> str:
        deck = self._decks.get(id(phrases))
        if not deck:
            deck = self._decks[id(phrases)] = self._rng.sample(phrases, len(phrases))
        return self._book.fill(self._rng, deck.pop())

    def _ornament(self, kind: str) -> str:
        return self._book.fill(self._rng, self._rng.choice(self._book.ornaments[kind]))

    def _other_theme(self) -> Theme:
        return self._rng.choice(list(self._book.themes.values()))

    def _say(self, draft: Draft, opening: bool) -> None:
        """The sentences themselves: on the family, or on the thread's theme with a word of family by the way."""
        rng, book, many = self._rng, self._book, _how_many(self._rng, opening)
        if self._theme is None:
            if opening:
                draft.add(self._draw(book.family["openings"]), "family")
            elif rng.random() < self._strength:
                draft.add(self._draw(book.family["lines"]), "family")
            for _ in range(many - 1):
                if rng.random() < self._strength * 0.6:
                    draft.add(self._draw(book.family["lines"]), "family")
                else:
                    draft.add(self._draw(rng.choice([book.family["soft"], book.replies])))
        else:
            for _ in range(many):
                at_home = opening or rng.random() < self._strength
                lines = self._theme.lines if at_home else self._other_theme().lines
                draft.add(self._draw(book.replies if not opening and rng.random() < 0.3 else lines))
            if rng.random() < PASSING:
                passing = self._theme.passing or self._other_theme().passing
                draft.add(self._draw(passing), "passing", rng.randint(0, len(draft.sentences)))
        if rng.random() < LOOKALIKE:
            draft.add(self._draw(book.lookalike), "lookalike")
        if not draft.sentences:
            draft.add(self._draw(book.short if rng.random() < 0.6 else book.replies))

    def _decorate(self, draft: Draft, code: bool) -> None:
        rng = self._rng
        rates = {"heart": 0.02, "ampersand": 0.02, "spoiler": 0.02, "code": 0.012, "emoji": 0.05, "art": 0.03,
                 "dead": 0.012, "loud": 0.01, "pause": 0.03}  # fmt: skip
        for kind, rate in rates.items():
            if rng.random() < rate:
                draft.add(self._ornament(kind), kind)
        if code and rng.random() < 0.01:
            draft.add(self._ornament("code_blocks"), "code")
        if rng.random() < 0.03:
            for _ in range(rng.randint(2, 4)):
                draft.add(f">{self._draw(self._book.green)}", "green")
        if rng.random() < 0.025:
            kind = rng.choice(decoy_kinds())
            mark = decoy(rng, kind, self._book.language)
            draft.add(self._draw(self._book.decoys[kind]).replace("{value}", mark.value))
            draft.planted.append(mark)

    def _plant(self, draft: Draft, turn: str, around: Around) -> bool:
        rng, (kind, form) = self._rng, turn.split("/")
        if kind in around.masks:
            if not around.masks[kind]:
                return False
            value = rng.choice(around.masks[kind])
            planted = Planted(kind, form, value, (value[1:],) if kind == "tripcode" else ())
        else:
            planted = plant(rng, turn, self._book.language)
        sentence = self._draw(self._book.carrier(kind, form)).replace("{value}", planted.value)
        draft.add(sentence, "", rng.randint(0, len(draft.sentences)))
        draft.planted.append(planted)
        return True

    def _answer(self, draft: Draft, told: list[Post], around: Around) -> list[str]:
        """Lines that stand above the sentences: cites and quoted lines of earlier posts."""
        rng, above = self._rng, list[str]()
        if rng.random() < 0.55:
            targets = {self._target(told).number for _ in range(rng.choices((1, 2, 3), (80, 15, 5))[0])}
            above += [f">>{number}" for number in sorted(targets)]
        for pool, rate, shape in (
            (around.far, 0.025, ">>{}"),
            (around.gone, 0.012, ">>{}"),
            (around.beyond, 0.008, ">>>/{}/{}"),
        ):
            if pool and rng.random() < rate:
                pick = rng.choice(pool)
                above.append(shape.format(*pick) if isinstance(pick, tuple) else shape.format(pick))
        if rng.random() < 0.2:
            target = self._target(told)
            lines = [line for line in target.typed.split("\n") if line and not _MARKED.search(line)]
            if lines:
                line = rng.choice(lines)
                above.append(f">{line}")
                draft.planted += [p for p in target.planted if p.value in line]
                draft.tags.update(tag for sentence, tag in self._sorts.items() if sentence in line)
        for kind, rate in (("linked", 0.03), ("unlinked", 0.03)):
            if rng.random() < rate:
                inline = self._ornament(kind).replace("{cite}", str(self._target(told).number))
                draft.add(inline, kind, 0)
        return above

    def _target(self, told: list[Post]) -> Post:
        rng = self._rng
        place = rng.choices(
            (0, len(told) - 1 - min(len(told) - 1, rng.randint(0, 4)), rng.randrange(len(told))), (35, 45, 20)
        )[0]
        return told[place]

    def _lay_out(self, sentences: list[str]) -> str:
        """Sentences into lines: joined, on lines of their own, or with an empty line between."""
        rng, text = self._rng, sentences[0]
        for last, sentence in pairwise(sentences):
            alone = "\n" in last + sentence or _MARKED.search(sentence) or _MARKED.search(last)
            if self._book.language == "ja":
                joinable = last[-1] in "。？！" and ord(sentence[0]) > 0x2FFF
                joint = rng.choice(["", "\n"]) if joinable else "\n"
            else:
                joint = rng.choice([" ", " ", "\n"])
            if alone:
                joint = "\n"
            text += ("\n\n" if rng.random() < 0.08 else joint) + sentence
        return text

    def compose(self, told: list[Post], around: Around, turn: str | None, code: bool) -> tuple[Draft, str, bool]:
        """A message, its text as typed, and whether `turn` could be planted in it. No `told`: the opening."""
        draft = Draft()
        if told and turn is None and self._rng.random() < 0.08:
            draft.add(self._draw(self._book.short))
        else:
            self._say(draft, opening=not told)
        done = turn is not None and self._plant(draft, turn, around)
        above = self._answer(draft, told, around) if told else []
        self._decorate(draft, code)
        body = self._lay_out(draft.sentences)
        self._sorts |= {s: tag for s, tag in draft.sorts.items() if tag in {"family", "passing", "lookalike"}}
        return draft, "\n".join([*above, body]), done


def _how_many(rng: random.Random, opening: bool) -> int:
    """How many sentences a message gets: 2-4 in an opening, mostly 1 or 2 in a reply."""
    return rng.randint(2, 4) if opening else rng.choices((1, 2, 3, 4), (42, 33, 17, 8))[0]
