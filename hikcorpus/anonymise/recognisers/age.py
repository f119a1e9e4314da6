"""Ages of persons in Finnish and English, down to `27M`."""

import re
from unicodedata import normalize

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.recognisers.age_ja import kanji_number
from hikcorpus.anonymise.shapes import END, LATIN, START

_N = r"(?<![0-9.,/])(?<![0-9][ :])[1-9]?[0-9]"
_TWO = r"(?<![0-9.,/\-])(?<![0-9]:)(?:1[0-9]|[2-9][0-9])"
_FINNISH_CUE = (
    r"(?:olen|oon|olin|oot|on|oli|mä|minä|täytän|täytin|täyttää|täytti|täyttäny[tk]?|ikä(?:ni|nsä|ä)?|iältäni)"
)
_WHO = (
    "(?:mies|nainen|tyttö|poika|jätkä|äijä|neito|neiti|likka|ukko|vanha|kesäinen|sinkku|työtön|opiskelija|hikky|neet)"
)
_NOT_ENGLISH = (
    r"(?![0-9]|[.,:/\-][0-9]|[ ]?(?:%|€|\$|£|percent|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|miles?|km|kg|"
    r"lbs?|cm|"
    r"pounds|feet|ft|inch(?:es)?|times|points|people|bucks|dollars|euros?|of[ ]|in[ ]|levels?|pages?|steps|km/h|mph|"
    r"st|nd|rd|th|am|pm|grand|k(?![a-z])|h(?![a-z])|x(?![a-z]))|[ ](?:more|other|different|messages|posts|friends))"
)
_ONES = "(?:one|two|three|four|five|six|seven|eight|nine)"
_WORDS = (
    rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:[ \-]?{_ONES})?|thirteen|fourteen|fifteen|sixteen|"
    rf"seventeen|"
    "eighteen|nineteen|eleven|twelve|ten|nine|eight|seven|six|five|four|three)"
)
_YEARS_AGO = (
    r"(?![ ]?(?:sitten|takaper|ajan|aikaa|aikana|kuluttua|myöhemmin|päästä|sisällä|vankeut|vankila|linna[an]|takuu|"
    r"putke|"
    r"koke|lisää|enemmän|yhteen|aiem|ennen|akku|laturi|virta|verkko|jännit|eteenpäin|joka|jatku|tullut|kestä))"
)
_SPAN_BEFORE = r"(?<!viime[ ])(?<!viimeiset[ ])(?<!viimeisen[ ])(?<!seuraavat[ ])(?<!noin[ ])(?<!n\.[ ])(?<!koko[ ])"
_NUMERALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_IN_WORDS = {word: number for number, word in enumerate(_NUMERALS.split(), start=1)}
_IN_WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}


class AgeRecogniser(Recogniser):
    """A number with its word for years; `olen 27`, `27M` without one. Durations are no ages."""

    ENTITY = "AGE"
    SHAPES = (
        Shape("Finnish", rf"{_N}[ ]?[\-–]?[ ]?vuotia(?!at|iden|illa|ita|ille|ista|ill)[a-zåäö]*", 0.7, ("vuotia",)),
        Shape(
            "Finnish, birthday", rf"{_N}[ ]?[\-–][ ]?vuotis[a-zåäö]*|{_N}[ \-]?kesäi[a-zåäö]+", 0.6, ("vuotis", "kesäi")
        ),
        Shape(
            "Finnish, in full", rf"{_N}[ ](?:vuotta|v|vuoden)\.?[ ](?:vanha|ikäi)[a-zåäö]*", 0.7, (" vanha", " ikäi")
        ),
        Shape(
            "Finnish, short",
            rf"{_SPAN_BEFORE}{_TWO}[ ]?(?:(?-i:vee|veen|v)|(?<!12)(?-i:V))(?![{LATIN}\-/]){_YEARS_AGO}",
            0.6,
            ("v",),
        ),
        Shape(
            "Finnish, cued",
            rf"{START}{_FINNISH_CUE}(?:[ ](?:on|nyt|jo|vasta|siis|kohta|pian|about))?[ :]+\K{_TWO}(?![0-9]|[.,][0-9])"
            rf"(?=[ ]?(?:$|[,;!?)\n]|\.(?:$|[ \n](?![a-zåäö]))|[ ](?:ja|mut|mutta|nyt|joten|enkä|viime|tänä|ens|ensi|"
            rf"kesällä|talvella|syksyllä|keväällä|eilen|huomenna|tänään|kun|eikä|vielä|"
            rf"{_WHO}){END}))",
            0.5,
            ("ol", "oon", "oot", "on", "mä", "minä", "täyt", "ikä", "iält"),
        ),
        Shape("English", rf"{_N}[ \-]?(?:years?|yrs?|y)[ \-]?(?:old|of[ ]age)s?{END}", 0.8, ("old", "age")),
        Shape("English, short", rf"{_N}[ ]?(?:y/?o|y\.o\.?|yos|yrs|yr old){END}", 0.6, ("y",)),
        Shape(
            "English, turning",
            rf"{START}(?:turn(?:ed|ing|s)?|hit(?:ting)?|almost|nearly|already|only|now|barely|pushing|approaching|"
            rf"over here|as an?|a|me|self|him|her|sister|brother|mom|dad|mum|son|daughter|kid|gf|bf|wife|husband|guy|"
            rf"girl|"
            rf"woman|man|(?:he|she|i|they|who|mom|dad|mum|brother|sister|son|daughter)(?: is| was|['’]?s|"
            rf"['’]?m)?)[ ,(]+(?:is |was |at |just |only |turned |like |about |at like )?\K{_TWO}{END}"
            rf"(?=[ ]*(?:$|[.!?,;)\n](?![0-9])|[ ](?:now|and|but|in (?:a |two |three )?(?:week|month|few|days|january|"
            rf"february|march|april|"
            rf"may|june|july|august|sept|oct|nov|dec)|this|next|already|tomorrow|today|soon|lol|btw|when|with no|"
            rf"never|khv|virgin|neet|"
            rf"hikki|male|female|still|yesterday|last|so|or so|ish|if|going on|year)))",
            0.5,
        ),
        Shape(
            "English, at",
            rf"{START}(?:at|since|by|aged?|age:|until|till|before|from)[ ](?:about |like |around )?\K(?:1[0-9]|"
            rf"[2-6][0-9])"
            rf"(?=[ ]*(?:$|[.!,;?)\n](?![0-9])|[ ](?:i|he|she|my|you|and (?:i|he|she|never|still|now|have|dropped|"
            rf"moved|started)|with "
            rf"(?:no|zero|my)|living|after|because|when|so|was|we|they|already|still|never|but|years of age|"
            rf"without){END}))",
            0.5,
            ("at", "since", "by", "age", "until", "till", "before", "from"),
        ),
        Shape(
            "English, words alone",
            rf"{START}(?:i'?m|i am|im|he'?s|she'?s|he is|she is|i was|turn(?:ed|ing|s)?|aged?|at age|at|"
            rf"since)[ ](?:only |just |almost "
            rf"|already |about )?\K(?:(?:twenty|thirty|forty|fifty|sixty)(?:[ \-]?{_ONES})?|thirteen|fourteen|fifteen|"
            rf"sixteen|seventeen|eighteen|nineteen){END}(?![ ](?:minutes|hours|days|weeks|months|dollars|percent|"
            rf"people|miles|"
            rf"pounds|thousand|hundred|times|feet|euros|bucks|points|per|something|cents))",
            0.6,
            ("teen", "ty"),
        ),
        Shape(
            "with sex or state, in small letters",
            rf"(?<![{LATIN}.,:/$€£\-])(?:1[3-9]|[2-6][0-9])(?:[ ]?(?:m|f)|[ ]?(?:nb|ftm|mtf)|[ ](?:neet|hikki|"
            rf"hikikomori|khv|"
            rf"kissless|virgin|yr olds?|male|female|dude|guy|girl|woman|man|boy|years?|yrs?) (?:here|old|and|with|"
            rf"living|from)?)"
            rf"(?![{LATIN}\-²³])(?![ ]?(?:away|tall|long|deep|wide|high|views|people|from here|run|sprint|dash|of[ ]|"
            rf"x[ ]))"
            rf"(?=[ ]*(?:$|[,.;!?)/\]|\n]|here|from|uk|us|usa|fin|can|aus|neet|khv|virgin|and|looking|living|with|"
            rf"never|single|no|lonely))",
            0.5,
        ),
        Shape("English, in words", rf"{START}{_WORDS}[ \-](?:years?|yrs?)[ \-]old{END}", 0.7, ("old",)),
        Shape(
            "English, cued",
            rf"{START}(?:(?:i'?m|i am|im|he'?s|she'?s|he is|she is|i was|turn(?:ed|ing|s)?|aged|(?:at the )?age(?: "
            rf"of| is)?|"
            rf"at age|since i was|when i was|i'?ll be|gonna be)(?:[ ](?:now|only|just|already|almost|nearly|about|"
            rf"like|turning))?|age:)"
            rf"[ ]+\K{_TWO}{END}{_NOT_ENGLISH}",
            0.6,
            ("i'm", "i am", "im ", "he", "she", "was", "turn", "age", "ll be", "gonna be"),
        ),
        Shape(
            "sex behind",
            rf"(?<![{LATIN}.,:/$€£\-])(?:1[0-9]|[2-6][0-9])(?:(?-i:[MF])|[ ]?/[ ]?[mf](?=[ ]?/)|[ ]?(?:male|"
            rf"female){END})"
            rf"(?![{LATIN}\-])(?![ ]?(?:views|people|dollars|users|subs|euro|e(?![a-z])|€|\$|jobs|players|copies|"
            rf"downloads))",
            0.6,
        ),
        Shape("sex before", rf"(?<![{LATIN}.])[mf][ ]?/[ ]?(?:1[0-9]|[2-6][0-9])(?![0-9/%]){END}", 0.6, ("/",)),
        Shape(
            "sex before, in brackets", r"[(\[]\K(?-i:[MF])(?:1[0-9]|[2-6][0-9])(?=[)\]])", 0.6, ("(m", "(f", "[m", "[f")
        ),
        Shape("a/s/l", rf"{START}(?:asl|a/s/l)[ :?]+\K(?:1[0-9]|[2-9][0-9])(?![0-9])", 0.7, ("asl", "a/s/l")),
    )
    EXAMPLES = Examples(
        found=(
            ("mies 25v täältä", "25v"),
            ("olen 25-vuotias ja", "25-vuotias"),
            ("25 vuotiaana jäin", "25 vuotiaana"),
            ("olen 27 ja asun yhä kotona", "27"),
            ("täytin 30.", "30"),
            ("27M here", "27M"),
            ("I'm a 25yo neet", "25yo"),
            ("i am 19 and alone", "19"),
            ("a 25-year-old guy", "25-year-old"),
            ("my five year old son", "five year old"),
            ("24/m/uk", "24/m"),
            ("just turned 30, no job", "30"),
            ("24m, neet since forever", "24m"),
            ("dropped out at 19 and never left", "19"),
            ("i'm twenty-eight", "twenty-eight"),
            ("my brother is 17 now", "17"),
        ),
        not_found=(
            "25 v sitten",
            "25v sitten",
            "viimeiset 10 v kotona",
            "kakskymppinen no",
            "olen 25 km päässä",
            "I'm 10 minutes away",
            "it got 25M views",
            "12v akku",
            "en ole 100% varma",
            "oli 20. luokka",
            "about 5 years ago",
            "meet at 19:30",
            "a 50 m dash",
            "only 20 left",
            "at 20 percent",
            "i'm twenty minutes late",
        ),
    )


def age_of(text: str) -> int | None:
    """The age in years that a found value says, 0 to 120; None where it says none that can be read."""
    plain = normalize("NFKC", text).lower()
    number = re.search(r"[0-9]{1,3}", plain)
    if number:
        age: int | None = int(number[0])
    elif "はたち" in plain or "ハタチ" in plain:
        age = 20
    elif kanji := re.search(r"[〇一二三四五六七八九十]+", plain):
        age = kanji_number(kanji[0])
    else:
        words = [_IN_WORDS[word] for word in re.findall(r"[a-z]+?(?=ty|$|[^a-z])(?:ty)?", plain) if word in _IN_WORDS]
        age = sum(words) or None
    return age if age is not None and age <= 120 else None
