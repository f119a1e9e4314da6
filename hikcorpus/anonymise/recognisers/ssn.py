"""United States social security numbers and British national insurance numbers."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser
from hikcorpus.anonymise.shapes import HYPHEN


class SsnRecogniser(Recogniser):
    """SSN and NINO; numbers that were never issued (000-..) are masked too."""

    ENTITY = "SSN"
    GATE = re.compile(rf"[0-9]{{3}}[{HYPHEN} ][0-9]{{2}}[{HYPHEN} ]|[0-9]{{9}}|[A-Z]{{2}}\s?[0-9]{{2}}", re.IGNORECASE)
    PATTERNS = (
        ("hyphened", rf"(?<![0-9])(?<![0-9][{HYPHEN}])\d{{3}}[{HYPHEN}]\d{{2}}[{HYPHEN}]\d{{4}}(?![0-9]|[{HYPHEN}][0-9])", 0.8),
        (
            "cued",
            r"(?<![A-Za-z])(?:ssn|social security(?: number)?|socials?)[^\n0-9]{0,12}\K\d{3}[ .]?\d{2}[ .]?\d{4}(?![0-9])",
            0.7,
        ),
        ("national insurance", r"(?<![0-9A-Za-z])(?-i:[A-Z]{2})[ ]?\d{2}[ ]?\d{2}[ ]?\d{2}[ ]?(?-i:[A-D])(?![0-9A-Za-z])", 0.7),
    )
    EXAMPLES = Examples(
        found=(
            ("SSN 000-12-3456 obviously fake.", "000-12-3456"),
            ("my social is 123456789", "123456789"),
            ("NI number QQ 12 34 56 C", "QQ 12 34 56 C"),
        ),
        not_found=("2019-12-24", "090-1234-5678", "123456789"),
    )
