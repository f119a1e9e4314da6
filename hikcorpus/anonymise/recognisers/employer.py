"""Finnish and English employers: companies by their legal form, and whatever someone says they work for."""

import re

from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.places import finnish_regions, large
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, LATIN, START

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
_SECTORS = (
    ("public", r"kaupun|kunta|valtio|kela|poliisi|council|city of|county|nhs|government|市役所|役場|省|庁|県庁"),
    ("health and care", r"sairaal|terve|hoi[tv]|hospital|clinic|care|pharma|病院|医院|介護|医療|薬"),
    ("education", r"koulu|yliopisto|päivä|school|universit|college|学校|大学|塾|学園"),
    (
        "food service",
        r"ravintola|mäkkär|hesbur|mcd|burger|pizza|cafe|coffee|starbucks|kahvila|restaurant|diner|kfc|subway|飲食|"
        r"食堂|レストラン|マクド|カフェ|牛|寿司",
    ),
    (
        "retail",
        r"kauppa|prisma|lidl|k-?market|s-?market|alepa|siwa|tokmanni|citymarket|store|shop|mart|target|tesco|"
        r"walmart|amazon|costco|コンビニ|スーパー|セブン|ローソン|ファミ|イオン|商店|屋",
    ),
    (
        "transport and logistics",
        r"posti|varasto|logist|kuljet|vr|taksi|bus|fedex|ups|dhl|warehouse|運送|運輸|物流|郵便|交通|鉄道|倉庫",
    ),
    ("technology", r"soft|tech|data|digi|nokia|google|microsoft|apple|systems|ソフト|システム|電機|電子|情報|テック"),
    (
        "construction and industry",
        r"rakenn|metalli|teollis|tehdas|telakka|construct|factory|steel|motors|manufact|建設|工業|製作|製造|自動車|"
        r"鉄|工務",
    ),
    ("finance", r"pankki|vakuut|bank|insur|financ|capital|銀行|保険|証券|信用金庫"),
)
_COMMON = frozenset((
    "me", "us", "him", "her", "them", "you", "it", "that", "this", "there", "home", "night", "nights", "day", "days",
    "least", "times", "the", "a", "an", "my", "his", "some", "any", "one", "least", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "noon", "midnight", "christmas", "free", "peanuts", "life", "money",
    "minimum", "wage", "years", "months", "hours", "weeks", "ages", "fun", "all", "first", "last", "now", "what",
    "which", "being", "getting", "another", "someone", "something", "anyone", "everyone", "myself", "themselves",
    "yourself", "school", "university", "college", "hospital", "home", "mun", "sun", "sen", "se", "siellä", "täällä",
    "kunnes", "kun", "missä", "joka", "niin", "siis", "vain", "nyt", "jossain", "jollain", "joku", "muualla",
    "suomessa", "ulkomailla", "kotona", "tällä", "tämä", "jonkin", "joissain", "eri", "oman", "isän", "äidin",
    "kaverin", "perheen", "firmassa", "firmalla", "kaupassa", "varastolla", "maanantaina", "god", "satan", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "no", "so", "too", "such",
))  # fmt: skip
_WORDS_TOO = frozenset((
    "kone", "koneella", "koneelle", "koneen", "koneessa", "koneesta", "koneet", "koneeseen", "konetta", "sale",
    "power", "are", "areena", "op", "sol", "varma", "varmaan", "varmasti", "varman", "varmana", "varmaa", "rax", "hk",
    "orion", "arabiassa", "arabian", "remedy", "suomalainen", "suomalaisen", "suomalaisessa", "suomalaiset",
    "suomalaista", "suomalaisia", "suomalaisten", "suomalaisilla", "suomalaisille", "posti", "tulli", "tullin",
    "tullut", "saleen", "hese", "abc", "shell", "dna", "isse", "solla", "solu", "solut", "operaatio", "helena",
    "helenan", "elisan", "elisa", "elisalla", "alkoi", "alkoholi", "alkoholia", "alkoholin", "alkoholisti", "alkoa",
    "alkoivat", "alkoisi", "vartija", "ylen", "ylellä", "yleensä", "yleisesti", "yleinen", "yleistä", "yleisin",
    "ylennys", "ylennyksen", "yleisö", "yleisen", "husky", "hkl", "vrt", "opin", "opit", "oppi", "opiskelu",
    "opiskelija", "opiskelen", "opettaja", "opettajana", "oppinut", "oppia", "opetus", "oppilas", "soli", "solmu",
    "solmi", "saleja", "arena", "aren", "arella", "arealla", "areka", "issues", "itella", "itelle", "itellä",
    "itellään", "meyer", "konehuone", "konetyö", "poweri", "valiot", "valion", "vaasan", "vaasassa", "vaasasta",
    "vaasaan", "raisio", "raision", "raisiossa", "raisiosta", "raisioon", "tikkurila", "tikkurilan", "tikkurilassa",
    "tikkurilasta", "tikkurilaan", "pohjola", "pohjolan", "pohjolassa", "valmetti", "apple", "chase", "gap",
    "spectrum", "sonic", "progressive", "meta", "ross", "sprint", "boots", "iceland", "ey", "dell", "hp", "subwayn",
))  # fmt: skip
_FI_NEEDED = ("töi", "duuni", "hommi", "työ", "harjoittelu", "vakkarina")
_EN_NEEDED = ("work", "employ", "hired", "fired", "intern", "job", "gig", "shift", "company")


_KNOWN_EN = (
    "walmart|wal-?mart|amazon|target|costco|kroger|publix|safeway|albertsons|whole foods|trader joe'?s|aldi|lidl|tesco|"
    "sainsbury'?s?|asda|morrisons|waitrose|m&s|marks (?:and|&) spencer|co-?op|iceland|argos|b&q|wickes|boots|primark|"
    "poundland|greggs|wetherspoons?|spoons|costa|pret|nando'?s|mcdonald'?s?|mcd'?s|mcds|maccies|maccas|burger king|"
    "wendy'?s|kfc|popeyes|chick-?fil-?a|taco bell|chipotle|subway|starbucks|dunkin'?(?: donuts)?|tim horton'?s?|"
    "timmies|"
    "domino'?s|pizza hut|papa john'?s?|little caesars|panera|applebee'?s|olive garden|denny'?s|ihop|waffle house|"
    "arby'?s|"
    "sonic|five guys|in-n-out|dairy queen|home depot|lowe'?s|menards|best buy|gamestop|petco|petsmart|walgreens|cvs|"
    "rite aid|dollar general|dollar tree|family dollar|big lots|kohl'?s|macy'?s|nordstrom|tj ?maxx|marshalls|ross|"
    "old navy|gap|h&m|zara|ikea|wawa|sheetz|7-?eleven|circle k|speedway|quiktrip|meijer|wegmans|hy-?vee|h-?e-?b|"
    "winco|sam'?s club|bj'?s|fedex|fed ex|ups|usps|dhl|dpd|hermes|evri|yodel|royal mail|canada post|auspost|"
    "australia post|deliveroo|doordash|uber(?: eats)?|ubereats|lyft|grubhub|instacart|just ?eat|at&t|verizon|t-?mobile|"
    "sprint|comcast|xfinity|spectrum|vodafone|bt|o2|telstra|optus|bell canada|rogers|google|microsoft|apple|facebook|"
    "meta|"
    "netflix|oracle|ibm|intel|cisco|dell|hp|accenture|deloitte|kpmg|pwc|ey|ernst (?:and|&) young|infosys|tcs|cognizant|"
    "capgemini|teleperformance|foxconn|tesla|boeing|lockheed(?: martin)?|raytheon|northrop(?: grumman)?|gm|"
    "general motors|general electric|toyota|honda|nissan|caterpillar|john deere|tyson|smithfield|nestle|pepsi|"
    "coca[ \\-]?cola|frito[ \\-]?lay|wells fargo|chase|jp ?morgan|goldman(?: sachs)?|citi(?:bank)?|capital one|"
    "bank of america|barclays|hsbc|lloyds|natwest|santander|geico|state farm|progressive|serco|capita|g4s|securitas|"
    "woolworths|woolies|coles|bunnings|kmart|jb hi-?fi|telus|loblaws?|sobeys|canadian tire|shoppers drug mart|dunnes|"
    "supervalu|centra|tk maxx|currys|halfords|sports direct|jd sports|whsmith|waterstones|barnes (?:and|&) noble|"
    "planet fitness|marriott|hilton|holiday inn|travelodge|premier inn|disney(?:land| world)?|six flags|greyhound|"
    "amtrak|"
    "nhs|tsa|the post office"
)
_EN_ROLE = (
    "(?:employees?|workers?|cashier|managers?|job|shifts?|drivers?|barista|warehouse|associate|clerk|wagie|wagies|"
    "cart ?pusher|stocker|crew|intern|internship|driver|coworkers?|fulfillment|distribution|call cent(?:er|re))"
)
_EN_DOING = (
    "(?:work|works|worked|working|jobs?|shifts?|cashier|managers?|employees?|employed|hired|hiring me|fired|sacked|"
    "quit|left|"
    "drivers?|driving|drive|intern(?:ed|ship|ing)?|clerk|stocker|stocking|stock shelves|barista|warehouse|wag(?:ie|"
    "ing|eslav"
    "e|ecuck)|boss|laid off|career|gig|interview|deliver(?:ing)?|applied|contract(?:or)?|temp(?:ing)?|night ?shifts?|"
    "nights|"
    "started|payroll|engineer|developer|dev|years|months|part[ -]time|full[ -]time)"
)
_KNOWN_FI = (
    "k-?market|s-?market|k-?supermarket|k-?rauta|prisma|lidl|alepa|siwa|sale|valintatalo|tokmanni|citymarket|"
    "k-?citymarket|halpa-?halli|minimani|rusta|jysk|ikea|gigantti|power|verkkokauppa\\.com|verkkokaup|motonet|biltema|"
    "puuilo|kärkkäi|stockmann|sokos|anttila|kodin ykkö|hesburger|hese|mäkkäri|mäkki|mcdonald'?s?|mc ?donalds|"
    "burger king|"
    "subway|kotipizza|rax|rosso|fafa'?s?|taco bell|r-?kioski|ärrä|abc|neste|st1|shell|teboil|posti|itella|matkahuolto|"
    "dhl|db schenker|schenker|postnord|wolt|foodora|uber|finnair|vr|hsl|hkl|helb|nobina|pohjolan liikenne|nokia|"
    "kone|wärtsilä|metso|outotec|outokumpu|ssab|rautaruuk|stora ?enso|upm|metsä ?group|valmet|fortum|helen|fingrid|"
    "kemira|orion|bayer|tieto(?:evry)?|cgi|fujitsu|accenture|reaktor|futurice|vincit|solita|gofore|supercell|rovio|"
    "remedy|"
    "elisa|dna|telia|sonera|op|nordea|danske|s-?pan[kn]|säästöpan[kn]|aktia|pohjola|ilmarinen|varma|veikkaus|alko|yle|"
    "sanoma|mtv|atria|hk|hkscan|snellman|fazer|valio|vaasan|saarioi|apetit|raisio|sinebrychof|hartwall|olvi|keiju|"
    "iss|sol|rtk|securitas|avarn|palmia|lassila|l&t|coor|caverion|are|yit|skanska|srv|lemminkäi|lujatalo|peab|ncc|"
    "destia|"
    "barona|staffpoint|eilakaisl|adecco|manpower|academic work|vmp|opteam|teleperformance|kela|kevas?|verohallin|"
    "attendo|esperi|mehiläi|terveystalo|pihlajalin|hus|finavia|tulli|puolustusvoim|rajavartiost|konecranes|cargotec|"
    "ponsse|normet|sandvik|abb|ensto|murata|vaisala|okmeti|patria|meyer|telaka|helkama|fiskars|iittala|arabia|marimek|"
    "luhta|halonen|hok|hok-?elanto|osuuskaup|inex|kesko|sok|tuko|heinon tuku|wihuri|tikkurila|suomalai"
)
_FI_DOING = (
    "(?:töissä|töihin|duunissa|duuniin|duunia|hommissa|hommiin|kesätöissä|kesätöihin|kesäduunissa|harjoittelussa|"
    "harjoitteluun|"
    "työkokeilussa|työkokeiluun|kassalla|kassana|myyjänä|hyllyttä[a-zåäö]|varastolla|varastossa|kuskina|kuljettajana|"
    "siivoojana|"
    "vuorossa|yövuorossa|potkut|irtisanottiin|irtisanoivat|duunari[a-zåäö]?|töitä|työskentel[a-zåäö]{1,5}|työpaikka|"
    "vakkarina|"
    "vuokratyö[a-zåäö]*|haastattelussa|haastatteluun|palkkalistoilla|työnantajana|työnantajani)"
)
_FI_KNOWN_CASE = r"(?:(?::|i)?(?:[a-zåäö]{1,7}))?"
_KNOWN = re.compile(rf"(?:(?:{_KNOWN_EN})|(?:{_KNOWN_FI}){_FI_KNOWN_CASE})")


class EmployerRecogniser(Recogniser):
    """A name before Oy, Ltd and the like; behind `töissä` or `work at` whatever is no word of the language."""

    ENTITY = "EMPLOYER"
    SHAPES = (
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
            rf"{START}{_FI_DOING}(?:[ ][a-zåäö]+){{0,2}}?[ ]\K(?:{_KNOWN_FI}){_FI_KNOWN_CASE}{END}",
            0.6,
        ),
        Shape(
            "Finnish, known, before",
            rf"{START}(?:{_KNOWN_FI})(?::|i)?(?:ll[aäe]|lt[aä]|ss[aä]|st[aä]|n|in|een|iin|an|aan|ään|on|oon|een|hin|"
            rf"un|uun)?"
            rf"(?=(?:[ ][a-zåäö]+){{0,2}}?[ ]{_FI_DOING}{END})",
            0.6,
        ),
        Shape(
            "English, known, behind",
            rf"{START}{_EN_DOING}(?:[ ][a-z'’]+){{0,3}}?[ ](?:at|for|with|from|by|in|to|quit|quitting|left|"
            rf"of)[ ](?:an? |the |my |our "
            rf"|local |old )*\K(?:{_KNOWN_EN}){END}",
            0.6,
        ),
        Shape("English, known, before", rf"{START}(?:{_KNOWN_EN})(?=[ ]{_EN_ROLE}{END})", 0.6),
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
        if low in _WORDS_TOO:
            return False
        if _KNOWN.fullmatch(low):
            return None
        if re.search(rf" {_FI_FORM}(?::[a-zäö]+)?$|^(?:oy|ab|tmi) |,? {_EN_FORM.lower()}\.?$", low):
            words = low.split()
            return (
                False
                if len(words) == 2 and (words[0] in _COMMON or (pattern_text.islower() and is_ordinary(words[0], "fi")))
                else None
            )
        if low in _COMMON or low in large() or low in finnish_regions():
            return False
        words = re.findall(rf"[{LATIN}'’&\-]+", pattern_text)
        if len(words) > 1:
            return False if all(word.lower() in _COMMON for word in words) else None
        word = words[0] if words else low
        if word.endswith(("-", "'")) or any(is_ordinary(word.lower(), lang) for lang in ("fi", "en")):
            return False
        return None


def sector_of(text: str) -> str | None:
    """The sector that words in a found name betray, in any of the three languages; None where none does."""
    low = text.lower()
    return next((sector for sector, shape in _SECTORS if re.search(shape, low)), None)
