"""Measure a tagger: `HIKCORPUS_SHARED=... python -m training.names.evaluate fi turku-ner/spans.dev.jsonl ...`.

strict: every character of the gold span is masked. stem: every character of it but a trailing case ending or honorific,
by the language's `stem` (where the module has none, the same as strict).
"""

import argparse
import lzma
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hikcorpus.anonymise.names.tagger import MODULES, Tagger, language_module
from training.names.corpora import Example, load, lowered, shared

Find = Callable[[str], list[tuple[int, int]]]
_TOKEN = re.compile(r"\w+")


class Figures(NamedTuple):
    """Counts of one run."""

    gold: int
    strict: int
    stem: int
    gold_chars: int
    masked_chars: int
    masked_tokens: int
    right_tokens: int
    chars: int

    def line(self) -> str:
        """One line of figures for people."""
        return (
            f"spans {self.gold:5} strict {self.strict / max(self.gold, 1):.3f} stem {self.stem / max(self.gold, 1):.3f}"
            f" precision {self.right_tokens / max(self.masked_tokens, 1):.3f}"
            f" masked/gold {self.masked_chars / max(self.gold_chars, 1):.2f}"
            f" masked {100 * self.masked_chars / max(self.chars, 1):.2f} % of characters"
        )


def measure(code: str, examples: list[Example], find: Find) -> Figures:
    """Compare `find` with the gold spans."""
    stem = getattr(language_module(code), "stem", lambda text, start, end: (start, end))
    counts = [0] * 8
    for text, spans, _others in examples:
        found = find(text)
        masked = {at for start, end in found for at in range(start, end)}
        gold = {at for start, end in spans for at in range(start, end)}
        counts[0] += len(spans)
        counts[1] += sum(all(at in masked for at in range(*span) if not text[at].isspace()) for span in spans)
        counts[2] += sum(
            all(at in masked for at in range(*stem(text, *span)) if not text[at].isspace()) for span in spans
        )
        counts[3] += len(gold)
        counts[4] += len(masked)
        for token in _TOKEN.finditer(text):
            if any(at in masked for at in range(*token.span())):
                counts[5] += 1
                counts[6] += any(at in gold for at in range(*token.span()))
        counts[7] += len(text)
    return Figures(*counts)


def report(name: str, code: str, examples: list[Example], model: bytes | None = None) -> tuple[Figures, Figures]:
    """Print the figures of examples as they are and in lower case, and the speed."""
    tagger = Tagger(code, model)
    begun = time.process_time()

    def find(text: str) -> list[tuple[int, int]]:
        return [(start, end) for start, end, _score in tagger.find(text)]

    cased = measure(code, examples, find)
    print(f"{name:28} {cased.line()} ({len(examples) / (time.process_time() - begun):.0f} texts/s)")  # noqa: T201
    lower = measure(code, [lowered(example) for example in examples], find)
    print(f"{'  lower-cased':28} {lower.line()}")  # noqa: T201
    return cased, lower


def main() -> None:
    """Report files under the shared corpora, given as `<folder>/<file>`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=MODULES)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--model", type=Path, help="weights other than the shipped ones (.xz)")
    arguments = parser.parse_args()
    model = lzma.decompress(arguments.model.read_bytes()) if arguments.model else None
    for name in arguments.files:
        report(name, arguments.language, load(shared() / name), model)


if __name__ == "__main__":
    main()
