"""English-language schools, colleges and universities that are named."""

import re

from hikcorpus.anonymise.everyday import english_name
from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, START

_WORD = r"(?-i:[A-Z])[A-Za-z'’.\-]*"
_KIND = (
    "(?:(?:senior |junior |high |middle |elementary |primary |secondary |grammar |comprehensive |community |technical |"
    "state |art )*(?:school|college|university|academy|uni)|high(?= school|[.,!?\\n]|$)|institute of technology|"
    "polytechnic)"
)
LEVELS = (
    ("university", r"universit|(?<![a-z])uni(?![a-z])|institute|polytechnic"),
    ("primary", r"elementary|primary"),
    ("lower secondary", r"middle|junior high"),
    ("upper secondary", r"high|secondary|grammar|comprehensive|academy"),
    ("college", r"college"),
)
"""Level: a pattern of values that say it, in lower case; the first that matches."""
_NEEDED = ("school", "college", "univ", "academy", "uni", "polytechnic", "institute of", "high")


_STATES = (
    "ohio|penn|michigan|florida|iowa|kansas|oklahoma|oregon|arizona|boise|fresno|san diego|san jose|sac|app|ball|kent|"
    "nc|"
    "wichita|utah|colorado|washington|mississippi|louisiana|georgia|montana|idaho|illinois|indiana|missouri|texas|"
    "cal|sonoma|chico|humboldt|portland|weber|wright|youngstown|cleveland|wayne|grand valley|ferris|morgan|delaware|"
    "montclair|appalachian|kennesaw|valdosta|troy|alabama|arkansas|murray|morehead|tennessee|dakota|minnesota|"
    "st\\.? cloud"
)
_SHORT = (
    "(?-i:MIT|UCLA|UCL|USC|NYU|LSE|CMU|BYU|RIT|RPI|WPI|SMU|TCU|LSU|FSU|USF|UCF|FIU|OSU|MSU|PSU|ASU|CSU|SDSU|SJSU|SFSU|"
    "UNC|UGA|"
    "UVA|UVM|UMD|UW|UBC|SFU|UofT|TMU|YorkU|UNSW|UTS|ANU|RMIT|TCD|UCD|UCC|DCU|KCL|QMUL|SOAS|UEA|UWE|UCLan|MMU|LJMU|NTU|"
    "UTSA|UTD|"
    "UIUC|UIC|UMN|UMass|UConn|SUNY|CUNY|GMU|GWU|VCU|JMU|UTK|WVU|WSU|NDSU|UNLV|UNR|NMSU|KSU|OU|NUIG|UQ)"
    "|ucla|nyu|byu|uiuc|umass|uconn|suny|cuny|unlv|caltech|gatech|georgia tech|virginia tech|texas tech|cal poly|"
    "stanford|harvard|yale|princeton|dartmouth college|cornell|vanderbilt|rutgers|purdue|tufts|drexel|gonzaga|"
    "johns hopkins|northwestern university|notre dame|mcgill|unsw|u of t|uoft|oxbridge|trinity college|"
    "imperial college|"
    "king'?s college|goldsmiths|u ?mich|unc[ \\-][a-z]{4,}|uw[ \\-]madison|"
    "suny [a-z]{4,}|cuny [a-z]{4,}|csu [a-z]{4,}|"
    "uc (?:davis|berkeley|irvine|san diego|santa cruz|santa barbara|riverside|merced|los angeles)|"
    "ut (?:austin|dallas|arlington|san antonio|el paso)|uni of (?!the|my|life)[a-z]{4,}|"
    "u of (?:m|a|i|o|w|michigan|illinois|oregon|utah|minnesota|washington|arizona)"
)


_LOOSE = frozenset(
    ("high", "middle", "primary", "secondary", "cc", "tech", "comp", "grammar", "uni", "college", "sixth")
)
_PLAIN = frozenset(("so", "too", "very", "sky", "still", "i'm", "im", "i", "dont", "thats", "its", "a", "the"))


class EnglishSchoolRecogniser(Recogniser):
    """Capitalised names before or after the kind; in small letters only behind `go to`, `studied at` and the like."""

    ENTITY = "SCHOOL"
    SHAPES = (
        Shape(
            "name and kind",
            rf"{START}(?:{_WORD}[ ]){{1,4}}(?-i:(?=[A-Z]|(?:high |middle |primary )school|university|college)){_KIND}"
            rf"(?:[ ]of[ ]{_WORD}(?:[ ]{_WORD})?)?(?:,[ ]{_WORD})?{END}",
            0.6,
            _NEEDED,
        ),
        Shape(
            "name and kind, first in its line",
            r"(?:^|[.,!?][ ])\K[a-z'’.]{3,}(?:[ ][a-z'’.]{3,})?[ ](?:high|elementary|middle school|community college|"
            r"grammar)(?=[ ](?:was|is|in|for|sucks|sucked|had|got|and|where|fucking)|[ ]*(?:$|[.,!?]))",
            0.5,
            ("high", "elementary", "middle school", "community college", "grammar"),
        ),
        Shape("short", rf"{START}(?:{_SHORT}){END}", 0.6),
        Shape(
            "of a state",
            rf"{START}(?:{_STATES})[ ](?-i:State|state){END}(?![ ](?:of|law|laws|police|trooper|capital|fair|line|"
            rf"park|prison|senat|govern|tax|flag))|{START}(?:at|to|from|attend(?:ed|ing)?|"
            rf"enrolled at)[ ]\K(?:{_STATES})[ ]state{END}",
            0.5,
            (" state",),
        ),
        Shape(
            "name and kind in small letters",
            rf"{START}(?:at|to|from|in|into|attend(?:ed|ing)?|finished|graduated|near|outside|of|called|alum|left|like|"
            rf"is|was|,)[ ](?:the )?\K[a-z'’.\-]{{2,}}(?:[ ][a-z'’.\-]{{2,}}){{0,2}}?[ ](?:high|high school|"
            rf"middle school|middle|junior high|elementary|elementary school|primary school|primary|secondary|"
            rf"community college|comm(?:unity)? college|cc|tech|technical college|college|uni|university|academy|"
            rf"comp(?:rehensive)?|grammar|sixth form|polytechnic){END}(?![ ](?:as|and mighty|on|of the|in the))",
            0.5,
        ),
        Shape(
            "name and kind, short",
            rf"{START}(?-i:[A-Z][a-z'’.]+(?:[ ][A-Z][a-z'’.]+){{0,2}}[ ](?:High|Elementary|Middle|Primary|Uni|uni|"
            rf"Comp|Grammar|Academy|"
            rf"Tech|CC|Secondary|Prep|Sixth Form|Jr\.? High|Junior High|high|elementary|middle))(?![ ](?:as|on|of|in|"
            rf"court|class|school|schools))(?!-){END}",
            0.5,
        ),
        Shape(
            "kind of place, Saint",
            rf"{START}(?:at|to|from|attend(?:ed|ing)?)[ ]\K(?:st\.?|saint)[ ][a-z]+(?:['’]?s)?(?=[ ](?:school|high|"
            rf"primary|until|for|in)|[.,!?]|$)",
            0.5,
            ("st", "saint"),
        ),
        Shape(
            "kind of place",
            rf"{START}(?:university|college|academy|institute) of (?:the )?{_WORD}(?:[ ](?:at )?{_WORD}){{0,3}}{END}",
            0.6,
            ("university of", "college of", "academy of", "institute of"),
        ),
        Shape(
            "in small letters",
            rf"{START}(?:go|goes|going|went|attend(?:ed|ing)?|study|studied|studying|student|freshman|sophomore|senior|"
            rf"graduated?|dropped out|enrolled|transferred)(?: (?:to|at|from|of|in|out of))?[ ]\K"
            rf"[A-Za-z'’.\-]+(?:[ ][A-Za-z'’.\-]+){{0,2}}?[ ](?:high school|middle school|elementary(?: school)?|"
            rf"university|college|"
            rf"academy|uni|high|secondary school|primary school){END}",
            0.5,
            _NEEDED,
        ),
        Shape(
            "university in small letters",
            rf"{START}(?:go|went|going|attend(?:ed)?|study|studied|studying|at|from)(?: to| at)? (?:the )?\K"
            rf"(?:university|uni|college) of (?!the|my|course|a[ ]|life)[A-Za-z]{{3,}}{END}",
            0.5,
            ("university of", "uni of", "college of"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("I went to Exampleton High School back then", "Exampleton High School"),
            ("at the University of Nowhere now", "University of Nowhere"),
            ("St. Fiction's Primary School", "St. Fiction's Primary School"),
            ("i go to exampleton high school", "exampleton high school"),
            ("Fictional State University sucks", "Fictional State University"),
            ("graduated from lincoln high in 09", "lincoln high"),
            ("i go to uc davis", "uc davis"),
            ("dropped out of MIT", "MIT"),
            ("went to ohio state", "ohio state"),
            ("teacher at sampleville elementary", "sampleville elementary"),
        ),
        not_found=(
            "in high school I was alone",
            "My High School years",
            "I dropped out of community college",
            "went to a private school",
            "The university is big",
            "college of life",
            "went to a very high place",
            "prices went from low to super high",
            "in high school and middle school",
            "ich gehe mit",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """`My old high school` names none."""
        words = re.findall(r"[A-Za-z'’.\-]+", pattern_text)
        if re.fullmatch(_SHORT, pattern_text, re.IGNORECASE) or words[-1:] in (["state"], ["State"]):
            return None
        if words and words[0].lower() in {"st", "st.", "saint"}:
            return None
        if words and words[-1].lower() in _LOOSE and not pattern_text[0].isupper():
            return False if all(word.lower() in _PLAIN or is_ordinary(word, "en") for word in words[:-1]) else None
        return (
            None
            if english_name([word for word in words if word.lower() not in {"uni", "academy", "institute"}])
            else False
        )
