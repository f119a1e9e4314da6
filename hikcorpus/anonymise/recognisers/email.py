"""E-mail addresses with their @: also beside kana, with Finnish letters, full-width or spaced."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, JAPANESE, LATIN

CHARS = rf"{LATIN}%+\-"
PROVIDER = (
    "(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|proton(?:mail)?|tutanota|gmx|aol|luukku|suomi24|"
    "elisanet|kolumbus|saunalahti|pp\\.inet|netti|welho|docomo|ezweb|softbank|i\\.softbank|nifty)"
)
LABEL = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ](?:[0-9A-Za-zÀ-ÖØ-öø-ɏ\-]*[0-9A-Za-zÀ-ÖØ-öø-ɏ])?"
TLD = rf"[A-Za-z]{{2}}[{LATIN}\-]*"
LOCAL = rf"(?<![{CHARS}])[{CHARS}]+(?:[.'&]+[{CHARS}]+)*\.*"
DOT_WORD = r"(?:dot|piste|ドット|どっと|点)"
DOT = (
    rf"(?:\.|[ ]?[\[({{<][ ]?(?:{DOT_WORD}|\.)[ ]?[\])}}>][ ]?"
    rf"|[ ]+(?:dot|piste)[ ]+|[ ]?(?:ドット|どっと)[ ]?|_(?:dot|piste)_)"
)


class EmailRecogniser(Recogniser):
    """E-mail addresses. A right-hand side that is no real domain is masked all the same."""

    ENTITY = "EMAIL"
    SHAPES = (
        Shape("plain", rf"{LOCAL}@(?:{LABEL}{DOT})+{TLD}", 1.0),
        Shape("after another", rf"(?<=[%+\-])[{LATIN}.]{{1,64}}@(?:{LABEL}{DOT})+{TLD}", 0.9),
        Shape("spaced", rf"{LOCAL}[ ]{{0,2}}@[ ]{{0,2}}(?:{LABEL}[ ]?{DOT})+{TLD}", 0.8),
        Shape("kanji local part", rf"[{JAPANESE}]{{1,16}}@(?:{LABEL}\.)+{TLD}", 0.7),
        Shape("address literal", rf"{LOCAL}@\[?[0-9a-f.:]{{7,39}}\]?", 0.7),
        Shape("provider without ending", rf"{LOCAL}[ ]?@[ ]?{PROVIDER}{END}", 0.7),
    )
    EXAMPLES = Examples(
        found=(
            ("メールはtaro@example.jpまで", "taro@example.jp"),
            ("laita viestiä matti.meikäläinen@example.fi kiitos", "matti.meikäläinen@example.fi"),
            ("matti@example.fi:lle", "matti@example.fi"),
            ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"),
            ("reach me: jane.doe+board@mail.example.co.uk.", "jane.doe+board@mail.example.co.uk"),
            ("matti @ example.fi", "matti @ example.fi"),
            ("osoite on matti@gmail", "matti@gmail"),
            ("太郎@example.jp", "太郎@example.jp"),
            ("matti@example.fi+maija@example.fi", "maija@example.fi"),
        ),
        not_found=("ヾ(@⌒ー⌒@)ノ", "@home.fi", "3人@5"),
    )
