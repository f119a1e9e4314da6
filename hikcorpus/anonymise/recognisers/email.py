"""E-mail addresses, also beside kana, with Finnish letters, spaced, and spelled out."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, JAPANESE, LATIN

_CHARS = rf"{LATIN}%+\-"
_PROVIDER = (
    "(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|proton(?:mail)?|tutanota|gmx|mail|aol|luukku|suomi24|"
    "elisanet|kolumbus|saunalahti|pp\\.inet|netti|welho|docomo|ezweb|au|softbank|i\\.softbank|nifty)"
)
_DOT_WORD = r"(?:dot|piste|ドット|どっと|点)"
_DOT = (
    rf"(?:\.|[ ]?[\[({{<][ ]?(?:{_DOT_WORD}|\.)[ ]?[\])}}>][ ]?"
    rf"|[ ]+(?:dot|piste)[ ]+|[ ]?(?:ドット|どっと)[ ]?|_(?:dot|piste)_)"
)
_AT_WORD = r"(?:at|ät|et|a|miukumauku|miuku|kissanhäntä|アットマーク|アット|あっとまーく|あっと|あ)"
_BRACKETED_AT = rf"[ ]?[\[({{<][ ]?(?:{_AT_WORD}|@)[ ]?[\])}}>][ ]?"
_SPELLED_AT = (
    rf"(?:{_BRACKETED_AT}|[ ]+(?:ät|miukumauku|kissanhäntä)[ ]+|[ ]?(?:アットマーク|アット|あっとまーく|あっと)[ ]?"
    r"|_(?:at|ät)_|[☆★●◎])"
)
_LABEL = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ](?:[0-9A-Za-zÀ-ÖØ-öø-ɏ\-]*[0-9A-Za-zÀ-ÖØ-öø-ɏ])?"
_TLD = rf"[A-Za-z]{{2,24}}{END}"
_LOCAL = rf"(?<![{_CHARS}])[{_CHARS}]+(?:[.'&]+[{_CHARS}]+)*\.?"
_SPELLED_LOCAL = rf"(?<![{_CHARS}])[{_CHARS}]+(?:(?:{_DOT})[{_CHARS}]+)*"


class EmailRecogniser(Recogniser):
    """E-mail addresses. A right-hand side that is no real domain is masked all the same."""

    ENTITY = "EMAIL"
    GATE = re.compile(
        r"@|[\[({<]\s?(?:at|ät|et|a|mi|kiss|ア|あ)|ät|miuku|kissanh|アット|あっと|_at_|[☆★●◎]|\s(?:at|et)\s"
    )
    SHAPES = (
        Shape("plain", rf"{_LOCAL}@(?:{_LABEL}{_DOT})+{_TLD}", 1.0),
        Shape("spaced", rf"{_LOCAL}[ ]{{0,2}}@[ ]{{0,2}}(?:{_LABEL}[ ]?{_DOT})+{_TLD}", 0.8),
        Shape("kanji local part", rf"[{JAPANESE}]{{1,16}}@(?:{_LABEL}\.)+{_TLD}", 0.7),
        Shape("address literal", rf"{_LOCAL}@\[?[0-9a-f.:]{{7,39}}\]?", 0.7),
        Shape("provider without ending", rf"{_LOCAL}(?:[ ]?@[ ]?|{_SPELLED_AT}){_PROVIDER}{END}", 0.7),
        Shape("spelled at", rf"{_SPELLED_LOCAL}{_SPELLED_AT}(?:{_LABEL}{_DOT})+{_TLD}", 0.9),
        Shape(
            "bare at and dot",
            rf"{_SPELLED_LOCAL}[ ]+(?:at|et)[ ]+(?:{_LABEL}(?:[ ]+(?:dot|piste)[ ]+))+{_TLD}",
            0.9,
        ),
        Shape(
            "bare at, mail provider",
            rf"{_SPELLED_LOCAL}[ ]+(?:at|et)[ ]+{_PROVIDER}(?:{_DOT}|[ ])(?:com|fi|jp|net|org|co{_DOT}jp|ne{_DOT}jp|me)"
            rf"{END}",
            0.9,
        ),
        Shape(
            "bare at, local part with digit or dot",
            rf"(?<![{_CHARS}.])(?=[{_CHARS}]*[0-9._])[{_CHARS}]+(?:\.[{_CHARS}]+)*[ ]+at[ ]+(?:{_LABEL}\.)+{_TLD}",
            0.8,
        ),
        Shape("provider spelled with spaces", rf"{_LOCAL}{_SPELLED_AT}{_PROVIDER}[ ](?:com|fi|jp|net)"
         rf"{END}", 0.8),
    )
    EXAMPLES = Examples(
        found=(
            ("メールはtaro@example.jpまで", "taro@example.jp"),
            ("laita viestiä matti.meikäläinen@example.fi kiitos", "matti.meikäläinen@example.fi"),
            ("matti@example.fi:lle", "matti@example.fi"),
            ("taro@example.jp", "taro@example.jp"),
            ("reach me: jane.doe+board@mail.example.co.uk.", "jane.doe+board@mail.example.co.uk"),
            ("matti(at)example.fi", "matti(at)example.fi"),
            ("matti [at] example [dot] fi", "matti [at] example [dot] fi"),
            ("matti ät example piste fi", "matti ät example piste fi"),
            ("matti.meikalainen miukumauku example.fi", "matti.meikalainen miukumauku example.fi"),
            ("メールはtaroアットexample.jpです", "taroアットexample.jp"),
            ("taroアットマークexampleドットjp", "taroアットマークexampleドットjp"),
            ("taro☆example.jpに送って", "taro☆example.jp"),
            ("jane at example dot com", "jane at example dot com"),
            ("matti.m at gmail com", "matti.m at gmail com"),
            ("jane_doe99 at example.com", "jane_doe99 at example.com"),
            ("matti @ example.fi", "matti @ example.fi"),
            ("osoite on matti@gmail", "matti@gmail"),
            ("matti piste meikäläinen ät example piste fi", "matti piste meikäläinen ät example piste fi"),
        ),
        not_found=(
            "ヾ(@⌒ー⌒@)ノ",
            "look at that. wow",
            "meet at 5 or at home",
            "I look at reddit.com all day",
            "☆☆☆ hyvä",
            "näkyy (a) ja (b)",
        ),
    )
