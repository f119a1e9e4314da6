"""Train a tagger: `HIKCORPUS_SHARED=... python -m training.names.train fi [--out FILE] [--folds N]`.

`training/names/<language>.py` gives `gold()`, the annotated sentences that may be shipped, and
`augmented(gold, rng)`, what is trained on for them (themselves, lower-cased copies, invented sentences).
"""

import argparse
import lzma
import random
import tempfile
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pycrfsuite

from hikcorpus.anonymise.names.tagger import MODULES, WEIGHTS, Language, language_module, segments
from training.names.corpora import Example, folds
from training.names.evaluate import report

ROOT = Path(__file__).parents[2] / "hikcorpus" / "weights" / "names"
SETTINGS = {"c1": 0.05, "c2": 0.02, "max_iterations": 120, "feature.possible_transitions": True}


def labelled(language: Language, example: Example) -> Iterator[tuple[list[list[str]], list[str]]]:
    """(features, labels: B and I, O, those of `others`) of every segment that the tagger would see."""
    for start, end in segments(example.text):
        text = example.text[start:end]
        tokens = language.tokens(text)
        if not tokens:
            continue
        labels, last = [], None
        for a, b in tokens:
            span = next((s for s in example.spans if s[0] < start + b and start + a < s[1]), None)
            other = next((s[2] for s in example.others if s[0] < start + b and start + a < s[1]), "O")
            labels.append(other if span is None else "I" if span == last else "B")
            last = span
        yield language.features(text, tokens), labels


def train(code: str, examples: Iterable[Example], settings: dict[str, Any] | None = None) -> bytes:
    """A CRFsuite model, uncompressed."""
    language = language_module(code)
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for example in examples:
        for features, labels in labelled(language, example):
            trainer.append(features, labels)
    trainer.set_params(SETTINGS | (settings or {}))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "model"
        trainer.train(str(place))
        return place.read_bytes()


def main() -> None:
    """Cross-validate with --folds, else train on everything and write the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=MODULES)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    arguments = parser.parse_args()
    code = arguments.language
    data = import_module(f"training.names.{MODULES[code]}")
    settings = getattr(data, "SETTINGS", {})
    gold: list[Example] = data.gold()
    for number, (known, held) in enumerate(
        folds(gold, arguments.folds, block=getattr(data, "BLOCK", 50)) if arguments.folds else ()
    ):
        model = train(code, data.augmented(known, random.Random(1)), settings)
        report(f"fold {number}", code, held, model)
    if not arguments.folds:
        model = train(code, data.augmented(gold, random.Random(1)), settings)
        place = arguments.out or ROOT / code / WEIGHTS
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(lzma.compress(model, preset=9))
        print(f"{place.name}: {len(model):,} bytes, packed {place.stat().st_size:,}")  # noqa: T201


if __name__ == "__main__":
    main()
