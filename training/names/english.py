"""Training examples of English: tweets, synthetic sentences, invented sentences, and copies of them."""

import random
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

from hikcorpus.anonymise.names.english_words import known, names
from training.names.corpora import Example, load, lowered, replaced, shared
from training.names.english_lists import by_hand

SETTINGS = {"c1": 0.1, "c2": 0.02, "max_iterations": 100, "feature.minfreq": 2}
BLOCK = 50
INVENTED = 5000
_SLOT = re.compile(r"\{([gwsfp])\}")
_SENTENCES = Path(__file__).parent / "lists" / "english_sentences.txt"


def gold() -> list[Example]:
    """Broad Twitter and WNUT17, training parts (CC BY 4.0). Handles are another recogniser's and count as no names."""
    return _loaded("broad-twitter/spans.train.jsonl", "wnut17/spans.train.jsonl")


def synthetic() -> list[Example]:
    """Filled templates of presidio-research (MIT)."""
    return _loaded("presidio-research/spans.generated_large.jsonl", "presidio-research/spans.synth_v2.jsonl")


def _loaded(*files: str) -> list[Example]:
    found = []
    for name in files:
        for example in load(shared() / name):
            spans = tuple(span for span in example.spans if example.text[span[0]] != "@")
            found.append(example._replace(spans=spans))
    return found


@cache
def _pools() -> dict[str, list[str]]:
    listed = names()
    by_mark = {
        mark: sorted(name for name, marks in listed.items() if mark in marks and "l" not in marks) for mark in "gnhfstw"
    }
    words = [name for name in by_mark["g"] + by_mark["n"] if "c" in listed[name]]
    plain = {mark: [n for n in found if "c" not in listed[n]] for mark, found in by_mark.items()}
    return plain | {"c": words, "p": sorted(by_hand()["place"])}


def _made(rng: random.Random) -> str:
    """A surname that no list has, of the halves of two: else the tagger learns that names are what lists have."""
    pool = [name for name in rng.choices(_pools()["s"] + _pools()["t"], k=12) if name.isalpha() and len(name) > 4]
    for first, second in pairwise(pool):
        name = first[: len(first) // 2 + 1] + second[len(second) // 2 :]
        if name not in names() and not known(name) and 4 < len(name) < 11:
            return _capital(name)
    return family(rng)


def given(rng: random.Random) -> str:
    """A given name in capitals and small letters, most of them common ones, a few that no list has."""
    if rng.random() < 0.08:
        return _made(rng)
    mark = rng.choices("gnhf", (50, 30, 10, 10))[0]
    return _capital(rng.choice(_pools()[mark]))


def family(rng: random.Random) -> str:
    """A surname, one in three unlisted."""
    if rng.random() < 0.35:
        return _made(rng)
    return _capital(rng.choice(_pools()[rng.choices("st", (75, 25))[0]]))


def _capital(name: str) -> str:
    name = name.title() if "-" in name else name[:1].upper() + name[1:]
    return "Mc" + name[2:].capitalize() if name.startswith("Mc") and len(name) > 5 else name


def filled(sentence: str, rng: random.Random) -> Example:
    """The sentence with names in its slots."""
    text, spans, last = "", [], 0
    for slot in _SLOT.finditer(sentence):
        text += sentence[last : slot.start()]
        kind = slot[1]
        if kind == "g":
            name = given(rng)
        elif kind == "w":
            name = _capital(rng.choice(_pools()["c"]))
        elif kind == "s":
            name = family(rng)
        elif kind == "f":
            name = f"{given(rng)} {family(rng)}"
        else:
            name = _capital(rng.choice(_pools()["p"]))
        if kind != "p":
            spans.append((len(text), len(text) + len(name)))
        text += name
        last = slot.end()
    return Example(text + sentence[last:], tuple(spans))


def invented(rng: random.Random, count: int = INVENTED) -> list[Example]:
    """Sentences of lists/english_sentences.txt, at times two in a line."""
    lines = [line for line in _SENTENCES.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    slotted = [line for line in lines if "{" in line]
    plain = [line for line in lines if "{" not in line]
    found = []
    for _ in range(count):
        line = rng.choice(slotted)
        if line[0] != ">" and rng.random() < 0.3:
            line = rng.choice((f"{line}. {rng.choice(plain)}", f"{rng.choice(plain)}, {line}"))
        found.append(filled(line, rng))
    return found + [Example(line, ()) for line in plain] * 2


def _exchanged(example: Example, rng: random.Random) -> Example:
    """Other names of the same length in words: those of the corpora are few."""

    def name(old: str) -> str:
        parts = old.split()
        if len(parts) > 1:
            new = f"{given(rng)} {family(rng)}"
        elif old.lower() in names() and set(names()[old.lower()]) & set("st") and rng.random() < 0.7:
            new = family(rng)
        else:
            new = given(rng)
        return new.lower() if old.islower() else new.upper() if old.isupper() and len(old) > 3 else new

    return replaced(example, name)


def augmented(gold: list[Example], rng: random.Random) -> list[Example]:
    """Everything as it is and in lower case, tweets with other names, and all invented sentences."""
    named = [example for example in gold if example.spans and "#" not in example.text]
    exchanged = [_exchanged(example, rng) for example in named]
    made = synthetic()
    sentences = invented(rng)
    cased = gold + exchanged + rng.sample(made, len(made) // 2)
    upper = [
        e._replace(text=e.text.upper()) for e in rng.sample(gold, len(gold) // 12) if len(e.text.upper()) == len(e.text)
    ]
    kept = [e for e in sentences if rng.random() < 0.35]
    return cased + [lowered(e) for e in gold + exchanged + rng.sample(made, len(made) // 4) + sentences] + upper + kept
