"""Numbers as people write them: what `#` stands for in a phrase."""

from collections.abc import Iterable
from typing import Final

DIGITS: Final = r"(?<!\d)\d{1,9}(?:\u2044\d{1,2}|[.,]\d{1,3})?(?!\d)\+?"
"""Digits with a fraction or a plus: 7, 7.5, 7½ (which NFKC makes 71⁄2), 26+."""
JAPANESE: Final = (
    r"(?:(?<![0-9])[0-9]{1,4}(?:[.,、~〜-][0-9]{1,4})?(?![0-9])[数十百]?|[〇一二三四五六七八九十百数何]{1,5})"
)
"""Arabic (2、3 and 2~3 as well) or kanji: 7, 1.5, 十数, 何, 二十."""

_FINNISH: Final = """
yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksitoista kaksitoista kolmetoista
neljätoista viisitoista kuusitoista seitsemäntoista kahdeksantoista yhdeksäntoista kaksikymmentä kolmekymmentä
neljäkymmentä viisikymmentä kuusikymmentä seitsemänkymmentä kahdeksankymmentä yhdeksänkymmentä
yks kaks kol nel viis kuus seittemän seiska kasi kaheksan yheksän ysi kymppi yksytoist kakstoista viistoista kuustoista
seittemäntoista kaheksantoista yheksäntoista kakskyt kolkyt kolmekyt nelkyt viiskyt kuuskyt
yhden kahden kolmen neljän viiden kuuden yhdentoista kahdentoista kolmentoista neljäntoista viidentoista kuudentoista
kahdenkymmenen kolmenkymmenen neljänkymmenen viidenkymmenen kuudenkymmenen
yhtä kahta kolmea neljää viittä kuutta seitsemää kahdeksaa yhdeksää kymmentä
"""
_ENGLISH: Final = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen twenty thirty forty fourty fifty sixty seventy eighty ninety
"""
_WORDS: Final = {"fi": _FINNISH, "en": _ENGLISH}
_AND: Final = {"fi": "tai", "en": "or|to"}


def number(language: str, written: Iterable[str]) -> str:
    """An expression for a number in digits or in these words, or two of them: 5-6, three or four, twenty-five.

    written: the number words of that language, from `number_words`, as they stand in an expression.
    """
    one = rf"(?:{DIGITS}|(?:{'|'.join(sorted(written, key=len, reverse=True))})(?![^\W\d_]))"
    return rf"{one}(?:(?:[-\u2010-\u2013]|\s(?:{_AND.get(language, '-')})\s){one})?"


def number_words(language: str) -> list[str]:
    """Up to twenty, and the tens."""
    return _WORDS.get(language, "").split()
