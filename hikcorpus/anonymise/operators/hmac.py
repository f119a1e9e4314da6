"""`hmac`: a keyed token of 80 bits for the value, `[EMAIL:...]`, the same in all of the study, kinds kept apart.

Unlike a plain hash it cannot be undone by trying all values (`reference/anonymise.md`, 5): the key is needed.
"""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found, tagged
from hikcorpus.anonymise.operators.folding import folded
from hikcorpus.anonymise.place import Place


def apply(found: Found, rule: Rule, place: Place) -> str:
    """The tag with the value's token."""
    return tagged(found, rule, place.pseudonyms.mark(f"hmac.{found.entity}", folded(found)))
