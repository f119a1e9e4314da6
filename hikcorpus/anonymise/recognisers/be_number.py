"""2ch BE numbers: an account of the site that stays for years."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape


class BeNumberRecogniser(Recogniser):
    """`BE:` and a number, with rank and points where they stand, and the number in a BE page's address."""

    ENTITY = "BE"
    DIGITS = 5
    SHAPES = (
        Shape(
            "marked", r"(?<![0-9A-Za-z])BE[ ]?:[ ]?[0-9]{5,12}(?:-[0-9A-Z]{1,6}(?:\([0-9]+\))?)?(?![0-9])", 0.8, ("be",)
        ),
        Shape(
            "cued",
            r"(?<![0-9A-Za-z])BE(?:番号|ID|のID|ナンバー)?[ ]?(?:は|が|:)?[ "
            r"]?\K[0-9]{7,12}(?:-[0-9A-Z]{1,6})?(?![0-9])",
            0.6,
            ("be",),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("BE:123456789-2BP(1000)", "BE:123456789-2BP(1000)"),
            ("あのBE:987654321は", "BE:987654321"),
            ("BE番号は123456789だ", "123456789"),
        ),
        not_found=("to be: 5 things", "maybe:12345678", "BE 2000"),
    )
