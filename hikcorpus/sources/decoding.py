"""Bytes of a response -> text, with what could not be read counted; and the refusal of pages that are others.

Shared by the engines; knows no engine.
"""

import codecs
import re
from dataclasses import replace
from itertools import accumulate
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Address, Page, Problem

MAX_UNDECODABLE: Final = 0.05  # share of characters; above it the page is in another charset, or no text
_CP932: Final = frozenset({"shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932"})
_NO_CHARSETS: Final = frozenset(  # codecs of Python's that no page is written in, or that let half characters through
    {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7", "mbcs", "oem"}
)
_LOST: Final = re.compile("[\ufffd\x80-\x9f\uf8f0-\uf8f3]")  # cp932 maps stray bytes to the last two ranges
_LOST_CP932: Final = "\ufffd\x80\uf8f0\uf8f1\uf8f2\uf8f3"  # those that cp932 gives, to be counted one by one: faster
_WIDE: Final = re.compile("[\u0800-\uffff]")
DEEP: Final = (20_000, 2000)
"""From so many tags on it is looked at how deep elements stand in one another; and how deep is too deep. A tree is
built in time quadratic to that (lexbor)."""
_PIECE: Final = 4096
_VOID: Final = ("<br", "<img", "<input", "<hr", "<wbr", "<!")
_OPENING: Final = re.compile(r"<(/?)(?!br|img|hr|input|wbr|p\b|li\b|t[dhr]\b|dt\b|dd\b|meta|link)[a-z]", re.IGNORECASE)
_META: Final = re.compile(
    rb"<meta\b[^<>]{0,200}?(?<![\w-])charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE
)
_META_WITHIN: Final = 2048
_AS_BROWSERS_READ: Final = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HTML: Final = re.compile(  # browsers may write `<!-- saved from url=... -->` above it
    rb"\s*+(?:\xef\xbb\xbf)?\s*+(?:<!--[^>]{0,2000}+>\s*+)?<(?:!doctype|html|head|body|title|\?xml)\b", re.IGNORECASE
)


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


def decode(
    page: Page, default: str, expected: str, *, ask_server: bool = True, deep: tuple[int, int] = DEEP
) -> tuple[str, tuple[Problem, ...]]:
    """The body as text, and a Problem that counts the characters which could not be read.

    The charset is the one that the server names; else the byte order mark's; else that of a `<meta>` in the first 2 KiB
    of an HTML page (a saved page has no server); else `default`. But UTF-8 wins where the bytes are valid UTF-8 with
    letters beyond Latin, whatever the server says (a page saved or re-encoded on the way), and where they are valid
    UTF-8 at all, if only the page itself says anything else (who re-encodes a page leaves its `<meta>` as it was).
    ask_server: False where the format itself fixes the charset (JSON: RFC 8259). deep: as `DEEP`.
    Raises LayoutChanged where more than 5 % of the characters cannot be read, and where elements are nested so deep
    that no board writes such.
    """
    told = (page.charset if ask_server else None) or None
    own = _named_inside(page.body) if ask_server and told is None else None
    charset = _label(told or own, default)
    text = _strict(page.body, "utf-8")
    utf8 = own is not None or charset.startswith("utf") or page.body.isascii()
    if text is not None and (utf8 or _WIDE.search(text)):
        lost = text.count("\ufffd")
    else:
        text = _replaced(page.body, charset, default)
        lost = sum(map(text.count, _LOST_CP932)) if charset == default == "cp932" else len(_LOST.findall(text))
    text = text.removeprefix("\ufeff")
    if lost > len(text) * MAX_UNDECODABLE:
        raise other_page(page, expected, f"{lost} of {len(text)} characters cannot be read as {charset}")
    tags, deepest = deep
    if len(text) > 3 * tags and text.count("<") > tags and _may_be_deep(text, deepest) and _depth(text) > deepest:
        raise other_page(page, expected, f"its elements stand in one another more than {deepest} deep")
    return text, ((Problem("undecodable", f"{lost} of {len(text)} characters"),) if lost else ())


def _label(name: str | None, default: str) -> str:
    """The charset of that name, if it is one that pages are written in; else the engine's own."""
    name = (name or default).strip().strip("\"'").lower()
    if name in _CP932:
        return "cp932"
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return default
    return default if known.replace("_", "-") in _NO_CHARSETS else name


def _named_inside(body: bytes) -> str | None:
    """The charset that a body names for itself."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return name
    found = _META.search(body, 0, _META_WITHIN) if is_html(body) else None
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    # what was read as ASCII up to there is no UTF-16
    return "utf-8" if name.startswith("utf-16") else _AS_BROWSERS_READ.get(name, name)


def named_charset(page: Page, default: str) -> str:
    """The charset that the server names, if it is one that pages are written in; else the engine's own."""
    return _label(page.charset, default)


def _may_be_deep(text: str, deepest: int) -> bool:
    """Whether elements may stand so deep in one another: counted piece by piece, which costs next to nothing."""
    depth = 0
    for start in range(0, len(text), _PIECE):
        piece = text[start : start + _PIECE]
        opened, closed = piece.count("<"), piece.count("</")
        if depth + opened - closed > deepest:
            return True
        depth = max(0, depth + opened - 2 * closed - sum(map(piece.count, _VOID)))
    return False


def _depth(text: str) -> int:
    """How deep elements stand in one another at most, roughly: a tree is built in time quadratic to that (lexbor)."""
    return max(accumulate(-1 if closing else 1 for closing in _OPENING.findall(text)), default=0)


def encode_like(page: Page, default: str, text: str) -> bytes:
    """The text in bytes that `decode` reads as that text under the page's own charset."""
    for name in dict.fromkeys((default, _label(page.charset or _named_inside(page.body), default))):
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
    return readings[0] if len(readings) == 1 else min(readings, key=lambda text: len(_LOST.findall(text)))


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


def res_address(
    url: str, thread: re.Pattern[str], board_page: re.Pattern[str], no_board: frozenset[str]
) -> Address | None:
    """What `/b/`, `/b/catalog.json`, `/b/res/N.html` mean, boards in folders too; never certain: many engines' shapes.

    thread: the page of a thread, group 1 its id. board_page: pages of a board. no_board: names that no board has.
    """
    found = segments(url)
    if found is None or no_board.intersection(found[1][:-2]):  # the board stands before `res`, none of these before it
        return None
    root, parts = found
    match parts:
        case [*before, board, "res", page] if board not in no_board and (named := thread.match(page)):
            return Address("/".join([root, *map(quote, before)]), board, named[1], certain=False)
        case [*before, board, page] if board not in no_board and board_page.match(page):
            return Address("/".join([root, *map(quote, before)]), board, certain=False)
        case [board] if board not in no_board and "." not in board:
            return Address(root, board, certain=False)
    return None
