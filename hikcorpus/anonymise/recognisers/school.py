"""Finnish schools, colleges and universities that are named."""

import re
from unicodedata import normalize

from hikcorpus.anonymise.everyday import finnish_name
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.recognisers.school_en import LEVELS as ENGLISH_LEVELS
from hikcorpus.anonymise.recognisers.school_ja import LEVELS as JAPANESE_LEVELS
from hikcorpus.anonymise.shapes import END, START

_ENDING = (
    "(?:n|a|u|ta|t|un|on|hon|en|ssa|ssä|ssani|ssäni|sta|stä|lla|llä|lta|ltä|lle|ksi|na|sa|s|st|ni|i(?:ss|st)a|seen|"
    "stani)?"
)
_KIND = (
    r"(?:(?:normaali|yhteis|yläaste(?:en)? |ala-aste(?:en)? |steiner|ala|ylä|perus|musiikki|kristillinen )?koulu|"
    r"(?:yhteis|normaali|ilta|aikuis|urheilu)?lukio|lyseo|ylä-?aste|ala-?aste|"
    r"(?:teknillinen |kauppa|taide)?(?:yli|korkea)?opisto|kansanopisto|ammattiopisto|aikuisopisto|kauppaopisto|"
    r"kansalaisopisto|"
    r"ammattikorkeakoulu|ammattikoulu|ammattikorkea|kauppakorkeakoulu|kauppakorkea|kauppis|amk|amis|yliopisto)"
)
_SAFE = (
    "tamk|hamk|samk|xamk|seamk|jamk|oamk|vamk|metropolia|haaga-?helia|arcada|humak|tredu|gradia|keuda|hyria|sakky|osao|"
    "stadin ammattiopisto|stadin ao|åbo akademi|aalto-yliopisto|careeria|luksia|winnova"
)
_NEEDED = ("koulu", "lukio", "lyseo", "opisto", "aste", "akademi", "korkea", "kauppis", "amis", "amk", "insti")
_LEVELS = (
    ("university", r"yliopisto|akademi|aalto|hanken|(?<![a-z])(?:lut|tut|tty|tkk|utu|uef)|kauppakorkea|kauppis"),
    ("university of applied sciences", r"ammattikorkea|amk|xamk|metropolia|haaga|arcada|humak|diak|stadia"),
    ("upper secondary", r"lukio|lyseo|norssi|ressu|syk|etelis"),
    (
        "vocational",
        r"opisto|ammattikoulu|amis|tredu|gradia|keuda|hyria|sakky|osao|winnova|edu|stadin ao|careeria|luksia|vamia",
    ),
    ("primary or lower secondary", r"koulu|aste"),
)


class FinnishSchoolRecogniser(Recogniser):
    """A genitive and a kind of school, compounds with a name, and acronyms."""

    ENTITY = "SCHOOL"
    SHAPES = (
        Shape(
            "name and kind",
            rf"{START}(?:(?-i:[A-ZÅÄÖ])[a-zåäö]+[ ](?-i:(?=[A-ZÅÄÖ])))?[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)?n[ "
            rf"]{_KIND}{_ENDING}{END}",
            0.6,
            _NEEDED,
        ),
        Shape(
            "compound",
            rf"{START}(?-i:[A-ZÅÄÖ])[a-zåäö]{{2,24}}n(?:koulu|lukio|yliopisto|opisto|yhteiskoulu){_ENDING}{END}"
            rf"|{START}(?-i:[A-ZÅÄÖ])[A-Za-zåäö]+[ \-](?:yliopisto|lukio|koulu|opisto|instituutti|yhteiskoulu|"
            rf"ammattikorkeakoulu|amk)"
            rf"{_ENDING}{END}",
            0.6,
            _NEEDED,
        ),
        Shape(
            "acronym",
            rf"{START}(?:{_SAFE})(?:[:i]?{_ENDING}|i(?:ssa|ssä|sta|stä|in|n|lla|lle))?{END}",
            0.6,
            (
                "amk",
                "metropolia",
                "haaga",
                "arcada",
                "humak",
                "tredu",
                "gradia",
                "keuda",
                "hyria",
                "sakky",
                "osao",
                "stadin",
                "akademi",
                "aalto-",
                "careeria",
                "luksia",
                "winnova",
            ),
        ),
        Shape(
            "acronym in capitals",
            rf"{START}(?-i:LUT|TUT|TTY|TKK|UTU|UEF|LAMK|KAMK|MAMK|SYK|Norss|Diak|Laurea|Savonia|Centria|Novia|"
            rf"Hanken|Ressu)"
            rf"(?:[:i]?{_ENDING}|i(?:ssa|sta|in|n))?{END}",
            0.6,
            (
                "lut",
                "tut",
                "tty",
                "tkk",
                "utu",
                "uef",
                "amk",
                "syk",
                "norss",
                "diak",
                "laurea",
                "savonia",
                "centria",
                "novia",
                "hanken",
                "ressu",
            ),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("kävin Mallilan lukiota Turussa", "Mallilan lukiota"),
            ("kouvolan yhteiskoulussa oli", "kouvolan yhteiskoulussa"),
            ("opiskelen Helsingin yliopistossa", "Helsingin yliopistossa"),
            ("Puistolankoulu oli paska", "Puistolankoulu"),
            ("pääsin tamkiin", "tamkiin"),
            ("Aalto-yliopistossa", "Aalto-yliopistossa"),
            ("Turun AMK:ssa", "Turun AMK"),
        ),
        not_found=(
            "entisen koulun pihalla",
            "yläasteella ja lukiossa",
            "ammattikoulun jälkeen",
            "Peruskoulu loppui",
            "oman lukion",
            "koulukiusaaminen",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """`Entisen koulun` names none."""
        first, space, _ = pattern_text.partition(" ")
        if not space or not first.lower().endswith("n") or first.lower() == "stadin":
            return None
        return None if finnish_name(first) else False


def level_of(text: str) -> str | None:
    """The level that a found value says, whatever its language: primary, upper secondary, vocational, university..."""
    plain = normalize("NFKC", text).lower()
    levels = (*JAPANESE_LEVELS, *_LEVELS, *ENGLISH_LEVELS)
    return next((level for level, shape in levels if re.search(shape, plain)), None)
