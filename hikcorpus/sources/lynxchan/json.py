"""LynxChan's JSON as bytes: decoding with every loss counted, known names of fields, blanking and scrubbing.

Sources: LynxChan `doc/Json.txt` and `src/be/engine/jsonBuilder.js` (2.7 and 2.8); catamphetamine/imageboard
`docs/engines/lynxchan.md` for forks. A post is an object with `postId`; the opening post is the thread's object
itself, with `threadId`, and holds its replies in `posts`.
"""

import re
from collections.abc import Callable, Set
from typing import Any, Final, TypeVar

import msgspec

from hikcorpus.errors import LayoutChanged
from hikcorpus.sources.base import Page, Problem
from hikcorpus.sources.decoding import other_page
from hikcorpus.sources.json_pages import json_text

INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)\Z", re.ASCII)
"""A time as this engine writes it; group 1: its fraction of a second."""

_KEPT: Final = frozenset({
    "threadId", "postId", "boardUri", "creation", "lastBump", "locked", "archived", "pinned", "cyclic", "autoSage",
    "trash", "forceAnonymity", "textBoard", "postCount", "fileCount", "page", "omittedPosts", "ommitedPosts",
    "omittedFiles", "uniquePosters",
})  # fmt: skip
_KNOWN: Final = _KEPT | frozenset({
    "name", "signedRole", "email", "flag", "flagName", "flagCode", "id", "subject", "lastEditTime", "lastEditLogin",
    "markdown", "message", "banMessage", "files", "posts", "reportCategories", "wsPort", "wssPort", "noReportCaptcha",
    "boardName", "boardDescription", "boardMarkdown", "usesCustomCss", "usesCustomJs", "maxMessageLength",
    "maxFileCount", "maxFileSize", "captcha", "flagData", "pageCount", "settings", "threads", "globalCaptcha",
    "captchaMode",
    "originalName", "path", "thumb", "mime", "size", "width", "height",
})  # fmt: skip
_HOSTS: Final = ("ip", "broadRange", "narrowRange", "asn", "bypassId")  # written for staff; never a guest's to see
_INSIDE: Final[tuple[str, ...]] = ("posts", "threads")  # fields that hold posts; no others are looked into
_BOARD: Final = re.compile(r"\w{1,64}\Z", re.ASCII)
_DIGITS: Final = re.compile(r"-?\d{1,19}\Z", re.ASCII)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z")
_ODD: Final = "(a name that is none)"
_BOM: Final = b"\xef\xbb\xbf"

Fields = dict[str, msgspec.Raw]
Change = Callable[[Fields, Fields, int | None], Fields | None]
"""An object's fields, those of them that hold posts and were changed inside, its number -> what it becomes, or None
where it stays."""
T = TypeVar("T")

OBJECT: Final = msgspec.json.Decoder(Fields)
LIST: Final = msgspec.json.Decoder(list[msgspec.Raw])
_NUMBER: Final = msgspec.json.Decoder(int, strict=False)  # reads numbers as the parser does


def read(decoder: msgspec.json.Decoder[T], page: Page, expected: str) -> tuple[T, list[Problem]]:
    """The page by a decoder; characters that are none are replaced and counted. Raises LayoutChanged."""
    text, problems = json_text(page, expected)  # never the bytes: raw parts of them would not be looked at
    try:
        return decoder.decode(text), problems
    except msgspec.ValidationError as error:
        raise other_page(page, expected, "it is JSON of another shape") from error
    except RecursionError as error:
        raise other_page(page, expected, "it is nested too deeply") from error
    except msgspec.DecodeError as error:
        raise other_page(page, expected, "it is cut off or no JSON" if text.strip() else "it is empty") from error


def blank_json(page: Page, message_ids: Set[str]) -> bytes:
    """The page, listing or tail without the content of these posts; others byte for byte."""

    def blanked(fields: Fields, inner: Fields, number: int | None) -> Fields | None:
        if number is None or str(number) not in message_ids:
            return None
        name = "threadId" if _number(fields.get("postId")) is None else "postId"
        kept = {one: value for one, value in fields.items() if one in _KEPT and _holds_no_words(one, value)}
        if "posts" in fields:
            kept["posts"] = msgspec.Raw(_posts(inner.get("posts", fields["posts"])))
        return kept | {name: msgspec.Raw(b"%d" % number)}

    return _rewritten(page, blanked)


def scrub_json(page: Page) -> bytes:
    """The page without the fields that tell a poster's address, should a server ever show them to a guest."""

    def scrubbed(fields: Fields, inner: Fields, number: int | None) -> Fields | None:
        if fields.keys().isdisjoint(_HOSTS):
            return None
        return {name: value for name, value in (fields | inner).items() if name not in _HOSTS}

    return _rewritten(page, scrubbed)


def unknown_names(page: Page) -> frozenset[str]:
    """Names on a thread page that no documentation knows; what is no name is told as such, never repeated."""
    found: set[str] = set()

    def look(fields: Fields, inner: Fields, number: int | None) -> None:
        found.update(fields)
        for file in _items(fields.get("files", msgspec.Raw(b"[]"))):
            found.update(_fields(file))

    _rewritten(page, look)
    return frozenset(name if _NAME.match(name) else _ODD for name in found - _KNOWN)


def _rewritten(page: Page, change: Change) -> bytes:
    """The body with every object changed; the very same bytes where none is, or where it is no JSON."""
    mark = _BOM if page.body.startswith(_BOM) else b""
    for mended in (False, True):
        try:
            body = json_text(page, "a page of posts")[0].encode() if mended else page.body.removeprefix(_BOM)
            new = _walk(body, change)
        except (msgspec.MsgspecError, UnicodeDecodeError, LayoutChanged):
            continue
        except RecursionError as error:
            raise other_page(page, "a page of posts", "it is nested too deeply") from error
        return page.body if new is None else mark + new
    return page.body


def _walk(raw: bytes, change: Change) -> bytes | None:
    """The value with its objects changed, None where nothing in it is."""
    first = raw.lstrip(b" \t\r\n")[:1]
    if first == b"[":
        items = [bytes(item) for item in LIST.decode(raw)]
        new = [_walk(item, change) for item in items]
        if all(item is None for item in new):
            return None
        return b"[" + b",".join(after or before for before, after in zip(items, new, strict=True)) + b"]"
    if first != b"{":
        return None
    fields = OBJECT.decode(raw)
    inner = {
        name: msgspec.Raw(part)
        for name in _INSIDE
        if name in fields and (part := _walk(bytes(fields[name]), change)) is not None
    }
    changed = change(fields, inner, _number_of(fields))
    if changed is None and not inner:
        return None
    out = fields | inner if changed is None else changed
    return b"{" + b",".join(msgspec.json.encode(name) + b":" + bytes(value) for name, value in out.items()) + b"}"


def _posts(raw: msgspec.Raw) -> bytes:
    """What a blanked opening post holds inside: other posts stay, what is none may be its own words."""
    return b"[" + b",".join(bytes(item) for item in _items(raw) if _number_of(_fields(item)) is not None) + b"]"


def _items(raw: msgspec.Raw) -> list[msgspec.Raw]:
    return _attempt(LIST, raw) or []


def _fields(raw: msgspec.Raw) -> Fields:
    return _attempt(OBJECT, raw) or {}


def _number_of(fields: Fields) -> int | None:
    number = _number(fields.get("postId"))
    return _number(fields.get("threadId")) if number is None else number


def _number(raw: msgspec.Raw | None) -> int | None:
    return None if raw is None else _attempt(_NUMBER, raw)


def _attempt(decoder: msgspec.json.Decoder[T], raw: msgspec.Raw) -> T | None:
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _holds_no_words(name: str, raw: msgspec.Raw) -> bool:
    value: Any = None
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
    if isinstance(value, str):
        return any(form.match(value) for form in ((_BOARD,) if name == "boardUri" else (_DIGITS, INSTANT)))
    return not isinstance(value, list | dict)
