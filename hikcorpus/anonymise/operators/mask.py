"""`mask`: a star for each character, spaces kept; the last ones may stay (`keep_last`)."""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> str:
    """As many characters as before; never more than half of them stay."""
    shown = min(rule.keep_last, len(found.value) // 2)
    end = len(found.value) - shown
    return "".join(" " if character == " " else "*" for character in found.value[:end]) + found.value[end:]
