"""Planted personal data, all invented: example domains, documentation addresses, reserved or unassigned numbers."""

import random
import unicodedata

from hikcorpus.demo.records import Planted

_HETU_MARKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_STEMS = {
    "fi": ["keksitty", "esimerkki", "tekaistu", "olematon"],
    "ja": ["mihon", "kakuu", "kasou", "reidai"],
    "en": ["madeup", "sample", "notreal", "nowhere"],
}
_TAILS = {
    "fi": ["kissa", "hamsteri", "lumi", "varjo", "siili", "pullo", "sammal"],
    "ja": ["neko", "tanuki", "yoru", "kumo", "tsuki", "usagi", "ame"],
    "en": ["cat", "kettle", "moth", "lamp", "otter", "static", "fog"],
}
_DOMAINS = ["example.com", "example.org", "example.net", "posti.example", "mail.example"]
_HOME = {"fi": "example.fi", "ja": "example.jp", "en": "example.co.uk"}
_OBFUSCATED = {
    "fi": ["{l} (at) {d}", "{l}(ät){d}", "{l} miukumauku {w}", "{l}[at]{w}", "{l} at {d}"],
    "ja": ["{l}＠{d}", "{l}あっと{d}", "{l}(アット){d}", "{l}[at]{d}", "{l}＠{z}"],
    "en": ["{l} (at) {d}", "{l} [at] {w}", "{l} at {w}", "{l}[at]{d}", "{l} (at) {w}"],
}
_DOT = {"fi": " piste ", "ja": " ドット ", "en": " dot "}
_PHONES = {
    "fi": ["040 555 {d}", "040-555{d}", "040555{d}", "+358 40 555 {d}", "+35840555{d}", "040 555 {a} {b}", "(040) 555 {d}", "00358 40 555 {d}"],
    "jp": ["090-0000-{d}", "0900000{d}", "090 0000 {d}", "{wide}", "+81 90-0000-{d}", "090(0000){d}", "03-0000-{d}"],
    "gb": ["07700 900{t}", "07700900{t}", "+44 7700 900{t}", "+447700900{t}", "020 7946 0{t}", "(020) 7946 0{t}"],
    "us": ["202-555-01{b}", "(212) 555-01{b}", "+1 303 555 01{b}", "415.555.01{b}", "1-617-555-01{b}", "20255501{b}"],
}  # fmt: skip
_NAMES = {
    "fi": ["Teppo Testinen", "Maija Mallikas", "Kalle Keksitty", "Erkki Esimerkki", "Tiina Tekaistu"],
    "ja": ["見本太郎", "例山例子", "架空花子", "仮名一郎", "例田次郎"],
    "en": ["John Sampleton", "Jane Madeup", "Bob Placeholder", "Alice Notreal", "Tim Fictional"],
}
_ADDRESSES = {
    "fi": ["Keksittykatu {n} A {m}", "Esimerkkitie {m}", "Olemattomankuja {n} B {m}, 99999 Esimerkkilä"],
    "ja": ["架空県例市見本町{n}-{m}-1", "〒999-9999 例県架空市見本{n}丁目{m}", "見本区例町{n}-{m} 架空荘20{n}"],
    "en": ["{m} Madeup Lane", "Flat {n}, {m} Placeholder Road", "{m} Nowhere Street, Sampleton ZZ99 {n}ZZ"],
}
_SCHOOLS = {
    "fi": ["Esimerkkilän lukio", "Keksittylän yläaste", "Mallilan ammattiopisto"],
    "ja": ["例市立見本中学校", "架空県立例高校", "見本大学例学部"],
    "en": ["Sampleton Comprehensive", "Madeup Grammar School", "Nowhere Community College"],
}
_CUED = ["discord", "telegram", "line", "instagram", "kik", "snapchat", "twitter", "steam"]
_DECOYS = {
    "date": {"fi": ["{n}.11.2026", "2026-10-1{n}"], "ja": ["2026年10月1{n}日", "2026/10/1{n}"], "en": ["{n} October 2026", "1{n}/10/2026"]},
    "clock": {"fi": ["0{n}.40", "2{q}:15"], "ja": ["0{n}:40", "午後{n}時15分"], "en": ["0{n}:40", "{n}.15pm"]},
    "price": {"fi": ["1{n},90 e", "{m} euroa"], "ja": ["{n}980円", "{m}00円"], "en": ["£1{n}.90", "${m}"]},
    "version": {"fi": ["1.2{n}.4"], "ja": ["6.1{n}.2"], "en": ["5.1{n}.0"]},
    "resolution": {"fi": ["1920x1080"], "ja": ["2560x1440"], "en": ["1366x768"]},
    "years": {"fi": ["2012–201{n}"], "ja": ["2014年～202{q}年"], "en": ["2013-201{n}"]},
}  # fmt: skip

_COMMON = ["email/plain", "email/plain", "email/beside", "email/beside", "email/obfuscated", "url/", "url/", "ip/v4", "ip/v6", "host/", "hetu/right", "hetu/wrong", "iban/right", "iban/wrong", "card/right", "card/wrong", "tripcode/", "poster_id/", "poster_id/", "person/", "address/", "school/", "screen_name/", "screen_name/"]  # fmt: skip
_PHONE_TURNS = {
    "fi": ["fi", "fi", "fi", "gb", "us"],
    "ja": ["jp", "jp", "jp", "jp", "us"],
    "en": ["gb", "gb", "us", "us", "fi"],
}


def turns(language: str) -> list[str]:
    """One round of `kind/form` for a board of that language, each as often as it should come."""
    cued = [f"handle/{cue}" for cue in _CUED]
    phones = [f"phone/{country}" for country in _PHONE_TURNS[language]]
    return [*_COMMON, *phones, *cued]


def decoy_kinds() -> list[str]:
    """What looks like an identifier and is none."""
    return list(_DECOYS)


def hetu(rng: random.Random, right: bool = True) -> str:
    """A Finnish personal identity code with an individual number of 900-999, given to no person."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1975, 2007)
    sign = rng.choice("-Y") if year < 2000 else rng.choice("AB")
    digits, number = f"{day:02d}{month:02d}{year % 100:02d}", rng.randint(900, 999)
    place = int(f"{digits}{number}") % 31
    if not right:
        place = (place + rng.randint(1, 30)) % 31
    return f"{digits}{sign}{number}{_HETU_MARKS[place]}"


def iban(rng: random.Random, country: str, right: bool = True) -> str:
    """An IBAN at a bank that does not exist; FI, GB or DE."""
    bank = {"FI": "999999", "GB": "XMPL000000", "DE": "00000000"}[country]
    bban = bank + f"{rng.randrange(10**8):08d}" + ("00" if country == "DE" else "")
    number = int("".join(str(int(sign, 36)) for sign in f"{bban}{country}00"))
    check = 98 - number % 97
    if not right:
        check = check % 97 + 2 if check % 97 + 2 != check else check - 1
    return f"{country}{check:02d}{bban}"


def card(rng: random.Random, right: bool = True) -> str:
    """Sixteen digits from a range used for testing payment forms."""
    body = "4000000000" + f"{rng.randrange(10**5):05d}"
    doubled = [int(d) * 2 if place % 2 == 0 else int(d) for place, d in enumerate(body)]
    check = -sum(d - 9 if d > 9 else d for d in doubled) % 10
    if not right:
        check = (check + rng.randint(1, 9)) % 10
    return f"{body}{check}"


def _groups(text: str, mark: str) -> str:
    return mark.join(text[at : at + 4] for at in range(0, len(text), 4))


def _nick(rng: random.Random, language: str) -> str:
    return f"{rng.choice(_STEMS[language])}{rng.choice(['', '_', '.'])}{rng.choice(_TAILS[language])}"


def _email(rng: random.Random, form: str, language: str) -> Planted:
    local = f"{_nick(rng, language)}{rng.randint(1, 99)}"
    domain = rng.choice([*_DOMAINS, _HOME[language], _HOME[language]])
    if form != "obfuscated":
        return Planted("email", form, f"{local}@{domain}", (local,))
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in domain)
    spelling = rng.choice(_OBFUSCATED[language])
    value = spelling.format(l=local, d=domain, w=domain.replace(".", _DOT[language]), z=wide)
    return Planted("email", form, value, (local,))


def _phone(rng: random.Random, country: str) -> Planted:
    digits = f"{rng.randrange(10**4):04d}"
    wide = unicodedata.normalize("NFKC", "０９０－００００－").translate({45: "－"})
    wide = "０９０－００００－" + "".join(chr(ord(d) + 0xFEE0) for d in digits) if wide else ""
    value = rng.choice(_PHONES[country]).format(
        d=digits, a=digits[:2], b=digits[2:], t=digits[1:], wide=wide
    )
    return Planted("phone", country, value, (value[-5:],))


def _url(rng: random.Random, language: str) -> Planted:
    who = f"{_nick(rng, language).replace('.', '').replace('_', '-')}{rng.randint(1, 99)}"
    value = rng.choice(
        [
            f"https://{who}.example.org/",
            f"http://example.net/~{who}/index.html",
            f"https://example.com/u/{who}",
            f"https://www.example.org/blog/{who}?p=1{rng.randint(1, 9)}&lang={language}",
            f"www.{who}.example",
            f"{who}.example.com/galleria",
            f"https://{_HOME[language]}/@{who}",
        ]
    )
    return Planted("url", "scheme" if "://" in value else "bare", value, (who,))


def _net(rng: random.Random, form: str) -> str:
    if form == "v6":
        return rng.choice(["2001:db8::{:x}:{:x}", "2001:db8:{:x}::{:x}", "2001:DB8:0:{:X}::{:X}"]).format(
            rng.randint(16, 65535), rng.randint(1, 65535)
        )
    return f"{rng.choice(['192.0.2', '198.51.100', '203.0.113'])}.{rng.randint(1, 254)}"


def _host(rng: random.Random, language: str) -> Planted:
    dashed, tag = _net(rng, "v4").replace(".", "-"), f"{rng.randrange(16**6):06x}"
    label, rest = rng.choice(
        {
            "fi": [(f"dsl-hki-{tag}", "dhcp.example.fi"), (f"mobile-{tag}", "example.net"), (f"kone-{tag}", "lan.example.org")],
            "ja": [(f"i{dashed}", "s41.a014.ap.example.jp"), (f"p{tag}-omed", "tokyo.ocn.example.jp"), (f"fl1-{dashed}", "kng.mesh.example.net")],
            "en": [(f"cpc{tag}-town7", "cable.example.co.uk"), (f"c-{dashed}", "hsd1.example.net"), (f"box-{tag}", "home.example.com")],
        }[language]
    )  # fmt: skip
    return Planted("host", "", f"{label}.{rest}", (label,))


def _handle(rng: random.Random, cue: str, language: str) -> Planted:
    nick = f"{_nick(rng, language)}{rng.choice(['', '_'])}{rng.randint(10, 999)}"
    value = nick
    if cue == "discord" and rng.random() < 0.5:
        value = f"{nick}#{rng.randint(1000, 9999)}"
    elif cue in {"telegram", "twitter"} or (cue == "instagram" and rng.random() < 0.5):
        value = f"@{nick}"
    return Planted("handle", cue, value, (nick,))


def plant(rng: random.Random, turn: str, language: str) -> Planted:  # noqa: PLR0912
    """Invent what `kind/form` asks for. tripcode, poster_id and screen_name come from the thread instead."""
    kind, form = turn.split("/")
    right = form != "wrong"
    match kind:
        case "email":
            return _email(rng, form, language)
        case "phone":
            return _phone(rng, form)
        case "url":
            return _url(rng, language)
        case "ip":
            return Planted(kind, form, _net(rng, form))
        case "host":
            return _host(rng, language)
        case "hetu":
            value = hetu(rng, right)
            return Planted(kind, form, value, (value[:6], value[-4:]))
        case "iban":
            whole = iban(rng, rng.choice({"fi": ["FI"], "ja": ["GB", "DE"], "en": ["GB", "DE"]}[language]), right)
            value = rng.choice([whole, _groups(whole, " ")])
            return Planted(kind, form, value, (value[-7:],))
        case "card":
            value = _groups(card(rng, right), rng.choice(["", " ", "-"]))
            return Planted(kind, form, value, (value[-6:],))
        case "handle":
            return _handle(rng, form, language)
        case "person":
            value = rng.choice(_NAMES[language])
            return Planted(kind, form, value, (value.split()[-1],) if " " in value else ())
        case "address":
            value = rng.choice(_ADDRESSES[language]).format(n=rng.randint(2, 9), m=rng.randint(11, 99))
            return Planted(kind, form, value)
        case "school":
            return Planted(kind, form, rng.choice(_SCHOOLS[language]))
    raise ValueError(turn)


def decoy(rng: random.Random, kind: str, language: str) -> Planted:
    """Something that looks like an identifier and is none."""
    value = rng.choice(_DECOYS[kind][language]).format(
        n=rng.randint(2, 9), m=rng.randint(11, 99), q=rng.randint(1, 3)
    )
    return Planted("decoy", kind, value)
