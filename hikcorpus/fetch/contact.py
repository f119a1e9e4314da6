"""Who is asking: the user agent that every request carries, with an address where a person answers."""

import re

from hikcorpus import __version__
from hikcorpus.errors import ConfigError

PRODUCT = "hikcorpus"
"""Product token: the name that robots.txt files may address (RFC 9309, 2.2.1)."""

_MAIL = re.compile(r"[^\s@<>()\"',;:]+@[^\s@<>()\"',;:]+\.[^\s@<>()\"',;:.]+", re.ASCII)
_PAGE = re.compile(r"https?://[^\s/<>()\"',;@]+\.[^\s<>()\"',;@]+", re.ASCII)


def user_agent(contact: str | None) -> str:
    """`hikcorpus/<version> (research crawler; +<contact>)`.

    contact: an e-mail address or an http(s) URL. Raises ConfigError if it is missing or neither.
    """
    contact = (contact or "").strip()
    if not contact:
        raise ConfigError(
            "hikcorpus refuses to crawl without a contact address.",
            "Give --contact an e-mail address or a web page where the sites' operators can reach you.",
        )
    if not (contact.isascii() and (_MAIL.fullmatch(contact) or _PAGE.fullmatch(contact))):
        raise ConfigError(
            f"The contact address {contact!r} is neither an e-mail address nor an http(s) address.",
            "Write it like --contact name@university.example or --contact https://university.example/study.",
        )
    return f"{PRODUCT}/{__version__} (research crawler; +{contact})"
