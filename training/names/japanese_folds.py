"""Choose the thresholds: `HIKCORPUS_SHARED=... python -m training.names.japanese_folds [FOLDS_TO_RUN]`.

Three folds of what may train; lists and features stay. For each pair of thresholds (kanji, the rest) the share of
held-out names masked whole and masked characters for one of gold, of UD-GSD and of Stockmark. The sets for measuring
are not read.
"""

import random
import sys
from typing import Any

from hikcorpus.anonymise.names import japanese
from hikcorpus.anonymise.names.japanese_tagger import JapaneseTagger
from training.names.corpora import Example, folds, load, shared
from training.names.evaluate import measure
from training.names.japanese import SETTINGS, augmented, gold
from training.names.japanese_second import train as train_characters
from training.names.train import train

FOLDS = 3
THRESHOLDS = ((0.03, 0.15), (0.03, 0.2), (0.03, 0.25), (0.03, 0.3), (0.04, 0.2), (0.04, 0.25), (0.06, 0.2))


class Remembering(JapaneseTagger):
    """Judges every segment once, whatever the thresholds."""

    def __init__(self, weights: bytes, characters: bytes) -> None:
        super().__init__(weights, characters)
        self._judgements: dict[str, Any] = {}

    def _judged(self, text: str, gated: bool) -> Any:
        if text not in self._judgements:
            self._judgements[text] = super()._judged(text, gated)
        return self._judgements[text]


def main() -> None:
    """Print, after every fold, a line per pair of thresholds and corpus over the folds so far."""
    size = len(load(shared() / "ud-ja-gsd-ne" / "spans.train.jsonl"))
    examples = gold()
    news = {id(example) for example in examples[:size]}
    run = int(sys.argv[1]) if len(sys.argv) > 1 else FOLDS
    totals: dict[tuple[float, float, str], list[int]] = {}
    for number, (known, held) in enumerate(folds(examples, FOLDS)):
        if number >= run:
            break
        made = augmented(known, random.Random(1))
        tagger = Remembering(train("ja", made, SETTINGS), train_characters(made))
        print(f"fold {number}: {len(known):,} for training, {len(held):,} held out", flush=True)  # noqa: T201
        for kanji, rest in THRESHOLDS:
            japanese.THRESHOLD_KANJI, japanese.THRESHOLD_REST = kanji, rest
            for name, wanted in (("UD-GSD", True), ("Stockmark", False)):
                part = [example for example in held if (id(example) in news) is wanted]
                counts = totals.setdefault((kanji, rest, name), [0] * 4)
                _add(counts, tagger, part)
                print(  # noqa: T201
                    f"{kanji:.2f} {rest:.2f} {name:10} {counts[0]} names, whole {counts[1] / counts[0]:.3f}"
                    f" masked/gold {counts[3] / counts[2]:.2f}",
                    flush=True,
                )


def _add(counts: list[int], tagger: JapaneseTagger, part: list[Example]) -> None:
    figures = measure("ja", part, lambda text: [(start, end) for start, end, _ in tagger.find(text)])
    found = (figures.gold, figures.strict, figures.gold_chars, figures.masked_chars)
    counts[:] = [count + new for count, new in zip(counts, found, strict=True)]


if __name__ == "__main__":
    main()
