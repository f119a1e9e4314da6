"""Finnish personal identity codes (henkilötunnus): all century signs, also with a wrong check character."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN

_CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_SIGN = rf"[ ]?[+A-FU-Y{HYPHEN}][ ]?"


class HetuRecogniser(Recogniser):
    """DDMMYY, century sign (+ - and since 2023 Y X W V U, A to F), three digits, check character.

    The check character is the remainder by 31 of the nine digits (Finnish Digital and Population Data
    Services Agency); it raises the score only.
    """

    ENTITY = "HETU"
    DIGITS = 6
    SHAPES = (
        Shape(
            "date and sign",
            rf"(?<![0-9A-Za-z])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{{2}}{_SIGN}[0-9]{{3}}[ ]?[0-9A-Z]"
            r"(?![0-9A-Za-z])",
            0.8,
        ),
        Shape("impossible date", r"(?<![0-9A-Za-z])[0-9]{6}[-+A-FU-Y][0-9]{3}[0-9A-Z](?![0-9A-Za-z])", 0.5),
        Shape(
            "cued, also in part",
            r"(?:hetu|henkilötunnu[a-zäö]*|sotu|sosiaaliturvatunnu[a-zäö]*)[^\n0-9]{0,15}\K"
            r"[0-9]{6}(?:[ ]?[-+–A-FU-Y]?[ ]?[0-9A-Z*]{0,4})?(?![0-9A-Za-z])",
            0.7,
            ("hetu", "tunnu", "sotu"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("Henkilötunnukseni on 131052-952X, ei sillä mitään tee.", "131052-952X"),
            ("hetu 131052-308T", "131052-308T"),
            ("番号は010594Y9032です", "010594Y9032"),
            ("synt. 150205A123B", "150205A123B"),
            ("131052+308T", "131052+308T"),
            ("sotu 131052-95", "131052-95"),
        ),
        not_found=("131052", "2019-2020", "123456-12", "1310521234567"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """The right check character makes it certain."""
        packed = re.sub(r"[ ]", "", pattern_text).upper()
        if len(packed) != 11:
            return None
        digits = packed[:6] + packed[7:10]
        right = digits.isascii() and digits.isdecimal() and packed[10] == _CHECK[int(digits) % 31]
        return True if right else None
