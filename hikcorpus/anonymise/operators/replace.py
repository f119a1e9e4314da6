"""`replace`: a typed tag, `[EMAIL]`; all values of a kind look alike."""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found, tagged
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> str:
    """The tag."""
    return tagged(found, rule)
