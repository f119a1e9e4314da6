"""Small places by name: of Finland in any case form and by how they end; of English-speaking countries by a list."""

import re
from collections.abc import Sequence
from functools import cache

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.places import english, finnish, finnish_regions, large, latin_words
from hikcorpus.anonymise.recogniser import Examples, Hit, Recogniser, Shape, Sight
from hikcorpus.anonymise.recognisers.place_ja import prefecture_of
from hikcorpus.anonymise.shapes import END, START

_LOCAL = "(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle)"
_NATURE = (
    "(?:mäe|lahde|saare|nieme|järve|joe|koske|kylä|suo|vuore|ranna|laakso|harju|korve|salme|salo|pelto|pello|"
    "kallio|metsä|linna|kulma|perä|"
    "kankaa|vaara|virra|lamme|nurme|luodo|haa|puisto|portti|porti|sillat|tulli|tehtaa)"
)
_INTO = (
    "(?:mäkeen|lahteen|saareen|niemeen|järvelle|joelle|koskelle|kylään|suolle|vuoreen|rantaan|laaksoon|harjuun|"
    "kylälle|vaaraan|lammelle|kankaalle)"
)
_SUFFIX = re.compile(rf"(?:{_NATURE}{_LOCAL}|{_INTO})")
_LAST = frozenset(ending[-3:] for ending in f"{_LOCAL}|{_INTO}".replace("(?:", "").replace(")", "").split("|"))


class FinnishPlaceRecogniser(Recogniser):
    """Large towns are left to BigPlaceRecogniser. Names that are words too count only in capitals and a local case.

    Sources of the names: `hikcorpus/weights/places/SOURCES.md`.
    """

    ENTITY = "PLACE"
    SHAPES = (Shape("word", rf"{START}[A-Za-zÅÄÖåäö]{{2,}}(?:-[A-Za-zÅÄÖåäö]{{2,}})*{END}", 0.6),)
    EXAMPLES = Examples(
        found=(
            ("asun kouvolassa nykyään", "kouvolassa"),
            ("muutin Ylöjärvelle", "Ylöjärvelle"),
            ("Salossa on hiljaista", "Salossa"),
            ("kävin Kauhajoella", "Kauhajoella"),
            ("Mallisaaressa asuu", "Mallisaaressa"),
            ("uudessakaupungissa", "uudessakaupungissa"),
            ("Hervannasta", "Hervannasta"),
            ("äänekoskelta", "äänekoskelta"),
            ("grew up around wolverhampton", "wolverhampton"),
        ),
        not_found=(
            "asun Helsingissä",
            "salossa voi eksyä",
            "kotka lensi",
            "Nokia on hyvä puhelin",
            "kalliolla istuin",
            "suolla kasvaa",
            "Simo tuli",
        ),
    )

    def hits(self, sight: Sight, shapes: Sequence[int] | None = None) -> list[Hit]:
        """The same, after a look whether any word of the text is one of them at all."""
        words = latin_words(sight.low)
        if _names().isdisjoint(words):
            ends = [word for word in words if word[-3:] in _LAST]
            if not any(map(_SUFFIX.search, ends)):
                return []
        return super().hits(sight, shapes)

    def validate_result(self, pattern_text: str) -> bool | None:
        """Whether the word is a name of a small place."""
        low = pattern_text.lower().replace("ı", "i")
        capital = pattern_text[0].isupper()
        known = finnish().get(low)
        if known is not None:
            place, local = known
            return None if not place.common or (capital and local) else False
        if english().get(low) is False:
            return None
        if not capital or low in large() or not _SUFFIX.search(low):
            return False
        suffix = _SUFFIX.search(low)
        if suffix is None or suffix.end() != len(low) or suffix.start() < 3 or is_ordinary(low, "fi"):
            return False
        return None


@cache
def _names() -> frozenset[str]:
    return frozenset(finnish()).union(english())


def region_of(text: str) -> str | None:
    """The region (maakunta) or prefecture of a found place; None where it is not known."""
    return finnish_regions().get(text.lower()) or prefecture_of(text)
