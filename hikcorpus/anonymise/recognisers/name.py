"""Names of persons where a cue stands beside them. Names without one are not found here."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser
from hikcorpus.anonymise.shapes import START

_WORD = r"(?-i:[A-ZÅÄÖ][a-zåäöéüß]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?|O'[A-Z][a-z]+|Mc[A-Z][a-z]+)"
_TITLE = (
    "(?:tri|lääkäri|terapeutti|psykologi|opettaja|rehtori|hoitaja|sosiaalityöntekijä|professori|prof|rouva|herra|neiti|"
    "lääkärini|terapeuttini|psykologini|opettajani|dr|mr|mrs|ms|miss|prof|professor|nurse|therapist|teacher)"
)
# the commonest family names
_FAMILY = (
    "(?:佐藤|鈴木|高橋|田中|渡[辺邊邉]|伊藤|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|斎藤|齋藤|斉藤|清水|山崎|阿部|"
    "池田|橋本|石川|山下|小川|石井|長谷川|後藤|岡田|近藤|前田|藤田|遠藤|青木|坂本|村上|太田|金子|藤井|福田|西村|三浦|竹内|中川|岡本|"
    "松田|原田|中野|小野|田村|藤原|中山|石田|小島|和田|森田|内田|柴田|酒井|宮崎|横山|高木|安藤|宮本|大野|小山|谷口|工藤|今井|高田|"
    "丸山|増田|杉山|村田|大塚|新井|小松|平野|藤本|河野|上野|野口|武田|松井|千葉|菅原|岩崎|木下|久保|佐野|野村|松尾|市川|菊地|菊池|"
    "杉本|古川|大西|島田|水野|桜井|高野|吉川|山内|西田|飯田|西川|小沢|北村|安田|五十嵐|川口|平田|関口|中田|東|服部|川崎|飯塚|本田|岩田|"
    "土屋|吉村|田口|秋山|中島|川上|永井|田辺|大久保|樋口|馬場|富田|大島|熊谷|荒木|須藤|星野)"
)
_HONORIFIC = "(?:先生|さん|さま|様|氏|君|くん|ちゃん|教授|医師|看護師|師匠)"


class NameRecogniser(Recogniser):
    """Persons' names after `olen`, `my name is`, a title, or before 先生, さん and the like."""

    ENTITY = "NAME"
    GATE = re.compile(
        r"olen|oon|nime|name|call me|terv|先生|さん|様|さま|氏|君|くん|ちゃん|教授|医師|看護|師匠|名前|申し|本名|"
        + _TITLE.replace("(?:", "").rstrip(")"),
        re.IGNORECASE,
    )
    PATTERNS = (
        ("Finnish, full", rf"{START}(?:olen|oon|terv\.?|terveisin|t\.)[ ]+\K{_WORD}(?:[ ]{_WORD}){{1,2}}", 0.6),
        (
            "Finnish, my name",
            rf"{START}(?:(?:mun |minun )?(?:oikea |koko )?nime(?:ni|ltäni)|(?:mun |minun )nimi)(?:[ ](?:on|olen))?[ ]+\K"
            rf"{_WORD}(?:[ ]{_WORD}){{0,2}}",
            0.6,
        ),
        ("title", rf"{START}{_TITLE}\.?[ ]+\K{_WORD}(?:[ ]{_WORD}){{0,2}}", 0.5),
        (
            "English, my name",
            rf"{START}(?:my (?:real |full |first |last )?name(?:'s| is)|call me|i am called|i'm called)[ ]+\K"
            rf"{_WORD}(?:[ ]{_WORD}){{0,2}}",
            0.6,
        ),
        ("Japanese, honorific", rf"(?<!\p{{Han}}){_FAMILY}\p{{Han}}{{0,3}}?(?={_HONORIFIC})", 0.6),
        ("Japanese, honorific after another word", rf"(?<=\p{{Han}})(?:{_FAMILY})(?={_HONORIFIC})|{_FAMILY}\p{{Han}}{{1,2}}(?=先生)", 0.5),
        (
            "Japanese, my name",
            r"(?:名前|本名|氏名)(?:は|が|:)[ ]?\K[\p{Han}々]{2,6}[ ]?[\p{Han}々]{0,4}(?=です|だ|って|と言|という|といい|[。\n]|$)"
            rf"|{_FAMILY}[ ]?\p{{Han}}{{1,3}}(?=と申し|といいます|と言います)",
            0.6,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("niin olen Matti Esimerkki, moi", "Matti Esimerkki"),
            ("nimeni on Maija", "Maija"),
            ("My name is John Placeholder, text me", "John Placeholder"),
            ("Dr. Alice Nowhere at St", "Alice Nowhere"),
            ("例大学病院の佐藤一郎先生に診てもらった。", "佐藤一郎"),
            ("田中さんに会った", "田中"),
            ("名前は架空例太です", "架空例太"),
        ),
        not_found=(
            "olen 27 ja asun yhä kotona",
            "皆さんは親に何と言われますか?",
            "お母さんと兄さん",
            "My name is not important",
            "olen Suomessa",
            "赤ちゃんの頃",
            "先生に言われた",
        ),
    )
