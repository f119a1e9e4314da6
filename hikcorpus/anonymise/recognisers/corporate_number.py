"""Japanese corporate numbers (法人番号, 13 digits) and invoice registration numbers (T and the same)."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN

_NUMBER = rf"[0-9](?:[ {HYPHEN}]?[0-9]){{12}}(?![0-9])"


class CorporateNumberRecogniser(Recogniser):
    """Beside its name or behind a T. Its check digit stands first (modulus 9: National Tax Agency of Japan)."""

    ENTITY = "CORPORATE_NUMBER"
    DIGITS = 13
    SHAPES = (
        Shape(
            "cued",
            rf"(?:法人番号|登録番号|インボイス(?:番号)?|corporate number)[^\n0-9]{{0,8}}?\KT?{_NUMBER}",
            0.8,
            ("番号", "インボイス", "corporate number"),
        ),
        Shape("invoice", rf"(?<![0-9A-Za-z])T{_NUMBER}", 0.7, ("t",)),
    )
    EXAMPLES = Examples(
        found=(
            ("法人番号は7000012050002です", "7000012050002"),
            ("法人番号：1234567890123", "1234567890123"),
            ("T1234567890123の領収書", "T1234567890123"),
        ),
        not_found=("番号は3番です", "1234567890123", "AT1234567890123"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """The right check digit makes it certain."""
        digits = re.sub(r"[^0-9]", "", pattern_text)
        total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits[1:])))
        return True if int(digits[0]) == 9 - total % 9 else None
