"""Build the Japanese lists: `python -m training.names.japanese_lists`.

From the dictionary of sudachidict-small (Apache-2.0), which the package depends on anyway, and from
lists/japanese_surnames.txt and lists/japanese_given.txt, written for this project. Nothing else.
Flags: A-C surname, a-c given name, from frequent to rare; ! opens the gate, ? opens it in a long segment; k katakana.
"""

import lzma
import math
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any
from unicodedata import normalize

import sudachipy

PLACE = Path(__file__).parents[2] / "hikcorpus" / "weights" / "names" / "ja"
LISTS = Path(__file__).parent / "lists"
SEEN = {"姓": 9_450, "名": 10_600}
"""Costs in Sudachi's dictionary below which a name stood in the text it was made from; others share one cost."""
OFTEN = {"姓": 9_000, "名": 10_000}
"""Costs of names that stood there often."""
WEIGHTS = {"A": 26.0, "B": 8.0, "C": 2.0, "a": 26.0, "b": 2.0}
SHARED = 3
"""So many spellings make a reading a given name that people write in kana."""
_KANJI = re.compile("[一-鿿々ヶノ]+")
_KATAKANA = re.compile("[ァ-ヺー]{2,}")
_HIRAGANA = re.compile("[ぁ-ゖー]{3,4}")


class Lists:
    """What the sources say of words."""

    def __init__(self) -> None:
        self.known: dict[str, set[str]] = defaultdict(set)
        self.common: set[str] = set()
        self.readings: Counter[str] = Counter()
        dictionary = sudachipy.Dictionary(dict="small")
        for entry in dictionary.entries():
            self._entry(entry)
        self.costs = _costs(dictionary, self.known["姓"] | self.known["名"])
        self.surnames, self.given = _listed("surnames"), _listed("given")

    def _entry(self, entry: Any) -> None:
        pos, word = entry.part_of_speech(), entry.surface()
        if pos[1] != "固有名詞":
            self.common.add(word)
            return
        kind = pos[3] if pos[2] == "人名" else pos[2]
        self.known[kind].add(word)
        if kind == "名" and _KANJI.fullmatch(word) and 2 <= len(entry.reading_form()) <= 5:
            self.readings[entry.reading_form()] += 1

    def _tier(self, word: str, kind: str, tiers: str) -> str:
        if (kind == "姓" and word in self.surnames) or (kind == "名" and word in self.given):
            return tiers[0]
        if word not in self.known[kind]:
            return ""
        cost = self.costs.get((word, kind), SEEN[kind])
        return tiers[0] if cost < OFTEN[kind] and _KANJI.fullmatch(word) else tiers[1 if cost < SEEN[kind] else -1]

    def flags(self, word: str) -> str:
        """Surname and given name, by frequency."""
        made = self._tier(word, "姓", "ABC") + self._tier(word, "名", "ab")
        return made or ("c" if self.readings[_katakana(word)] >= SHARED and word not in self.common else "")

    def gate(self, word: str, flags: str) -> str:
        """Names that are no other words open the gate at once."""
        common = word in self.common
        if _KATAKANA.fullmatch(word):
            return ("k?" if common else "k!") if self.person(word) else ""
        if _HIRAGANA.fullmatch(word):
            return "!" if (self.person(word) or word in self.given) and not common else ""
        if len(word) < 2 or not _KANJI.fullmatch(word):
            return ""
        if flags[0] in "AB" or (flags[-1] == "a" and not common):
            return "!"
        if common:
            return "?" if flags[0] == "C" or flags[-1] in "ab" else ""
        return "!"

    def person(self, word: str) -> bool:
        """Whether Sudachi has it as a name of persons."""
        return any(word in self.known[kind] for kind in ("姓", "名", "一般"))

    def names(self) -> dict[str, str]:
        """Words with their flags."""
        words = self.surnames | self.given | self.known["姓"] | self.known["名"]
        for reading in self.readings:
            words |= {reading, _hiragana(reading)}
        made = {
            word: flags + self.gate(word, flags) for word in words if 0 < len(word) <= 5 and (flags := self.flags(word))
        }
        for word in self.known["一般"] - made.keys():
            if gate := self.gate(word, "-"):
                made[word] = gate
        return made

    def plain_katakana(self) -> set[str]:
        """Katakana words that are no names: others may be."""
        words = self.common | self.known["地名"] | self.known["国"]
        return {word for word in words if _KATAKANA.fullmatch(word)} - self.known["一般"]

    def characters(self) -> dict[str, str]:
        """See `hikcorpus.anonymise.names.japanese`."""
        table: dict[str, list[float]] = defaultdict(lambda: [0.0] * 5)
        totals = [0.0] * 5
        for column, kind, tiers, listed in ((0, "姓", "ABC", self.surnames), (2, "名", "ab", self.given)):
            for word in self.known[kind] | listed:
                if _KANJI.fullmatch(word) and 1 < len(word) < 4:
                    weight = WEIGHTS[self._tier(word, kind, tiers)]
                    for place, char in ((column, word[0]), (column + 1, word[-1])):
                        table[char][place] += weight
                        totals[place] += weight
        for word in self.common:
            if _KANJI.fullmatch(word):
                for char in word:
                    table[char][4] += 1
                    totals[4] += 1
        half = 0.5 * len(table)

        def digit(counts: list[float], column: int) -> str:
            name, word = ((counts[at] + 0.5) / (totals[at] + half) for at in (column, 4))
            return str(max(0, min(9, round(math.log(name / word) + 4.5))))

        return {char: "".join(digit(counts, column) for column in range(4)) for char, counts in table.items()}


def _costs(dictionary: Any, words: set[str]) -> dict[tuple[str, str], int]:
    """Costs behind a comma, of the class that Sudachi chooses there; words that it cuts have none."""
    tokenizer = dictionary.tokenizer(mode=sudachipy.SplitMode.C)
    found = {}
    for word in words:
        morphemes = tokenizer.tokenize("、" + word)
        if len(morphemes) == 2:
            found[word, morphemes[1].part_of_speech()[3]] = morphemes.get_internal_cost()
    return found


def _listed(name: str) -> set[str]:
    text = (LISTS / f"japanese_{name}.txt").read_text(encoding="utf-8")
    return {normalize("NFKC", word) for word in text.split()}


def _hiragana(reading: str) -> str:
    return "".join(chr(ord(char) - 0x60) if "ァ" <= char <= "ヶ" else char for char in reading)


def _katakana(word: str) -> str:
    return "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in word)


def _write(name: str, lines: list[str]) -> None:
    packed = lzma.compress("\n".join(sorted(lines)).encode(), preset=9 | lzma.PRESET_EXTREME)
    (PLACE / name).write_bytes(packed)
    print(f"{name}: {len(lines):,} lines, {len(packed):,} bytes")  # noqa: T201


def main() -> None:
    """Write names.txt.xz, katakana.txt.xz and characters.txt.xz."""
    lists = Lists()
    PLACE.mkdir(parents=True, exist_ok=True)
    _write("names.txt.xz", [f"{word}\t{flags}" for word, flags in lists.names().items()])
    _write("katakana.txt.xz", list(lists.plain_katakana()))
    _write("characters.txt.xz", [f"{char}\t{digits}" for char, digits in lists.characters().items()])


if __name__ == "__main__":
    main()
