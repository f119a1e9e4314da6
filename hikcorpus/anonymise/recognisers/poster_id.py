"""Poster IDs that people cite in their text."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

_CHARS = "0-9A-Za-z+/."
_COLON = ("id:", "id :")


class PosterIdRecogniser(Recogniser):
    """`ID:` and its token (2ch 8-9 characters, 4chan 8, vichan 5-6 hexadecimal)."""

    ENTITY = "POSTER_ID"
    SHAPES = (
        Shape(
            "eight or nine",
            rf"(?<![0-9A-Za-z])(?-i:ID)[ ]?:[ ]?[{_CHARS}]{{7,9}}[0-9A-Za-z+/](?![0-9A-Za-z+/])",
            0.8,
            _COLON,
        ),
        Shape(
            "eight or nine, space only",
            rf"(?<![0-9A-Za-z])(?-i:ID)[ ](?=[{_CHARS}]*[0-9+/])[{_CHARS}]{{7,8}}[0-9A-Za-z+/](?![0-9A-Za-z+/])",
            0.5,
            ("id ",),
        ),
        Shape(
            "in small letters",
            rf"(?<![0-9A-Za-z])id[ ]?:[ "
            rf"]?(?=[a-z+/.]*[0-9])(?=[0-9+/.]*[a-z])[{_CHARS}]{{7,8}}[0-9A-Za-z+/](?![0-9A-Za-z+/])",
            0.5,
            _COLON,
        ),
        Shape(
            "other length",
            rf"(?<![0-9A-Za-z])(?-i:ID)[ ]?:[ ]?(?=[{_CHARS}]*[0-9])[{_CHARS}]{{4,11}}[0-9A-Za-z+/](?![0-9A-Za-z+/])",
            0.7,
            _COLON,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("ID:B7Kq+2Xy0は荒らし", "ID:B7Kq+2Xy0"),
            ("(ID: AbCd1234) is back", "ID: AbCd1234"),
            ("ID: a1b2c on sama", "ID: a1b2c"),
        ),
        not_found=("ID:??? です", "ID変わった", "IDとは", "idea: hyvä", "ベスト1997-2010"),
    )
