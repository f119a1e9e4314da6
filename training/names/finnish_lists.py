"""Build the Finnish name list: `python -m training.names.finnish_lists` (needs `faker` importable).

Sources: the 400 most common first names and surnames of the Finnish population register (DVV, CC BY 4.0), Swedish,
Estonian, Norwegian, Danish, German and English names, all as Faker (MIT) carries them; lists/*.txt (by hand).
Flags of a name: g given, n hypocorism, s surname, f foreign given name, t foreign surname, p no person but a place,
o a company, brand, band or thing, w also a Finnish word.
"""

import importlib
import lzma
from collections import defaultdict
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

HERE = Path(__file__).parent
PLACE = HERE.parents[1] / "hikcorpus" / "weights" / "names" / "fi" / "names.txt.xz"
_BY_HAND = ("finnish.txt", "finnish_more.txt", "finnish_third.txt", "finnish_fourth.txt")
_SECTIONS = {"given": "g", "nick": "n", "surname": "s", "abroad": "f", "foreign": "t", "place": "p", "brand": "o"}
FOREIGN = ("sv_SE", "et_EE", "no_NO", "da_DK", "de_DE", "en_US", "en_GB", "en")


def by_hand() -> dict[str, list[str]]:
    """The lists of lists/*.txt by section."""
    lists: dict[str, list[str]] = defaultdict(list)
    section = ""
    texts = [(HERE / "lists" / name).read_text(encoding="utf-8") for name in _BY_HAND]
    for line in "".join(texts).splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            lists[section] += line.split()
    return lists


def of_faker(locale: str) -> tuple[set[str], set[str]]:
    """(first names, surnames) in lower case."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    given, family = set(), set()
    for attribute in dir(provider):
        values = getattr(provider, attribute)
        if attribute.startswith("first_names"):
            given |= {name.lower() for name in values}
        elif attribute.startswith("last_names"):
            family |= {name.lower() for name in values}
    return given, family


def flags() -> dict[str, set[str]]:
    """Every name with its flags."""
    words = DEFAULT_DICTIONARY_FACTORY.get_dictionary("fi")
    lines = (HERE / "lists" / "finnish_words.txt").read_text(encoding="utf-8").splitlines()
    ordinary = {word for line in lines if not line.startswith("#") for word in line.split()}
    found: dict[str, set[str]] = defaultdict(set)
    for section, names in by_hand().items():
        for name in names:
            found[name].add(_SECTIONS[section])
    given, family = of_faker("fi_FI")
    for name in given:
        found[name].add("g")
    for name in family:
        found[name].add("s")
    for locale in FOREIGN:
        given, family = of_faker(locale)
        for name in given:
            found[name].add("f")
        for name in family:
            found[name].add("t")
    for name, marks in found.items():
        if name in ordinary or (not marks & {"g", "n"} and str(words.get(name, "A"))[:1].islower()):
            marks.add("w")
    return {name: marks for name, marks in found.items() if len(name) > 1 and " " not in name and "." not in name}


def main() -> None:
    """Write the list."""
    lines = "".join(f"{name}\t{''.join(sorted(marks))}\n" for name, marks in sorted(flags().items()))
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_bytes(lzma.compress(lines.encode(), preset=9))
    print(f"{lines.count(chr(10)):,} names, {PLACE.stat().st_size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
