"""`encrypt`: the value can be had back by whoever holds the study's key (`hikcorpus key reveal`).

AES-SIV (RFC 5297) under a key of its own, derived from the study's: the same value gives the same token, and the
token says nothing but how long it is and which are alike. The corpus stays as secret as its key.
"""

from base64 import b32decode, b32encode
from typing import TYPE_CHECKING

from hikcorpus.anonymise.config import Rule
from hikcorpus.anonymise.operators import Found, tagged
from hikcorpus.anonymise.place import Place
from hikcorpus.anonymise.pseudonyms import Pseudonymiser
from hikcorpus.errors import UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

_MARK = "enc-"


def apply(found: Found, rule: Rule, place: Place) -> str:
    """The tag with the encrypted value."""
    sealed = _cipher(place.pseudonyms).encrypt(found.value.encode("utf-8", "surrogatepass"), [found.entity.encode()])
    return tagged(found, rule, _MARK + b32encode(sealed).decode().rstrip("=").lower())


def reveal(token: str, pseudonyms: Pseudonymiser) -> str:
    """The value behind `[KIND:enc-...]`. Raises UsageError where it is no such token, or another key's."""
    from cryptography.exceptions import InvalidTag

    kind, _, content = token.strip().strip("[]").partition(":")
    try:
        packed = content.removeprefix(_MARK).upper()
        sealed = b32decode(packed + "=" * (-len(packed) % 8))
        return _cipher(pseudonyms).decrypt(sealed, [kind.encode()]).decode("utf-8", "surrogatepass")
    except (InvalidTag, ValueError):
        raise UsageError(
            "That is no encrypted value of this study's key.", "Give it whole, as it stands: [KIND:enc-...]."
        ) from None


def _cipher(pseudonyms: Pseudonymiser) -> "AESSIV":
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(pseudonyms.derived("encrypt"))
