"""Annotated corpora under HIKCORPUS_SHARED, and copies of their sentences."""

import json
import os
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from hikcorpus.text.normalise import visible

PERSON = frozenset(("PER", "PERSON", "person", "人名", "NAME"))


class Example(NamedTuple):
    """A text and the (start, end) of the names of persons in it.

    others: (start, end, label) of what else is named; where given, the tagger learns to tell these apart.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    others: tuple[tuple[int, int, str], ...] = ()


def shared() -> Path:
    """The folder of corpora. Raises KeyError without HIKCORPUS_SHARED."""
    return Path(os.environ["HIKCORPUS_SHARED"]) / "corpora"


def load(path: Path, labels: Iterable[str] = PERSON, others: Iterable[str] = ()) -> list[Example]:
    """Examples of a `spans.*.jsonl` file; the text as recognisers see it where that keeps the offsets."""
    wanted, kept = frozenset(labels), frozenset(others)
    found: list[Example] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        shown = visible(text).text
        spans = sorted((start, end) for start, end, label in row["spans"] if label in wanted)
        further = tuple((start, end, label) for start, end, label in row["spans"] if label in kept)
        found.append(Example(shown if len(shown) == len(text) else text, tuple(spans), further))
    return found


def lowered(example: Example) -> Example:
    """The same without capitals, character by character so that offsets stand."""
    text = "".join(low if len(low := char.lower()) == 1 else char for char in example.text)
    return example._replace(text=text)


def replaced(example: Example, name: Callable[[str], str]) -> Example:
    """The same with every name exchanged for `name(old)`; other labels are lost."""
    text, spans, last = "", [], 0
    for start, end in example.spans:
        text += example.text[last:start]
        new = name(example.text[start:end])
        spans.append((len(text), len(text) + len(new)))
        text += new
        last = end
    return Example(text + example.text[last:], tuple(spans))


def folds(
    examples: list[Example], count: int, seed: int = 0, block: int = 50
) -> Iterator[tuple[list[Example], list[Example]]]:
    """(train, held out), `count` times; so many neighbours (of one document) stay together."""
    blocks = [examples[at : at + block] for at in range(0, len(examples), block)]
    random.Random(seed).shuffle(blocks)
    for fold in range(count):
        held = [example for at, block in enumerate(blocks) if at % count == fold for example in block]
        yield [example for at, block in enumerate(blocks) if at % count != fold for example in block], held
