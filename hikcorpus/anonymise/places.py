"""Names of places by region, from `hikcorpus/weights/places/`, and the case forms that Finns give them."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

# last part of a nominative: of its genitive stem
_STEMS = (
    ("järvi", "järve"),
    ("saari", "saare"),
    ("niemi", "nieme"),
    ("joki", "joe"),
    ("lahti", "lahde"),
    ("mäki", "mäe"),
    ("koski", "koske"),
    ("salmi", "salme"),
    ("vesi", "vede"),
    ("lampi", "lamme"),
    ("ranta", "ranna"),
    ("kaupunki", "kaupungi"),
    ("nen", "se"),
    ("suo", "suo"),
)
_WORD = re.compile(r"[a-zåäö]{2,}(?:-[a-zåäö]{2,})*")
_STEM_ENDINGS = ("n", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "ssani", "ssäni")
_LOCAL_ENDINGS = ("ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle")


class Place(NamedTuple):
    """A place that is known by name. region: where it lies. common: also a word or a person's name."""

    region: str
    common: bool


def _lines(name: str) -> Iterator[tuple[str, list[str]]]:
    text = (files("hikcorpus") / "weights" / "places" / name).read_text("utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            region, _, names = line.partition(": ")
            yield region, names.split()


def _stem(name: str) -> str:
    return next((name[: -len(last)] + stem for last, stem in _STEMS if name.endswith(last)), name)


def finnish_forms(name: str, stem: str) -> Iterator[tuple[str, bool]]:
    """Case forms of a name, in lower case, some of them wrong; and whether each says where something is."""
    name, stem = name.lower(), stem.lower()
    yield name, False
    yield from ((stem + ending, ending in _LOCAL_ENDINGS) for ending in _STEM_ENDINGS)
    strong = name[:-3] + "se" if name.endswith("nen") else name
    yield from ((strong + ending, False) for ending in ("a", "ä", "ta", "tä", "na", "nä"))
    yield strong + strong[-1] + "n", True
    yield stem + stem[-1] + "n", True
    yield strong + "seen", True
    if name.endswith(("si", "ti", "ri", "vi", "mi", "ki")):
        yield from ((name[:-1] + ending, ending == "een") for ending in ("ea", "eä", "een"))
        if name.endswith("vesi"):
            yield name[:-2] + "teen", True
    if name.endswith("s"):
        yield from ((stem[:-2] + "teen", True), (stem + "en", True))


@lru_cache(maxsize=2)
def latin_words(low: str) -> frozenset[str]:
    """The words of Latin letters in a text in lower case, hyphens inside them."""
    return frozenset(_WORD.findall(low))


@lru_cache(maxsize=1)
def finnish() -> Mapping[str, tuple[Place, bool]]:
    """Case form in lower case -> (place, whether the form says where something is): what is small enough to tell."""
    forms: dict[str, tuple[Place, bool]] = {}
    for region, names in _lines("fi.txt"):
        for raw in names:
            if not raw.startswith("!"):
                name, _, stem = raw.rstrip("*").partition("/")
                place = Place(region, raw.endswith("*"))
                for form, local in finnish_forms(name, stem or _stem(name)):
                    forms.setdefault(form, (place, local))
    for town, region in (("kaupun", "Varsinais-Suomi"), ("kaarlepyy", "Pohjanmaa")):
        ends = ("gin", "gissa", "gista") if town == "kaupun" else ("n", "ssä", "stä")
        into = "uuteenkaupunkiin" if town == "kaupun" else "uuteenkaarlepyyhyn"
        parts = zip(("uuden", "uudessa", "uudesta"), ends, strict=True)
        for form in (into, *(first + town + end for first, end in parts)):
            forms[form] = (Place(region, common=False), True)
    return forms


@lru_cache(maxsize=1)
def finnish_regions() -> Mapping[str, str]:
    """Case form in lower case -> region, large places among them."""
    forms = {form: place.region for form, (place, _) in finnish().items()}
    for region, names in _lines("fi.txt"):
        for raw in names:
            if raw.startswith("!"):
                name, _, stem = raw.strip("!*").partition("/")
                forms.update((form, region) for form, _ in finnish_forms(name, stem or _stem(name)))
    return forms


@lru_cache(maxsize=1)
def english() -> Mapping[str, bool]:
    """Name in lower case -> whether it is also a word or a person's name: places too small for `large`."""
    names = (raw.replace("_", " ").lower() for _, line in _lines("en.txt") for raw in line)
    return {name.rstrip("*"): name.endswith("*") for name in names}


@lru_cache(maxsize=1)
def japanese() -> Mapping[str, str]:
    """City without 市, or ward of Tokyo with 区 -> prefecture (the first, where several have one): small ones."""
    return {name: region for region, names in reversed(list(_lines("ja.txt"))) for name in names if name[0] != "!"}


@lru_cache(maxsize=1)
def large() -> frozenset[str]:
    """Large places in lower case, Finnish ones in every case form."""
    found: set[str] = set()
    lines = dict(_lines("large.txt"))
    found.update(name.lower() for name in (*lines["en"], *lines["ja"]))
    finnish_names = [*lines["fi"], *(raw[1:] for _, names in _lines("fi.txt") for raw in names if raw[0] == "!")]
    for raw in finnish_names:
        name, _, stem = raw.rstrip("*").partition("/")
        found.update(form for form, _ in finnish_forms(name, stem or _stem(name)))
    found.update(raw[1:] for _, names in _lines("ja.txt") for raw in names if raw[0] == "!")
    found.update(region for region, _ in _lines("ja.txt"))
    return frozenset(found - {"lahti", "lahdet"})
