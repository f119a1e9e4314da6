"""Reply marks that stand in plain text: `>>12`, `>>1-3`, `>>1,3`, `＞＞１`, `>>>/b/12`.

Sources: the 2ch readers' anchor expressions (read.crx, JDim) for the numbered marks; vichan's `markup()` for the
others, which takes a mark only between white space and `,` `.` `)` `?` or an end.
"""

import re
from collections.abc import Iterator
from typing import Final

_DIGITS: Final = str.maketrans("０１２３４５６７８９－，＞", "0123456789-,>")
_NUMBERED: Final = re.compile(
    r"(?<![>＞])[>＞]{2}[ \u3000]?"
    r"([0-9０-９]{1,5}(?![0-9０-９])(?:[-－,，][>＞]{0,2}[0-9０-９]{1,5}(?![0-9０-９]))*)"
)
_PLAIN: Final = re.compile(r"(?<!\S)>>(?:>/([^/\s]+)/)?([0-9]{1,15})(?=[\s,.)?/]|$)")


def numbered_marks(text: str) -> Iterator[tuple[int, int]]:
    """First and last number of every reply mark of the 2ch family in the text, in order; `>>7` gives (7, 7)."""
    for match in _NUMBERED.finditer(text):
        for part in match[1].translate(_DIGITS).replace(">", "").split(","):
            first, _, last = part.partition("-")
            last = last.rpartition("-")[2]  # 1-3-5 is read as 1-5
            yield int(first), int(last or first)


def plain_marks(text: str) -> Iterator[tuple[str | None, str]]:
    """Board (None = this one) and number of every `>>N` and `>>>/board/N` that an imageboard would have linked."""
    for match in _PLAIN.finditer(text):
        yield match[1], match[2]
