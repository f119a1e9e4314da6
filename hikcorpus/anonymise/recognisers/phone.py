"""Telephone numbers of Finland, Japan, Britain and North America, and international ones."""

import re
from functools import lru_cache

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN

_S = rf"(?:[ ]?[{HYPHEN}.()/~][ ]?[()]?[ ]?|[ ])?"
_FREE = r"(?<![0-9])(?<![0-9][.,:/])"
_STOP = r"(?![0-9])"
_CUE = (
    r"(?:puh(?:elin[a-zäö]{0,12}|\.|(?![a-zäö]))|p\.|numero(?:ni|nsa|sta|a|on)?|nro|soit[a-zäö]+|tekst(?:aa|"
    r"ar)[a-zäö]*|"
    r"viesti[a-zäö]*|whats?app[a-zäö]*|wapp?i?|tel|phone|number|cell|mobile|call|text|ring|sms|fax|gsm|"
    r"kännyk?k?ä?[a-zäö]*|"
    r"電話|携帯|けいたい|ケータイ|番号|連絡先|でんわ|ワン切り)"
)
_DAY = r"[0-9]{1,2}[./\-][0-9]{1,2}[./\-](?:[0-9]{4}|[0-9]{2})|[0-9]{4}[./\-][0-9]{1,2}[./\-][0-9]{1,2}"
_YEAR = r"(?:18|19|20)[0-9]{2}"
_NO_NUMBER = re.compile(
    rf"(?:{_DAY})(?:[ ]?[\-–—][ ]?[0-9].*)?$|[0-9]{{1,2}}[.:][0-9]{{2}}[ ]?[\-–—][ ]?[0-9]{{1,2}}[.:][0-9]{{2}}$"
    rf"|{_YEAR}[ ]?[\-–—/][ ]?{_YEAR}$|[1-9][0-9]{{0,2}}(?:[ .]000)+$"
)


class PhoneRecogniser(Recogniser):
    """Shapes of national formats first; whatever else is phone-shaped counts if the library or a cue says so.

    A number that python-phonenumbers calls invalid is masked all the same where it has a mobile format, a
    country code, or a cue before it: numbers reserved for fiction and mistyped ones are invalid too.
    """

    ENTITY = "PHONE"
    DIGITS = 7
    SHAPES = (
        Shape("international", rf"{_FREE}(?:\+[ ]?|\(\+|00)[1-9](?:{_S}[0-9]){{6,13}}{_STOP}", 0.8),
        Shape(
            "Finnish mobile",
            rf"{_FREE}(?:(?:\+|00)?358{_S}(?:\(?0\)?)?{_S}|\(?0)(?:4[0-9]|50){_S}[0-9](?:{_S}[0-9]){{4,7}}{_STOP}",
            0.8,
        ),
        Shape(
            "Japanese mobile",
            rf"{_FREE}(?:(?:\+|00)?81{_S}(?:\(?0\)?)?{_S}|\(?0)[5789]0\)?{_S}[0-9](?:{_S}[0-9]){{7}}{_STOP}",
            0.8,
        ),
        Shape(
            "Japanese landline",
            rf"{_FREE}\(?0[0-9]{{1,4}}\)?[ ]?[{HYPHEN} (][ ]?[0-9]{{1,4}}\)?[ ]?[{HYPHEN} ][ ]?[0-9]{{4}}{_STOP}",
            0.6,
        ),
        Shape("Japanese free call", rf"{_FREE}0(?:120|800|570|990){_S}[0-9]{{2,3}}{_S}[0-9]{{3,4}}{_STOP}", 0.6),
        Shape(
            "British mobile", rf"{_FREE}(?:(?:\+|00)?44{_S}(?:\(?0\)?)?{_S}|\(?0)7[0-9](?:{_S}[0-9]){{8}}{_STOP}", 0.8
        ),
        Shape(
            "American",
            rf"{_FREE}(?:\+?1{_S})?\(?[2-9][0-9]{{2}}\)?[ ]?[{HYPHEN}. )][ ]?[0-9]{{3}}[ ]?[{HYPHEN}. ][ ]?[0-9]{{4}}"
            rf"{_STOP}",
            0.6,
        ),
        Shape("leading zero", rf"{_FREE}\(?0[1-9](?:\)?[ {HYPHEN}]{{0,2}}[0-9]){{5,9}}{_STOP}", 0.2),
        Shape("ten digits", rf"{_FREE}[2-9][0-9]{{2}}[2-9][0-9]{{6}}{_STOP}", 0.2),
        Shape(
            "country code without plus", rf"{_FREE}(?:358[45][0-9]{{7,9}}|81[789]0[0-9]{{8}}|447[0-9]{{9}}){_STOP}", 0.6
        ),
        Shape("cued", rf"(?<![A-Za-zÀ-ɏ]){_CUE}[^\n0-9+]{{0,25}}\K[+(]?[0-9](?:{_S}[0-9]){{6,13}}{_STOP}", 0.6),
    )
    EXAMPLES = Examples(
        found=(
            ("olen Matti, 040 555 0147 tai", "040 555 0147"),
            ("0501234567.", "0501234567"),
            ("+358 (0)40 555 0147:ään", "+358 (0)40 555 0147"),
            ("00358405550147", "00358405550147"),
            ("puh. 09-123 4567", "09-123 4567"),
            ("連絡ください、山田花子 090-0000-1234 です。", "090-0000-1234"),
            ("電話は09000001234まで", "09000001234"),
            ("(03)1234-5678", "(03)1234-5678"),
            ("080ー0000ー1234", "080ー0000ー1234"),
            ("+81 90-0000-1234", "+81 90-0000-1234"),
            ("text me on +44 7700 900123.", "+44 7700 900123"),
            ("07700 900123", "07700 900123"),
            ("(212) 555-0147", "(212) 555-0147"),
            ("my number is 555-0147", "555-0147"),
        ),
        not_found=(
            "syntynyt 12.3.1995 Turussa",
            "01.02.2003",
            "02-03-2019",
            "2019-2020",
            "2022/01/27 18:02:58",
            "maksoi 1 000 000 euroa",
            "0 1 2 3 4 5 6 7 8",
            "call me at 10.30 - 12.30",
            "1550558979",
            "vuosina 1995 ja 1996",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Dates, times and round sums are no numbers to call; a number that the library knows is certain."""
        if _NO_NUMBER.match(pattern_text):
            return False
        return True if _is_valid(pattern_text) else None


@lru_cache(maxsize=1 << 14)
def _is_valid(number: str) -> bool:
    from phonenumbers import NumberParseException, is_valid_number, parse

    packed = re.sub(r"[^0-9+]", "", number)
    if len(packed) < 7:
        return False
    regions = ("FI", "JP", "GB") if packed.startswith("0") else ("US",)
    for region in regions:
        try:
            if is_valid_number(parse(packed, region)):
                return True
        except NumberParseException:
            continue
    return False
