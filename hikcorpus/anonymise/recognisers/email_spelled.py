"""E-mail addresses spelled out: `(at)`, `[at]`, ät, miukumauku, アット, and `piste` or `dot` for the dot."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.recognisers.email import CHARS, DOT, LABEL, PROVIDER, TLD
from hikcorpus.anonymise.shapes import END

_AT_WORD = r"(?:at|ät|et|a|@|miukumauku|miuku|kissanhäntä|アットマーク|アット|あっとまーく|あっと|あ)"
_AT = (
    rf"(?:[ ]?[\[({{<][ ]?{_AT_WORD}[ ]?[\])}}>][ ]?|[ ]+(?:ät|miukumauku|kissanhäntä)[ ]+"
    r"|[ ]?(?:アットマーク|アット|あっとまーく|あっと)[ ]?|_(?:at|ät)_|[☆★●◎*#])"
)
_LOCAL = rf"(?<![{CHARS}])[{CHARS}]+(?:(?:{DOT})[{CHARS}]+)*"
_ENDING = rf"(?:com|fi|jp|net|org|co{DOT}jp|ne{DOT}jp|me)"


class SpelledEmailRecogniser(Recogniser):
    """A bare `at` counts only where more speaks for an address: a spelled dot, a mail provider, a digit before."""

    ENTITY = "EMAIL"
    SHAPES = (
        Shape("at", rf"{_LOCAL}{_AT}(?:{LABEL}{DOT})+{TLD}", 0.9),
        Shape("at, provider without ending", rf"{_LOCAL}{_AT}{PROVIDER}(?:[ ]{_ENDING})?{END}", 0.8),
        Shape("bare at and dot", rf"{_LOCAL}[ ]+(?:at|et)[ ]+(?:{LABEL}(?:[ ]+(?:dot|piste)[ ]+))+{TLD}", 0.9),
        Shape("bare at, provider", rf"{_LOCAL}[ ]+(?:at|et)[ ]+{PROVIDER}(?:{DOT}|[ ]){_ENDING}{END}", 0.9),
        Shape(
            "bare at after a digit, dot or underscore",
            rf"(?<![{CHARS}.])(?=[{CHARS}]*[0-9._])[{CHARS}]+(?:\.[{CHARS}]+)*[ ]+at[ ]+(?:{LABEL}\.)+{TLD}",
            0.8,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("matti(at)example.fi", "matti(at)example.fi"),
            ("matti [at] example [dot] fi", "matti [at] example [dot] fi"),
            ("matti ät example piste fi", "matti ät example piste fi"),
            ("matti.meikalainen miukumauku example.fi", "matti.meikalainen miukumauku example.fi"),
            ("matti piste meikäläinen ät example piste fi", "matti piste meikäläinen ät example piste fi"),
            ("メールはtaroアットexample.jpです", "taroアットexample.jp"),
            ("taroアットマークexampleドットjp", "taroアットマークexampleドットjp"),
            ("taro☆example.jpに送って", "taro☆example.jp"),
            ("jane at example dot com", "jane at example dot com"),
            ("matti.m at gmail com", "matti.m at gmail com"),
            ("jane_doe99 at example.com", "jane_doe99 at example.com"),
            ("jane (at) gmail", "jane (at) gmail"),
            ("taro＊example.jp(＊を@に)", "taro＊example.jp"),
        ),
        not_found=(
            "look at that. wow",
            "meet at 5 or at home",
            "I look at reddit.com all day",
            "☆☆☆ hyvä",
            "näkyy (a) ja (b)",
            "tästä ät",
        ),
    )
