"""United States social security numbers and British national insurance numbers."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import HYPHEN


class SsnRecogniser(Recogniser):
    """SSN and NINO; numbers that were never issued (000-..) are masked too."""

    ENTITY = "SSN"
    DIGITS = 6
    SHAPES = (
        Shape(
            "hyphened",
            rf"(?<![0-9])(?<![0-9][{HYPHEN}])[0-9]{{3}}[{HYPHEN}][0-9]{{2}}[{HYPHEN}][0-9]{{4}}(?![0-9]|"
            rf"[{HYPHEN}][0-9])",
            0.8,
        ),
        Shape(
            "cued",
            r"(?<![A-Za-z])(?:ssn|social security(?: number)?|socials?)[^\n0-9]{0,12}\K"
            r"[0-9]{3}[ .]?[0-9]{2}[ .]?[0-9]{4}(?![0-9])",
            0.7,
        ),
        Shape(
            "national insurance",
            r"(?<![0-9A-Za-z])(?-i:[A-Z]{2})[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?[0-9]{2}[ ]?(?-i:[A-D])(?![0-9A-Za-z])",
            0.7,
        ),
        Shape(
            "national insurance in small letters",
            r"(?<![0-9A-Za-z])(?!in|on|at|to|or|is|no|if|ja|ei|oo|yo|id|nr)[a-z]{2}([ "
            r"]?)[0-9]{2}\1[0-9]{2}\1[0-9]{2}\1[a-d](?![0-9A-Za-z])",
            0.5,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("SSN 000-12-3456 obviously fake.", "000-12-3456"),
            ("my social is 123456789", "123456789"),
            ("NI number QQ 12 34 56 C", "QQ 12 34 56 C"),
        ),
        not_found=("2019-12-24", "090-1234-5678", "123456789"),
    )
