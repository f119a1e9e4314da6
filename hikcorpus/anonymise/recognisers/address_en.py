"""British and American street addresses."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, LATIN

_WORD = r"(?-i:[A-Z])[A-Za-z'’\-]+"
_STREET = (
    "(?:street|str|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|way|place|pl|terrace|crescent|boulevard|blvd|"
    "square|sq|gardens|grove|mews|parkway|pkwy|highway|hwy|circle|cir|trail)"
)
_UNIT = r"(?:,?[ ](?:apt|apartment|flat|unit|suite|ste|room|#)\.?[ ]?#?[0-9]{1,5}[a-z]?)"
_POSTCODE = r"(?:(?-i:[A-Z]{1,2}[0-9][0-9A-Z]?)[ ]?[0-9](?-i:[A-Z]{2})|(?-i:[A-Z]{2})[ ][0-9]{5}(?:-[0-9]{4})?)"


class EnglishAddressRecogniser(Recogniser):
    """House number, capitalised name and a word for street; town and postcode that follow belong to it."""

    ENTITY = "ADDRESS"
    DIGITS = 1
    SHAPES = (
        Shape(
            "street",
            rf"(?<![{LATIN}.])(?:flat[ ][0-9]{{1,4}}[a-z]?,?[ ])?[0-9]{{1,5}}[a-z]?(?:-[0-9]+)?,?[ ](?:[NSEW]\.?[ ])?"
            rf"(?:{_WORD}[ ]){{1,3}}"
            rf"(?-i:(?=[A-Z])){_STREET}{END}\.?{_UNIT}?(?:,?[ ](?:{_WORD}[ ,]+){{0,3}}{_POSTCODE}{END})?",
            0.7,
        ),
        Shape(
            "street in small letters",
            rf"(?<![{LATIN}.])(?:live|living|stay|staying|address is|house is|located)[ ]+(?:at|on|is)[ ]+"
            rf"\K[0-9]{{1,5}}[a-z]?[ ](?:[a-z'’\-]+[ ]){{1,3}}{_STREET}{END}{_UNIT}?",
            0.6,
        ),
        Shape("box", rf"(?<![{LATIN}])p\.?[ ]?o\.?[ ]?box[ ]?[0-9]{{1,6}}{END}", 0.6),
    )
    EXAMPLES = Examples(
        found=(
            ("I live at 221 Fiction Street, Exampleton EX1 2PL.", "221 Fiction Street, Exampleton EX1 2PL"),
            ("12 Made Up Rd apt 4 is mine", "12 Made Up Rd apt 4"),
            ("i live at 14 fiction lane lol", "14 fiction lane"),
            ("P.O. Box 123", "P.O. Box 123"),
        ),
        not_found=("In 2019 the way was long", "5 of us on the street", "10 years in this place", "2 Good Ways out"),
    )
