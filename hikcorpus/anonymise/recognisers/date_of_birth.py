"""Dates and years of birth: beside a word for birth, and dates of the Japanese calendar."""

import re
from unicodedata import normalize

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.recognisers.age_ja import kanji_number
from hikcorpus.anonymise.shapes import END, LATIN, START

_FI_MONTH = "(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu(?:ta|n|ssa)?"
_EN_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = "(?:1[89]|20)[0-9]{2}"
_SHORT = "['’]?[0-9]{2}(?:-luvulla|-luvun)?"
_DAY = (
    rf"(?:[0-9]{{1,2}}[ ]?[./\-][ ]?[0-9]{{1,2}}[ ]?[./\-][ ]?(?:{_YEAR}|[0-9]{{2}})(?![0-9])"
    rf"|{_YEAR}[./\-][0-9]{{1,2}}[./\-][0-9]{{1,2}}(?![0-9])"
    rf"|[0-9]{{1,2}}\.?[ ]{_FI_MONTH}(?:[ ](?:vuonna[ ])?(?:{_YEAR}|{_SHORT}))?"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?[ ](?:of[ ])?{_EN_MONTH}{END}\.?(?:,?[ ](?:{_YEAR}|{_SHORT}))?"
    rf"|{_EN_MONTH}{END}\.?[ ][0-9]{{1,2}}(?:st|nd|rd|th)?(?:,?[ ](?:{_YEAR}|['’][0-9]{{2}}))?(?![0-9])"
    rf"|(?:{_EN_MONTH}|{_FI_MONTH}){END}\.?[ ,]+(?:of[ ])?(?:{_YEAR}|['’][0-9]{{2}})(?![0-9]))"
)
_ANY = rf"(?:{_DAY}|(?<![0-9]){_YEAR}(?![0-9])|(?<![0-9])[0-9]{{6}}(?![0-9]))"
_NUM = "(?:[0-9]{1,2}|元|[一二三四五六七八九十〇]{1,3})"
_ERA = "(?:明治|大正|昭和|平成|令和)"
_ERA_YEAR = (
    rf"(?:{_ERA}[ ]?{_NUM}年?|(?<![{LATIN}.\-])(?-i:[MTSHR])[ ]?[0-9]{{1,2}}年?|(?<![0-9]){_YEAR}年?|"
    rf"(?<![0-9]){_SHORT}年?)"
)
_KANJI_YEAR = "[一二][〇一二三四五六七八九]{3}年"
_MONTH_DAY = rf"(?:[ ]?{_NUM}[月./\-][ ]?(?:{_NUM}日?)?)"
_JA_DATE = (
    rf"(?:(?:{_KANJI_YEAR}|{_ERA_YEAR}){_MONTH_DAY}?|(?<![0-9/]){_NUM}月{_NUM}日|(?<![0-9/])[0-9]{{1,2}}/[0-9]{{1,2}})"
)
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERAS |= {"m": 1867, "t": 1911, "s": 1925, "h": 1988, "r": 2018}


class DateOfBirthRecogniser(Recogniser):
    """Whatever date or year stands with `synt.`, `born`, 生まれ and the like; whole dates of a Japanese era alone."""

    ENTITY = "DATE_OF_BIRTH"
    SHAPES = (
        Shape(
            "Finnish",
            rf"{START}(?:synty(?:nyt|ny|nyn|ne|nee[a-zåäö]*|mä[a-zåäö]*|i|in|essäni|essään)|synttäri[a-zåäö]*|synt\.?|"
            rf"s\.|syntymäaika|hlöaika)(?:[ ](?:vuonna|päivä|aika|on|oli|ovat|olen|olin|mä|siis|v\.|vuosi))*[ :]*\K"
            rf"(?:{_ANY}|(?<=vuonna[ ]){_SHORT}(?![0-9])|(?<![0-9.])-?['’]?[4-9][0-9](?![0-9.,%]|[ ]?(?:%|v|vuot|"
            rf"kg|cm)))",
            0.7,
            ("syn", "s.", "hlö"),
        ),
        Shape(
            "Finnish, behind",
            rf"(?:{_ANY}|(?<![0-9A-Za-z])-?['’]?[0-9]{{2}}|(?<=vuonna[ ]){_SHORT})(?=[ \-]?synty(?:nyt|ny|nee|"
            rf"ne{END}))",
            0.7,
            ("synty",),
        ),
        Shape(
            "Finnish, model",
            rf"{START}(?:vm\.?|vuosimalli[a-zåäö]*)[ :]?[\-–'’]?\K(?:{_YEAR}|[0-9]{{2}})(?![0-9])",
            0.6,
            ("vm", "vuosimalli"),
        ),
        Shape(
            "English",
            rf"{START}(?:born|dob|d\.o\.b\.?|date of birth|birth ?(?:date|day)|bday|birth ?year|year of birth)"
            rf"(?:[ ]?(?:on|in|is|was|:|=|the|of|year|-|back))*[ ]*\K(?:{_ANY}|['’]?[3-9][0-9](?![0-9%])|"
            rf"['’]0[0-9](?![0-9])|"
            r"[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))",
            0.7,
            ("born", "dob", "d.o.b", "birth", "bday"),
        ),
        Shape(
            "English, behind",
            rf"(?:{_DAY}|['’][0-9]{{2}}|(?<![0-9]){_YEAR})(?=[ ](?:born|baby|birthday){END})",
            0.6,
            (" born", " baby", " birthday"),
        ),
        Shape(
            "English, short",
            rf"{START}(?:b\.|b(?:orn)?:|class of|birth:|birthdate:?)[ ]?\K(?:{_DAY}|{_YEAR}|['’][0-9]{{2}})(?![0-9])"
            rf"|{START}(?:i'?m|im|i am|was|we'?re) (?:an? )?\K['’]?[5-9][0-9](?=[ ](?:born|baby|kid|liner))"
            rf"|{START}['’]?[5-9][0-9](?=[ ](?:born|baby|liner){END})|{START}[12][0-9]{{3}}(?=[ ]?(?:baby|kid|"
            rf"liner){END})",
            0.6,
        ),
        Shape(
            "Finnish, year first",
            rf"{START}(?:mä |oon |olen |ollaan |oot |on )\K(?:(?:vuotta |vuosi )?{_YEAR}|-[0-9]{{2}}|"
            rf"['’]?[5-9][0-9])(?=[ ]?(?:syntyn|vuosimalli|"
            rf"-?mallia|mallinen|mallii|vuosikerta|ikäluok|syntym))|{START}(?:mallia|vuosikertaa|ikäluokkaa|"
            rf"vuosiluokkaa|vuosimallia|synttärit|syntymäpäivä(?:ni)?(?: on)?)[ ]?\K"
            rf"(?:{_DAY}|{_YEAR}|-?['’]?[4-9][0-9]|[0-9]{{1,2}}\.[0-9]{{1,2}}\.?)(?![0-9])",
            0.6,
        ),
        Shape(
            "Japanese, class",
            rf"{_JA_DATE}(?=[ ]?(?:年?組|年度?生(?![活き徒涯物命産])|世代(?:の俺|の私|だ|です)|年式))|"
            rf"(?:バースデー|誕生日|生年月日|生まれ)(?:は|:|が|"
            rf"って)?[ ]?\K[0-9]{{8}}(?![0-9])",
            0.5,
            ("組", "生", "世代", "年式", "バースデー"),
        ),
        Shape(
            "Japanese, cued",
            rf"(?:生年月日|誕生日|誕生年|バースデー|生まれ(?:年|た(?:の|日|年)(?:は|が)))(?:は|が|も|:)?[ "
            rf"]?\K(?:{_DAY}|{_JA_DATE})",
            0.8,
            ("生", "バースデー"),
        ),
        Shape(
            "Japanese, behind",
            rf"{_JA_DATE}(?=[ ]?(?:の)?(?:早)?(?:の)?(?:生まれ|生れ|うまれ|生(?![活き徒涯物死命放産出])))",
            0.8,
            ("生", "うまれ"),
        ),
        Shape(
            "era, whole date",
            rf"{_ERA}[ ]?{_NUM}年[ ]?{_NUM}月[ ]?{_NUM}日"
            rf"|(?<![{LATIN}.\-])(?-i:[TSHRhs])[0-9]{{1,2}}[./年][ ]?[0-9]{{1,2}}[./月][ ]?[0-9]{{1,2}}日?(?![0-9.])",
            0.5,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("synt. 12.3.1995 Turussa", "12.3.1995"),
            ("syntynyt 1995", "1995"),
            ("olen vuonna 1995 syntynyt", "1995"),
            ("vm. 95", "95"),
            ("born March 12th, 1995", "March 12th, 1995"),
            ("i was born in '95", "'95"),
            ("DOB: 03/12/1995", "03/12/1995"),
            ("1995年3月12日生まれ", "1995年3月12日"),
            ("生年月日は平成7年3月12日です", "平成7年3月12日"),
            ("H7.3.12だ", "H7.3.12"),
            ("昭和60年生まれの無職", "昭和60年"),
            ("95年生まれ", "95年"),
            ("誕生日は3月12日", "3月12日"),
            ("Jane Doe, b. 1990", "1990"),
            ("oon mallia 92", "92"),
            ("H7生まれ", "H7"),
        ),
        not_found=(
            "1995 alkoi lama",
            "平成の人生",
            "syntynyt ongelma",
            "born to lose",
            "3月12日に行く",
            "1995年の夏",
            "versio s.5",
            "生活費3万",
        ),
    )


def year_of(text: str) -> int | None:
    """The year that a found value says, in the Christian era; None where it says none. Two digits: 1926 to 2025."""
    plain = normalize("NFKC", text).lower()
    era = re.search(rf"({_ERA}|(?<![a-z])[mtshr])[ ]?([0-9]{{1,2}}|元|[一二三四五六七八九十〇]{{1,3}})", plain)
    if era:
        year = 1 if era[2] == "元" else int(era[2]) if era[2].isdecimal() else kanji_number(era[2])
        return None if year is None else _ERAS[era[1]] + year
    full = re.search(rf"(?<![0-9]){_YEAR}(?![0-9])", plain)
    if full:
        return int(full[0])
    kanji = re.search(r"[一二][〇一二三四五六七八九]{3}", plain)
    if kanji:
        return int("".join(str("〇一二三四五六七八九".index(character)) for character in kanji[0]))
    short = re.search(
        r"[0-9]{1,2}[./\-][0-9]{1,2}[./\-]([0-9]{2})$|^[0-9]{4}([0-9]{2})$|(?:^|['’ \-])([0-9]{2})(?:年|$)", plain
    )
    if short is None:
        return None
    two = int(next(filter(None, short.groups())))
    return 1900 + two if two > 25 else 2000 + two
