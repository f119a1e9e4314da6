"""Invented words for invented posts: a function of (seed, number), so that nothing of it has to be kept."""

import base64
import hashlib
import random
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

_FINNISH: Final = (
    "aamu ilta kahvi huone ikkuna lumi sade metsä kissa koira bussi kirja peli elokuva ruoka keitto leipä hiljainen "
    "pitkä lyhyt kylmä lämmin väsynyt valvoa nukkua kävellä soittaa lukea odottaa ehkä aina joskus tänään eilen "
    "huomenna ikävä hyvä outo sama toinen naapuri kauppa talo"
)
_ENGLISH: Final = (
    "morning evening coffee room window snow rain forest cat dog bus book game film food soup bread quiet long short "
    "cold warm tired awake asleep walking calling reading waiting maybe always sometimes today yesterday tomorrow "
    "lonely good odd same other neighbour shop house it's isn't R&D"
)
_CONSONANTS, _VOWELS = "hjklmnprstv", "aeiouy"


def mark_of(number: int) -> str:
    """A word that stands for that number and for no other: it makes every text unique."""
    syllables = [c + v for c in _CONSONANTS for v in _VOWELS]
    word = ""
    while number:
        number, place = divmod(number, len(syllables))
        word = syllables[place] + word
    return word


def lines_of(seed: int, number: int) -> tuple[str, ...]:
    """The lines that its poster typed, without the quoted numbers: the first one ends in the post's own word."""
    rng = random.Random(f"text:{seed}:{number}")
    words = rng.choice((_FINNISH, _ENGLISH)).split(" ")

    def line() -> str:
        return " ".join(rng.choices(words, k=rng.randint(2, 9)))

    lines = [f"{line()} {mark_of(number)}"]
    for _ in range(rng.choice((0, 0, 1, 2))):
        lines.append(rng.choice(("", ">", "")) + line() + rng.choice(("", ".", "?", " <3")))
    return tuple(lines)


def subject_of(seed: int, number: int) -> str:
    """Subject line of a thread."""
    return " ".join(random.Random(f"subject:{seed}:{number}").choices(_FINNISH.split(" "), k=3)).capitalize()


def poster_id(seed: int, thread: int, poster: int) -> str:
    """Eight characters that hold for one poster in one thread."""
    digest = hashlib.blake2b(f"{seed}:{thread}:{poster}".encode(), digest_size=6).digest()
    return base64.b64encode(digest).decode("ascii")


@lru_cache(maxsize=1)
def _new_york() -> ZoneInfo:
    return ZoneInfo("America/New_York")


def printed(moment: datetime) -> str:
    """4chan's `now`: New York's wall clock."""
    return moment.astimezone(_new_york()).strftime("%m/%d/%y(%a)%H:%M:%S")
