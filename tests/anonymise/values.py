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
}

CONTEXTS: dict[str, tuple[str, str, str]] = {
    "en spaced": ("en", "you can use ", " for that"),
    "fi spaced": ("fi", "se oli ", " muistaakseni"),
    "fi ending": ("fi", "löytyy ", ":lla helposti"),
    "ja no space": ("ja", "それは", "です"),
    "ja punctuated": ("ja", "連絡先：", "。以上"),
    "ja newline": ("ja", "次の通り\n", "\nよろしく"),
}


def values(kind: str, n: int) -> Iterator[str]:
    """n invented values of a kind; the same at every call."""
    rng = random.Random(f"values of {kind}")
    return (MAKERS[kind](rng) for _ in range(n))
