"""Finnish business identity codes (Y-tunnus) and VAT numbers: a sole trader's leads to a person."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN, START

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2)


class BusinessIdRecogniser(Recogniser):
    """Seven digits, hyphen, check digit (modulus 11: Finnish Patent and Registration Office)."""

    ENTITY = "BUSINESS_ID"
    DIGITS = 6
    SHAPES = (
        Shape(
            "Y-tunnus",
            rf"(?<![0-9A-Za-z])(?<![0-9][ {HYPHEN}])[0-9]{{7}}[ ]?[{HYPHEN}][ ]?[0-9](?![0-9A-Za-z]|[ {HYPHEN}][0-9])",
            0.5,
        ),
        Shape("VAT number", r"(?<![0-9A-Za-z])FI[ ]?[0-9]{8}(?![0-9A-Za-z]|[ ][0-9])", 0.6, ("fi",)),
        Shape(
            "cued",
            r"(?:y-?tunnu[a-zåäö]*|ly-?tunnu[a-zåäö]*|alv-?(?:numero|tunnu)[a-zåäö]*|business id|"
            r"yritystunnus[a-zåäö]*|(?:tmi|toiminimi|firma)[a-zåäö]*[ ])[^\n0-9]{0,12}\K"
            rf"[0-9]{{6,7}}[ ]?[{HYPHEN}]?[ ]?[0-9](?![0-9A-Za-z])",
            0.8,
            ("tunnu", "alv", "business id", "tmi", "toiminimi", "firma"),
        ),
        Shape(
            "foreign, cued",
            rf"{START}(?:ein|employer id(?:entification)?(?: number)?|federal (?:tax )?id|tax id|fein|abn|acn|nzbn|"
            rf"vat(?: ?(?:number|no\.?|reg(?:istration)?(?: no\.?)?|id))?|"
            rf"company (?:number|no\.?|reg(?:istration)?(?: (?:number|no\.?))?)|companies house(?: (?:number|no\.?))?|"
            rf"reg(?:istered|istration)? (?:company )?(?:number|no\.?)|charity (?:number|no\.?)|corporation number|"
            rf"cro(?: number)?|crn|business (?:number|no\.?|registration(?: number)?)|"
            rf"utr)[^\n0-9A-Za-z]{{0,6}}(?:(?:is|was|no\.?|number|on|for [a-z]+ is)[ :#]+)?(?-i:GB|IE|"
            rf"[A-Z]{{2}})?[ ]?\K(?:(?-i:SC|NI|OC|LP|SO)?[0-9]"
            rf"(?:[ {HYPHEN}]?[0-9]){{5,12}})(?![0-9])",
            0.7,
            (
                "ein",
                "tax",
                "federal",
                "employer",
                "abn",
                "acn",
                "nzbn",
                "vat",
                "company",
                "compan",
                "reg",
                "charity",
                "cro",
                "crn",
                "business",
                "utr",
                "corporation",
            ),
        ),
        Shape("EIN", r"(?<![0-9A-Za-z\-])[0-9]{2}-[0-9]{7}(?![0-9A-Za-z\-])", 0.45),
        Shape(
            "British VAT",
            r"(?<![0-9A-Za-z])(?-i:GB)[ ]?\K[0-9]{3}[ ]?[0-9]{4}[ ]?[0-9]{2}(?![0-9A-Za-z])",
            0.6,
            ("gb",),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("Y-tunnus 1572860-0 löytyy", "1572860-0"),
            ("laskutus 1234567-8:lle", "1234567-8"),
            ("番号は1572860-0です", "1572860-0"),
            ("VAT FI15728600", "FI15728600"),
            ("ytunnus on 123456-7", "123456-7"),
            ("EIN 12-3456789", "12-3456789"),
            ("company number 01234567", "01234567"),
            ("ABN 12 345 678 901", "12 345 678 901"),
            ("VAT GB 123 4567 89", "123 4567 89"),
        ),
        not_found=("2019-2020", "040-1234567-8", "12345678-9", "se maksoi 1234567 - 100"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """The right check digit makes it certain."""
        digits = re.sub(r"[^0-9]", "", pattern_text).zfill(8)
        if len(digits) > 8:
            return None
        rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
        return True if rest != 1 and int(digits[7]) == (11 - rest) % 11 else None
