"""Which of many phrases may stand in a text, without trying one after the other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from hikcorpus.topics.gate import alternation
from hikcorpus.topics.notation import Needle


class Index:
    """Phrases by their needles: a text costs one search, and some look-ups where a needle begins.

    needles: for each phrase those of which one stands in every hit; lower case, as the texts given.
    """

    def __init__(self, needles: Sequence[Iterable[Needle]]) -> None:
        self._phrases: dict[str, list[int]] = defaultdict(list)
        self._starts: set[str] = set()
        self._anywhere: set[str] = set()
        for number, each in enumerate(needles):
            for needle in each:
                self._phrases[needle.text].append(number)
                (self._anywhere if needle.anywhere else self._starts).add(needle.text)
        self._lengths = sorted({len(needle) for needle in self._phrases})

    def candidates(self, text: str) -> list[int]:
        """Numbers of the phrases that may stand in the text, in order."""
        found: set[int] = set()
        if self._phrases:
            for match in self._beginnings.finditer(text):
                at = match.start()
                for length in self._lengths:
                    found.update(self._phrases.get(text[at : at + length], ()))
        return sorted(found)

    @cached_property
    def _beginnings(self) -> re.Pattern[str]:
        # one letter is taken, so that the search can skip to the letters that matter; the next place is the next letter
        starts = _by_first_letter(self._starts, r"(?<![^\W\d_]{})")
        return re.compile("|".join([*starts, *_by_first_letter(self._anywhere, "")]))


def _by_first_letter(needles: Iterable[str], check: str) -> Iterator[str]:
    rests: dict[str, set[str]] = defaultdict(set)
    for needle in needles:
        rests[needle[0]].add(needle[1:])
    for letter, rest in sorted(rests.items()):
        first = re.escape(letter)
        yield first + check.format(first) + ("" if "" in rest else f"(?={alternation(rest)})")
