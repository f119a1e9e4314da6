"""A board: one section of a site, and what must be known of it to read and count it rightly."""

from dataclasses import dataclass
from typing import Literal

PosterIdScope = Literal["thread", "board_day", "board_week", "board", "site", "none"]
"""How far a poster ID identifies the same computer. IDs of different scope are never joined."""


@dataclass(frozen=True, slots=True)
class Board:
    """One board of one site.

    site: label used in folders and tables, e.g. `minilauta.org`; never an IP address.
    name: the board's own name in addresses, e.g. `hikky`.
    engine: the source that reads it (`hikcorpus sources`).
    address: URL of the site's root with scheme and port, without a trailing slash; boards lie below it.
    zone: IANA name of the board's wall clock; printed times are read in it, working days are counted in it.
    country: ISO 3166 code of the holidays that count (FI, JP, GB, US), or None.
    language: ISO 639-1 code assumed where a message is too short to tell; None = as its thread reads as a whole.
    default_names: names the engine prints where nobody typed one; nobody's screen name.
    poster_id_scope: see PosterIdScope.
    """

    site: str
    name: str
    engine: str
    address: str
    zone: str = "UTC"
    country: str | None = None
    language: str | None = None
    default_names: frozenset[str] = frozenset()
    poster_id_scope: PosterIdScope = "none"

    @property
    def key(self) -> str:
        """`site/board`, unique in a data folder."""
        return f"{self.site}/{self.name}"
