"""Keyed pseudonyms: the same key and thing give the same token; without the key nobody can tell which."""

import hmac
from base64 import b32encode
from functools import lru_cache
from hashlib import sha256
from typing import Literal

Domain = Literal["message", "thread", "participant"]

_PREFIX: dict[str, str] = {"message": "m", "thread": "t", "participant": "p"}
_WEEKS = range(-520, -51)  # one to ten years back


class Pseudonymiser:
    """HMAC-SHA256 under the study's key, cut to 80 bits."""

    def __init__(self, key: bytes) -> None:
        self._keyed = hmac.new(key, digestmod=sha256)
        self.token = lru_cache(maxsize=1 << 16)(self._token)

    def _token(self, domain: Domain, *parts: str) -> str:
        """The pseudonym of a thing: one letter for its domain, 16 characters of lower-case base32.

        Parts are counted and length-prefixed, so that ("a", "bc") and ("ab", "c") differ; domains never meet.
        """
        return _PREFIX[domain] + b32encode(self._digest(domain, parts)[:10]).decode().lower()

    def mark(self, use: str, *parts: str) -> str:
        """16 characters of lower-case base32 for a value in a text. use: which operator and kind; uses never meet."""
        return b32encode(self._digest(f"mark.{use}", parts)[:10]).decode().lower()

    def derived(self, use: str) -> bytes:
        """32 bytes for another use of the key, from which nothing else of it can be told."""
        return self._digest(f"derived.{use}", ())

    def shift_weeks(self) -> int:
        """By how many whole weeks this study moves all times: -520 to -52, from the key alone."""
        return _WEEKS[int.from_bytes(self._digest("shift", ())) % len(_WEEKS)]

    def _digest(self, domain: str, parts: tuple[str, ...]) -> bytes:
        keyed = self._keyed.copy()
        for part in (domain, *parts):
            encoded = part.encode("utf-8", "surrogatepass")
            keyed.update(len(encoded).to_bytes(8) + encoded)
        return keyed.digest()
