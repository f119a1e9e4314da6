"""`surrogate`: the same value gets the same short token within a thread, a participant's messages or the corpus.

`[PERSON:k3fa]` tells who is spoken of again without telling who it is. Keyed (HMAC-SHA256): the same key gives the
same token in every run and shard, another key another. In threads and for participants tokens have 20 bits (two of
30 names share one in 1 of 2,400 threads), in the corpus 40.
"""

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found, tagged
from hikcorpus.anonymise.operators.folding import folded
from hikcorpus.anonymise.place import Place

_LENGTH = {"thread": 4, "participant": 4, "corpus": 8}


def apply(found: Found, rule: Rule, place: Place) -> str:
    """The tag with the value's token. A text whose participant nobody knows counts for itself: its thread."""
    within = "thread" if rule.within == "participant" and place.participant is None else rule.within
    match within:
        case "corpus":
            scope: tuple[str, ...] = ()
        case "participant":
            scope = (place.participant or "",)
        case _:
            scope = (place.site, place.board, place.thread_id)
    mark = place.pseudonyms.mark(f"surrogate.{within}.{found.entity}", *scope, folded(found))
    return tagged(found, rule, mark[: _LENGTH[within]])
