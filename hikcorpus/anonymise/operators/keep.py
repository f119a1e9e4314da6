"""`keep`: the value stays as it stands (and is counted as kept)."""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> str:
    """The value."""
    return found.value
