"""When two spellings are the same value: width and case never matter, nor separators within numbers."""

import re

from hikcorpus.anonymise.operators import Found
from hikcorpus.text.normalise import visible

_NUMBERS = {"PHONE", "CARD", "IBAN", "HETU", "SSN", "BANK_ACCOUNT", "MY_NUMBER", "POSTCODE", "BUSINESS_ID", "PLATE"}
_MATTERS = {"TRIPCODE", "POSTER_ID"}  # `aB` and `Ab` are two computers


def folded(found: Found) -> str:
    """The value as it is compared."""
    value = visible(found.value).text.strip()
    if found.entity in _MATTERS:
        return value
    value = value.casefold()
    return re.sub(r"[^0-9a-zäöå\u3040-\u30ff\u3400-\u9fff]", "", value) if found.entity in _NUMBERS else value
