"""Payment cards: 13 to 19 digits."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN

_SEP = rf"[ {HYPHEN}.]"


class CardRecogniser(Recogniser):
    """Card numbers. The Luhn digit only raises the score; a row of years is none."""

    ENTITY = "CARD"
    DIGITS = 13
    SHAPES = (
        Shape("unbroken", r"(?<![0-9])[0-9]{13,19}(?![0-9])", 0.5),
        Shape(
            "in fours",
            rf"(?<![0-9])(?<![0-9]{_SEP})[0-9]{{4}}(?:{_SEP}[0-9]{{4}}){{2}}{_SEP}(?:[0-9]{{4}}{_SEP})?[0-9]{{1,4}}(?!{_SEP}?[0-9])",
            0.6,
        ),
        Shape(
            "4-6-5", rf"(?<![0-9])(?<![0-9]{_SEP})3[0-9]{{3}}{_SEP}[0-9]{{6}}{_SEP}[0-9]{{4,5}}(?!{_SEP}?[0-9])", 0.6
        ),
        Shape("any grouping", rf"(?<![0-9])(?<![0-9]{_SEP})[0-9](?:{_SEP}?[0-9]){{12,18}}(?!{_SEP}?[0-9])", 0.2),
    )
    EXAMPLES = Examples(
        found=(
            ("korttini 4111 1111 1111 1111 on", "4111 1111 1111 1111"),
            ("カードは4111111111111112です", "4111111111111112"),
            ("5500-0000-0000-0004:lla", "5500-0000-0000-0004"),
            ("3400 000000 00009", "3400 000000 00009"),
        ),
        not_found=("2019 2020 2021 2022", "1 000 000 euroa", "puh. 040 555 0147"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """A right Luhn digit makes it certain; four-digit years in a row are no card."""
        groups = re.findall(r"[0-9]+", pattern_text)
        if all(len(group) == 4 and group[:2] in {"18", "19", "20"} for group in groups):
            return False
        digits = "".join(groups)
        total = sum(
            value // 10 + value % 10
            for value in (int(digit) * (1 + place % 2) for place, digit in enumerate(digits[::-1]))
        )
        return True if total % 10 == 0 and set(digits) != {"0"} else None
