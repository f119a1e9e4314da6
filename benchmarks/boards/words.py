"""The words of the synthetic boards: ordinary Finnish family forms, and filler that cannot be taken for them."""

import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .assumptions import Assumptions

# Lemmas by rank, each with its forms by rank. Ordinary inflection, no look-alikes and nothing that is hard on purpose.
FAMILY: tuple[tuple[str, ...], ...] = (
    ("äiti", "äidin", "äitini", "äidille", "äitiä", "äidiltä"),
    ("vanhemmat", "vanhempien", "vanhempani", "vanhempieni", "vanhemmille"),
    ("isä", "isän", "isäni", "isälle", "isää"),
    ("mutsi", "mutsin", "mutsille", "mutsia"),
    ("perhe", "perheen", "perheessä", "perheeni"),
    ("veli", "veljen", "veljeni", "veljelle"),
    ("faija", "faijan", "faijalle"),
    ("sisko", "siskon", "siskoni", "siskolle"),
    ("porukat", "porukoiden", "porukoilla"),
    ("sukulaiset", "sukulaisia", "sukulaisten"),
    ("mummo", "mummon", "mummolle"),
    ("suku", "suvun", "suvussa"),
    ("iskä", "iskän"),
    ("isovanhemmat", "isovanhempien"),
    ("isoäiti", "isoäidin"),
    ("ukki", "ukin"),
    ("vaari", "vaarin"),
    ("täti", "tädin"),
    ("setä", "sedän"),
    ("sisarukset", "sisarusten"),
    ("eno", "enon"),
    ("serkku", "serkun"),
    ("isäpuoli", "isäpuolen"),
)
INSULTS = ("mutsis", "äitis", "äitisi", "mutsiis")
FAMILY_FORMS = frozenset(form for lemma in FAMILY for form in lemma) | frozenset(INSULTS)

# No filler word holds any of STEMS, more than a loose stem search would look for; ORDINARY are neutral words.
STEMS = tuple(Path(__file__).with_name("stems.txt").read_text(encoding="utf-8").split())

ORDINARY = tuple(Path(__file__).with_name("ordinary.txt").read_text(encoding="utf-8").split())

FRONT, BACK = "äöyei", "aouei"
SINGLE = tuple("ktslmnprvhj")
ONSETS = (*SINGLE, *"ktsl", "kk", "tt", "ll", "ss", "nn", "rt", "lk", "nk", "mp", "st")
ENDINGS = ("", "", "n", "t", "ssA", "stA", "llA", "ltA", "lle", "ksi", "nA", "tA", "kin", "ni", "isiin", "mme", "vAt")


def colliding(words: Iterable[str]) -> list[str]:
    """Those of `words` that hold a family stem or are a family form."""
    return [word for word in words if word in FAMILY_FORMS or any(stem in word for stem in STEMS)]


def _invented(rng: random.Random) -> str:
    """A word-like string of two to four syllables with vowel harmony and a case ending."""
    front = rng.random() < 0.35
    vowels = FRONT if front else BACK
    word = rng.choice(SINGLE) + rng.choice(vowels)
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        word += rng.choice(ONSETS) + rng.choice(vowels) + (rng.choice(vowels) if rng.random() < 0.2 else "")
    ending = rng.choice(ENDINGS).lower().replace("a", "ä" if front else "a")
    return word + ending


@cache
def filler(size: int, seed: int) -> tuple[str, ...]:
    """`size` different words by rank: ordinary neutral ones first, invented ones after; none near a family word."""
    rng = random.Random(seed)
    words = dict.fromkeys(ORDINARY)
    while len(words) < size:
        word = _invented(rng)
        if not colliding([word]):
            words[word] = None
    found = tuple(words)[:size]
    assert not colliding(found), f"filler holds family stems: {colliding(found)}"
    return found


def zipf(size: int, exponent: float, shift: float = 0.0) -> npt.NDArray[np.float64]:
    """Probabilities by rank 1..size under the law of Zipf and Mandelbrot."""
    weights = (np.arange(1, size + 1) + shift) ** -exponent
    chances: npt.NDArray[np.float64] = weights / weights.sum()
    return chances


class Speech:
    """Draws family words: repertoires of lemmas, and forms of a lemma; one pseudo-random stream per board."""

    def __init__(self, rng: random.Random, numbers: Assumptions):
        self.rng = rng
        self._law = {
            size: list(np.cumsum(zipf(size, numbers.family_zipf)))
            for size in {len(FAMILY), *(len(forms) for forms in FAMILY)}
        }

    def repertoire(self, least: int, most: int) -> tuple[int, ...]:
        """Between `least` and `most` different lemmas (ranks in FAMILY), the frequent ones more likely."""
        wanted = self.rng.randint(least, min(most, len(FAMILY)))
        drawn: dict[int, None] = {}
        while len(drawn) < wanted:
            drawn[self.rng.choices(range(len(FAMILY)), cum_weights=self._law[len(FAMILY)])[0]] = None
        return tuple(drawn)

    def form(self, lemma: int) -> str:
        """A form of the lemma."""
        forms = FAMILY[lemma]
        return self.rng.choices(forms, cum_weights=self._law[len(forms)])[0]

    def said(self, repertoire: tuple[int, ...], words: int) -> list[str]:
        """`words` forms; each lemma evenly from the repertoire, which itself favours the frequent ones."""
        return [self.form(self.rng.choice(repertoire)) for _ in range(words)]
