"""Finnish street addresses, in any case ending, with stair, flat and postal town."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, LATIN, START

_CAPITAL = r"(?-i:[A-ZÅÄÖ])"
_LETTERS = r"[a-zåäöéü\-]"
_NO_STREET = r"(?!(?:valta|kanta|moottori|seutu|yhdys|maan|rauta|ilma|vesi|hoito|koulu|ura|oikeus|pää|lenke)tie)"
_BEFORE = r"(?:(?-i:Iso|Pieni|Vanha|Uusi|Pohjoinen|Eteläinen|Läntinen|Itäinen|Vähä|Suuri|Ison|Vanhan|Uuden)[ ])?"
_BASE = (
    "(?:katu|tie|kuja|polku|kaari|raitti|väylä|bulevardi|aukio|puistikko|penger|rinne|esplanadi|gatan|vägen|gränden|"
    "stigen|gränd|väg|allén)"
)
_OBLIQUE = (
    "(?:kadu|tie|kuja|polu|kaare|raiti|väylä|bulevardi|aukio|puistiko|penkeree|rintee|esplanadi)"
    "(?:n|lla|llä|lle|lta|ltä|ssa|ssä)"
)
_WEAK = (
    "(?:ranta|mäki|linja|portti|silta|kallio|laita|puisto|taival|pelto|harju|laakso|tanhua|ahde|niemi|tori|piha|"
    "rannalla|mäessä|linjalla|rannassa|puistossa|torilla|pihalla)"
)
_NUMBER = r"[ ][0-9]{1,3}(?:[ ]?[\-–][ ]?[0-9]{1,3})?(?![0-9]|[a-zåäö]{2}|[.,][0-9])"
_FLAT = r"(?:[ ]?(?:as\.?|asunto|huone|bost\.?)?[ ]?[0-9]{1,4}(?![0-9])[a-z]?(?![a-zåäö]))"
_STAIR = rf"(?:[ ]?[a-z](?![{LATIN}]{{2}}|[a-zåäö]){_FLAT}?)"
_FLAT_ONLY = r"(?:[ ](?:as\.?|asunto|huone)[ ]?[0-9]{1,4})"
_UNIT = rf"(?![ ]?(?:(?:km|m|min|h|kpl|€|e|eur|%){END}|euro|prosent|vuot|vuod|ihmis|kerta|kerra))"
_TOWN = r"(?:[ ]?[,\n]?[ ]?(?:FI-?)?[0-9]{5}(?:[ ](?-i:[A-ZÅÄÖ])[a-zåäöA-ZÅÄÖ\-]+)?)"


class FinnishAddressRecogniser(Recogniser):
    """A word that ends like a street and a house number; streets that only might be one need stair and flat."""

    ENTITY = "ADDRESS"
    DIGITS = 1
    SHAPES = (
        Shape(
            "street",
            rf"{START}{_NO_STREET}{_BEFORE}(?:{_CAPITAL}{_LETTERS}+n[ ](?=katu|tie|kuja|polku))?{_LETTERS}{{0,30}}"
            rf"{_BASE}{_NUMBER}{_UNIT}(?:{_STAIR}|{_FLAT_ONLY})?{_TOWN}?",
            0.7,
        ),
        Shape(
            "street in an oblique case",
            rf"{START}{_NO_STREET}{_BEFORE}{_CAPITAL}{_LETTERS}{{1,30}}{_OBLIQUE}{_NUMBER}{_UNIT}"
            rf"(?:{_STAIR}|{_FLAT_ONLY})?{_TOWN}?",
            0.7,
        ),
        Shape(
            "stair and flat",
            rf"{START}{_LETTERS}{{3,40}}{_NUMBER}[ ]?(?-i:[A-K])[ ]?(?:as\.?[ ]?)?[0-9]{{1,3}}(?![0-9]){_TOWN}?",
            0.6,
        ),
        Shape(
            "weaker street, stair and flat",
            rf"{START}{_CAPITAL}{_LETTERS}{{1,30}}{_WEAK}{_NUMBER}{_STAIR}{_TOWN}?",
            0.6,
        ),
        Shape(
            "cued",
            rf"(?:osoit(?:e|teeni|teessa|teeseen)|asun|käyntiosoite|katuosoite)(?:ni)?(?:[ ](?:on|osoitteessa))?[ :]+\K"
            rf"{_CAPITAL}{_LETTERS}+(?:[ ]{_CAPITAL}{_LETTERS}+)?{_NUMBER}{_UNIT}(?:{_STAIR}|{_FLAT_ONLY})?{_TOWN}?",
            0.6,
        ),
    )
    EXAMPLES = Examples(
        found=(
            (
                "Asun osoitteessa Keksittykatu 12 B 34, 00999 Helsinki, tervetuloa kahville.",
                "Keksittykatu 12 B 34, 00999 Helsinki",
            ),
            ("asun keksittykuja 5 a 3", "keksittykuja 5 a 3"),
            ("Keksitynkadulla 12 asuu", "Keksitynkadulla 12"),
            ("Mallirannalla 4 C 12", "Mallirannalla 4 C 12"),
            ("Iso Mallinkatu 7 as 3", "Iso Mallinkatu 7 as 3"),
            ("osoite on Mallila 14", "Mallila 14"),
        ),
        not_found=(
            "kotikadulla 5 ihmistä",
            "valtatie 4 oli tukossa",
            "olin siellä 10 minuuttia",
            "bussilinja 55",
            "tie on pitkä",
            "kerrostalo 5 krs",
        ),
    )
