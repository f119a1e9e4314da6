"""Web addresses, whole: with or without scheme, up to the change of script in Japanese text."""

import re

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END, FINNISH_ENDING, JAPANESE, LATIN

_CHARS = r"0-9A-Za-zÀ-ÖØ-öø-ɏ\-._~/?#\[\]@!$&'*+,;=%{}|\\^`"
_LAST = r"0-9A-Za-zÀ-ÖØ-öø-ɏ\-_~/#@$&*+=%\\"
_COLON = rf":(?!{FINNISH_ENDING}{END})"
_REST = rf"(?:(?:[{_CHARS}]|{_COLON}|\((?:[{_CHARS}:])*\))*(?:[{_LAST}]|\((?:[{_CHARS}:])*\)))"
_TLD = (
    "(?:com|net|org|info|biz|io|gg|xyz|dev|tv|cc|ly|fi|jp|uk|eu|de|ru|ee|us|ca|fr|nl|au|pl|onion|moe|wiki|blog|"
    "online|site|club|fm|im|cz|dk|ch|at|cat|page|app|pw|ws|re|link|top)"
)
_NO_WORD_TLD = "(?:com|net|org|info|biz|io|gg|xyz|tv|fi|jp|uk|eu|de|ru|ee|onion|moe|wiki|blog|page|app|dev)"
_LABEL = r"[0-9A-Za-zÀ-ÖØ-öø-ɏ](?:[0-9A-Za-zÀ-ÖØ-öø-ɏ\-_]*[0-9A-Za-zÀ-ÖØ-öø-ɏ])?"
_FREE = rf"(?<![{LATIN}@.\-/◆◇])"


class UrlRecogniser(Recogniser):
    """Web addresses and bare domains; a Finnish case ending after a colon stays outside."""

    ENTITY = "URL"
    GATE = re.compile(r"//|www|[^\s]\.[a-z]{2}")
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
            "bare domain, shorter endings",
            rf"{_FREE}(?:{_LABEL}\.){{2,}}{_TLD}(?::[0-9]{{2,5}})?(?![{LATIN}\-]|\.[{LATIN}])",
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
            ("sivu on t.me/yokukkuja", "t.me/yokukkuja"),
            ("discord.gg/AbCd12!", "discord.gg/AbCd12"),
            ("mattimeikalainen.fi on sivuni", "mattimeikalainen.fi"),
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
        ),
    )
