"""International bank account numbers of any country, spaced or not, also with wrong check digits."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

# length: countries (IBAN registry)
_LENGTHS: dict[int, str] = {
    15: "NO",
    16: "BE BI",
    18: "DK FO FI GL NL SD FK",
    19: "MK SI",
    20: "AT BA EE KZ LT LU XK MN",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ TL OM SO",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "PT ST LY",
    26: "IS TR",
    27: "FR GR IT MC MR SM DJ BI",
    28: "AL AZ BY CY DO GT HU LB PL SV NI",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    32: "LC",
    33: "RU",
}
_BY_COUNTRY = "|".join(
    rf"(?:{'|'.join(countries.split())})[ ]?[0-9]{{2}}(?:[ .\-]?[0-9A-Z]){{{length - 4}}}"
    for length, countries in _LENGTHS.items()
)


class IbanRecogniser(Recogniser):
    """IBANs. By length of the country's; failing that, two letters and at least twelve digits."""

    ENTITY = "IBAN"
    DIGITS = 9
    SHAPES = (
        Shape("length of the country", rf"(?<![0-9A-Za-z])(?:{_BY_COUNTRY})(?![0-9A-Za-z])", 0.8),
        Shape("any length", r"(?<![0-9A-Za-z])[A-Z]{2}[ ]?[0-9]{2}(?:[ .\-]?[0-9]){10,28}(?![0-9])", 0.5),
        Shape(
            "bank in letters",
            r"(?<![0-9A-Za-z])[A-Z]{2}[0-9]{2}[ .\-]?[A-Z]{4}(?:[ .\-]?[0-9]){8,24}(?![0-9])",
            0.5,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("Tilinumero on FI00 1234 5600 0007 85 jos joku haluaa lahjoittaa :D", "FI00 1234 5600 0007 85"),
            ("fi2112345600000785:lle", "fi2112345600000785"),
            ("口座はDE89370400440532013000です", "DE89370400440532013000"),
            ("GB29 NWBK 6016 1331 9268 19", "GB29 NWBK 6016 1331 9268 19"),
            ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "MT84 MALT 0110 0001 2345 MTLC AST0 01S"),
            ("FI21 1234 5600 0007 8", "FI21 1234 5600 0007 8"),
        ),
        not_found=("NO 17 asiaa joista en tiedä mitään", "se 12 oli hyvä", "FI21 on maakoodi", "on 10 000 000 euroa"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Right check digits (ISO 7064 MOD 97-10) make it certain; words that only look like one are none."""
        packed = re.sub(r"[ .\-]", "", pattern_text).upper()
        if sum(character.isdigit() for character in packed) < 9:
            return False  # prose with a number in it: no bank account has so few digits
        number = "".join(str(int(character, 36)) for character in packed[4:] + packed[:4])
        return True if int(number) % 97 == 1 else None
