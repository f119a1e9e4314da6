"""Train the tagger of characters: `HIKCORPUS_SHARED=... python -m training.names.japanese_second`."""

import lzma
import random
import tempfile
from pathlib import Path

import pycrfsuite

from hikcorpus.anonymise.names import japanese_characters, japanese_morphemes
from hikcorpus.anonymise.names.japanese_tagger import CHARACTERS
from hikcorpus.anonymise.names.tagger import segments
from training.names.corpora import Example
from training.names.japanese import augmented, gold
from training.names.train import ROOT

SETTINGS = {"c1": 0.1, "c2": 0.05, "max_iterations": 60, "feature.minfreq": 2}


def train(examples: list[Example]) -> bytes:
    """A CRFsuite model, uncompressed."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for example in examples:
        for start, end in segments(example.text):
            seen = japanese_morphemes.morphemes(example.text[start:end])
            if seen.spans:
                trainer.append(japanese_characters.features(seen), _labels(example, start, seen.spans))
    trainer.set_params(SETTINGS)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "model"
        trainer.train(str(place))
        return place.read_bytes()


def _labels(example: Example, offset: int, spans: list[tuple[int, int]]) -> list[str]:
    begins = {start for start, _end in example.spans}
    names = {at for start, end in example.spans for at in range(start, end)}
    places = [offset + at for start, end in spans for at in range(start, end)]
    return ["O" if at not in names else "B" if at in begins else "I" for at in places]


def main() -> None:
    """Train on everything and write the weights."""
    model = train(augmented(gold(), random.Random(1)))
    place = ROOT / "ja" / CHARACTERS
    place.write_bytes(lzma.compress(model, preset=9))
    print(f"{place.name}: {len(model):,} bytes, packed {place.stat().st_size:,}")  # noqa: T201


if __name__ == "__main__":
    main()
