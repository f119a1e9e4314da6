"""Web addresses, whole: with or without scheme, up to the change of script in Japanese text."""

import re
from functools import lru_cache
from importlib.resources import files

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, FINNISH_ENDING, JAPANESE, LATIN

_CHARS = r"0-9A-Za-zÀ-ÖØ-öø-ɏ\-._~/?#\[\]@!$&'*+,;=%{}|\\^`"
_LAST = r"0-9A-Za-zÀ-ÖØ-öø-ɏ\-_~/#@$&*+=%\\"
_COLON = rf":(?!{FINNISH_ENDING}{END})"
_REST = rf"(?:(?:[{_CHARS}]|{_COLON}|\((?:[{_CHARS}:])*\))*(?:[{_LAST}]|\((?:[{_CHARS}:])*\)))"
_NO_WORD_TLD = "(?:com|net|org|info|biz|io|gg|xyz|tv|fi|jp|uk|eu|de|ru|ee|onion|moe|wiki|blog|page|app|dev)"
_LABEL = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ](?:[0-9A-Za-zÀ-ÖØ-öø-ɏ\-_]*[0-9A-Za-zÀ-ÖØ-öø-ɏ])?"
_FREE = rf"(?<![{LATIN}@.\-/◆◇])"


class UrlRecogniser(Recogniser):
    """Web addresses and bare domains; a Finnish case ending after a colon stays outside."""

    ENTITY = "URL"
    SHAPES = (
        Shape("scheme", rf"(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9+.\-]{{1,15}})?:[ ]?//[ ]?{_REST}", 1.0, ("//",)),
        Shape(
            "Japanese host",
            rf"(?<![A-Za-z0-9])[A-Za-z]{{3,5}}://(?:[{JAPANESE}0-9A-Za-z\-]+\.)+[A-Za-z]{{2,24}}(?:[/?#:]{_REST}?)?",
            1.0,
            ("://",),
        ),
        Shape("www", rf"(?<![A-Za-z0-9])www[0-9]?\.{_REST}", 0.9, ("www",)),
        Shape("domain with path", rf"{_FREE}(?:{_LABEL}\.)+[A-Za-z]{{2,12}}(?::[0-9]{{2,5}})?/{_REST}?", 0.8, ("/",)),
        Shape(
            "bare domain", rf"{_FREE}(?:{_LABEL}\.)+{_NO_WORD_TLD}(?::[0-9]{{2,5}})?(?![{LATIN}\-]|\.[{LATIN}])", 0.5
        ),
        Shape(
            "bare domain, any ending",
            rf"{_FREE}(?:{_LABEL}\.)+[A-Za-z]{{2,24}}(?::[0-9]{{2,5}})?(?![{LATIN}\-]|\.[{LATIN}])",
            0.5,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
            ("これhttps://example.jp/fooです", "https://example.jp/foo"),
            ("katso (https://foo.biz/abc).", "https://foo.biz/abc"),
            ("https://en.wikipedia.org/wiki/Foo_(bar) is", "https://en.wikipedia.org/wiki/Foo_(bar)"),
            (
                "ttp://example.jp/test/read.cgi/hiki/1690213695/45を見ろ",
                "ttp://example.jp/test/read.cgi/hiki/1690213695/45",
            ),
            ("www.example.fi/matti:lla", "www.example.fi/matti"),
            ("piirrokset www.kuvat77.example täällä", "www.kuvat77.example"),
            ("sivu on t.me/yokukkuja", "t.me/yokukkuja"),
            ("discord.gg/AbCd12!", "discord.gg/AbCd12"),
            ("mattimeikalainen.fi on sivuni", "mattimeikalainen.fi"),
            ("se on hiki99.rocks nyt", "hiki99.rocks"),
            ("foo.bar.example.museum", "foo.bar.example.museum"),
            ("http://127.0.0.1:8105/x", "http://127.0.0.1:8105/x"),
            ("http://日本語.example.jp/fooだよ", "http://日本語.example.jp/foo"),
            ("hxxps://user:pw@example.org/", "hxxps://user:pw@example.org/"),
        ),
        not_found=(
            "menin kotiin.mutta en jäänyt",
            "hei.no joo",
            "se oli hyvä asia.se meni",
            "op.nro 5",
            "x / y // z",
            "e.g. this, i.e. that",
            "klo 12.30 tai 1.5.2019",
            "se meni.näin",
            "ok.so what",
            "node.js ja main.rs",
        ),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """A bare domain has to end as the Public Suffix List says, and no word may stand after a forgotten space."""
        match = _BARE.fullmatch(pattern_text)
        if match is None or _SURE.search(pattern_text):
            return None
        labels = match[1].lower().split(".")
        if labels[0].startswith("www"):  # whatever its end: somebody meant an address
            return None
        if labels[-1] not in _endings():
            return False
        if len(labels) > 2 and all(label.isascii() for label in labels):
            return None if len(labels[-1]) > 2 or labels[-1] in _COMMON or any(map(_marked, labels)) else False
        return None if labels[-1] in _TWO_LABELS or _marked(labels[0]) else False


_BARE = re.compile(r"((?:[^./\s:]+\.)+[A-Za-z]{2,24})(?::[0-9]{2,5})?")
_SURE = re.compile(rf"\.{_NO_WORD_TLD}(?::[0-9]+)?$", re.IGNORECASE)
_COMMON = frozenset((
    "fi", "jp", "uk", "eu", "de", "ru", "ee", "us", "ca", "fr", "nl", "au", "pl", "tv", "cc", "ly", "im", "cz", "dk",
    "ch", "at", "pw", "ws", "re", "gg", "io", "se", "no", "es", "it", "kr", "cn", "tw", "br",
))  # fmt: skip
_TWO_LABELS = frozenset((
    "rocks", "club", "site", "online", "store", "shop", "space", "website", "tech", "cloud", "social", "chat", "team",
    "games", "game", "community", "network", "agency", "academy", "photo", "photos", "pics", "media", "digital",
    "email", "lol", "icu", "vip", "ltd", "kim", "men", "top", "win", "bid", "trade", "date", "review", "download",
    "racing",
))  # fmt: skip
_FILES = frozenset((
    "py", "rs", "js", "md", "sh", "pl", "ps", "so", "cs", "ts", "mm", "zip", "mov", "app", "do",
))  # fmt: skip


def _marked(label: str) -> bool:
    """Whether a label looks like no word: a digit or a hyphen in it."""
    return any(character.isdigit() for character in label) or "-" in label.strip("-")


@lru_cache(maxsize=1)
def _endings() -> frozenset[str]:
    """The top-level domains of the Public Suffix List that tldextract brings along; nothing is downloaded."""
    from tldextract.suffix_list import extract_tlds_from_suffix_list

    # its extractor would build tries of all suffixes, in six times the time
    public, _ = extract_tlds_from_suffix_list((files("tldextract") / ".tld_set_snapshot").read_text("utf-8"))
    return frozenset(suffix.rpartition(".")[2] for suffix in public) - _FILES
