"""Japanese names of persons beside an honorific, a title or `名前は`. Others are not found here."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape

# the commonest family names
_FAMILY = (
    "(?:佐藤|鈴木|高橋|田中|渡[辺邊邉]|伊藤|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|斎藤|齋藤|"
    "斉藤|清水|山崎|阿部|"
    "池田|橋本|石川|山下|小川|石井|長谷川|後藤|岡田|近藤|前田|藤田|遠藤|青木|坂本|村上|太田|金子|藤井|福田|西村|"
    "三浦|竹内|中川|岡本|"
    "松田|原田|中野|小野|田村|藤原|中山|石田|小島|和田|森田|内田|柴田|酒井|宮崎|横山|高木|安藤|宮本|大野|小山|谷口|"
    "工藤|今井|高田|"
    "丸山|増田|杉山|村田|大塚|新井|小松|平野|藤本|河野|上野|野口|武田|松井|千葉|菅原|岩崎|木下|久保|佐野|野村|松尾|"
    "市川|菊地|菊池|"
    "杉本|古川|大西|島田|水野|桜井|高野|吉川|山内|西田|飯田|西川|小沢|北村|安田|五十嵐|川口|平田|関口|中田|東|服部|"
    "川崎|飯塚|本田|岩田|"
    "土屋|吉村|田口|秋山|中島|川上|永井|田辺|大久保|樋口|馬場|富田|大島|熊谷|荒木|須藤|星野)"
)
_NEEDED = ("先生", "さん", "さま", "様", "氏", "君", "くん", "ちゃん", "教授", "医師", "看護師", "師匠")
_HONORIFIC = f"(?:{'|'.join(_NEEDED)})"


class JapaneseNameRecogniser(Recogniser):
    """The commonest family names, with or without given name, before 先生, さん and the like."""

    ENTITY = "PERSON"
    SHAPES = (
        Shape("Japanese, honorific", rf"(?<!\p{{Han}}){_FAMILY}\p{{Han}}{{0,3}}?(?={_HONORIFIC})", 0.6, _NEEDED),
        Shape(
            "Japanese, honorific after another word",
            rf"(?<=\p{{Han}})(?:{_FAMILY})(?={_HONORIFIC})|{_FAMILY}\p{{Han}}{{1,2}}(?=先生)",
            0.5,
            _NEEDED,
        ),
        Shape(
            "Japanese, my name",
            r"(?:名前|本名|氏名)(?:は|が|:)[ ]?\K(?!不明|秘密|内緒|何|無|忘|覚)[\p{Han}々]{2,6}[ ]?[\p{Han}々]{0,4}"
            r"(?=です|だ|って|と言|という|といい|[。\n]|$)"
            rf"|(?:俺|私|僕|わたし|ぼく|おれ|自分)(?:は|が|の名前は)\K{_FAMILY}[ ]?\p{{Han}}{{1,3}}"
            r"(?=だ|です|と[申い言]|って|[。\n]|$)"
            rf"|{_FAMILY}[ ]?\p{{Han}}{{1,3}}(?=と申し|といいます|と言います)",
            0.6,
            ("名", "申し", "言い", "いいま", "俺", "私", "僕", "わたし", "ぼく", "おれ", "自分"),
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("例大学病院の佐藤一郎先生に診てもらった。", "佐藤一郎"),
            ("田中さんに会った", "田中"),
            ("名前は架空例太です", "架空例太"),
            ("俺は山田太郎だ", "山田太郎"),
        ),
        not_found=("皆さんは親に何と言われますか?", "お母さんと兄さん", "赤ちゃんの頃", "先生に言われた"),
    )
