"""Bytes of subject.txt and dat files -> text, without what no line may hold.

Lines are cut at `\\n` and `<>`, in bytes (scrubbing, blanking) as in text (parsing): a charset that gives these bytes
another meaning (UTF-16, ISO-2022-JP) is none of the family's, and a file that was read by it would keep its hosts.
"""

from typing import Final

from hikcorpus.sources.base import Page, Problem
from hikcorpus.sources.decoding import decode, other_page
from hikcorpus.sources.nul import text_without_nul

_MARKS: Final = ("<>", "\n")


def read_text(page: Page, charset: str, expected: str) -> tuple[str, list[Problem]]:
    """The text, and a problem for what could not be read. charset: of the engine's files. Raises LayoutChanged."""
    text, lost = decode(page, charset, expected)
    if any(text.count(mark) != page.body.count(mark.encode()) for mark in _MARKS):
        raise other_page(page, expected, "its charset is none that such lines are written in")
    text, nul = text_without_nul(text)
    return text, [*lost, *nul]
