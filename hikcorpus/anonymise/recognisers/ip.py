"""IP addresses: version 4 and 6, whole, partial or defanged, and hardware addresses."""

from ipaddress import ip_address

from hikcorpus.anonymise.recogniser import Examples, Recogniser, Shape
from hikcorpus.anonymise.shapes import END

_DOT = r"(?:\.|[ ]?[\[(](?:\.|dot|piste)[\])][ ]?)"
_HEX = r"[0-9A-Fa-f]"
_FREE6 = r"(?<![0-9A-Za-z.])(?<!::)(?<!(?<![0-9A-Za-z])[0-9A-Fa-f]{1,4}:)"


class IpRecogniser(Recogniser):
    """IP addresses. Octets above 255 count too: people mistype."""

    ENTITY = "IP"
    SHAPES = (
        Shape(
            "version 4",
            rf"(?<![0-9])(?<![0-9]\.)[0-9]{{1,3}}(?:{_DOT}[0-9]{{1,3}}){{3}}(?:/[0-9]{{1,2}}(?![0-9]))?(?![0-9])(?!\.[0-9])",
            0.8,
        ),
        Shape(
            "version 4 and port",
            rf"(?<![0-9])(?<![0-9]\.)[0-9]{{1,3}}(?:{_DOT}[0-9]{{1,3}}){{3}}:[0-9]{{2,5}}(?![0-9])",
            0.8,
        ),
        Shape(
            "partial version 4",
            rf"(?<![0-9])(?<![0-9]\.)[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{1,2}}(?:\.(?:\*+|x{{1,3}}|\?{{1,3}}|"
            rf"#{{1,3}}))+{END}",
            0.7,
        ),
        Shape(
            "cued partial version 4",
            r"(?<![0-9A-Za-z])IP(?:-?osoite(?:eni)?|[ ]?address|アドレス)?[ ]?(?:on|is|[:=はが])?[ ]?\K"
            r"[0-9]{1,3}\.[0-9]{1,3}(?:\.[0-9]{1,3})?(?:\.\*?)?(?![0-9])",
            0.7,
        ),
        Shape("version 6", rf"{_FREE6}{_HEX}{{1,4}}(?::{_HEX}{{1,4}}){{7}}(?![0-9A-Za-z])", 0.9),
        Shape(
            "short version 6",
            rf"{_FREE6}(?=[0-9A-Fa-f:]*[0-9])(?:{_HEX}{{1,4}}:){{1,7}}:(?:{_HEX}{{1,4}}:){{0,6}}(?:{_HEX}{{1,4}})?"
            rf"(?:%[0-9A-Za-z]+)?(?:/[0-9]{{1,3}})?(?![0-9A-Za-z])",
            0.7,
        ),
        Shape(
            "beginning of version 6",
            rf"{_FREE6}(?:2[0-9A-Fa-f]{{3}}|f[cde][0-9A-Fa-f]{{2}})(?::{_HEX}{{1,4}}){{2,6}}(?::\*?|"
            rf":x+)?(?![0-9A-Za-z])",
            0.7,
        ),
        Shape(
            "hardware address",
            rf"(?<![0-9A-Za-z\-])(?<![0-9A-Fa-f]:){_HEX}{{2}}(?:([:\-]){_HEX}{{2}})(?:\1{_HEX}{{2}}){{4}}(?![0-9A-Za-z\-]|:[0-9A-Fa-f]{{2}}(?![a-zåäö]))",
            0.8,
        ),
    )
    EXAMPLES = Examples(
        found=(
            ("My IP is 203.0.113.77 lol", "203.0.113.77"),
            ("IPは203.0.113.77です", "203.0.113.77"),
            ("osoite 203.0.113.300", "203.0.113.300"),
            ("IP:203.0.*(example.ne.jp)", "203.0.*"),
            ("203.0.113.xxx", "203.0.113.xxx"),
            ("203[.]0[.]113[.]77", "203[.]0[.]113[.]77"),
            ("203.0.113.77:8080", "203.0.113.77:8080"),
            ("2001:db8::8a2e:370:7334 on mun", "2001:db8::8a2e:370:7334"),
            ("2001:0db8:85a3:0000:0000:8a2e:0370:7334です", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"),
            ("発信元:203.0.113.5", "203.0.113.5"),
            ("00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e"),
        ),
        not_found=("klo 12:34:56", "1.2.2020", "std::vector", "a::b", "luku 3.14.15"),
    )

    def validate_result(self, pattern_text: str) -> bool | None:
        """A well-formed address is certain."""
        try:
            ip_address(pattern_text)
        except ValueError:
            return None
        return True
