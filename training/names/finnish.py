"""Training examples of Finnish: turku-ner train, copies of it, and invented sentences of the boards' register."""

import random
from collections.abc import Iterator

from hikcorpus.anonymise.names.finnish import names
from training.names.corpora import Example, load, lowered, shared
from training.names.finnish_forms import form
from training.names.finnish_frames import FRAMES, PLAIN

BLOCK = 1
OTHERS = ("LOC", "ORG", "PRO", "EVENT")
INVENTED = 2500
SETTINGS = {"c1": 0.05, "c2": 0.3, "max_iterations": 100, "feature.minfreq": 2}


def gold() -> list[Example]:
    """The training part of the Turku NER corpus (CC BY-SA 4.0)."""
    return load(shared() / "turku-ner" / "spans.train.jsonl", others=OTHERS)


def augmented(gold: list[Example], rng: random.Random) -> list[Example]:
    """Sentences as they are and in lower case, and invented ones."""
    return [*gold, *(lowered(example) for example in gold), *invented(rng, INVENTED)]


def invented(rng: random.Random, count: int) -> Iterator[Example]:
    """Frames with listed names in their slots, two thirds in lower case, and frames without a name."""
    persons = {name: marks for name, marks in names().items() if "p" not in marks and "o" not in marks}
    lists = {mark: [name for name, marks in persons.items() if mark in marks] for mark in "gnsft"}
    for _ in range(count):
        frame = rng.choice(FRAMES)
        text, spans = "", []
        for piece in frame.replace("}", "{").split("{"):
            if piece not in {"name", "form", "full", "fullform", "nick"}:
                text += piece
                continue
            name = _name(piece, lists, rng)
            spans.append((len(text), len(text) + len(name)))
            text += name
        example = Example(text, tuple(spans))
        yield lowered(example) if rng.random() < 0.65 else example
    for text in PLAIN:
        yield Example(text, ())
        yield Example(text[0].upper() + text[1:], ())


def _name(kind: str, lists: dict[str, list[str]], rng: random.Random) -> str:
    given = rng.choice(lists[rng.choices("gnf", (6, 3, 1) if kind != "nick" else (1, 6, 0))[0]])
    if kind.startswith("full"):
        family = rng.choice(lists[rng.choices("st", (9, 1))[0]])
        words = [given, form(family, rng) if kind == "fullform" else family]
    else:
        only = rng.choice(lists["s"]) if rng.random() < 0.12 else given
        words = [form(only, rng, spoken=rng.random() < 0.5) if kind == "form" else only]
    return " ".join("-".join(part.capitalize() for part in word.split("-")) for word in words)
