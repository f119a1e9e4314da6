"""`suppress`: a text that holds such a value does not come out at all (local suppression, ISO/IEC 20889).

The message stays as a row without text, so that counts and the reply graph hold.
"""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> None:
    """None: the whole text goes."""
    return
