"""Tripcodes that people cite in their text."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

_CHARS = "0-9A-Za-z./+"
_END = r"(?![0-9A-Za-z/+]|\.[0-9A-Za-z])"


class TripcodeRecogniser(Recogniser):
    """`◆` and 8 to 12 characters; `!` and 10, `!!` and 10 or 11 that no word would have."""

    ENTITY = "TRIPCODE"
    SHAPES = (
        Shape("diamond", rf"[◆◇][ ]?[{_CHARS}]{{7,14}}[0-9A-Za-z/+]{_END}", 0.9, ("◆", "◇")),
        Shape(
            "exclamation mark",
            rf"(?<![0-9A-Za-z!])!(?=[{_CHARS}]*(?:[0-9/+]|(?-i:[a-z][A-Z]|[A-Z]{{2}}[a-z])))[{_CHARS}]{{10}}{_END}",
            0.6,
            ("!",),
        ),
        Shape(
            "two exclamation marks",
            rf"(?<![0-9A-Za-z!])!!(?=[{_CHARS}]*(?:[0-9/+]|(?-i:[a-z][A-Z]|[A-Z]{{2}}[a-z])))[{_CHARS}]{{10,11}}{_END}",
            0.7,
            ("!!",),
        ),
        Shape(
            "after a name",
            rf"(?<=[0-9A-Za-zÀ-ɏ])!!?(?=[{_CHARS}]*[0-9])(?=[{_CHARS}]*(?-i:[a-z]))(?=[{_CHARS}]*(?-i:[A-Z]))"
            rf"[{_CHARS}]{{10,11}}{_END}",
            0.6,
            ("!",),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("あれは◆abcdEFGH12だろ", "◆abcdEFGH12"),
            ("se oli !Ep8pui8Vw2 taas", "!Ep8pui8Vw2"),
            ("!!Ab3dEfGh1Jk said", "!!Ab3dEfGh1Jk"),
            ("nimi!Ep8pui8Vw2", "!Ep8pui8Vw2"),
        ),
        not_found=("ei!!ihanhyvin", "wow!tietenkin se on", "!important", "◆お知らせ", "1+1!=3"),
    )
