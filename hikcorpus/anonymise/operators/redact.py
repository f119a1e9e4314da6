"""`redact`: nothing stands in the value's place."""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> str:
    """An empty string."""
    return ""
