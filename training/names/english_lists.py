"""Build the list of English names: `HIKCORPUS_SHARED=... python -m training.names.english_lists` (needs `faker`).

Sources: the person providers of Faker (MIT; they carry common names of US, UK, Irish and other registers),
lists/english.txt (by hand). Which names are words first of all is counted in the training corpora (CC BY 4.0).
Flags of a name: g given, h given and rarer, f foreign given, n short form, s surname, t foreign or rarer surname,
p known by this name alone, w also in the dictionary, c a word first of all, l a place or a brand.
"""

import importlib
import lzma
import re
from collections import Counter, defaultdict
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from training.names.corpora import load, shared

HERE = Path(__file__).parent
PLACE = HERE.parents[1] / "hikcorpus" / "weights" / "names" / "en" / "names.txt.xz"
COMMON = ("en_US", "en_GB", "en_NZ", "en_IE")
FOREIGN = ("en_IN", "en_PK", "en_NG", "en_KE", "es_MX", "es_ES", "fr_FR", "de_DE", "it_IT", "pt_BR", "nl_NL", "pl_PL")
SECTIONS = {"nick": "n", "given": "g", "surname": "s", "famous": "p"}
TRAINING = ("broad-twitter/spans.train.jsonl", "wnut17/spans.train.jsonl")
_WORD = re.compile(r"(?<![@#A-Za-z_0-9.])[a-z]+(?![A-Za-z_0-9]|\.[a-z])")
_NAME = re.compile(r"[a-zß-öø-ɏ]+(?:['’-][a-zß-öø-ɏ]+)*")


def by_hand() -> dict[str, set[str]]:
    """The lists of lists/english.txt and english_other.txt by section."""
    lists: dict[str, set[str]] = defaultdict(set)
    for name in ("english.txt", "english_other.txt"):
        section = ""
        for line in (HERE / "lists" / name).read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif not line.startswith("#"):
                lists[section].update(line.split())
    return lists


def of_faker(locale: str) -> tuple[set[str], set[str]]:
    """(given names, surnames) in lower case."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    given, family = set(), set()
    for attribute in dir(provider):
        values = getattr(provider, attribute)
        if attribute.startswith("first_names"):
            given |= {name.lower() for name in values}
        elif attribute.startswith("last_names"):
            family |= {name.lower() for name in values}
    return given, family


def words_in_use() -> Counter[str]:
    """How often words stand in lower case outside names in the training corpora."""
    counts: Counter[str] = Counter()
    for name in TRAINING:
        for example in load(shared() / name):
            text, spans = example.text, example.spans
            for match in _WORD.finditer(text):
                if not any(start < match.end() and match.start() < end for start, end in spans):
                    counts[match[0]] += 1
    return counts


def flags() -> dict[str, set[str]]:
    """Every name with its flags."""

    words = DEFAULT_DICTIONARY_FACTORY.get_dictionary("en")
    hand = by_hand()
    found: dict[str, set[str]] = defaultdict(set)
    for locales, first, last in ((COMMON, "g", "s"), (("en",), "h", "s"), (FOREIGN, "f", "t")):
        for locale in locales:
            given, family = of_faker(locale)
            for name in given:
                found[name].add(first)
            for name in family:
                found[name].add("t" if locale == "en_IE" else last)
    for section, mark in SECTIONS.items():
        for name in hand[section]:
            found[name].add(mark)
    used = words_in_use()
    for name, marks in found.items():
        if "h" in marks and marks & set("gnf"):
            marks.discard("h")
        lemma = words.get(name)
        if lemma and lemma[:1].islower() and name not in hand["first"]:
            marks.add("w")
        if (name in hand["word"] or used[name] >= 3) and name not in hand["first"]:
            marks.add("c")
    for name in hand["place"]:
        found[name].add("l")
    return {name: marks for name, marks in found.items() if len(name) > 1 and _NAME.fullmatch(name)}


def main() -> None:
    """Write the list."""
    lines = "".join(f"{name}\t{''.join(sorted(marks))}\n" for name, marks in sorted(flags().items()))
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_bytes(lzma.compress(lines.encode(), preset=9))
    print(f"{lines.count(chr(10)):,} names, {PLACE.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
