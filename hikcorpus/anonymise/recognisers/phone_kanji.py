"""Japanese telephone numbers written in kanji."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN

_DIGIT = "[〇零一二三四五六七八九]"


class KanjiPhoneRecogniser(Recogniser):
    """Mobile numbers in kanji digits: 〇九〇, 〇八〇, 〇七〇, 〇五〇 and eight more."""

    ENTITY = "PHONE"
    SHAPES = (
        Shape(
            "mobile",
            rf"(?<!{_DIGIT})[〇零][五七八九][〇零][の{HYPHEN} ]?(?:{_DIGIT}[の{HYPHEN} ]?){{7}}{_DIGIT}(?!{_DIGIT})",
            0.7,
            ("〇", "零"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("番号〇九〇一二三四五六七八です", "〇九〇一二三四五六七八"),
            ("〇九〇-一二三四-五六七八", "〇九〇-一二三四-五六七八"),
        ),
        not_found=("二〇二〇年", "〇〇さん"),
    )
