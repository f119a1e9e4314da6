"""Passport numbers beside the word for one."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape


class PassportRecogniser(Recogniser):
    """Finnish and Japanese ones (two letters, seven digits), British and American (nine digits, a letter first)."""

    ENTITY = "PASSPORT"
    DIGITS = 6
    SHAPES = (
        Shape(
            "cued",
            r"(?:passi(?:n|ni|t|ssa)?(?![a-zåäö])|passinumero[a-zåäö]*|passport|パスポート|旅券)[^\n0-9]{0,16}?\K"
            r"(?<![A-Za-z])(?:[A-Z]{0,2}|(?-i:[A-Z]{2})[ ])[0-9]{6,9}(?![0-9A-Za-z])",
            0.8,
            ("pass", "パスポート", "旅券"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("passin numero on XP1234567", "XP1234567"),
            ("パスポート番号 TK1234567", "TK1234567"),
            ("旅券番号はTK1234567です", "TK1234567"),
            ("my passport number is 123456789", "123456789"),
        ),
        not_found=("passi maksoi 44 euroa", "my passport expired in 2019", "XP1234567", "passiivinen 123456789"),
    )
