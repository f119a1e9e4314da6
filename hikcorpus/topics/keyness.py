"""Which lemmas tell kept threads from dropped ones, and which stand beside the lexicon's terms.

Two readings: kept threads first (few, counted by lemma and thread), then the dropped ones, of which only lemmas count
that can become key. So memory holds the kept threads' vocabulary, however many messages there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from hikcorpus.topics.hits import Hit
from hikcorpus.topics.lemmas import Word
from hikcorpus.topics.measures import g2, log_dice, log_likelihood, log_ratio, normalised_dp, percent_difference

SIGNIFICANT: Final = 15.13  # p < .0001 (Rayson, Berridge & Francis 2004)
FEWEST_THREADS: Final = 3
LOUDEST: Final = 0.5
WINDOW: Final = 5
_WAITING: Final = 200_000
_COVERED: Final = 0.5


class Key(NamedTuple):
    """A lemma that is more frequent in kept threads.

    kept, dropped: occurrences. threads: kept threads that hold it. dp: DPnorm over the kept threads (0 even, 1 in one
    small thread; rare words are near 1 even where no thread holds two). loudest: part of its occurrences in the thread
    that has most. percent: %DIFF, None where dropped threads lack it.
    """

    lang: str
    lemma: str
    kept: int
    dropped: int
    g2: float
    log_ratio: float
    percent: float | None
    threads: int
    dp: float
    loudest: float


class Collocate(NamedTuple):
    """A lemma near hits. together: its occurrences within the window; frequency: in all that was read; nodes: hits."""

    lang: str
    lemma: str
    together: int
    frequency: int
    nodes: int
    log_dice: float
    g2: float
    threads: int


class _Side:
    """One language in the kept threads."""

    def __init__(self) -> None:
        self.lemmas: dict[str, int] = {}
        self.threads: dict[str, int] = {}
        self.sizes: list[int] = []
        self.covered: Counter[int] = Counter()
        self._waiting: Counter[tuple[int, int]] = Counter()
        self._written: list[npt.NDArray[np.int64]] = []

    def add(self, thread: str, found: Sequence[Word], hits: Sequence[Hit]) -> None:
        at = self.threads.setdefault(thread, len(self.sizes))
        if at == len(self.sizes):
            self.sizes.append(0)
        self.sizes[at] += len(found)
        number = [self.lemmas.setdefault(word.lemma, len(self.lemmas)) for word in found]
        self._waiting.update((each, at) for each in number)
        for each in under(found, hits):
            self.covered[number[each]] += 1
        if len(self._waiting) > _WAITING:
            self._flush()

    def _flush(self) -> None:
        if self._waiting:
            rows = np.array([(*pair, count) for pair, count in self._waiting.items()], np.int64)
            self._written.append(rows)
            self._waiting.clear()

    def pairs(self) -> npt.NDArray[np.int64]:
        """(lemma, thread, count) in rising order, each pair once."""
        self._flush()
        rows = np.concatenate(self._written) if self._written else np.zeros((0, 3), np.int64)
        rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
        if len(rows):
            new = np.any(rows[1:, :2] != rows[:-1, :2], axis=1)
            at = np.concatenate([[0], 1 + np.flatnonzero(new)])
            rows = np.column_stack([rows[at, :2], np.add.reduceat(rows[:, 2], at)])
        self._written = [rows]
        return rows


class _Spread(NamedTuple):
    occurrences: int
    threads: int
    dp: float
    loudest: float


class Keyness:
    """Counts messages: first those of kept threads, then, after `settle`, those of dropped ones."""

    def __init__(self, fewest_threads: int = FEWEST_THREADS, loudest: float = LOUDEST) -> None:
        self._fewest, self._loudest = fewest_threads, loudest
        self._kept: dict[str, _Side] = defaultdict(_Side)
        self._spread: dict[str, dict[str, _Spread]] = {}
        self._dropped: dict[str, Counter[str]] = defaultdict(Counter)
        self._dropped_size: Counter[str] = Counter()

    def kept(self, thread: str, language: str, found: Sequence[Word], hits: Sequence[Hit] = ()) -> None:
        """A message of a kept thread; hits: of the lexicon in it."""
        self._kept[language].add(thread, found, hits)

    def settle(self) -> None:
        """Ends the kept threads: what stands in too few of them, or mostly in one, cannot become key.

        Nor what the lexicon finds already in more than half of its places.
        """
        for language, side in self._kept.items():
            names = list(side.lemmas)
            self._spread[language] = {
                names[lemma]: spread
                for lemma, spread in _spreads(side)
                if spread.threads >= self._fewest
                and spread.loudest <= self._loudest
                and side.covered[lemma] <= _COVERED * spread.occurrences
                and _is_word(names[lemma], language)
            }

    def dropped(self, language: str, found: Sequence[Word]) -> None:
        """A message of a dropped thread."""
        self._dropped_size[language] += len(found)
        wanted = self._spread.get(language, {})
        self._dropped[language].update(word.lemma for word in found if word.lemma in wanted)

    def sizes(self, language: str) -> tuple[int, int]:
        """Words of a language in kept and in dropped threads."""
        return sum(self._kept[language].sizes) if language in self._kept else 0, self._dropped_size[language]

    def keys(self, language: str, least: float = SIGNIFICANT, by: Literal["g2", "log_ratio"] = "g2") -> list[Key]:
        """The key lemmas, strongest first. least: the smallest G2."""
        c, d = self.sizes(language)
        out = []
        for lemma, spread in self._spread.get(language, {}).items():
            a, b = spread.occurrences, self._dropped[language][lemma]
            strength, ratio = log_likelihood(a, b, c, d) if c and d else 0.0, log_ratio(a, b, c, d)
            if strength >= least and ratio > 0:
                more = percent_difference(a, b, c, d)
                shown = round(more, 1) if isfinite(more) else None
                rounded = round(strength, 2), round(ratio, 2), shown
                out.append(Key(language, lemma, a, b, *rounded, spread.threads, round(spread.dp, 3), spread.loudest))
        return sorted(out, key=lambda key: (-getattr(key, by), -key.kept, key.lemma))


def _spreads(side: _Side) -> Iterable[tuple[int, _Spread]]:
    rows = side.pairs()
    if not len(rows):
        return
    sizes = np.array(side.sizes, float)
    shares = sizes / sizes.sum()
    at = np.concatenate([[0], 1 + np.flatnonzero(rows[1:, 0] != rows[:-1, 0])])
    occurrences = np.add.reduceat(rows[:, 2], at)
    threads = np.diff(np.append(at, len(rows)))
    share = shares[rows[:, 1]]
    differences = np.abs(rows[:, 2] / np.repeat(occurrences, threads) - share)
    # threads without the word differ by their whole share
    dps = (np.add.reduceat(differences, at) + 1 - np.add.reduceat(share, at)) / 2
    loudest = np.maximum.reduceat(rows[:, 2], at) / occurrences
    smallest = float(shares[shares > 0].min())
    for place, first in enumerate(at):
        spread = normalised_dp(max(0.0, float(dps[place])), smallest)
        yield (
            int(rows[first, 0]),
            _Spread(int(occurrences[place]), int(threads[place]), spread, round(float(loudest[place]), 3)),
        )


def under(found: Sequence[Word], hits: Sequence[Hit]) -> list[int]:
    """Places of the words that overlap a hit. Both in order."""
    out, at = [], 0
    for place, word in enumerate(found):
        while at < len(hits) and hits[at].end <= word.start:
            at += 1
        if at < len(hits) and hits[at].start < word.end:
            out.append(place)
    return out


def _is_word(lemma: str, language: str) -> bool:
    """Not a single letter or kana: those are no terms."""
    return len(lemma) > 1 or (language == "ja" and "\u4e00" <= lemma <= "\u9fff")


class _Near:
    def __init__(self) -> None:
        self.size = self.windows = self.nodes = 0
        self.frequency: Counter[str] = Counter()
        self.together: Counter[str] = Counter()
        self.threads: dict[str, set[str]] = defaultdict(set)
        self.hit: Counter[str] = Counter()


class Collocates:
    """Counts the lemmas within some words of hits, in the same message; hits themselves are no collocates."""

    def __init__(self, window: int = WINDOW) -> None:
        self._window = window
        self._near: dict[str, _Near] = defaultdict(_Near)

    def add(self, thread: str, language: str, found: Sequence[Word], hits: Sequence[Hit]) -> None:
        """A message; hits: of the terms whose collocates are wanted."""
        near = self._near[language]
        near.size += len(found)
        near.frequency.update(word.lemma for word in found)
        nodes = under(found, hits)
        if not nodes:
            return
        near.nodes += len(hits)
        taken = set(nodes)
        near.hit.update(found[place].lemma for place in nodes)
        around = {
            place
            for node in nodes
            for place in range(max(0, node - self._window), min(len(found), node + self._window + 1))
        } - taken
        near.windows += len(around)
        for place in around:
            near.together[found[place].lemma] += 1
            near.threads[found[place].lemma].add(thread)

    def collocates(
        self,
        language: str,
        *,
        by: Literal["log_dice", "g2"] = "log_dice",
        fewest: int = 3,
        fewest_threads: int = FEWEST_THREADS,
        least: float = SIGNIFICANT,
    ) -> list[Collocate]:
        """Those more frequent near the hits than elsewhere, strongest first. least: the smallest G2."""
        near, out = self._near[language], []
        for lemma, together in near.together.items():
            frequency, threads = near.frequency[lemma], len(near.threads[lemma])
            if together < fewest or threads < fewest_threads or not _is_word(lemma, language):
                continue
            alone, rest = frequency - near.hit[lemma] - together, near.size - near.windows
            expected = (together + alone) * near.windows / near.size
            strength = g2(together, near.windows - together, alone, max(0, rest - alone))
            if together > expected and strength >= least and near.hit[lemma] <= _COVERED * frequency:
                dice = round(log_dice(together, near.nodes, frequency), 2)
                row: tuple[Any, ...] = (together, frequency, near.nodes, dice, round(strength, 2), threads)
                out.append(Collocate(language, lemma, *row))
        return sorted(out, key=lambda each: (-getattr(each, by), -each.together, each.lemma))
