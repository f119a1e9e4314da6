"""Finnish and English hospitals, clinics and health centres that are named."""

import re

from hikcorpus.anonymise.everyday import english_name, finnish_name
from hikcorpus.anonymise.ordinary import is_ordinary
from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, START

_ENDING = "(?:n|a|ä|aa|en|an|ta|tä|t|ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|seen|een|ksi|na|nä|lä|ni|ssani|stani)?"
_FI_KIND = (
    "(?:(?:keskus|yliopisto|alue|mieli|päivä|kaupungin|yliopistollinen |psykiatrinen |yliopistollisessa |"
    "psykiatrisessa )?sairaala|terveysasema|"
    "terveyskesku(?:s|kse|ksi)|terkkari?|hyvinvointikesku(?:s|kse)|lääkäri(?:keskus|asema|keskukse)|"
    "(?:psykiatria|psykiatrise|nuorisopsykiatria|aikuispsykiatria)n[ ](?:poli(?:klinikka|klinika)?|osasto|klinikka|"
    "klinika)|poliklinik[ka]a?|psyk\\.?[ ]?poli|"
    "klinikka|klinika|mielenterveystoimisto|mielenterveyskesku(?:s|kse)|kuntoutuskesku(?:s|kse)|hoitokoti|hoitokodi|"
    "päihdeklinik[ka]a?|a-klinik[ka]a?|sote-?kesku(?:s|kse))"
)
_WORD = r"(?-i:[A-Z])[A-Za-z'’.\-]*"
_EN_KIND = (
    "(?:(?:general |memorial |regional |childrens? |children's |university |state |county |royal |psychiatric |"
    "mental |community |"
    "medical |health |behavioral |walk-in )*(?:hospital|clinic|infirmary|medical cent(?:er|re)|health cent(?:er|"
    "re)|surgery(?= in|[.,]|$)|"
    "behavioral health|sanatorium|asylum|rehab))"
)
_NEEDED = (
    "sairaala", "tervey", "terkk", "hyvinvointikesk", "lääkäri", "klini", "poli", "mielenterv", "kuntoutus", "hoitoko",
    "sote", "psykiatri",
)  # fmt: skip
_EN_NEEDED = ("hospital", "clinic", "infirmary", "medical c", "health", "surgery", "sanatorium", "asylum", "rehab")


class HealthUnitRecogniser(Recogniser):
    """A name before the kind of unit; Finnish university hospitals by their acronyms; health chains in capitals."""

    ENTITY = "HEALTH_UNIT"
    SHAPES = (
        Shape(
            "Finnish",
            rf"{START}(?:(?-i:[A-ZÅÄÖ])[a-zåäö]+[ ](?-i:(?=[A-ZÅÄÖ])))?[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)?n[ "
            rf"]{_FI_KIND}{_ENDING}{END}",
            0.6,
            _NEEDED,
        ),
        Shape(
            "Finnish, compound",
            rf"{START}(?-i:[A-ZÅÄÖ])[a-zåäö]{{2,24}}n(?:sairaala|terveysasema){_ENDING}{END}",
            0.6,
            ("sairaala", "terveysasema"),
        ),
        Shape(
            "Finnish, acronym",
            rf"{START}(?:(?:tays|tyks|oys)(?:[:i]?(?:ssa|ssä|sta|stä|lla|llä|iin|in|n|ssissa|ssissä|ssiin|sissa|"
            rf"sissä|siin))?"
            rf"|(?-i:HUS|Hus|KYS|Kys|PHKS|EKKS|KHKS|VKS|HYKS|Hyks|hyks)(?:[:i]?(?:ssa|ssä|sta|stä|lla|llä|lle|iin|"
            rf"in|n|een))?"
            rf"|(?:hus|kys)(?::|i)(?:ssa|ssä|sta|stä|lla|llä|iin|in|n|lle|een)){END}",
            0.6,
            ("tays", "tyks", "oys", "hus", "kys", "kks", "vks", "hyks"),
        ),
        Shape(
            "Finnish, chain",
            rf"{START}(?:(?-i:Mehiläi(?:nen|se[a-zåäö]{{1,5}}))|terveystalo(?:n|ssa|lla|on|sta|lle|lta)?|"
            rf"pihlajalinna[a-zåäö]{{0,4}}|"
            rf"lääkäriasema [A-ZÅÄÖ][a-zåäö]+){END}",
            0.5,
            ("mehiläi", "terveystalo", "pihlajalinna", "lääkäriasema"),
        ),
        Shape(
            "English",
            rf"{START}(?:{_WORD}[ ]){{1,4}}(?-i:(?=[A-Z]|hospital|clinic|medical)){_EN_KIND}(?:[ ]of[ ]{_WORD})?{END}",
            0.6,
            _EN_NEEDED,
        ),
        Shape(
            "Finnish, ward",
            rf"{START}(?<!-)(?:(?:psykan|psykiatrian|psyk\.?|akuuttipsykiatrian|päihde|suljettu)[ ](?:osasto|os\.?)|"
            rf"osasto)[ ][A-ZÅÄÖ]?[0-9]{{1,3}}[A-Z]?(?:[:-]?[a-zåäö]{{1,4}})?{END}",
            0.5,
            ("osasto", "os"),
        ),
        Shape(
            "Finnish, known",
            rf"{START}(?:auroran? sairaala|hesperia|lapinlah(?:den|ti)|kellokosk[ei]|kellokosken sairaala|"
            rf"pitkäniem[ie]|niuvanniem[ie]|"
            rf"vanhan vaasan sairaala|kupittaan sairaala|harjavallan sairaala|kivelän sairaala|meilahti|meilahden|"
            rf"peijas|peijaksen|jorvi|jorvin|jorvissa|"
            rf"malmin sairaala|koskelan sairaala|acuta|novakeskus|sairaala nova|siun soten?|essoten?|keusoten?|"
            rf"pirhan?|vakehyvan?|"
            rf"luvnin?|pohteen?|soiten?|kymsoten?|eksoten?|lääkärikeskus aava|diacor|dextra|"
            rf"helsinki mission|hustilla){{_}}{END}".replace("{_}", "(?:ssa|ssä|sta|stä|lla|llä|lle|een|in|n|on|an)?"),
            0.5,
        ),
        Shape(
            "English, trust",
            rf"{START}(?:{_WORD}[ ])(?:(?:{_WORD}|and|&|of)[ ]){{0,4}}(?:nhs (?:foundation )?trust|nhs|camhs|cmht|"
            rf"health ?care|hospice|hospital trust){END}"
            rf"|{START}(?:at|in|to|from|near)[ ]\K[a-z'’]+[ ](?:camhs|cmht|a&e|er|gp|psych ward|infirmary|"
            rf"royal infirmary|general|memorial|"
            rf"medical|regional|mercy|hospice|health cent(?:re|er)){END}",
            0.5,
        ),
        Shape(
            "English, Saint and General",
            rf"{START}(?:at|in|to|from|into|near|outside)[ ](?:the )?\K(?:(?:st\.?|saint|mt\.?|"
            rf"mount)[ ][a-z]+(?:['’]?s)?(?:[ ](?:hospital|medical|hospice|general))?|"
            rf"(?-i:[A-Z][a-z'’]+(?:[ ][A-Z][a-z'’]+){{0,2}}[ ](?:General|Memorial|Mercy|Regional|Infirmary|Medical|"
            rf"Children['’]s|Psych|Psychiatric))){END}",
            0.5,
        ),
        Shape(
            "English, known",
            rf"{START}(?:kaiser(?: permanente)?|mayo clinic|cleveland clinic|johns hopkins hospital|bellevue hospital|"
            rf"mclean hospital|mass general|maudsley|bethlem|"
            rf"priory(?: clinic| hospital)?|great ormond street|gosh hospital|guy's|addenbrooke'?s|broadmoor|rampton|"
            rf"ashworth hospital|"
            rf"cedars[ \-]sinai|mount sinai|sutter health|ascension|providence health|dignity health|tavistock clinic|"
            rf"planned parenthood|betterhelp){END}",
            0.5,
        ),
        Shape(
            "English, in small letters",
            rf"{START}(?:at|in|to|from|into)[ ](?:the )?\K[A-Za-z'’.\-]+(?:[ ][A-Za-z'’.\-]+){{0,2}}?[ ]"
            rf"(?:general hospital|memorial hospital|hospital|medical cent(?:er|re)|health cent(?:er|re)|clinic|"
            rf"infirmary){END}",
            0.5,
            _EN_NEEDED,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("olin Mallilan sairaalassa viikon", "Mallilan sairaalassa"),
            ("kouvolan terveysasemalla sanottiin", "kouvolan terveysasemalla"),
            ("jouduin taysiin", "taysiin"),
            ("HUS:ssa jonotin", "HUS:ssa"),
            ("lähete Mehiläiseen", "Mehiläiseen"),
            ("Kanta-Hämeen keskussairaala", "Kanta-Hämeen keskussairaala"),
            ("at St Fiction's Hospital", "St Fiction's Hospital"),
            ("i was in fictionville general hospital", "fictionville general hospital"),
            ("Exampleton Clinic", "Exampleton Clinic"),
            ("makasin psykan osasto 5:llä", "psykan osasto 5:llä"),
            ("waiting list at exampleton camhs", "exampleton camhs"),
            ("taken to st example's hospital", "st example's hospital"),
            ("at Exampleton General all night", "Exampleton General"),
        ),
        not_found=(
            "olin mielisairaalassa",
            "oman terveyskeskuksen lääkäri",
            "I was in the hospital",
            "went to a mental hospital",
            "psykiatrian poliklinikalla",
            "My Clinic",
            "mehiläisen pisto",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """`Oman terveyskeskuksen` and `the local hospital` name none."""
        words = re.findall(r"[A-Za-zÅÄÖåäö'’.\-]+", pattern_text)
        if re.search("osasto ?[a-zåäö]?[0-9]|os\\.? [0-9]", pattern_text.lower()):
            return None
        if pattern_text.lower().endswith(
            (" general", " memorial", " medical", " regional", " mercy", " er", " gp", " psych ward", " a&e")
        ):
            return (
                None
                if english_name(words[:-1])
                and (
                    words[0].lower() in {"mass", "royal", "vancouver", "tampa", "strong"}
                    or not all(is_ordinary(word, "en") for word in words)
                )
                else False
            )
        if re.search(r"hospital|clinic|infirm|medical|health|surgery|asylum|sanatorium|rehab", pattern_text.lower()):
            return None if english_name(words[:-1]) else False
        if len(words) > 1 and words[0].lower().endswith("n"):
            return None if finnish_name(words[0]) and not words[0].lower().startswith("psykiatri") else False
        return None
