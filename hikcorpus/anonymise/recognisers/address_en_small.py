"""British and American streets in small letters, where their name is no word of English."""

import re

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, LATIN


class SmallEnglishAddressRecogniser(Recogniser):
    """House number, a name and a word for street; `5 minutes drive` is none."""

    ENTITY = "ADDRESS"
    DIGITS = 1
    SHAPES = (
        Shape(
            "street",
            rf"(?<![{LATIN}.,:/])[0-9]{{1,5}}[a-z]?[ ][a-z'’\-]{{4,24}}[ ](?:street|road|avenue|lane|drive|close|"
            rf"court|crescent|terrace)"
            rf"{END}(?:[ ](?:apt|flat|unit)[ ]?[0-9]{{1,4}}[a-z]?{END})?",
            0.5,
            (" street", " road", " avenue", " lane", " drive", " close", " court", " crescent", " terrace"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("its 14 exampleton lane", "14 exampleton lane"),
            ("392 vyjdaf avenue apt 4", "392 vyjdaf avenue apt 4"),
        ),
        not_found=("a 5 minute drive", "2 people close by", "10 hours road trip", "3 dirty streets"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """A name that is an ordinary word names no street here."""
        words = re.findall(r"[a-zà-ÿ'’\-]+", pattern_text.lower())
        return False if is_ordinary(words[0], "en") or is_ordinary(words[0], "fi") else None
