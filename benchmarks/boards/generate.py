"""Synthetic boards in Finnish-like text, with labels that were fixed before any word was drawn.

A board has 2,589 threads, 42 of them on family with 2,644 messages in total (issue 6, Done when 3). All numbers stand
in assumptions.toml. Classes differ in family words only: how many, in whose messages, when, in title and opening.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .assumptions import Assumptions, read
from .layers import layers, streams
from .structure import structure
from .words import filler, zipf

MARKS = ("", ",", ".")
MARK_OF_16 = np.array([0] * 13 + [1, 2, 2], dtype=np.uint32)  # about one token in five closes a clause or sentence
FINE = 1 << 18  # steps of the inverse of the filler's distribution


@dataclass(frozen=True)
class Message:
    """A message; `participant` is an identity inside its thread."""

    participant: str
    is_opening: bool
    text: str


@dataclass(frozen=True)
class Thread:
    """A thread, opening first; `title` is empty where none was given. `on_topic` is the latent topic: the label."""

    title: str
    messages: tuple[Message, ...]
    on_topic: bool


class Filler:
    """Draws filler by the vocabulary's Zipf law; about one token in five carries a mark."""

    def __init__(self, rng: np.random.Generator, numbers: Assumptions):
        plain = filler(numbers.filler_words, numbers.filler_seed)
        self._rng = rng
        self._words = np.array([word + mark for mark in MARKS for word in plain], dtype=object)
        reach = np.cumsum(zipf(len(plain), numbers.filler_zipf, numbers.filler_shift))
        steps = np.searchsorted(reach, (np.arange(FINE) + 0.5) / FINE)
        self._step = np.minimum(steps, len(plain) - 1).astype(np.uint32)
        self._plain = len(plain)

    def draw(self, many: int) -> list[str]:
        """`many` tokens."""
        word = self._step[self._rng.integers(0, FINE, many, dtype=np.uint32)]
        mark = MARK_OF_16[self._rng.integers(0, 16, many, dtype=np.uint8)]
        found: list[str] = self._words[word + mark * np.uint32(self._plain)].tolist()
        return found


def _with(tokens: list[str], forms: list[str], rng: np.random.Generator) -> str:
    """The tokens as text, some replaced by the forms at random places; the replaced token's mark stays."""
    if forms:
        places = rng.permutation(len(tokens))[: len(forms)].tolist()
        for place, form in zip(places, forms, strict=False):  # a message shorter than its forms takes what it holds
            mark = tokens[place][-1]
            tokens[place] = form + mark if mark in ",." else form
    return " ".join(tokens)


def board(seed: int, base_rate: float) -> Iterator[Thread]:
    """Threads of a synthetic board in random order; family words are `base_rate` of the tokens of off-topic messages.

    Boards of one seed share structure and labels at every base rate. Raises ValueError where `base_rate` is too small
    for the digressions, obsessive posters and insults assumed.
    """
    numbers = read()
    of_structure, met, meant, of_text = streams(seed)
    frame = structure(of_structure, numbers)
    said, titles = layers(met, meant, frame, numbers, base_rate)
    names = of_text.permutation(1 << 20)[: int(frame.participant.max()) + 1].tolist()
    words = Filler(of_text, numbers)
    for thread, on_topic in enumerate(frame.on_topic.tolist()):
        start, end = int(frame.starts[thread]), int(frame.starts[thread + 1])
        lengths = frame.tokens[start:end].tolist()
        tokens = words.draw(sum(lengths))
        messages = []
        reached = 0
        for number, length in enumerate(lengths, start):
            own = tokens[reached : reached + length]
            reached += length
            text = _with(own, said.get(number, []), of_text)
            messages.append(Message(f"{names[frame.participant[number]]:05x}", number == start, text))
        title = _with(words.draw(int(frame.titles[thread])), titles.get(thread, []), of_text)
        yield Thread(title, tuple(messages), on_topic)
