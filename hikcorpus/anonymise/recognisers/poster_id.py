"""Poster IDs, account numbers and SLIP marks that people cite in their text."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

_CHARS = "0-9A-Za-z+/."
_COLON = ("id:", "id :")
_SLIP = ("ワッチョイ", "末尾", "スリップ")


class PosterIdRecogniser(Recogniser):
    """`ID:` and its token (2ch 8-9 characters, 4chan 8, vichan 5-6 hexadecimal), `BE:`, ﾜｯﾁｮｲ and its kin."""

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
            "other length",
            rf"(?<![0-9A-Za-z])(?-i:ID)[ ]?:[ ]?(?=[{_CHARS}]*[0-9])[{_CHARS}]{{4,11}}[0-9A-Za-z+/](?![0-9A-Za-z+/])",
            0.7,
            _COLON,
        ),
        Shape("BE", r"(?<![0-9A-Za-z])BE:[0-9]{5,12}(?:-[0-9A-Z]{1,6}(?:\([0-9]+\))?)?", 0.8, ("be:",)),
        Shape(
            "SLIP",
            r"[ァ-ヺー]{3,10}(?:-?[A-Z]{1,2}[0-9A-Z]?)?[ ]?(?=[0-9\-]*[A-Za-z+/.])"
            r"[0-9A-Za-z]{4}-[0-9A-Za-z+/.]{3}[0-9A-Za-z+/](?![0-9A-Za-z+/])",
            0.8,
            ("-",),
        ),
        Shape(
            "half a SLIP",
            r"(?:ワッチョイ|末尾|スリップ)[ ]?[A-Z]{0,2}[ ]?\K[0-9A-Za-z]{2,4}-[0-9A-Za-z+/]{0,4}(?![0-9A-Za-z+/])",
            0.6,
            _SLIP,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("ID:B7Kq+2Xy0は荒らし", "ID:B7Kq+2Xy0"),
            ("(ID: AbCd1234) is back", "ID: AbCd1234"),
            ("ID: a1b2c on sama", "ID: a1b2c"),
            ("(ワッチョイWW 8f70-cmdO)", "ワッチョイWW 8f70-cmdO"),
            ("BE:123456789-2BP(1000)", "BE:123456789-2BP(1000)"),
        ),
        not_found=("ID:??? です", "ID変わった", "IDとは", "idea: hyvä", "ベスト1997-2010"),
    )
