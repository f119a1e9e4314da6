"""Names of persons where a cue stands beside them. Names without one are not found here."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import START

_WORD = r"(?-i:[A-ZÅÄÖ][a-zåäöéüß]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?|O'[A-Z][a-z]+|Mc[A-Z][a-z]+)"
_TITLES = [
    "tri",
    "lääkäri",
    "lääkärini",
    "terapeutti",
    "terapeuttini",
    "psykologi",
    "psykologini",
    "opettaja",
    "opettajani",
    "rehtori",
    "hoitaja",
    "sosiaalityöntekijä",
    "professori",
    "prof",
    "rouva",
    "herra",
    "neiti",
    "dr",
    "mr",
    "mrs",
    "ms",
    "miss",
    "professor",
    "nurse",
    "therapist",
    "teacher",
]
_TITLE = f"(?:{'|'.join(_TITLES)})"
_NEEDED = tuple(title + after for title in _TITLES for after in (" ", ". "))


class NameRecogniser(Recogniser):
    """Capitalised names after `olen`, `nimeni on`, `my name is` or a title."""

    ENTITY = "PERSON"
    SHAPES = (
        Shape(
            "Finnish, full",
            rf"{START}(?:olen|oon|terv\.?|terveisin|t\.)[ ]+\K{_WORD}(?:[ ]{_WORD}){{1,2}}",
            0.6,
            ("olen ", "oon ", "terv", "t. "),
        ),
        Shape(
            "Finnish, my name",
            rf"{START}(?:(?:mun |minun )?(?:oikea |koko )?nime(?:ni|ltäni)|(?:mun |minun )nimi)(?:[ ](?:on|olen))?"
            rf"[ ]+\K{_WORD}(?:[ ]{_WORD}){{0,2}}",
            0.6,
            ("nime", "nimi"),
        ),
        Shape("Finnish, full name", rf"{START}nimi[ ]on[ ]+\K{_WORD}[ ]{_WORD}", 0.5, ("nimi on",)),
        Shape("title", rf"{START}{_TITLE}\.?[ ]+\K{_WORD}(?:[ ]{_WORD}){{0,2}}", 0.5, _NEEDED),
        Shape(
            "English, my name",
            rf"{START}(?:my (?:real |full |first |last )?name(?:'s| is)|call me|i am called|i'm called)[ ]+\K"
            rf"{_WORD}(?:[ ]{_WORD}){{0,2}}",
            0.6,
            ("name", "call me", "called"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("niin olen Matti Esimerkki, moi", "Matti Esimerkki"),
            ("nimeni on Maija", "Maija"),
            ("nimi on Matti Meikäläinen", "Matti Meikäläinen"),
            ("My name is John Placeholder, text me", "John Placeholder"),
            ("Dr. Alice Nowhere at St", "Alice Nowhere"),
        ),
        not_found=(
            "olen 27 ja asun yhä kotona",
            "My name is not important",
            "olen Suomessa",
            "kissan nimi on Mirri ja",
        ),
    )
