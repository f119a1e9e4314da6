"""Licence plates of Finland, Britain and the United States beside a word for one, a car or a registration."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, START

_CUE = (
    r"(?:reki(?:steri)?(?:n|numero|tunnu|kilp|kilve)[a-zåäö]*|rekkari[a-zåäö]*|rek\.?[ ]?(?:nro|no)?|kilvet|"
    r"kilvis[a-zåäö]*|kilpi|"
    r"kilvess?[a-zåäö]*|auto(?:n|ni|ssa|lla|sta)?|mopo(?:n|ni)?|"
    r"(?:licen[cs]e|number|reg(?:istration)?)[ ]?plates?|plates?|reg(?:istration)?(?: number| no\.?)?|"
    r"ナンバー(?:プレート)?|車)"
)
_GAP = (
    r"(?:[ ]?[:=\"'(]|[ ](?:on|oli|is|was|reads|says|tunnus|numero|"
    r"punainen|sininen|musta|valkoinen|harmaa|tilalla))*[ ]?(?:は|が)?[\"'「]?"
)
_FINNISH = r"[A-ZÅÄÖ]{2,3}[ ]?[\-–][ ]?[0-9]{1,3}"


class PlateRecogniser(Recogniser):
    """Finnish ABC-123, British AB12 CDE, American of any make. By shape alone a product code looks the same."""

    ENTITY = "PLATE"
    DIGITS = 1
    SHAPES = (
        Shape(
            "Finnish, alone",
            rf"{START}(?-i:(?!(?:RTX|GTX|SCP|MIG|MG|AK|AR|MP|SU|TU|UH|CH|AH|BF|HE|FW|USB|ISO|IEC|DIN|UTF|COV|CO|PM|"
            rf"GPT|MD|SHA|AES|RSA|RS|VHS|DX|GT|RX|HD|MK|PC|TV|FM|AM|CD|DVD|PS|XP|NT|DC|XR|ES|EF|FE|SM|TS|KM|FN|UMP|HK|"
            rf"MAC|TEC|GAU|CV|VZ|SKS|PKM|RPK|RPG|SVD|ICD|WHO|MIT|BWV|OP|KV|IS|ISU|BT|BTR|BMP|IL|YAK|LA|ME|JU|DO|TBD|"
            rf"SB|AB|XL|UN|EU|US|UK|FI|SE|NO|AV|JAV|ABP|IPX|SSNI|WD|BS|PK|DP|LS|FS|GS|KS|MS|NS|QS|VS|WS|SI|AA|AAA|BR|"
            rf"CR|LR|SR|HR|VX|VR|FX|EX|CX|MX|AX|BX|DVI|VGA|HDMI|LED|OLED|CAT|RJ|PCI|DDR|SSD|HDD|LTE|NR|THX|OMG|WTF|"
            rf"LOL|PT|VT|SDP|PS|KD|SDP|RKP|VAS|MM|EM|SM|JR|TO|KO|JA|EI|VAI|"
            rf"JOS)-)(?![A-Z]{{2}}-[0-9](?![0-9]))[A-ZÅÄÖ]{{2,3}}-[0-9]{{1,3}})(?![\-.]){END}(?![ ]?(?:kortti|näyttö|"
            rf"prossu))",
            0.45,
        ),
        Shape("Finnish, cued", rf"{START}{_CUE}{_GAP}\K{START}{_FINNISH}(?!-){END}", 0.7),
        Shape(
            "Finnish, cued, without hyphen",
            rf"{START}(?:rekkari|rekisteri|kilpi|kilvet|kilvis|"
            rf"kilvess)[a-zåäö]*{_GAP}\K{START}[A-ZÅÄÖ]{{2,3}}[ ]?[0-9]{{1,3}}{END}",
            0.6,
            ("rek", "kilp", "kilv"),
        ),
        Shape(
            "British, alone",
            rf"{START}(?<!model[ ])(?<!part[ ])(?<!code[ ])(?-i:[A-HJ-PR-Y][A-Z][0-9]{{2}}[ ]?[A-Z]{{3}}){END}",
            0.5,
        ),
        Shape(
            "British, older",
            rf"{START}(?-i:[A-HJ-NPR-TV-Y][0-9]{{3}}[ ][A-Z]{{3}}|[A-Z]{{3}}[ ][0-9]{{1,3}}[A-HJ-NPR-TV-Y]){END}",
            0.5,
        ),
        Shape(
            "British, in small letters",
            rf"{START}(?-i:[a-hj-pr-y][a-z])(?:[05][1-9]|[16][0-9]|"
            rf"[27][0-6])[ ]?(?-i:[a-hj-pr-z]{{3}}){END}(?=[ ]*(?:$|[.,!?)\n]))",
            0.5,
        ),
        Shape("British, cued", rf"{START}{_CUE}{_GAP}\K{START}[A-Z]{{2}}[0-9]{{2}}[ ]?[A-Z]{{3}}{END}", 0.7),
        Shape(
            "American, cued",
            rf"(?:licen[cs]e(?: plates?)?|number ?plates?|plates?(?: number)?|tags?|reg(?:istration)?|rego|registered|"
            rf"car)(?: number| no\.?)?{_GAP}(?:(?:starts with|that says|that read|said|saying|read|with|as|of|no\.?|"
            rf"number)[ ])?\K{START}"
            rf"(?=[A-Z \-]{{0,6}}[0-9])(?=[0-9 \-]{{0,6}}[A-Z])(?![0-9A-Z]+[ ](?:and|or|is|was|for|on|in|the|to|at|of|"
            rf"as|km|mph|with|but|by|so|it|we|he|my|a|an|i|hours?|years?|days?|miles|min|mins|kg|euros?|bucks|pm|"
            rf"am)(?![0-9A-Z]))(?![0-9]+(?:k|km|kg|th|st|nd|rd|yo|pm|am|mph|hp|cc|s|m|min|"
            rf"hrs?)(?![0-9A-Z]))[0-9A-Z]{{1,4}}[ \-]?[0-9A-Z]{{2,4}}{END}",
            0.6,
            ("plate", "tag", "licen", "reg", "car"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("rekkari on ABC-123 jos näkyy", "ABC-123"),
            ("rekisterinumero abc-123", "abc-123"),
            ("rekkari xyz 12", "xyz 12"),
            ("auto ABC-12 seisoi", "ABC-12"),
            ("ナンバーはABC-123です", "ABC-123"),
            ("reg AB12 CDE", "AB12 CDE"),
            ("license plate is 7ABC123", "7ABC123"),
            ("punainen farmari XYZ-987 ajoi ohi", "XYZ-987"),
            ("saw a van, AB12 CDE, outside", "AB12 CDE"),
            ("its reg was XY19 ZZZ", "XY19 ZZZ"),
        ),
        not_found=(
            "ostin RTX-308 kortin",
            "SCP-173",
            "model AB12 CDE",
            "auto maksoi 500",
            "plates 12 and 13",
            "MIG-29",
        ),
    )
