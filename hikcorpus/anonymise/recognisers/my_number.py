"""Japanese individual numbers (My Number) and other official numbers beside their name."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN


class MyNumberRecogniser(Recogniser):
    """My Number: 12 digits in fours or beside its name. Pension, insurance and licence numbers beside theirs."""

    ENTITY = "MY_NUMBER"
    DIGITS = 6
    SHAPES = (
        Shape(
            "in fours",
            rf"(?<![0-9])(?<![0-9][ {HYPHEN}])[0-9]{{4}}([ {HYPHEN}])[0-9]{{4}}\1[0-9]{{4}}(?![ {HYPHEN}]?[0-9])",
            0.4,
        ),
        Shape("unbroken", r"(?<![0-9])[0-9]{12}(?![0-9])", 0.4),
        Shape(
            "cued",
            rf"(?:マイナンバー|個人番号|基礎年金番号|年金番号|免許証番号|保険証?番号)"
            rf"[^\n0-9]{{0,8}}?\K[A-Z]{{0,2}}[0-9](?:[ {HYPHEN}]?[0-9]){{5,13}}(?![0-9])",
            0.8,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("マイナンバーは123456789012です", "123456789012"),
            ("1234-5678-9012", "1234-5678-9012"),
            ("基礎年金番号：1234-567890", "1234-567890"),
        ),
        not_found=("2019 2020 2021", "番号は3番です"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Three years in a row are no number of a person."""
        groups = re.findall(r"[0-9]+", pattern_text)
        years = len(groups) == 3 and all(len(group) == 4 and group[:2] in {"18", "19", "20"} for group in groups)
        return False if years else None
