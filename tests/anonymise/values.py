"""Invented identifiers of every kind, as many as one likes, always the same ones."""

import random
from collections.abc import Callable, Iterator

LETTERS = "abcdefghijklmnopqrstuvwxyz"
NAMES = ("taro", "matti.meikäläinen", "jane_doe", "hikineko99", "äiti-ö", "x.y.z", "kissa+lauta", "Yuki")
DOMAINS = ("example.jp", "example.fi", "mail.example.co.jp", "posti-example.fi", "example.com", "example.co.uk")


def _digits(rng: random.Random, n: int) -> str:
    return "".join(rng.choice("0123456789") for _ in range(n))


def _word(rng: random.Random, low: int = 5, high: int = 10) -> str:
    return "".join(rng.choice(LETTERS) for _ in range(rng.randint(low, high)))


def _base64(rng: random.Random, n: int) -> str:
    made = "".join(rng.choice(LETTERS + LETTERS.upper() + "0123456789") for _ in range(n - 3))
    return f"{rng.choice(LETTERS)}{rng.choice('0123456789')}{rng.choice(LETTERS.upper())}{made}"


def _email(rng: random.Random) -> str:
    at = rng.choice(("@", "@", "＠", "(at)", "[at]"))
    return f"{rng.choice(NAMES)}{rng.randint(1, 99)}{at}{rng.choice(DOMAINS)}"


def _phone_fi(rng: random.Random) -> str:
    start = rng.choice(("040", "041", "044", "045", "046", "050", "+358 40", "+358 (0)50", "0035844", "+35845"))
    return f"{start}{rng.choice(('', ' ', '-'))}{_digits(rng, 3)}{rng.choice(('', ' '))}{_digits(rng, 4)}"


def _phone_ja(rng: random.Random) -> str:
    sep = rng.choice(("-", "", "ー", "‐", " "))
    return f"{rng.choice(('090', '080', '070', '050'))}{sep}{_digits(rng, 4)}{sep}{_digits(rng, 4)}"


def _phone_gb(rng: random.Random) -> str:
    return f"{rng.choice(('+44 7', '07'))}{_digits(rng, 3)} {_digits(rng, 6)}"


def _phone_us(rng: random.Random) -> str:
    return rng.choice(("({}) 555-{}", "{}-555-{}", "+1 {} 555 {}", "{}.555.{}")).format(
        rng.randint(201, 989), _digits(rng, 4)
    )


def _url(rng: random.Random) -> str:
    scheme = rng.choice(("https://", "http://", "ttp://", "www.", "https://www."))
    path = rng.choice(("", f"/{_word(rng)}", f"/a?b={rng.randint(1, 99)}&c=2", f"/{_word(rng)}.html#x", "/~matti/"))
    return f"{scheme}{_word(rng)}.{rng.choice(('com', 'fi', 'jp', 'biz', 'co.jp', 'rocks'))}{path}"


def _ipv4(rng: random.Random) -> str:
    return ".".join(str(rng.randint(0, 255)) for _ in range(4))


def _ipv6(rng: random.Random) -> str:
    return "2001:db8:" + ":".join(f"{rng.randint(0, 65535):x}" for _ in range(6))


def _hetu(rng: random.Random) -> str:
    sign = rng.choice("+-ABCDEFUVWXY")
    return f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{_digits(rng, 2)}{sign}{_digits(rng, 3)}{rng.choice('0123456789ABCDEFHJKLMNPRSTUVWXY')}"


def _iban(rng: random.Random) -> str:
    plain = rng.choice((f"FI{_digits(rng, 16)}", f"DE{_digits(rng, 20)}", f"GB{_digits(rng, 2)}NWBK{_digits(rng, 14)}"))
    return rng.choice((plain, " ".join(plain[i : i + 4] for i in range(0, len(plain), 4))))


def _card(rng: random.Random) -> str:
    groups = [f"4{_digits(rng, 3)}", *(_digits(rng, 4) for _ in range(3))]
    return rng.choice(("", " ", "-")).join(groups)


def _handle(rng: random.Random) -> str:
    return rng.choice((f"@{_word(rng)}_{rng.randint(1, 9)}", f"{_word(rng)}#{_digits(rng, 4)}", f"@{_word(rng)}"))


def _poster_id(rng: random.Random) -> str:
    return f"ID:{_base64(rng, rng.choice((8, 9)))}"


def _tripcode(rng: random.Random) -> str:
    return rng.choice((f"◆{_base64(rng, 10)}", f"!{_base64(rng, 10)}", f"!!{_base64(rng, 10)}"))


def _host(rng: random.Random) -> str:
    return rng.choice(
        (
            f"p{rng.randint(1, 9999)}-ipbf{rng.randint(1, 99):02}{_word(rng)}.tokyo.ocn.ne.jp",
            f"dsl-{_word(rng)}-{rng.randint(1, 99)}.dhcp.inet.fi",
            f"KD{_digits(rng, 12)}.ppp-bb.dion.ne.jp",
        )
    )


def _postcode_ja(rng: random.Random) -> str:
    return f"〒{_digits(rng, 3)}-{_digits(rng, 4)}"


def _postcode_fi(rng: random.Random) -> str:
    return f"{rng.choice(('00', '33', '20'))}{_digits(rng, 2)}0 {rng.choice(('Helsinki', 'Tampere', 'Turku'))}"


def _address_fi(rng: random.Random) -> str:
    street = f"{_word(rng).capitalize()}{rng.choice(('katu', 'tie', 'kuja', 'polku', 'raitti'))} {rng.randint(1, 99)}"
    return street + rng.choice(("", f" {rng.choice('ABC')} {rng.randint(1, 60)}"))


def _address_ja(rng: random.Random) -> str:
    number = rng.choice(("{}-{}-{}", "{}丁目{}番{}号", "{}丁目{}-{}")).format(*(rng.randint(1, 30) for _ in range(3)))
    return f"{rng.choice(('東京都架空区例町', '大阪府例示市仮町', '長野県架空市大字例'))}{number}"


def _ssn(rng: random.Random) -> str:
    return f"{_digits(rng, 3)}-{_digits(rng, 2)}-{_digits(rng, 4)}"


def _business_id(rng: random.Random) -> str:
    return f"{_digits(rng, 7)}-{_digits(rng, 1)}"


def _corporate_number(rng: random.Random) -> str:
    return _digits(rng, 13)


def _my_number(rng: random.Random) -> str:
    plain = _digits(rng, 12)
    return rng.choice((plain, f"{plain[:4]}-{plain[4:8]}-{plain[8:]}", f"{plain[:4]} {plain[4:8]} {plain[8:]}"))


def _passport(rng: random.Random) -> str:
    return "".join(rng.choice(LETTERS.upper()) for _ in "12") + _digits(rng, 7)


def _plate_fi(rng: random.Random) -> str:
    return "".join(rng.choice("ABCEFGHIJKLMNOPRSTUVXYZ") for _ in "123") + f"-{rng.randint(100, 999)}"


def _plate_gb(rng: random.Random) -> str:
    letters = [rng.choice("ABCDEFGHJKLMNOPRSTUVWXY") for _ in "12345"]
    return f"{letters[0]}{letters[1]}{_digits(rng, 2)} {''.join(letters[2:])}"


def _plate_ja(rng: random.Random) -> str:
    place, kana = (
        rng.choice(("品川", "練馬", "なにわ", "札幌", "つくば", "尾張小牧")),
        rng.choice("さすせそたちつてとなにぬねはひふほ"),
    )
    sep = rng.choice(("", " "))
    return f"{place}{sep}{rng.randint(300, 599)}{sep}{kana}{sep}{_digits(rng, 2)}-{_digits(rng, 2)}"


def _student_number(rng: random.Random) -> str:
    return rng.choice(
        (_digits(rng, 7), f"{rng.choice(LETTERS)}{_digits(rng, 6)}", f"{_digits(rng, 2)}-{_digits(rng, 5)}")
    )


def _slip(rng: random.Random) -> str:
    kind = rng.choice(("ﾜｯﾁｮｲ", "ワッチョイ", "アウアウウー", "スップ", "オッペケ", "ﾜｯﾁｮｲWW"))
    return f"{kind} {rng.randint(1000, 9999)}-{_base64(rng, 4)}"


def _be(rng: random.Random) -> str:
    return f"BE:{_digits(rng, 9)}{rng.choice(('', '-2BP(1000)', '-PLT(12345)'))}"


def _file_name(rng: random.Random) -> str:
    stem = rng.choice(
        (
            f"IMG_{_digits(rng, 8)}_{_digits(rng, 6)}",
            _digits(rng, 13),
            f"DSC0{_digits(rng, 4)}",
            f"{_word(rng)}_{_digits(rng, 2)}",
        )
    )
    return f"{stem}.{rng.choice(('jpg', 'png', 'webm', 'mp4', 'jpeg', 'pdf'))}"


def _age(rng: random.Random) -> str:
    return rng.choice(
        ("{}-vuotias", "{}v", "{} vuotias", "{}yo", "{} years old", "{}-year-old", "{}歳", "{}才")
    ).format(rng.randint(13, 79))


def _birth_date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1950, 2008)
    return rng.choice(("{0}.{1}.{2}", "{2}-{1:02}-{0:02}", "{2}", "{0}/{1}/{2}")).format(day, month, year)


def _birth_date_ja(rng: random.Random) -> str:
    day, month = rng.randint(1, 28), rng.randint(1, 12)
    start = rng.choice((f"{rng.randint(1950, 2008)}年", f"昭和{rng.randint(20, 63)}年", f"平成{rng.randint(1, 20)}年"))
    return f"{start}{month}月{day}日"


def _era_date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2, 20)
    return rng.choice(
        (
            f"H{year}.{month}.{day}",
            f"平成{year}年{month}月{day}日",
            f"S{year + 30}.{month}.{day}",
            f"昭和{year + 30}年{month}月{day}日",
        )
    )


def _name_of_user(rng: random.Random) -> str:
    made = rng.choice(("{}_{}", "{}{}", "{}.{}", "{}-{}")).format(
        _word(rng), rng.choice((_digits(rng, 2), _word(rng, 3, 5)))
    )
    return made if any(sign in made for sign in "0123456789_.") else f"{made}7"


def _discord_old(rng: random.Random) -> str:
    return f"{_word(rng)}#{_digits(rng, 4)}"


def _steam_id(rng: random.Random) -> str:
    return rng.choice((f"7656119{_digits(rng, 10)}", f"STEAM_0:1:{_digits(rng, 8)}", f"[U:1:{_digits(rng, 8)}]"))


def _link_to_user(rng: random.Random) -> str:
    place = rng.choice(
        ("discord.gg/", "t.me/", "https://t.me/", "instagram.com/", "steamcommunity.com/id/", "x.com/", "tiktok.com/@")
    )
    return place + _base64(rng, 8)


def _postcode_gb(rng: random.Random) -> str:
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{rng.choice(letters)}{rng.choice(letters)}{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice(letters)}{rng.choice(letters)}"


def _postcode_us(rng: random.Random) -> str:
    return _digits(rng, 5)


def _address_en(rng: random.Random) -> str:
    street = f"{_word(rng).capitalize()} {rng.choice(('Street', 'Road', 'Avenue', 'Lane', 'Drive'))}"
    return f"{rng.randint(1, 999)} {street}" + rng.choice(("", f" apt {rng.randint(1, 60)}"))


def _nino(rng: random.Random) -> str:
    return f"QQ {_digits(rng, 2)} {_digits(rng, 2)} {_digits(rng, 2)} {rng.choice('ABCD')}"


def _mac(rng: random.Random) -> str:
    return ":".join(f"{rng.randint(0, 255):02x}" for _ in range(6))


def _card_valid(rng: random.Random) -> str:
    digits = f"4{_digits(rng, 14)}"
    total = sum(v // 10 + v % 10 for v in (int(d) * (2 - place % 2) for place, d in enumerate(digits[::-1])))
    digits += str(-total % 10)
    return rng.choice(("", " ", "-")).join(digits[at : at + 4] for at in range(0, 16, 4))


def _iban_valid(rng: random.Random) -> str:
    account = _digits(rng, 14)
    check = 98 - int(f"{account}{int('F', 36)}{int('I', 36)}00") % 97
    plain = f"FI{check:02}{account}"
    return rng.choice((plain, " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))))


def _hetu_valid(rng: random.Random) -> str:
    date, number = f"{rng.randint(1, 28):02}{rng.randint(1, 12):02}{rng.randint(50, 99)}", f"{rng.randint(2, 899):03}"
    return f"{date}-{number}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(date + number) % 31]}"


def _email_spelled(rng: random.Random) -> str:
    shape = rng.choice(
        (
            "{} ät {} piste fi",
            "{} miukumauku {}.fi",
            "{}アット{}.jp",
            "{}(at){}(dot)com",
            "{} [at] {} [dot] com",
            "{}アットマーク{}ドットjp",
            "{}＠{}．ｊｐ",
        )
    )
    return shape.format(f"{_word(rng)}{rng.randint(1, 99)}", _word(rng))


def _phone_kanji(rng: random.Random) -> str:
    return "〇" + rng.choice("九八七") + "〇" + "".join(rng.choice("〇一二三四五六七八九") for _ in range(8))


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "EMAIL": _email,
    "PHONE fi": _phone_fi,
    "PHONE ja": _phone_ja,
    "PHONE gb": _phone_gb,
    "PHONE us": _phone_us,
    "URL": _url,
    "IP 4": _ipv4,
    "IP 6": _ipv6,
    "HETU": _hetu,
    "IBAN": _iban,
    "CARD": _card,
    "HANDLE": _handle,
    "POSTER_ID": _poster_id,
    "TRIPCODE": _tripcode,
    "HOST": _host,
    "POSTCODE ja": _postcode_ja,
    "POSTCODE fi": _postcode_fi,
    "ADDRESS fi": _address_fi,
    "ADDRESS ja": _address_ja,
    "SSN": _ssn,
    "SSN gb": _nino,
    "CARD valid": _card_valid,
    "IBAN valid": _iban_valid,
    "HETU valid": _hetu_valid,
    "EMAIL spelled": _email_spelled,
    "PHONE kanji": _phone_kanji,
    "IP hardware": _mac,
    "ADDRESS en": _address_en,
    "POSTCODE gb": _postcode_gb,
    "BUSINESS_ID": _business_id,
    "MY_NUMBER": _my_number,
    "PLATE ja": _plate_ja,
    "SLIP": _slip,
    "BE": _be,
    "FILE_NAME": _file_name,
    "AGE": _age,
    "DATE_OF_BIRTH era": _era_date,
    "HANDLE Discord old": _discord_old,
    "HANDLE Steam id": _steam_id,
    "URL of a user": _link_to_user,
}
"""Kinds that tell by themselves."""

CUED: dict[str, tuple[Callable[[random.Random], str], dict[str, tuple[str, ...]]]] = {
    "PLATE fi": (
        _plate_fi,
        {
            "fi": ("rekkari ", "rekisterinumero on "),
            "ja": ("ナンバーは", "車のナンバー"),
            "en": ("license plate ", "reg is "),
        },
    ),
    "PLATE gb": (
        _plate_gb,
        {
            "fi": ("rekkari ", "rekisterinumero on "),
            "ja": ("ナンバーは",),
            "en": ("license plate ", "number plate is "),
        },
    ),
    "STUDENT_NUMBER": (
        _student_number,
        {
            "fi": ("opiskelijanumeroni on ", "opiskelijanumero: "),
            "ja": ("学籍番号は", "学生番号："),
            "en": ("my student ID is ", "student number "),
        },
    ),
    "PATIENT_NUMBER": (
        _student_number,
        {
            "fi": ("potilasnumero on ", "potilasnumeroni "),
            "ja": ("診察券番号は", "患者番号："),
            "en": ("patient ID ", "my patient number is "),
        },
    ),
    "PASSPORT": (
        _passport,
        {
            "fi": ("passin numero ", "passinumeroni on "),
            "ja": ("パスポート番号は", "旅券番号"),
            "en": ("passport number ", "my passport is "),
        },
    ),
    "CORPORATE_NUMBER": (
        _corporate_number,
        {"fi": ("corporate number ",), "ja": ("法人番号は", "法人番号："), "en": ("corporate number ",)},
    ),
    "DATE_OF_BIRTH": (
        _birth_date,
        {
            "fi": ("synt. ", "syntynyt ", "olen syntynyt "),
            "ja": ("生年月日は", "生年月日："),
            "en": ("born ", "DOB: ", "i was born on "),
        },
    ),
    "DATE_OF_BIRTH ja": (
        _birth_date_ja,
        {"fi": ("syntymäpäivä 生年月日 ",), "ja": ("生年月日は", "誕生日："), "en": ("生年月日 ",)},
    ),
    "POSTCODE us": (
        _postcode_us,
        {"fi": ("postinumero ", "postinumeroni on "), "ja": ("zip code ",), "en": ("zip code ", "my zip is ")},
    ),
    **{
        f"HANDLE {service}": (
            _name_of_user,
            {
                "fi": (f"{service} ", f"{service}: ", f"mun {service} on ", f"{service} nimellä "),
                "ja": tuple(f"{name}{after}" for name in names for after in ("のIDは", "は", "：", "ID：")),
                "en": (f"my {service} is ", f"{service}: ", f"add me on {service} ", f"{service} "),
            },
        )
        for service, names in {
            "Discord": ("Discord", "ディスコード", "ディスコ"),
            "Instagram": ("Instagram", "インスタ"),
            "Kik": ("Kik",),
            "LINE": ("LINE", "ライン"),
            "Snapchat": ("Snapchat", "スナチャ"),
            "Telegram": ("Telegram", "テレグラム"),
            "Steam": ("Steam", "スチーム"),
            "Twitter": ("Twitter", "ツイッター"),
            "TikTok": ("TikTok", "ティックトック"),
            "Skype": ("Skype", "スカイプ"),
            "IRC": ("IRC",),
            "Signal": ("Signal",),
            "WhatsApp": ("WhatsApp",),
        }.items()
        if service != "Signal"
    },
    "HANDLE X": (
        _name_of_user,
        {"fi": ("X: ", "X:ssä @"), "ja": ("XのIDは", "X：", "XのID："), "en": ("X: ", "my X is @")},
    ),
    "HANDLE friend code": (
        lambda rng: _digits(rng, 9),
        {
            "fi": ("Steam kaverikoodi ", "kaverikoodini on "),
            "ja": ("フレンドコードは", "フレコ"),
            "en": ("friend code ", "my Steam friend code is "),
        },
    ),
    "BANK_ACCOUNT": (
        lambda rng: f"{_digits(rng, 6)}-{_digits(rng, 6)}",
        {
            "fi": ("tilinumero ", "tilinumeroni on "),
            "ja": ("口座番号は", "口座番号："),
            "en": ("account number ", "my account number is "),
        },
    ),
}
"""Kinds that need a word beside them: the maker, and such words by language."""

CONTEXTS: dict[str, tuple[str, str, str]] = {
    "en spaced": ("en", "you can use ", " for that"),
    "fi spaced": ("fi", "se oli ", " muistaakseni"),
    "fi ending": ("fi", "löytyy ", ":lla helposti"),
    "ja no space": ("ja", "それは", "です"),
    "ja punctuated": ("ja", "連絡先：", "。以上"),
    "ja newline": ("ja", "次の通り\n", "\nよろしく"),
}


SURROUNDINGS: dict[str, tuple[str, str, str]] = {
    "en": ("en", "you can use {} for that", ""),
    "fi": ("fi", "se oli {} muistaakseni", ""),
    "fi ending": ("fi", "löytyy {}:lla helposti", ""),
    "ja no space": ("ja", "それは{}です", ""),
    "ja punctuated": ("ja", "連絡先：{}。以上", ""),
    "newline": ("ja", "次の通り\n{}\nよろしく", ""),
    "full-width": ("ja", "これは{}です", "wide"),
    "emoji": ("en", "😀{}😀", ""),
    "quote line": ("fi", ">>123\n>no {} kai\nei", ""),
    "upper": ("en", "USE {} FOR THAT", "upper"),
    "lower": ("en", "use {} for that", "lower"),
}
"""Surrounding: (language, text with a place for the value, what is done to the value)."""

_WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
_CHANGES: dict[str, Callable[[str], str]] = {
    "": lambda text: text,
    "wide": lambda text: text.translate(_WIDE),
    "upper": str.upper,
    "lower": str.lower,
}
HANDLES = frozenset(kind for kind in (*MAKERS, *CUED) if kind.startswith(("HANDLE", "ADDRESS", "POSTCODE")))
"""Kinds that may be missed now and then: cued handles, and addresses."""


def cells(kind: str, surrounding: str, n: int) -> Iterator[tuple[str, str, int, int]]:
    """(language, text, start, end) of n texts with a value of this kind in these surroundings; always the same."""
    lang, frame, change = SURROUNDINGS[surrounding]
    alter = _CHANGES[change]
    rng = random.Random(f"{kind} in {surrounding}")
    maker, cues = CUED.get(kind) or (MAKERS[kind], {})
    before, after = frame.split("{}")
    for _ in range(n):
        cue = alter(rng.choice(cues[lang])) if cues else ""
        value = alter(maker(rng))
        yield lang, f"{before}{cue}{value}{after}", len(before + cue), len(before + cue + value)


def values(kind: str, n: int) -> Iterator[str]:
    """n invented values of a kind; the same at every call."""
    rng = random.Random(f"values of {kind}")
    return (MAKERS[kind](rng) for _ in range(n))
