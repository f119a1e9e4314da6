"""NUL in pages: no board means one, many programs stop at it, so that none may come into a table.

Knows no engine.
"""

from dataclasses import replace
from typing import Final

from hikcorpus.sources.base import Page, Problem
from hikcorpus.text.patterns import compiled

_ESCAPED: Final = compiled(rb"(?<!\\)((?:\\\\)*+)\\u0000")
_SIGN: Final = b"\\u0000"


def holds_nul(body: bytes) -> bool:
    """Whether NUL may stand in the texts of this JSON."""
    return _SIGN in body


def json_without_nul(body: bytes) -> bytes:
    """JSON in whose texts U+FFFD stands for NUL; the very same bytes where there is none."""
    return _ESCAPED.sub(rb"\1\\ufffd", body) if _SIGN in body else body


def text_without_nul(text: str) -> tuple[str, list[Problem]]:
    """A text in which U+FFFD stands for NUL, and a problem that counts them."""
    count = text.count("\0")
    if not count:
        return text, []
    return text.replace("\0", "\ufffd"), [Problem("undecodable", f"{count} times NUL")]


def page_without_nul(page: Page) -> tuple[Page, list[Problem]]:
    """A page of JSON in whose texts U+FFFD stands for NUL, and a problem that says so."""
    body = json_without_nul(page.body)
    return (page, []) if body is page.body else (replace(page, body=body), [Problem("undecodable", "NUL in texts")])
