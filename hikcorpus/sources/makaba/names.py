"""The name line of a Makaba post: screen name, poster ID, and what else the engine writes into it.

Sources: catamphetamine/imageboard `lib/engine/makaba/comment/parseAuthor.js`; Dashchan `DvachModelMapper.java`; the
samples. Behind the name stands `&nbsp;ID:&nbsp;` and two words (in a coloured span since 2014), one pair for each
computer and thread; `Heaven` stands there for whoever sages. Words and the span's own hash go together one to one
(181 of 181 in the samples), so the words are the ID. On one board a grey span tells the poster's system and browser.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from hikcorpus.text.markup import read_markup

_ID: Final = "&nbsp;ID:&nbsp;"  # what posters type themselves is escaped, so that they cannot write it
SYSTEM: Final = '&nbsp;<span style="color:rgb(164,164,164);">'
"""What stands before the system and browser of a poster."""
_SAGE: Final = "Heaven"


class NameLine(NamedTuple):
    """name: None where the line is empty. poster_id: scope thread. sage: the ID says so."""

    name: str | None
    poster_id: str | None
    sage: bool


@lru_cache(maxsize=4096)
def read_name(line: str) -> NameLine:
    """The parts of a name line. Never raises."""
    line = line.partition(SYSTEM)[0]
    line, _, token = line.partition(_ID)
    words = _plain(token)
    return NameLine(_plain(line), None if words == _SAGE else words, words == _SAGE)


def _plain(html: str) -> str | None:
    """One line of text, no-break spaces made plain ones, or None if nothing is left."""
    if not html:
        return None
    text = read_markup(html).text if "<" in html or "&" in html else html
    return " ".join(text.split()) or None
