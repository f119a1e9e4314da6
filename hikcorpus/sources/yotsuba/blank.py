"""The content of some posts out of 4chan's and vichan's JSON: thread pages, tails, catalogs and index pages.

Kept of a blanked post: its number, thread and time, counts and flags, and only as numbers or as the time's own form.
Every other post stays byte for byte; white space between posts may go. A text that others quoted stays where they
quoted it: those are their messages.
"""

import re
from collections.abc import Callable, Set
from typing import Any, Final

import msgspec

from hikcorpus.sources.json_pages import joined, rewritten_list

_KEPT: Final = frozenset({
    "no", "resto", "time", "now", "sticky", "closed", "locked", "cyclical", "bumplocked", "archived",
    "archived_on", "replies", "images", "omitted_posts", "omitted_images", "bumplimit", "imagelimit",
    "last_modified", "tail_size", "tail_id", "filedeleted",
})  # fmt: skip
_INSIDE: Final = ("posts", "threads", "last_replies")  # fields that hold posts
_NOW: Final = re.compile(r"\d\d/\d\d/\d\d\([A-Z][a-z]{2}\)\d\d:\d\d(?::\d\d)?\Z")
_DIGITS: Final = re.compile(r"-?\d{1,19}\Z")
_BOM: Final = b"\xef\xbb\xbf"
_DEEPEST: Final = 8  # objects and lists in one another: a catalogue's newest replies lie five deep

Fields = dict[str, msgspec.Raw]


_NUMBER: Final = msgspec.json.Decoder(int, strict=False)  # reads numbers as the parser does
_OBJECT: Final = msgspec.json.Decoder(Fields)
_LIST: Final = msgspec.json.Decoder(list[msgspec.Raw])


def blank_json(body: bytes, message_ids: Set[str]) -> bytes:
    """The page without the content of these posts; the very same bytes where none of them stands on it.

    Raises msgspec.MsgspecError where it is no JSON.
    """
    mark = _BOM if body.startswith(_BOM) else b""
    blanked = _walk(body.removeprefix(_BOM), lambda number: str(number) in message_ids)
    return body if blanked is None else mark + blanked


def _walk(raw: bytes, gone: Callable[[int], bool], depth: int = 0) -> bytes | None:
    """The value without their content, or None where nothing in it is to be taken out."""
    first = raw.lstrip(b" \t\r\n")[:1]
    if depth > _DEEPEST:
        return None
    if first == b"[":
        return rewritten_list(raw, lambda item: _walk(item, gone, depth + 1))
    if first != b"{":
        return None
    fields = _OBJECT.decode(raw)
    inner: dict[str, Any] = {
        name: new
        for name in _INSIDE
        if name in fields and (new := _walk(bytes(fields[name]), gone, depth + 1)) is not None
    }
    number = _number(fields)
    if number is not None and gone(number):
        kept: dict[str, Any] = {name: value for name in fields.keys() & _KEPT if (value := _kept(name, fields[name]))}
        kept |= {name: posts for name in _INSIDE if name in fields and (posts := _posts(inner.get(name, fields[name])))}
        return joined({name: kept[name] for name in fields if name in kept} | {"no": b"%d" % number})
    return joined(fields | inner) if inner else None


def _posts(raw: bytes) -> bytes | None:
    """What a blanked opening post holds inside: other posts stay, what is none may be its own words."""
    try:
        posts = [bytes(item) for item in _LIST.decode(raw)]
        kept = [post for post in posts if post[:1] == b"{" and _number(_OBJECT.decode(post)) is not None]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return b"[" + b",".join(kept) + b"]"


def _number(fields: Fields) -> int | None:
    try:
        return _NUMBER.decode(fields["no"])
    except (KeyError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _kept(name: str, raw: msgspec.Raw) -> bytes | None:
    """The value, if it cannot hold anybody's words."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if isinstance(value, str) and not (_DIGITS.match(value) or (name == "now" and _NOW.match(value))):
        return None
    return None if isinstance(value, list | dict) else bytes(raw)
