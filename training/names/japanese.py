"""Training examples of Japanese: UD-GSD train, Stockmark without its fold for measuring, and invented sentences."""

import json
import random
import re
import zlib

from training.names.corpora import Example, load, shared
from training.names.japanese_boards import sentences, slot

OTHERS = {
    **dict.fromkeys(("ORG", "NORP", "法人名", "政治的組織名", "その他の組織名"), "ORG"),
    **dict.fromkeys(("GPE", "LOC", "FAC", "地名", "施設名"), "LOC"),
    **dict.fromkeys(("PRODUCT", "WORK_OF_ART", "EVENT", "製品名", "イベント名"), "PRO"),
    "TITLE_AFFIX": "TIT",
}
SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 90, "feature.minfreq": 2}
INVENTED = 3200
_MARK = re.compile(r"\{(\w)\}")


def measured(page: str) -> bool:
    """Whether a Stockmark sentence is kept for measuring: CRC-32 of its page (the id before the hyphen) mod 5 == 0."""
    return zlib.crc32(page.encode()) % 5 == 0


def stockmark() -> tuple[list[Example], list[Example]]:
    """(for training, for measuring); no page is in both."""
    place = shared() / "stockmark-ner-ja" / "spans.part.jsonl"
    ids = [json.loads(line)["id"] for line in place.read_text(encoding="utf-8").splitlines()]
    parts: tuple[list[Example], list[Example]] = ([], [])
    for number, example in zip(ids, load(place, others=OTHERS), strict=True):
        parts[measured(number.split("-")[0])].append(example)
    return parts


def gold() -> list[Example]:
    """UD-GSD train (CC BY-SA 4.0) and four fifths of Stockmark (CC BY-SA 3.0)."""
    found = load(shared() / "ud-ja-gsd-ne" / "spans.train.jsonl", others=OTHERS) + stockmark()[0]
    return [
        example._replace(others=tuple((start, end, OTHERS[label]) for start, end, label in example.others))
        for example in found
    ]


def augmented(gold: list[Example], rng: random.Random) -> list[Example]:
    """And invented board messages with listed names in their slots, and such without names."""
    named, none = sentences()
    invented = [_filled(rng.choice(named), rng) for _ in range(INVENTED)]
    return gold + invented + [Example(text, ()) for text in none for _ in range(3)]


def _filled(template: str, rng: random.Random) -> Example:
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(template):
        text += template[last : mark.start()]
        name = slot(mark[1], rng)
        spans.append((len(text), len(text) + len(name)))
        text += name
        last = mark.end()
    return Example(text + template[last:], tuple(spans))
