"""Bytes of a response -> text, with what could not be read counted; and the refusal of pages that are others.

Shared by the engines; knows no engine.
"""

import re
from dataclasses import replace
from itertools import accumulate
from typing import Final
from urllib.parse import unquote, urlsplit

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Page, Problem

MAX_UNDECODABLE: Final = 0.05  # share of characters; above it the page is in another charset, or no text
_CP932: Final = frozenset({"shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932"})
_LOST: Final = re.compile("[\ufffd\x80-\x9f\uf8f0-\uf8f3]")  # cp932 maps stray bytes to the last two ranges
_WIDE: Final = re.compile("[\u0800-\uffff]")
_MANY_TAGS: Final = 20_000  # of fewer, none can stand so deep that a tree takes long
_DEEPEST: Final = 2000
_OPENING: Final = re.compile(r"<(/?)(?!br|img|hr|input|wbr|p\b|li\b|t[dhr]\b|dt\b|dd\b|meta|link)[a-z]", re.IGNORECASE)
_HTML: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|title|\?xml)\b", re.IGNORECASE)


def other_page(page: Page, expected: str, why: str) -> LayoutChanged:
    """The error for a page that is not what was asked for. Names the path of its address, never its text."""
    path = urlsplit(page.url).path or "/"
    return LayoutChanged(
        f"The page at {path} is not {expected}: {why}.",
        "Nothing of it was stored; open the address in a browser to see what the site shows there.",
    )


def is_html(body: bytes) -> bool:
    """Whether the body begins like an HTML page."""
    return _HTML.match(body) is not None


def decode(page: Page, default: str, expected: str, *, ask_server: bool = True) -> tuple[str, tuple[Problem, ...]]:
    """The body as text, and a Problem that counts the characters which could not be read.

    UTF-8 wins where the bytes are valid UTF-8 with letters beyond Latin, whatever the server says (a page saved
    or re-encoded on the way); then the charset that the server names; then `default`.
    ask_server: False where the format itself fixes the charset (JSON: RFC 8259).
    Raises LayoutChanged where more than 5 % of the characters cannot be read, and where elements are nested so deep
    that no board writes such.
    """
    charset = ((ask_server and page.charset) or default).strip().strip("\"'").lower()
    charset = "cp932" if charset in _CP932 else charset
    text = _strict(page.body, "utf-8")
    if text is not None and (charset.startswith("utf") or page.body.isascii() or _WIDE.search(text)):
        lost = text.count("\ufffd")
    else:
        text = _replaced(page.body, charset, default)
        lost = len(_LOST.findall(text))
    text = text.removeprefix("\ufeff")
    if lost > len(text) * MAX_UNDECODABLE:
        raise other_page(page, expected, f"{lost} of {len(text)} characters cannot be read as {charset}")
    if text.count("<") > _MANY_TAGS and _depth(text) > _DEEPEST:
        raise other_page(page, expected, f"its elements stand in one another more than {_DEEPEST} deep")
    return text, ((Problem("undecodable", f"{lost} of {len(text)} characters"),) if lost else ())


def _depth(text: str) -> int:
    """How deep elements stand in one another at most, roughly: a tree is built in time quadratic to that (lexbor)."""
    return max(accumulate(-1 if closing else 1 for closing in _OPENING.findall(text)), default=0)


def encode_like(page: Page, default: str, text: str) -> bytes:
    """The text in bytes that `decode` reads as that text under the page's own charset."""
    charset = (page.charset or default).strip().strip("\"'").lower()
    for name in dict.fromkeys((default, "cp932" if charset in _CP932 else charset)):
        try:
            body = text.encode(name, errors="xmlcharrefreplace")
            if decode(replace(page, body=body), default, "the same page")[0] == text:
                return body
        except (LookupError, ValueError, LayoutChanged):
            continue
    return text.encode("ascii", errors="xmlcharrefreplace")


def _strict(body: bytes, charset: str) -> str | None:
    try:
        return body.decode(charset)
    except (ValueError, LookupError):
        return None


def _replaced(body: bytes, charset: str, default: str) -> str:
    """The reading with the fewest lost characters among the named charset and the engine's own."""
    readings: list[str] = []
    for name in dict.fromkeys((charset, default)):
        try:
            readings.append(body.decode(name, errors="replace"))
        except (LookupError, ValueError):  # a charset nobody knows, or one for other things than pages (idna)
            continue
    return min(readings, key=lambda text: len(_LOST.findall(text)))


def segments(url: str) -> tuple[str, list[str]] | None:
    """`scheme://host:port` and the decoded path segments of a web address, or None if it is none.

    A trailing slash leaves an empty last segment.
    """
    try:
        parts = urlsplit(url.strip())
        parts.port  # noqa: B018 - raises on a port that is no number
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme}://{host}", [unquote(part) for part in parts.path.split("/")[1:]]
