"""Measure both Japanese taggers: `HIKCORPUS_SHARED=... python -m training.names.japanese_measure`.

UD-GSD dev and the Stockmark pages kept for measuring: the share of names masked whole and how many characters are
masked for one of gold.
"""

import time

from hikcorpus.anonymise.names.japanese_tagger import JapaneseTagger
from training.names.corpora import Example, load, shared
from training.names.evaluate import measure
from training.names.japanese import stockmark


def sets() -> dict[str, list[Example]]:
    """What is measured; none of it is trained on."""
    return {"UD-GSD dev": load(shared() / "ud-ja-gsd-ne" / "spans.dev.jsonl"), "Stockmark fold": stockmark()[1]}


def main() -> None:
    """Print a line per set."""
    tagger = JapaneseTagger()
    for name, examples in sets().items():
        begun = time.process_time()
        figures = measure("ja", examples, lambda text: [(start, end) for start, end, _ in tagger.find(text)])
        rate = sum(len(example.text) for example in examples) / (time.process_time() - begun)
        print(f"{name:15} {figures.line()} ({rate:,.0f} characters/s)")  # noqa: T201


if __name__ == "__main__":
    main()
