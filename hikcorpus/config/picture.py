"""Pictures of dates, `MM-DD-YYYY, hh:mm A`, as regular expressions. The letters are those of moment.js.

Named groups of a pattern: year, yy, month, name (of a month), day, hour, minute, second, half (am or pm), offset.
A picture without a year has to say so, `no year: MM/DD HH:mm`, for its year can only be guessed.
"""

import re
from collections.abc import Iterable
from typing import Final

NO_YEAR: Final = "no year: "
"""How a picture of a date begins that is printed without its year."""
HALVES: Final[dict[str, int]] = {
    "am": 0,
    "pm": 12,
    "a.m.": 0,
    "p.m.": 12,
    "ap.": 0,
    "ip.": 12,
    "ap": 0,
    "ip": 12,
    "午前": 0,
    "午後": 12,
}
"""Words for the half of a day, and the hours that they add."""

_TOKENS: Final[dict[str, str]] = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<yy>\d\d)",
    "MM": r"(?P<month>\d\d)",
    "M": r"(?P<month>\d{1,2})",
    "Do": r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?",
    "DD": r"(?P<day>\d\d)",
    "D": r"(?P<day>\d{1,2})",
    "dddd": r"[^\W\d_]{1,20}\.?",
    "ddd": r"[^\W\d_]{1,20}\.?",
    "HH": r"(?P<hour>\d\d)",
    "H": r"(?P<hour>\d{1,2})",
    "hh": r"(?P<hour>\d\d)",
    "h": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d\d)",
    "ss": r"(?P<second>\d\d)",
    "SSS": r"\d{1,9}",
    "A": "(?P<half>" + "|".join(re.escape(word) for word in HALVES) + ")",
    "a": "(?P<half>" + "|".join(re.escape(word) for word in HALVES) + ")",
    "Z": r"(?P<offset>Z|UTC|GMT|[+-]\d\d:?\d\d)",
}
_PIECES: Final = re.compile(
    r"\[(?P<words>[^\]]*)\]|(?P<token>YYYY|YY|MMMM|MMM|MM|M|Do|DD|D|dddd|ddd|HH|H|hh|h|mm|ss|SSS|A|a|Z)"
    r"|(?P<space>\s+)|(?P<stray>[A-Za-z])|(?P<other>.)"
)
_FINNISH: Final = (
    "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu"
)
_NAMES: Final = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    _FINNISH,
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "jan feb mar apr maj jun jul aug sep okt nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jan feb mär apr mai jun jul aug sep okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
)
MONTHS: Final[dict[str, int]] = {name: number for names in _NAMES for number, name in enumerate(names.split(), 1)} | {
    f"{name}{ending}": number for number, name in enumerate(_FINNISH.split(), 1) for ending in ("n", "ta")
}
"""Names of months that are known, in small letters, and their numbers."""


def date_pattern(picture: str, months: Iterable[str]) -> re.Pattern[str]:
    """What finds such a date in a text, white space folded. Raises ValueError naming a letter that means nothing."""
    out, seen = [], set[str]()
    yearless = picture.startswith(NO_YEAR)
    for piece in _PIECES.finditer(picture.removeprefix(NO_YEAR)):
        token = piece["token"]
        if piece["stray"]:
            raise ValueError(f"{picture!r}: the letter {piece['stray']!r} means nothing; put words in [brackets]")
        if token in seen:
            raise ValueError(f"{picture!r}: {token} stands twice")
        if token in ("MMM", "MMMM"):
            names = sorted((re.escape(name) for name in months), key=len, reverse=True)
            out.append(f"(?P<name>{'|'.join(names)})\\.?")
        elif token:
            out.append(_TOKENS[token])
        else:
            out.append(r"\s*" if piece["space"] else re.escape(piece["words"] or piece["other"] or ""))
        if token:
            seen.add(token)
    try:
        before = r"(?<![\w/.-])" if yearless else r"(?<![^\W_])"  # else the end of a whole date would be one
        pattern = re.compile(before + "".join(out) + r"(?!\d)", re.IGNORECASE)
    except re.error:
        raise ValueError(f"{picture!r}: one thing stands twice in it") from None
    if not {"day"} <= pattern.groupindex.keys() or not {"month", "name"} & pattern.groupindex.keys():
        raise ValueError(f"{picture!r}: a date has at least a day (D) and a month (M or MMM)")
    if bool({"year", "yy"} & pattern.groupindex.keys()) is yearless:
        raise ValueError(f"{picture!r}: a date without a year (YYYY or YY) has to begin with {NO_YEAR!r}, others not")
    return pattern
