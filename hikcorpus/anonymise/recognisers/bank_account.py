"""National bank account numbers beside the word for one."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN


class BankAccountRecogniser(Recogniser):
    """Account numbers that are no IBAN: Finnish ones before 2014, Japanese, British (sort code) and others."""

    ENTITY = "BANK_ACCOUNT"
    DIGITS = 6
    SHAPES = (
        Shape(
            "cued",
            r"(?:tilin(?:umero|ro|o)[a-zäö]{0,4}|tilille(?:ni)?|tili:|口座(?:番号)?|普通(?:預金)?"
            r"|(?:bank )?account(?: (?:number|no\.?|#))?"
            rf"|acct(?: no)?\.?|sort code)[^\n0-9]{{0,12}}\K[0-9](?:[ {HYPHEN}]?[0-9]){{5,15}}(?![0-9])",
            0.6,
            ("tili", "口座", "普通", "account", "acct", "sort code"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("tilinumero 123456-785 kiitos", "123456-785"),
            ("口座番号は1234567です", "1234567"),
            ("sort code 12-34-56", "12-34-56"),
            ("account number: 12345678", "12345678"),
        ),
        not_found=("普通の人", "tilillä on 100 euroa", "I made this account in 2019"),
    )
