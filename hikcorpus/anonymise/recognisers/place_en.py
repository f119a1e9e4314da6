"""Small places as English speakers name them: only where someone says that they live there or come from there."""

import re

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.places import english, finnish_regions, large
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape, at_first_use
from hikcorpus.anonymise.shapes import END, START

_NAME = r"(?-i:St\.?[ ](?=[A-Z]))?(?-i:[A-Z][a-z'’\-]+(?:[ ](?:upon |on |le |under )?[A-Z][a-z'’\-]+){0,2})"
_LIVE = (
    r"(?:(?:live|lived|lives|living|stay(?:ed|ing)?|grew up|raised|born|born and raised|based|located|stuck|house|"
    r"apartment|flat|home|hometown)"
    r"(?: alone| with [a-z]+ [a-z]+| right now| out| here| over)?[ ](?:in|near|at|outside|around|outside of|close "
    r"to|just outside)|"
    r"(?:mov(?:e|ed|ing)|relocat(?:ed|ing)) (?:back )?(?:to|from|near)|"
    r"(?:i'?m|i am|im|he'?s|she'?s|they'?re|we'?re|come|comes|came|hail(?:s|ing)?|originally)(?: originally| "
    r"actually)? from|"
    r"(?:here|down|back home|somewhere|stuck|visit(?:ed|ing)?|meet ?up|i'?m|i am|im|currently|rent|job|bus|train)"
    r"[ ](?:in|near|outside)|"
    r"(?:my|our) (?:home ?town|town|city|village)(?: is| of|,|:)|anyone (?:here )?(?:in|from|near))"
)
_AFTER = (
    r"(?:the )?(?:town of |city of |village of |outskirts of |suburbs of |rural |downtown |a (?:small )?(?:town|"
    r"village|city|place) (?:called|named|near|outside|in) )?"
)
_TOWN_ENDING = (
    "(?:ville|burgh?|borough|brough|shire|ston|gton|nton|lton|rton|bury|ham|ford|field|mouth|wick|worth|dale|chester|"
    "caster|stead|combe|hurst|minster|stowe|thorpe|sby|port|haven|land|wood)"
)
_NOT = frozenset((
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "reddit", "discord",
    "the", "i", "my", "a", "an", "mom", "dad", "god", "hell", "heaven", "english", "internet", "youtube", "4chan",
    "asia", "africa", "eu", "latin", "south", "north", "west", "east", "western", "eastern", "northern", "southern",
    "central", "midwest", "bible", "silicon", "european", "american", "asian", "mars", "earth",
))  # fmt: skip


def _shapes() -> tuple[Shape, ...]:
    several = "|".join(sorted((re.escape(name) for name in english() if " " in name), key=len, reverse=True))
    return (
        Shape("capitalised", rf"{START}{_LIVE}[ ]{_AFTER}\K{_NAME}{END}", 0.5),
        Shape("in small letters", rf"{START}{_LIVE}[ ]{_AFTER}\K[a-z][a-z'’\-]{{3,24}}{END}(?!['’.][a-z])", 0.5),
        Shape(
            "town and state",
            rf"{START}{_NAME},[ ](?-i:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|"
            rf"O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]){END}",
            0.5,
            (", ",),
        ),
        Shape("known, in several words", rf"{START}(?:{several}){END}", 0.6),
        Shape(
            "by its ending",
            rf"{START}(?:in|from|near|around|outside)[ ]\K(?-i:[A-Z])[a-z]{{2,14}}{_TOWN_ENDING}"
            rf"(?!land|wood){END}(?!['’]s)",
            0.5,
        ),
        Shape(
            "kind behind",
            rf"{START}(?-i:(?:[A-Z][a-z'’]+[ ]){{1,2}}(?:County|Township|Heights|Springs|Falls|Beach|Borough|"
            rf"Parish|Village)){END}|{START}(?:in|from|near|around|at|to)[ ]\K[a-z'’]{{3,}}[ ](?:county|township){END}"
            rf"|{START}(?:in|from|near|around)[ ]\K(?:county|co\.)[ ][a-z]{{4,}}{END}",
            0.5,
        ),
        Shape(
            "station",
            rf"{START}(?:at|from|to|near|"
            rf"outside)[ ](?:the )?\K(?-i:[A-Z][a-z'’]+(?:[ ][A-Z][a-z'’]+){{0,2}})(?=[ ](?:train |"
            rf"tube |bus |railway |metro |subway )?(?:station|stop){END})",
            0.5,
            ("station", "stop"),
        ),
        Shape(
            "a/s/l",
            rf"[0-9][ ]?/[ ]?[mf][ ]?/[ ]?\K[A-Za-z][A-Za-z\-]{{3,20}}(?:[ ](?-i:[A-Z])[a-z]+)?{END}",
            0.5,
            ("/",),
        ),
    )


class EnglishPlaceRecogniser(Recogniser):
    """Behind `live in`, `from`, `moved to`: a capitalised name, or a word unknown to English."""

    ENTITY = "PLACE"
    SHAPES = at_first_use(_shapes)
    EXAMPLES = Examples(
        found=(
            ("I live in Exampleton with my mum", "Exampleton"),
            ("i'm from fictionville", "fictionville"),
            ("moved to Upper Sampleford last year", "Upper Sampleford"),
            ("near Exampleton, TX", "Exampleton, TX"),
            ("24/m/Exampleton", "Exampleton"),
            ("driving through milton keynes again", "milton keynes"),
            ("stuck in reading with no job", "reading"),
            ("the shops near Sampleville are shut", "Sampleville"),
            ("somewhere in Fictional County", "Fictional County"),
            ("met at Exampleton station", "Exampleton"),
        ),
        not_found=(
            "I live in London",
            "i live in a box",
            "I'm from Finland",
            "living in fear",
            "moved to another city",
            "I come from Monday",
            "working from home",
            "reading a book, my county is big",
            "stuck in traffic",
            "i'm in bed",
            "in another county",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """Large places and ordinary words are none."""
        low = pattern_text.lower()
        words = re.findall(r"[a-zà-ÿ]+", low)
        if low in english():
            return None
        if low.startswith(("county ", "co. ")) or low.endswith((" county", " township")):
            rest = [word for word in words if word not in {"county", "co", "township"}]
            plain = [word in _NOT or (pattern_text.islower() and is_ordinary(word, "en")) for word in rest]
            return None if any(word in english() for word in rest) or not all(plain) else False
        if (
            low in large()
            or not words
            or all(word in large() or word in _NOT for word in words)
            or words[0] in {"the", "my"}
        ):
            return False
        if not pattern_text[0].isupper():
            return (
                False
                if low in finnish_regions() or is_ordinary(low, "en") or low.endswith(("ing", "'s", "’s"))
                else None
            )
        return False if len(words) == 1 and words[0] in _NOT else None
