"""Planted personal data, all invented: example domains, documentation addresses, reserved or unassigned numbers."""

import random
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from hikcorpus.demo.records import Planted

_HETU_MARKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"


@cache
def _pieces() -> dict[str, Any]:
    text = files("hikcorpus.demo").joinpath("phrases/secrets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def turns(language: str) -> list[str]:
    """One round of `kind/form` for a board of that language, each as often as it should come."""
    pieces = _pieces()
    phones = [f"phone/{country}" for country in pieces["phone_turns"][language]]
    return [*pieces["turns"], *phones, *(f"handle/{cue}" for cue in pieces["cues"])]


def decoy_kinds() -> list[str]:
    """What looks like an identifier and is none."""
    return list(_pieces()["decoys"])


def hetu(rng: random.Random, right: bool = True) -> str:
    """A Finnish personal identity code with an individual number of 900-999, which no person has."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(1975, 2007)
    sign = rng.choice("-Y") if year < 2000 else rng.choice("AB")
    digits, number = f"{day:02d}{month:02d}{year % 100:02d}", rng.randint(900, 999)
    place = int(f"{digits}{number}") % 31
    if not right:
        place = (place + rng.randint(1, 30)) % 31
    return f"{digits}{sign}{number}{_HETU_MARKS[place]}"


def iban(rng: random.Random, country: str, right: bool = True) -> str:
    """An IBAN (FI, GB or DE) at a bank that does not exist."""
    bank = {"FI": "999999", "GB": "XMPL000000", "DE": "00000000"}[country]
    bban = bank + f"{rng.randrange(10**8):08d}" + ("00" if country == "DE" else "")
    number = int("".join(str(int(sign, 36)) for sign in f"{bban}{country}00"))
    check = 98 - number % 97
    if not right:
        check = 2 + (check - 2 + rng.randint(1, 96)) % 97
    return f"{country}{check:02d}{bban}"


def card(rng: random.Random, right: bool = True) -> str:
    """Sixteen digits from a range used for testing payment forms."""
    body = "4000000000" + f"{rng.randrange(10**5):05d}"
    doubled = [int(d) * 2 if place % 2 == 0 else int(d) for place, d in enumerate(body)]
    check = -sum(d - 9 if d > 9 else d for d in doubled) % 10
    if not right:
        check = (check + rng.randint(1, 9)) % 10
    return f"{body}{check}"


def _fours(text: str, mark: str) -> str:
    return mark.join(text[at : at + 4] for at in range(0, len(text), 4))


def _wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


def _nick(rng: random.Random, language: str, joints: str = "") -> str:
    pieces = _pieces()
    joint = rng.choice(["", *joints])
    return f"{rng.choice(pieces['stems'][language])}{joint}{rng.choice(pieces['tails'][language])}"


def _email(rng: random.Random, form: str, language: str) -> Planted:
    pieces = _pieces()
    local = f"{_nick(rng, language, '_.')}{rng.randint(1, 99)}"
    domain = rng.choice([*pieces["domains"], pieces["home"][language], pieces["home"][language]])
    if form != "obfuscated":
        return Planted("email", form, f"{local}@{domain}", (local,))
    spelling = rng.choice(pieces["obfuscated"][language])
    in_words = domain.replace(".", pieces["dot"][language])
    return Planted("email", form, spelling.format(l=local, d=domain, w=in_words, z=_wide(domain)), (local,))


def _phone(rng: random.Random, country: str) -> Planted:
    d = f"{rng.randrange(10**4):04d}"
    spelling = rng.choice(_pieces()["phones"][country])
    value = spelling.format(d=d, a=d[:2], b=d[2:], t=d[1:], wide=_wide(f"090-0000-{d}"))
    return Planted("phone", country, value, (value[-5:],))


def _url(rng: random.Random, language: str) -> Planted:
    pieces = _pieces()
    who = f"{_nick(rng, language, '-')}{rng.randint(1, 99)}"
    form = rng.choice(["scheme", "scheme", "scheme", "bare"])
    spelling = rng.choice(pieces["urls"][form])
    value = spelling.format(w=who, h=pieces["home"][language], g=language, n=rng.randint(1, 9))
    return Planted("url", form, value, (who,))


def _net(rng: random.Random, form: str) -> str:
    if form == "v6":
        shape = rng.choice(["2001:db8::{:x}:{:x}", "2001:db8:{:x}::{:x}", "2001:DB8:0:{:X}::{:X}"])
        return shape.format(rng.randint(16, 65535), rng.randint(1, 65535))
    return f"{rng.choice(['192.0.2', '198.51.100', '203.0.113'])}.{rng.randint(1, 254)}"


def _host(rng: random.Random, language: str) -> Planted:
    spelling = rng.choice(_pieces()["hosts"][language])
    value = spelling.format(x=_net(rng, "v4").replace(".", "-"), t=f"{rng.randrange(16**6):06x}")
    return Planted("host", "", value, (value.partition(".")[0],))


def _handle(rng: random.Random, cue: str, language: str) -> Planted:
    nick = value = f"{_nick(rng, language, '_.')}{rng.choice(['', '_'])}{rng.randint(10, 999)}"
    if cue == "discord" and rng.random() < 0.5:
        value = f"{nick}#{rng.randint(1000, 9999)}"
    elif cue in {"telegram", "twitter"} or (cue == "instagram" and rng.random() < 0.5):
        value = f"@{nick}"
    return Planted("handle", cue, value, (nick,))


def _iban(rng: random.Random, form: str, language: str) -> Planted:
    country = "FI" if language == "fi" else rng.choice(["GB", "DE"])
    whole = iban(rng, country, form == "right")
    value = rng.choice([whole, _fours(whole, " ")])
    return Planted("iban", form, value, (value[-7:],))


def plant(rng: random.Random, turn: str, language: str) -> Planted:
    """Invent what `kind/form` asks for.

    tripcode, poster_id and screen_name are not invented here: they come from the thread they are quoted in.
    """
    kind, form = turn.split("/")
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
            value = hetu(rng, form == "right")
            return Planted(kind, form, value, (value[:6], value[-4:]))
        case "iban":
            return _iban(rng, form, language)
        case "card":
            value = _fours(card(rng, form == "right"), rng.choice(["", " ", "-"]))
            return Planted(kind, form, value, (value[-6:],))
        case "handle":
            return _handle(rng, form, language)
        case _:  # person, address, school
            spelling: str = rng.choice(_pieces()[kind][language])
            return Planted(kind, form, spelling.format(n=rng.randint(2, 9), m=rng.randint(11, 99)))


def decoy(rng: random.Random, kind: str, language: str) -> Planted:
    """Something that looks like an identifier and is none."""
    spelling: str = rng.choice(_pieces()["decoys"][kind][language])
    value = spelling.format(n=rng.randint(2, 9), m=rng.randint(11, 99), q=rng.randint(1, 3))
    return Planted("decoy", kind, value)
