"""The kinds of identifiers, and which one names a span that several recognisers found."""

PRIORITY: tuple[str, ...] = (
    "EMAIL",
    "HOST",
    "URL",
    "HETU",
    "IBAN",
    "CARD",
    "SSN",
    "IP",
    "ADDRESS",
    "POSTCODE",
    "BANK_ACCOUNT",
    "PHONE",
    "MY_NUMBER",
    "HANDLE",
    "TRIPCODE",
    "POSTER_ID",
    "ACCOUNT",
    "SCREEN_NAME",
    "NAME",
)
"""Highest first. Where spans overlap, their union is masked under the first of their kinds in this order."""

RANK: dict[str, int] = {entity: place for place, entity in enumerate(PRIORITY)}

LANGUAGES: tuple[str, ...] = ("fi", "ja", "en")
"""Languages with recognisers; texts in any other are read with English ones."""
