"""Finnish and English employers: companies by their legal form, and whatever someone says they work for."""

import re
from functools import cache

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.places import finnish_regions, large
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape, at_first_use
from hikcorpus.anonymise.shapes import END, LATIN, START
from hikcorpus.anonymise.word_lists import alternatives, sections
from hikcorpus.anonymise.word_lists import words as words_of

_CAPITAL = r"(?-i:[A-ZÅÄÖ])[0-9A-Za-zÅÄÖåäöéü&'’.\-]*"
_FI_FORM = "(?:oyj|oy(?: ab)?|ab oy|ky|tmi|osk|osuuskunta|konserni)"
_EN_FORM = "(?:Inc|Ltd|LLC|Corp|Corporation|PLC|GmbH|Limited|Co|& Co|& Sons)"
_TOKEN = rf"[{LATIN}][{LATIN}&'’.\-]*"
_FI_WORK = (
    "(?:töissä|duunissa|hommissa|töihin|duuniin|hommiin|työskentel[a-zäö]+|työharjoittelu(?:ssa|un)|"
    "harjoittelu(?:ssa|un)|kesätöi(?:ssä|hin)|"
    "työkkeilyssä|vakkarina|työkokeilu(?:ssa|un)|työnantaja(?:ni|na)?(?: on| oli)?|työpaikka(?:ni)?(?: on| oli)?)"
)
_FI_CASE = r"(?:ll[aäe]|lt[aä]|ss[aä]|st[aä]|i?:(?:ll[aäe]|ss[aä]|n)|een|iin|an|än|on|oon|aan|ään|seen)"
_EN_WORK = (
    r"(?:(?:i |he |she |we |they |dad |mom )?(?:work|works|worked|working|employed|hired|fired|interned|internship|"
    r"intern|job|gig|shifts?)"
    r"[ ](?:there[ ])?(?:at|for|by|with|from)|(?:my|his|her) (?:employer|workplace|company)(?: is| was|,|:))"
)
_FI_NEEDED = ("töi", "duuni", "hommi", "työ", "harjoittelu", "vakkarina")
_EN_NEEDED = ("work", "employ", "hired", "fired", "intern", "job", "gig", "shift", "company")


_FI_KNOWN_CASE = r"(?:(?::|i)?(?:[a-zåäö]{1,7}))?"


_LISTS = "employers.txt"


@cache
def _known() -> re.Pattern[str]:
    english, finnish = (alternatives(_LISTS, f"{language} companies") for language in ("English", "Finnish"))
    return re.compile(rf"(?:(?:{english})|(?:{finnish}){_FI_KNOWN_CASE})")


def _shapes() -> tuple[Shape, ...]:
    known_en, known_fi = (alternatives(_LISTS, f"{language} companies") for language in ("English", "Finnish"))
    en_doing, fi_doing = (f"(?:{alternatives(_LISTS, f'{language} doing')})" for language in ("English", "Finnish"))
    en_role = f"(?:{alternatives(_LISTS, 'English roles')})"
    return (
        Shape(
            "Finnish company",
            rf"{START}(?:{_CAPITAL}[ ]){{0,3}}{_CAPITAL}[ ]{_FI_FORM}(?::(?:n|ssa|lla|lle|lta|sta|hin|ä|tä|llä))?{END}",
            0.6,
            (" oy", " ky", " tmi", " osk", " osuus", " ab ", " konserni"),
        ),
        Shape(
            "Finnish company in small letters",
            rf"{START}{_TOKEN}[ ](?:oyj?|ky|tmi)(?::(?:n|ssa|lla|lle|lta|sta|hin|ssä|llä))?{END}",
            0.5,
            (" oy", " ky", " tmi"),
        ),
        Shape(
            "Finnish, form first",
            rf"{START}(?-i:Oy|Ab|Tmi|tmi)[ ]{_CAPITAL}(?:[ ]{_CAPITAL}){{0,2}}(?:[ ]Ab)?{END}",
            0.6,
            ("oy ", "ab ", "tmi "),
        ),
        Shape(
            "Finnish, working",
            rf"{START}{_FI_WORK}(?:[ ](?:siel|nyt|taas|vuoden|viime kesänä|kesän))?[ ]\K"
            rf"(?:{_CAPITAL}[ ])?{_TOKEN}?{_FI_CASE}{END}",
            0.5,
            _FI_NEEDED,
        ),
        Shape(
            "Finnish, at first",
            rf"{START}\K{_CAPITAL}{_FI_CASE}(?=[ ](?:töissä|duunissa|hommissa|kassalla|kassana|töihin|duuniin|"
            rf"myyjänä|siivoojana|harjoittelussa){END})",
            0.5,
            ("töi", "duuni", "hommissa", "kassa", "myyjänä", "siivoojana", "harjoittelussa"),
        ),
        Shape(
            "Finnish, known, behind",
            rf"{START}{fi_doing}(?:[ ][a-zåäö]+){{0,2}}?[ ]\K(?:{known_fi}){_FI_KNOWN_CASE}{END}",
            0.6,
        ),
        Shape(
            "Finnish, known, before",
            rf"{START}(?:{known_fi})(?::|i)?(?:ll[aäe]|lt[aä]|ss[aä]|st[aä]|n|in|een|iin|an|aan|ään|on|oon|een|hin|"
            rf"un|uun)?"
            rf"(?=(?:[ ][a-zåäö]+){{0,2}}?[ ]{fi_doing}{END})",
            0.6,
        ),
        Shape(
            "English, known, behind",
            rf"{START}{en_doing}(?:[ ][a-z'’]+){{0,3}}?[ ](?:at|for|with|from|by|in|to|quit|quitting|left|"
            rf"of)[ ](?:an? |the |my |our "
            rf"|local |old )*\K(?:{known_en}){END}",
            0.6,
        ),
        Shape("English, known, before", rf"{START}(?:{known_en})(?=[ ]{en_role}{END})", 0.6),
        Shape(
            "English, leaving",
            rf"{START}(?:quit|quitting|fired from|started at|start at|hired at|hired by|manager at|cashier at|"
            rf"shifts? at|"
            rf"intern(?:ship|ing|ed)? at|laid off from|(?:an?|the) (?:[a-z]+ )?(?:job|gig|position|interview) (?:at|"
            rf"with))[ ]"
            rf"(?:the |my )?\K{_CAPITAL}(?:[ ](?:& |and )?{_CAPITAL}){{0,2}}",
            0.5,
        ),
        Shape(
            "English company",
            rf"{START}(?:{_CAPITAL}[ ]){{0,3}}{_CAPITAL},?[ ](?-i:{_EN_FORM}){END}\.?",
            0.6,
            (" inc", " ltd", " llc", " corp", " plc", " gmbh", " limited", " co", " & "),
        ),
        Shape(
            "English, working",
            rf"{START}{_EN_WORK}[ ](?:an? |the |my |this |that )?(?:local |old )?\K{_CAPITAL}(?:[ ](?:of |& |and "
            rf"(?=[A-Z]))?{_CAPITAL}){{0,3}}",
            0.5,
            _EN_NEEDED,
        ),
        Shape(
            "English, working, in small letters",
            rf"{START}{_EN_WORK}[ ]\K[A-Za-z][0-9A-Za-z'’&\-]{{2,}}{END}(?![ ]+(?:job|company|store|place))",
            0.5,
            _EN_NEEDED,
        ),
    )


class EmployerRecogniser(Recogniser):
    """A name before Oy, Ltd and the like; behind `töissä` or `work at` whatever is no word of the language."""

    ENTITY = "EMPLOYER"
    SHAPES = at_first_use(_shapes)
    EXAMPLES = Examples(
        found=(
            ("firma on Esimerkki Rakennus Oy", "Esimerkki Rakennus Oy"),
            ("Keksitty Oyj:n pomo", "Keksitty Oyj:n"),
            ("olin töissä Fiktialla kaksi vuotta", "Fiktialla"),
            ("pääsin töihin lidliin", "lidliin"),
            ("oon töissä S-marketissa", "S-marketissa"),
            ("I work at Fictional Foods in town", "Fictional Foods"),
            ("Exampleton Ltd. fired me", "Exampleton Ltd."),
            ("i worked at walmart once", "walmart"),
            ("my target job is killing me", "target"),
            ("got night shifts over at tesco", "tesco"),
            ("Prismassa kassalla", "Prismassa"),
            ("kävin töissä vuoden postissa", "postissa"),
            ("duunia woltilla", "woltilla"),
            ("internship at Fictional Systems", "Fictional Systems"),
        ),
        not_found=(
            "olin töissä kaupassa",
            "töissä käyvä",
            "I work at home",
            "work for free",
            "working from home",
            "I work at night",
            "get a job at some store",
            "olen töissä varastolla",
            "bought it at walmart",
            "ostin lidlistä leipää",
            "töissä koneella istuen",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """What is an ordinary word names no company; neither does a large place."""
        low = pattern_text.lower()
        common = words_of(_LISTS, "no company")
        if low in words_of(_LISTS, "words too"):
            return False
        if _known().fullmatch(low):
            return None
        if re.search(rf" {_FI_FORM}(?::[a-zäö]+)?$|^(?:oy|ab|tmi) |,? {_EN_FORM.lower()}\.?$", low):
            words = low.split()
            return (
                False
                if len(words) == 2 and (words[0] in common or (pattern_text.islower() and is_ordinary(words[0], "fi")))
                else None
            )
        if low in common or low in large() or low in finnish_regions():
            return False
        words = re.findall(rf"[{LATIN}'’&\-]+", pattern_text)
        if len(words) > 1:
            return False if all(word.lower() in common for word in words) else None
        word = words[0] if words else low
        if word.endswith(("-", "'")) or any(is_ordinary(word.lower(), lang) for lang in ("fi", "en")):
            return False
        return None


def sector_of(text: str) -> str | None:
    """The sector that words in a found name betray, in any of the three languages; None where none does."""
    low = text.lower()
    for heading in sections(_LISTS):
        if heading.startswith("sector: ") and re.search(alternatives(_LISTS, heading), low):
            return heading.removeprefix("sector: ")
    return None
