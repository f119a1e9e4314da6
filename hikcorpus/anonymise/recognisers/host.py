"""Names of computers as boards print them: `fusianasan` hosts, dial-up and mobile lines."""

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import LATIN

_LABEL = r"[0-9A-Za-z*](?:[0-9A-Za-z\-_*]*[0-9A-Za-z*])?"
_FREE = rf"(?<![{LATIN}@.\-/*])"
_AFTER = rf"(?![{LATIN}\-/]|\.[{LATIN}])"
_NO_FILE = "(?!html?|php|jpe?g|png|gif|webm|mp[34]|pdf|txt|zip|exe|dat|js|css|json|xml|py|cgi)"
_LINE = (
    "(?:ocn|plala|so-net|infoweb|nifty|dion|ppp-bb|bbtec|panda-world|spmode|mopera|eonet|asahi-net|mesh|hi-ho|biglobe|"
    "ucom|vectant|nuro|j-cnet|commufa|gyao|ezweb|docomo|softbank|openmobile|au-net|uqwimax|zaq|jcom|home|itscom|"
    "dhcp|pppoe?|adsl|dsl|cable|mobile|dynamic|dyn|dip|pool|broadband|elisa-laajakaista|elisa-mobile|inet|dnainternet|"
    "sonera|welho|saunalahti|btcentralplus|comcast|verizon|virginm)"
)


class HostRecogniser(Recogniser):
    """Host names: a label with a digit in a name of three labels or more, or the name of an access line."""

    ENTITY = "HOST"
    SHAPES = (
        Shape(
            "label with a digit",
            rf"{_FREE}(?!www)(?=[0-9A-Za-z\-_*]*[0-9*])(?:{_LABEL}\.){{2,}}{_NO_FILE}[A-Za-z]{{2,6}}{_AFTER}",
            0.6,
        ),
        Shape(
            "access line",
            rf"{_FREE}(?:{_LABEL}\.)*(?:[0-9A-Za-z\-_*]*-)?{_LINE}(?:-[0-9A-Za-z\-]+)?(?:\.{_LABEL})+\.[A-Za-z]{{2,6}}{_AFTER}",
            0.6,
        ),
        Shape(
            "cued",
            rf"(?<![A-Za-z0-9])(?:HOST|リモートホスト|リモホ)[ ]?[:=はが][ ]?\K(?:{_LABEL}\.)+[A-Za-z]{{2,6}}{_AFTER}",
            0.7,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("p1234-ipbf01marunouchi.tokyo.ocn.ne.jp", "p1234-ipbf01marunouchi.tokyo.ocn.ne.jp"),
            ("リモホはKD027085.ppp-bb.dion.ne.jpだ", "KD027085.ppp-bb.dion.ne.jp"),
            ("dsl-hkibng31-54f84d-12.dhcp.inet.fi", "dsl-hkibng31-54f84d-12.dhcp.inet.fi"),
            ("softbank126000000001.bbtec.netから", "softbank126000000001.bbtec.net"),
            ("*.tokyo.ocn.ne.jp", "*.tokyo.ocn.ne.jp"),
            ("(example.ne.jp) HOST:proxy.example.ne.jp", "proxy.example.ne.jp"),
        ),
        not_found=("menin kotiin.mutta en", "1.5.2019", "version 2.0.1", "a.b", "43057.330.html"),
    )
